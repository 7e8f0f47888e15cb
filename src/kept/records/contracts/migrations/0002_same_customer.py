from django.db import migrations

from kept.records.constraints import same_owner


class Migration(migrations.Migration):
    # Equipment may move to another customer later, so a line does not follow its equipment's key.
    dependencies = [("contracts", "0001_initial")]

    operations = [
        same_owner("contracts_contractline", "contract_id", "contracts_contract"),
        same_owner("contracts_contractline", "contract_id", "contracts_contract", owner="kind"),
        same_owner("contracts_contractoverride", "contract_id", "contracts_contract"),
    ]
