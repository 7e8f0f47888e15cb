from django.db import migrations

from kept.records.constraints import same_owner


class Migration(migrations.Migration):
    dependencies = [("documents", "0007_signing_links")]

    operations = [
        same_owner("documents_signinglink", "contact_id", "archive_contact"),
        same_owner("documents_signature", "link_id", "documents_signinglink", owner="version_id"),
    ]
