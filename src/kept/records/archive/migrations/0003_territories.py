from typing import Any

from django.db import migrations

from kept.records import naming
from kept.records.archive.territories import known_places


def load(apps: Any, _schema_editor: Any) -> None:
    territory = apps.get_model("archive", "Territory")
    territory.objects.bulk_create(
        territory(
            code=place.code,
            level=place.level,
            parent_id=place.parent,
            names=place.names,
            sort_key=naming.sort_key(place.names),
            time_zone=place.time_zone,
        )
        for place in known_places()
    )


def unload(apps: Any, _schema_editor: Any) -> None:
    apps.get_model("archive", "Territory").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("archive", "0002_same_customer")]

    operations = [migrations.RunPython(load, unload)]
