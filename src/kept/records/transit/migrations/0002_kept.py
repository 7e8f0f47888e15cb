from django.db import migrations

from kept.records.constraints import append_only, same_owner


class Migration(migrations.Migration):
    dependencies = [
        ("transit", "0001_initial"),
        ("cases", "0002_kept"),
        ("returns", "0002_kept"),
        ("ledger", "0002_append_only"),
    ]

    operations = [
        same_owner("transit_parcel", "case_id", "cases_case"),
        same_owner("transit_parcel", "rma_id", "returns_rma"),
        same_owner("transit_returnpage", "rma_id", "returns_rma"),
        same_owner("transit_scan", "parcel_id", "transit_parcel"),
        *append_only("transit_scan"),
    ]
