from django.db import migrations

from kept.records.constraints import append_only, same_owner


class Migration(migrations.Migration):
    dependencies = [
        ("telephone", "0001_initial"),
        ("cases", "0002_kept"),
        ("archive", "0002_same_customer"),
        ("ledger", "0002_append_only"),
    ]

    operations = [
        same_owner("telephone_call", "contact_id", "archive_contact"),
        same_owner("telephone_call", "case_id", "cases_case"),
        *append_only("telephone_callevent"),
    ]
