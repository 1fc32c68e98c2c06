"""The language of answers, the rule for which somebody is not eligible, and both sides of information requests."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("fellowship", "0004_projects_and_sets")]

    operations = [
        migrations.AddField(
            model_name="application",
            name="language",
            field=models.CharField(
                choices=[("ENGLISH", "English"), ("WELSH", "Welsh")],
                default="ENGLISH",
                help_text="Of the answers.",
                max_length=7,
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="unmet",
            field=models.ForeignKey(
                blank=True,
                help_text="The rule for which it was found not eligible: its signposts are shown.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="fellowship.eligibilityrule",
            ),
        ),
        migrations.AddField(
            model_name="informationrequest",
            name="about_you",
            field=models.JSONField(default=list, help_text="Names of the details about the person that open again."),
        ),
        migrations.AddField(
            model_name="informationrequest",
            name="after",
            field=models.JSONField(default=dict, help_text="What it said once that was answered, likewise."),
        ),
        migrations.AlterField(
            model_name="informationrequest",
            name="before",
            field=models.JSONField(default=dict, help_text="What it said when it was asked, by question or detail."),
        ),
        migrations.AlterField(
            model_name="informationrequest",
            name="questions",
            field=models.ManyToManyField(blank=True, related_name="+", to="fellowship.question"),
        ),
    ]
