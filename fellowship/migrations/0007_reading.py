import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("fellowship", "0006_words_of_decisions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="application",
            name="spread",
            field=models.PositiveSmallIntegerField(blank=True, help_text="The most by which readers differ on one thing, before moderation.", null=True),
        ),
        migrations.AddField(
            model_name="call",
            name="topic_question",
            field=models.ForeignKey(blank=True, help_text="What reviewers are asked whether they know it: a question with choices.", null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="fellowship.question"),
        ),
        migrations.AddField(
            model_name="review",
            name="named_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="review",
            name="named_settled_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="review",
            name="named_what",
            field=models.CharField(blank=True, help_text="What tells whose application it is.", max_length=300),
        ),
        migrations.AlterField(
            model_name="conflict",
            name="why",
            field=models.CharField(choices=[("DECLARED", "Declared"), ("EMPLOYER", "Same employer"), ("MANAGER", "Line manager"), ("SPONSOR", "Sponsor"), ("NAMED", "Named in the application"), ("SELF", "The same person"), ("TOLD", "Among those the reviewer told us of")], max_length=8),
        ),
        migrations.CreateModel(
            name="HiddenWords",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("words", models.CharField(max_length=200)),
                ("application", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="hidden_words", to="fellowship.application")),
                ("hidden_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [models.UniqueConstraint(fields=("application", "words"), name="words_are_hidden_once")],
            },
        ),
        migrations.CreateModel(
            name="Reader",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("reads", models.BooleanField(default=True)),
                ("most", models.PositiveSmallIntegerField(blank=True, help_text="Readings at most; empty: no limit.", null=True)),
                ("topics", models.JSONField(default=list, help_text="Answers to the call’s question about topics, which they know.")),
                ("employers", models.TextField(blank=True, max_length=2000)),
                ("people", models.TextField(blank=True, max_length=2000)),
                ("asked_at", models.DateTimeField(blank=True, help_text="When they were asked to tell conflicts.", null=True)),
                ("declared_at", models.DateTimeField(blank=True, null=True)),
                ("call", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="readers", to="fellowship.call")),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("call", "user"), name="reviewer_is_a_reader_of_a_call_once"),
                    models.CheckConstraint(condition=models.Q(("most__isnull", True), ("most__gte", 1), _connector="OR"), name="reader_reads_at_least_one"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ScoreNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("text", models.TextField(max_length=2000)),
                ("written_at", models.DateTimeField()),
                ("application", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="score_notes", to="fellowship.application")),
                ("author", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ("-pk",),
            },
        ),
    ]
