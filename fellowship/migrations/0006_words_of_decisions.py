import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("fellowship", "0005_applying"),
    ]

    operations = [
        migrations.AddField(
            model_name="decision",
            name="feedback",
            field=models.TextField(
                blank=True, help_text="The applicant reads it once it is released.", max_length=3000
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="letter_subject",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="decision",
            name="letter_text",
            field=models.TextField(blank=True, help_text="Empty: the letter as it always is.", max_length=10000),
        ),
        migrations.AlterField(
            model_name="decision",
            name="made_at",
            field=models.DateTimeField(help_text="When it was last changed."),
        ),
        migrations.CreateModel(
            name="Deferral",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("deferred_at", models.DateTimeField()),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deferral",
                        to="fellowship.application",
                    ),
                ),
                (
                    "cohort",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="deferrals",
                        to="fellowship.cohort",
                    ),
                ),
                (
                    "taken_up",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="deferred_from",
                        to="fellowship.application",
                    ),
                ),
            ],
            options={
                "ordering": ("deferred_at", "pk"),
            },
        ),
    ]
