from django.db import migrations
from django.db.migrations.operations import RunSQL

from kept.records.history.installing import write_all
from kept.records.history.sources import FIRST


class Migration(migrations.Migration):
    """What happened before there was a history is in it as well."""

    dependencies = [("history", "0002_kept")]

    operations = [
        RunSQL([(write_all(source), None) for source in FIRST], "DELETE FROM history_entry")
    ]
