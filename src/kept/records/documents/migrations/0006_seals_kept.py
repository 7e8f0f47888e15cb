from django.db import migrations

from kept.records.constraints import append_only


class Migration(migrations.Migration):
    dependencies = [("documents", "0005_seals")]

    operations = [*append_only("documents_seal")]
