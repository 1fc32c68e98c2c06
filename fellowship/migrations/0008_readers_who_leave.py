import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("fellowship", "0007_words_of_what_is_missing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="supportcheck",
            name="sponsors_named",
            field=models.PositiveSmallIntegerField(default=0, help_text="How often the fellow named somebody."),
        ),
        migrations.AlterField(
            model_name="conflict",
            name="why",
            field=models.CharField(
                choices=[
                    ("DECLARED", "Declared"),
                    ("EMPLOYER", "Same employer"),
                    ("MANAGER", "Line manager"),
                    ("SPONSOR", "Sponsor"),
                    ("NAMED", "Named in the application"),
                    ("SELF", "The same person"),
                    ("APPLIED", "Applied to the same call"),
                    ("TOLD", "Among those the reviewer told us of"),
                ],
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="review",
            name="reviewer",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="reviews",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
