from django.db import migrations
from django.db.migrations.operations import RunSQL

from kept.records.history.installing import renew
from kept.records.history.sources import SIGNATURE


class Migration(migrations.Migration):
    """What customers signed by a link is in the history as well."""

    dependencies = [("history", "0003_what_was_before"), ("documents", "0007_signing_links")]

    operations = [RunSQL([(each, None) for each in renew(SIGNATURE)], RunSQL.noop)]
