from django.db import migrations

from kept.records.constraints import append_only, pointed_at, same_owner

TABLES = ("thirdpartybill", "decision", "review", "settlement")


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0005_words_follow_the_case"),
        ("claims", "0001_initial"),
        ("ledger", "0002_append_only"),
        ("payments", "0002_kept"),
    ]

    operations = [
        same_owner("claims_thirdpartybill", "case_id", "cases_case"),
        same_owner("claims_decision", "case_id", "cases_case"),
        same_owner("claims_decision", "bill_id", "claims_thirdpartybill", owner="case_id"),
        # Whose decision it is stands beside it, so that nobody agrees to one's own.
        same_owner("claims_review", "decision_id", "claims_decision", owner="decided_by_id"),
        *(step for table in TABLES for step in append_only(f"claims_{table}")),
        *(pointed_at(f"claims_{table}") for table in ("thirdpartybill", "decision", "review")),
    ]
