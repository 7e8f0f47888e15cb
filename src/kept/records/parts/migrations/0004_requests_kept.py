from django.db import migrations

from kept.records.constraints import append_only, same_owner


class Migration(migrations.Migration):
    dependencies = [("parts", "0003_requests")]

    operations = [
        same_owner("parts_partrequest", "case_id", "cases_case"),
        *append_only("parts_shipment"),
    ]
