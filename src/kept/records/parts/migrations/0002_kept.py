from django.db import migrations

from kept.records.constraints import append_only


class Migration(migrations.Migration):
    dependencies = [("parts", "0001_initial"), ("ledger", "0002_append_only")]

    operations = [*append_only("parts_movement")]
