from django.contrib.postgres.indexes import BrinIndex
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_reminders_and_calls")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="contested_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["contested_at", "id"],
                name="case_contested",
                condition=models.Q(("contested_at__isnull", False)),
            ),
        ),
        migrations.AddIndex(
            model_name="casefact",
            index=BrinIndex(fields=["received_at"], name="fact_received"),
        ),
    ]
