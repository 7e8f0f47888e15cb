from django.db import migrations

from kept.records.constraints import append_only, same_owner


class Migration(migrations.Migration):
    dependencies = [
        ("returns", "0001_initial"),
        ("cases", "0002_kept"),
        ("ledger", "0002_append_only"),
    ]

    operations = [
        same_owner("returns_rma", "case_id", "cases_case"),
        same_owner("returns_rmaevent", "rma_id", "returns_rma"),
        same_owner("returns_loan", "case_id", "cases_case"),
        *append_only("returns_rmaevent"),
        *append_only("returns_removeddecision"),
    ]
