from django.db import migrations

from kept.records.parts.reserving_sql import COVERED, RESERVE


class Migration(migrations.Migration):
    dependencies = [("parts", "0008_makers"), ("ledger", "0003_added_by_functions")]

    operations = [
        migrations.RunSQL(COVERED, "DROP FUNCTION parts_covered(bigint)"),
        migrations.RunSQL(
            RESERVE, "DROP FUNCTION parts_reserve(jsonb, jsonb, bigint, text, boolean)"
        ),
    ]
