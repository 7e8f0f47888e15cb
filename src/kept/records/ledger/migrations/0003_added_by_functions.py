from django.db import migrations

from kept.records.ledger.adding_sql import ADD, CANONICAL


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_append_only")]

    operations = [
        migrations.RunSQL(CANONICAL, "DROP FUNCTION ledger_canonical(jsonb)"),
        migrations.RunSQL(ADD, "DROP FUNCTION ledger_add(text, jsonb, jsonb)"),
    ]
