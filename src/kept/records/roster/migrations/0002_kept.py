from django.db import migrations

from kept.records.constraints import append_only


class Migration(migrations.Migration):
    dependencies = [("roster", "0001_initial"), ("ledger", "0002_append_only")]

    operations = [*append_only("roster_handoverread")]
