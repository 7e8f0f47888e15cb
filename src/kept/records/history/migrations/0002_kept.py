from django.db import migrations
from django.db.migrations.operations import RunSQL

from kept.records.history.installing import install, remove


class Migration(migrations.Migration):
    dependencies = [
        ("history", "0001_entries"),
        ("archive", "0004_labels"),
        ("cases", "0011_links_kept"),
        ("contracts", "0003_only_published"),
        ("documents", "0006_seals_kept"),
        ("files", "0002_kept"),
        ("followups", "0002_kept"),
        ("mail", "0001_initial"),
        ("people", "0001_initial"),
        ("telephone", "0002_kept"),
    ]

    operations = [RunSQL([(each, None) for each in install()], [(each, None) for each in remove()])]
