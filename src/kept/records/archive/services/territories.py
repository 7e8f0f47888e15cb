"""The countries, provinces and cities that come with Kept."""

from __future__ import annotations

from django.db import transaction

from kept.records import naming
from kept.records.archive.models import Territory
from kept.records.archive.territories import known_places


@transaction.atomic
def load_territories() -> int:
    """Make the territories known that come with Kept; those there are corrected. Returns how many.

    Territories that were added otherwise stay. The migration has done this once.
    """
    places = known_places()
    Territory.objects.bulk_create(
        [
            Territory(
                code=place.code,
                level=place.level,
                parent_id=place.parent,
                names=place.names,
                sort_key=naming.sort_key(place.names),
                time_zone=place.time_zone,
            )
            for place in places
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["level", "parent", "names", "sort_key", "time_zone"],
    )
    return len(places)
