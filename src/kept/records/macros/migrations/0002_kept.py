from django.db import migrations

from kept.records.constraints import append_only, same_owner


class Migration(migrations.Migration):
    dependencies = [
        ("macros", "0001_initial"),
        ("cases", "0005_words_follow_the_case"),
        ("ledger", "0002_append_only"),
    ]

    operations = [
        same_owner("macros_macrorun", "case_id", "cases_case"),
        # A table that is pointed to keeps the right to lock its rows.
        migrations.RunSQL(
            """
            CREATE TRIGGER macros_macroversion_never_changed
                BEFORE UPDATE OR DELETE OR TRUNCATE ON macros_macroversion
                FOR EACH STATEMENT EXECUTE FUNCTION kept_refuse_change();
            ALTER TABLE macros_macroversion ENABLE ALWAYS TRIGGER macros_macroversion_never_changed;
            """,
            "DROP TRIGGER macros_macroversion_never_changed ON macros_macroversion",
        ),
        *append_only("macros_macrorun"),
    ]
