from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_trials_in_stretches")]

    operations = [
        migrations.RemoveConstraint(
            model_name="replay",
            name="replay_finished_with_all",
        ),
        # On the way back the column needs something to begin with.
        migrations.AlterField(
            model_name="replay",
            name="waiting",
            field=ArrayField(models.BigIntegerField(), default=list),
        ),
        migrations.RemoveField(
            model_name="replay",
            name="sums",
        ),
        migrations.RemoveField(
            model_name="replay",
            name="waiting",
        ),
        migrations.AddConstraint(
            model_name="replay",
            constraint=models.CheckConstraint(
                condition=models.Q(("finished_at", None), ("cancelled_at", None), _connector="OR"),
                name="replay_ends_once",
            ),
        ),
    ]
