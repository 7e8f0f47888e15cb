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
        ("checklists", "0001_initial"),
        ("cases", "0005_words_follow_the_case"),
        ("files", "0003_attachment_with_case"),
        ("ledger", "0002_append_only"),
    ]

    operations = [
        same_owner("checklists_checklistrun", "case_id", "cases_case"),
        same_owner(
            "checklists_checklistrun",
            "version_id",
            "checklists_checklistversion",
            owner="checklist_id",
        ),
        same_owner("checklists_checklistanswer", "case_id", "cases_case"),
        same_owner(
            "checklists_checklistanswer", "run_id", "checklists_checklistrun", owner="case_id"
        ),
        same_owner("checklists_checklistanswer", "photo_id", "files_attachment", owner="case_id"),
        never_changed("checklists_checklistversion"),
        *append_only("checklists_checklistpublication"),
        *append_only("checklists_checklistanswer"),
    ]
