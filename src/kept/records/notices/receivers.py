"""Who is told what. The whole rule stands here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from kept.records.cases.services import NewsItem
from kept.records.people.models import Membership, Person, Role

RESPONSIBLE, OFFICE = "responsible", "office"
# kind of news -> who is told: the responsible person, and those who answer for the office
TOLD = {
    "assigned": (RESPONSIBLE,),
    "warned": (RESPONSIBLE,),
    "broken": (RESPONSIBLE, OFFICE),
    "undone": (RESPONSIBLE, OFFICE),
}
ANSWER_FOR_THE_OFFICE = [Role.DISPATCHER, Role.MANAGER]
SILENT = "aim"  # a promise that is only measured alarms nobody


@dataclass(frozen=True)
class Receivers:
    """The people whom some news concern, read once for all of them."""

    people: dict[int, Person]
    offices: dict[int, tuple[int, ...]]  # who answers for an office

    def of(self, item: NewsItem) -> list[Person]:
        """Return who is told of a piece of news, each once; nobody who has left."""
        if item.data.get("strength") == SILENT:
            return []
        wanted = TOLD[item.kind]
        keys = [item.responsible_id] if RESPONSIBLE in wanted else []
        keys += self.offices.get(item.office_id, ()) if OFFICE in wanted else ()
        return [self.people[key] for key in dict.fromkeys(keys) if key in self.people]


def receivers(items: Iterable[NewsItem], *, on: date) -> Receivers:
    """Return the people whom the news concern on a day."""
    items = list(items)
    members = Membership.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=on),
        office_id__in={item.office_id for item in items},
        starts_on__lte=on,
        person__roles__overlap=ANSWER_FOR_THE_OFFICE,
    ).order_by("person_id")
    offices: dict[int, tuple[int, ...]] = {}
    for office_id, person_id in members.values_list("office_id", "person_id"):
        offices[office_id] = (*offices.get(office_id, ()), person_id)
    keys = {item.responsible_id for item in items}.union(*offices.values())
    people = Person.objects.active().filter(pk__in=keys)
    return Receivers({person.pk: person for person in people}, offices)
