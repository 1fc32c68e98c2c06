import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('fellowship', '0003_places_and_conversations'),
    ]

    operations = [
        migrations.CreateModel(
            name='EligibleStaff',
            fields=[
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('cohort', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='eligible_staff', serialize=False, to='fellowship.cohort')),
                ('number', models.PositiveIntegerField()),
                ('source', models.CharField(help_text='Who counted them, and what was counted.', max_length=300)),
                ('counted_on', models.DateField()),
            ],
            options={
                'verbose_name_plural': 'eligible staff',
                'constraints': [models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='somebody_is_eligible')],
            },
        ),
    ]
