from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('fellowship', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='announcementto', name='person_gets_an_announcement_once'),
        migrations.RenameField(model_name='announcementto', old_name='announcement', new_name='letter'),
        migrations.AddConstraint(
            model_name='announcementto',
            constraint=models.UniqueConstraint(fields=('letter', 'user'), name='person_gets_an_announcement_once'),
        ),
    ]
