from django.db import migrations

from kept.records.constraints import append_only


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_signatures")]

    operations = [*append_only("documents_signature")]
