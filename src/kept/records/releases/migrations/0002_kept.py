from django.db import migrations

from kept.records.constraints import append_only, pointed_at, same_owner


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0005_words_follow_the_case"),
        ("ledger", "0002_append_only"),
        ("releases", "0001_initial"),
    ]

    operations = [
        same_owner("releases_giving", "case_id", "cases_case"),
        # Whose wish it is stands beside it, so that nobody releases one's own.
        same_owner("releases_release", "giving_id", "releases_giving", owner="asked_by_id"),
        *append_only("releases_giving"),
        *append_only("releases_release"),
        pointed_at("releases_giving"),
        pointed_at("releases_release"),
    ]
