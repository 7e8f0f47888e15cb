from django.db import migrations

from kept.records.constraints import append_only

REFUSE = """
CREATE FUNCTION kept_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are written once and kept', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.RunSQL(REFUSE, "DROP FUNCTION kept_refuse_change()"),
        *append_only("ledger_entry"),
    ]
