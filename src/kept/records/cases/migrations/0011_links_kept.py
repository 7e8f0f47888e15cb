from django.db import migrations

from kept.records.constraints import append_only, same_owner


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_links")]

    operations = [
        same_owner("cases_caselink", "case_id", "cases_case"),
        same_owner("cases_caselink", "other_id", "cases_case"),
        same_owner("cases_concern", "case_id", "cases_case"),
        *append_only("cases_concern"),
    ]
