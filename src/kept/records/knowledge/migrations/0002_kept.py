from django.db import migrations

from kept.records.constraints import append_only, same_owner


def never_changed(table: str) -> migrations.RunSQL:
    """Return a step after which rows can only be added, while other tables may point to them.

    A table that is pointed to keeps the right to lock its rows, which is that of changing them.
    """
    return migrations.RunSQL(
        f"""
        CREATE TRIGGER {table}_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION kept_refuse_change();
        ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_never_changed;
        """,
        f"DROP TRIGGER {table}_never_changed ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("knowledge", "0001_initial"),
        ("cases", "0005_words_follow_the_case"),
        ("ledger", "0002_append_only"),
    ]

    operations = [
        same_owner(
            "knowledge_review", "version_id", "knowledge_articleversion", owner="written_by_id"
        ),
        same_owner("knowledge_articleuse", "case_id", "cases_case"),
        same_owner("knowledge_codechoice", "case_id", "cases_case"),
        never_changed("knowledge_articleversion"),
        never_changed("knowledge_review"),
        *append_only("knowledge_publication"),
        *append_only("knowledge_articleuse"),
        *append_only("knowledge_codechoice"),
    ]
