from django.db import migrations

from kept.records.constraints import append_only, same_owner


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("ledger", "0002_append_only")]

    operations = [
        same_owner("cases_case", "contact_id", "archive_contact"),
        same_owner("cases_case", "site_id", "archive_site"),
        same_owner("cases_case", "equipment_id", "archive_equipment"),
        same_owner("cases_case", "contract_id", "contracts_contract"),
        same_owner("cases_casefact", "case_id", "cases_case"),
        same_owner("cases_clock", "case_id", "cases_case"),
        same_owner("cases_flip", "case_id", "cases_case"),
        same_owner("cases_news", "case_id", "cases_case"),
        *append_only("cases_casefact"),
        *append_only("cases_flip"),
    ]
