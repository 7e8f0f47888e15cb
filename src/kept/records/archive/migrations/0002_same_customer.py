from django.db import migrations

from kept.records.constraints import same_owner


class Migration(migrations.Migration):
    dependencies = [("archive", "0001_initial")]

    operations = [
        same_owner("archive_contactsite", "contact_id", "archive_contact"),
        same_owner("archive_contactsite", "site_id", "archive_site"),
        same_owner("archive_contactphone", "contact_id", "archive_contact"),
        same_owner("archive_contactemail", "contact_id", "archive_contact"),
        same_owner("archive_system", "site_id", "archive_site"),
        same_owner("archive_equipment", "site_id", "archive_site"),
        same_owner("archive_equipment", "system_id", "archive_system", owner="site_id"),
        same_owner("archive_milestone", "equipment_id", "archive_equipment"),
    ]
