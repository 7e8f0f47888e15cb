from django.db import migrations

from kept.records.constraints import append_only, same_owner


class Migration(migrations.Migration):
    dependencies = [
        ("followups", "0001_initial"),
        ("cases", "0002_kept"),
        ("ledger", "0002_append_only"),
    ]

    operations = [
        same_owner("followups_followup", "case_id", "cases_case"),
        *append_only("followups_followup"),
    ]
