"""Who is told what. The whole rule stands here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from kept.records.archive.holders import NOBODY_NAMED, Holders, holders
from kept.records.cases.services import NewsItem
from kept.records.people.models import Membership, Person, Role
from kept.records.roster.queries import lead, on_duty
from kept.rules.facts.vocabulary import PARTIES

RESPONSIBLE, OFFICE, ROLES = "responsible", "office", "roles"
# kind of news -> who is told: the responsible person, and those who answer for the office
TOLD = {
    "assigned": (RESPONSIBLE,),
    "warned": (RESPONSIBLE,),
    "broken": (RESPONSIBLE, OFFICE),
    "undone": (RESPONSIBLE, OFFICE),
    "called_in": (ROLES,),
    "reminded": (RESPONSIBLE,),
    "handed_over": (ROLES,),
    "contested": (RESPONSIBLE, ROLES),
    "decided": (RESPONSIBLE, ROLES),
}
ANSWER_FOR_THE_OFFICE = [Role.DISPATCHER, Role.MANAGER]
OUTSIDE = set(PARTIES) - {"provider", "office"}  # parties: they are told in other ways
ALARMS = {"warned", "broken"}  # somebody who is awake must know
SILENT = "aim"  # a promise that is only measured alarms nobody


@dataclass(frozen=True)
class Receivers:
    """The people whom some news concern, read once for all of them."""

    people: dict[int, Person]
    offices: dict[int, tuple[int, ...]]  # who answers for an office
    awake: frozenset[int] = frozenset()  # who is on duty
    leads: dict[int, int] = field(default_factory=dict)  # who stands in at an office
    holders: Holders = NOBODY_NAMED

    def of(self, item: NewsItem) -> list[Person]:
        """Return who is told of a piece of news, each once; nobody who has left."""
        if item.data.get("strength") == SILENT:
            return []
        wanted = TOLD[item.kind]
        keys = [item.responsible_id] if RESPONSIBLE in wanted else []
        keys += self._stand_in(item)
        keys += self.offices.get(item.office_id, ()) if OFFICE in wanted else ()
        keys += self._called(item) if ROLES in wanted else []
        knows = item.data.get("by_id")  # who did it
        keys = [key for key in dict.fromkeys(keys) if key != knows]
        return [self.people[key] for key in keys if key in self.people]

    def _called(self, item: NewsItem) -> list[int]:
        """Return who has the roles that an item is for; where nobody has one, the office's."""
        found = [*item.data.get("people", ())]
        for role in item.data["roles"]:
            named = self.holders.of(role, office_id=item.office_id, customer_id=item.customer_id)
            is_ours = role not in OUTSIDE
            found += named or (self.offices.get(item.office_id, ()) if is_ours else ())
        return found

    def _stand_in(self, item: NewsItem) -> list[int]:
        """Return who is told beside a responsible person who is not on duty."""
        lead = self.leads.get(item.office_id)
        is_asleep = item.kind in ALARMS and item.responsible_id not in self.awake
        return [lead] if lead is not None and is_asleep else []


def receivers(items: Iterable[NewsItem], *, at: datetime) -> Receivers:
    """Return the people whom the news concern at a moment."""
    on = at.date()
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
    awake = frozenset(card.person_id for card in on_duty(at=at)) if items else frozenset()
    wanted = {item.office_id for item in items if item.kind in ALARMS} if awake else set()
    found = {office_id: lead(office_id=office_id, at=at) for office_id in wanted}
    leads = {office_id: person_id for office_id, person_id in found.items() if person_id}
    keys = {item.responsible_id for item in items}.union(*offices.values(), leads.values())
    named = holders(at=at) if any(ROLES in TOLD[item.kind] for item in items) else NOBODY_NAMED
    keys |= named.everybody | {pk for item in items for pk in item.data.get("people", ())}
    people = Person.objects.active().filter(pk__in=keys)
    return Receivers({person.pk: person for person in people}, offices, awake, leads, named)
