import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_replays")]

    operations = [
        migrations.RemoveIndex(
            model_name="casewords",
            name="case_words",
        ),
        migrations.AddField(
            model_name="casewords",
            name="state",
            field=models.CharField(
                choices=[("open", "Open"), ("closed", "Closed")], default="open", max_length=6
            ),
        ),
        migrations.AlterField(
            model_name="casewords",
            name="case",
            field=models.OneToOneField(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                primary_key=True,
                related_name="words",
                serialize=False,
                to="cases.case",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(fields=("id", "state"), name="case_with_state"),
        ),
    ]
