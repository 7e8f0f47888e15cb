"""Who has a role that a policy names, for a customer and an office."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from kept.records.archive.models import RoleHolder
from kept.records.people.models import Membership, Role


@dataclass(frozen=True)
class HolderCard:
    """One holder of a role; without office and customer, for all."""

    pk: int
    role: str
    person_id: int
    person: str
    office_id: int | None
    office_names: Mapping[str, str] | None
    customer_id: int | None
    customer_names: Mapping[str, str] | None
    named_at: datetime
    named_by: str


def role_holders() -> list[HolderCard]:
    """Return who has which role now, by role and name; nobody who has left."""
    rows = RoleHolder.objects.filter(ended_at=None, person__is_active=True)
    found = rows.select_related("person", "office", "customer", "named_by")
    return [
        HolderCard(
            pk=row.pk,
            role=row.role,
            person_id=row.person_id,
            person=row.person.display_name,
            office_id=row.office_id,
            office_names=row.office.names if row.office else None,
            customer_id=row.customer_id,
            customer_names=row.customer.names if row.customer else None,
            named_at=row.named_at,
            named_by=row.named_by.display_name,
        )
        for row in found.order_by("role", "person__sort_key", "pk")
    ]


@dataclass(frozen=True)
class Holders:
    """All holders of roles at a moment, read once."""

    cards: tuple[HolderCard, ...]
    members: Mapping[tuple[int, str], tuple[int, ...]]  # (office, role) -> its people

    @property
    def everybody(self) -> frozenset[int]:
        """Return all people who may have a role."""
        named = {card.person_id for card in self.cards}
        return frozenset(named.union(*self.members.values()))

    def of(self, role: str, *, office_id: int, customer_id: int) -> tuple[int, ...]:
        """Return who has a role, those named for the customer before the office's before all.

        Where nobody is named, the office's people whose work it is (its engineers, its managers).
        """
        cards = [card for card in self.cards if card.role == role]
        nearest = (
            [card.person_id for card in cards if card.customer_id == customer_id],
            [card.person_id for card in cards if card.office_id == office_id],
            [
                card.person_id
                for card in cards
                if (card.office_id, card.customer_id) == (None, None)
            ],
            self.members.get((office_id, role), ()),
        )
        return next((tuple(found) for found in nearest if found), ())

    def of_all(self, roles: Iterable[str], *, office_id: int, customer_id: int) -> tuple[int, ...]:
        """Return who has any of some roles, each once."""
        found = (self.of(role, office_id=office_id, customer_id=customer_id) for role in roles)
        return tuple(dict.fromkeys(person for people in found for person in people))


NOBODY_NAMED = Holders((), {})


def holders(*, at: datetime) -> Holders:
    """Return who has which role at a moment."""
    on = at.date()
    rows = Membership.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on, person__is_active=True
    ).order_by("person_id")
    members: dict[tuple[int, str], tuple[int, ...]] = {}
    for office_id, person_id, roles in rows.values_list("office_id", "person_id", "person__roles"):
        for role in set(roles) - {Role.CUSTOMER}:
            key = (office_id, str(role))
            members[key] = (*members.get(key, ()), person_id)
    return Holders(tuple(role_holders()), members)
