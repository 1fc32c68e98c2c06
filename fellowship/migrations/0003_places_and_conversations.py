from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('fellowship', '0002_announcements_call_it_letter'),
    ]

    operations = [
        migrations.AddField(
            model_name='deepdive',
            name='asked_at',
            field=models.DateTimeField(blank=True, help_text='When the adviser was last asked to hold it. Empty: not yet, or another since.', null=True),
        ),
        migrations.AddField(
            model_name='fellow',
            name='place_is_free',
            field=models.BooleanField(default=False, help_text='They left before the cohort started, so their place goes to somebody else.'),
        ),
    ]
