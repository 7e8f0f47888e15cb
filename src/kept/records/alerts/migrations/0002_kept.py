from django.db import migrations

from kept.records.constraints import append_only, same_owner


class Migration(migrations.Migration):
    dependencies = [
        ("alerts", "0001_alerts"),
        ("archive", "0002_same_customer"),
        ("cases", "0002_kept"),
        ("ledger", "0002_append_only"),
    ]

    operations = [
        same_owner("alerts_integration", "site_id", "archive_site"),
        # An alert stays with whose machine it was then; the machine may be sold later.
        same_owner("alerts_alert", "case_id", "cases_case"),
        *append_only("alerts_alert"),
    ]
