import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0006_against_the_policy"),
    ]

    operations = [
        migrations.CreateModel(
            name="Rebuild",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scope", models.CharField(max_length=120)),
                ("only_check", models.BooleanField()),
                ("zones", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                ("total", models.PositiveIntegerField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("cancelled_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="RebuildStretch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "waiting",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None
                    ),
                ),
                ("tries", models.PositiveIntegerField(default=0)),
                ("done_at", models.DateTimeField(null=True)),
                ("found", models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name="ReplayStretch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "waiting",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None
                    ),
                ),
                ("tries", models.PositiveIntegerField(default=0)),
                ("done_at", models.DateTimeField(null=True)),
                ("sums", models.JSONField(default=dict)),
            ],
        ),
        migrations.AddConstraint(
            model_name="rebuild",
            constraint=models.UniqueConstraint(
                condition=models.Q(("cancelled_at", None), ("finished_at", None)),
                fields=("scope", "only_check"),
                name="rebuild_one_of_a_kind_runs",
            ),
        ),
        migrations.AddConstraint(
            model_name="rebuild",
            constraint=models.CheckConstraint(
                condition=models.Q(("finished_at", None), ("cancelled_at", None), _connector="OR"),
                name="rebuild_ends_once",
            ),
        ),
        migrations.AddField(
            model_name="rebuildstretch",
            name="rebuild",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="stretches",
                to="cases.rebuild",
            ),
        ),
        migrations.AddField(
            model_name="replaystretch",
            name="replay",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="stretches",
                to="cases.replay",
            ),
        ),
        migrations.AddIndex(
            model_name="rebuildstretch",
            index=models.Index(
                condition=models.Q(("done_at__isnull", True)),
                fields=["rebuild", "tries", "id"],
                name="rebuild_to_do",
            ),
        ),
        migrations.AddIndex(
            model_name="replaystretch",
            index=models.Index(
                condition=models.Q(("done_at__isnull", True)),
                fields=["replay", "tries", "id"],
                name="replay_to_do",
            ),
        ),
    ]
