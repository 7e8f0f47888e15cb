from django.db import migrations

from kept.records.constraints import pointed_at, same_owner


def kept(table: str, may_change: str) -> migrations.RunSQL:
    """Return a step after which rows of a table stay, but for what may be said of them once.

    `may_change` puts back into `kept`, which begins as the new row, what may differ.
    """
    return migrations.RunSQL(
        f"""
        CREATE FUNCTION {table}_kept() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE kept {table};
        BEGIN
            IF TG_OP = 'UPDATE' THEN
                kept := NEW;
                {may_change}
                IF kept IS NOT DISTINCT FROM OLD THEN RETURN NEW; END IF;
            END IF;
            RAISE EXCEPTION 'rows of {table} are written once' USING ERRCODE = '23514';
        END $$;
        CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION {table}_kept();
        CREATE TRIGGER {table}_never_emptied BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION kept_refuse_change();
        ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_kept;
        ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_never_emptied;
        """,
        f"""
        DROP TRIGGER {table}_never_emptied ON {table};
        DROP TRIGGER {table}_kept ON {table};
        DROP FUNCTION {table}_kept();
        """,
    )


ENTRY = """
    IF OLD.withdrawn_at IS NULL THEN
        kept.withdrawn_at := NULL;
        kept.withdrawn_by_id := NULL;
        kept.withdrawn_why := '';
        IF OLD.kind = 'time' AND OLD.ended_at IS NULL THEN
            kept.ended_at := NULL;
            kept.text := OLD.text;
        END IF;
    END IF;
"""
TAKEN = """
    IF OLD.freed_at IS NULL THEN
        kept.freed_at := NULL;
        kept.freed_by_id := NULL;
    END IF;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0005_words_follow_the_case"),
        ("files", "0003_attachment_with_case"),
        ("ledger", "0002_append_only"),
        ("parts", "0002_kept"),
        ("work", "0001_initial"),
    ]

    operations = [
        same_owner("work_entry", "case_id", "cases_case"),
        same_owner("work_entry", "receipt_id", "files_attachment", owner="case_id"),
        kept("work_entry", ENTRY),
        kept("work_taken", TAKEN),
        pointed_at("parts_movement"),
    ]
