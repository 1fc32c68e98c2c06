from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_entries_about_a_thing"),
        ("careers", "0001_initial"),
        ("fellowship", "0007_reading"),
    ]

    operations = [
        migrations.AddField(
            model_name="eligibilityrule",
            name="help",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="signpost",
            name="learning",
            field=models.ForeignKey(
                blank=True,
                help_text="None: all learning.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="careers.learning",
            ),
        ),
        migrations.AddField(
            model_name="signpost",
            name="programme",
            field=models.ForeignKey(
                blank=True,
                help_text="None: all programmes.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="accounts.programme",
            ),
        ),
        migrations.AlterField(
            model_name="signpost",
            name="address",
            field=models.CharField(blank=True, help_text="Of a page elsewhere; of others it is known.", max_length=500),
        ),
        migrations.AddConstraint(
            model_name="signpost",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "LINK"), _negated=True), models.Q(("address", ""), _negated=True), _connector="OR"
                ),
                name="link_elsewhere_has_an_address",
            ),
        ),
    ]
