"""Naming who has a role that policies name."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.archive.models import RoleHolder
from kept.records.ledger.services import write
from kept.records.people.models import Person, Role
from kept.records.refusal import Refused
from kept.records.repeats import one_at_a_time

STREAM = "roles"


class NotOneOfUs(Refused):
    """A role is for somebody who works here."""

    sentence = _("Please choose somebody who works here.")


class ForOneOfThem(Refused):
    """A role is held for a customer or at an office."""

    sentence = _("Please choose either a customer or an office, or neither: then it is for all.")


@transaction.atomic
def name_holder(
    *,
    role: str,
    person_id: int,
    by: Person,
    now: datetime,
    office_id: int | None = None,
    customer_id: int | None = None,
) -> RoleHolder:
    """Say that a person has a role: for a customer, at an office, or for all. Safe to repeat.

    Returns the holder. Raises NotOneOfUs, ForOneOfThem.
    """
    if office_id is not None and customer_id is not None:
        raise ForOneOfThem
    person = Person.objects.active().filter(pk=person_id).first()
    if person is None or not person.roles or Role.CUSTOMER in person.roles:
        raise NotOneOfUs
    one_at_a_time(f"role {role}")
    same = {"role": role, "person": person, "office_id": office_id, "customer_id": customer_id}
    there = RoleHolder.objects.filter(**same, ended_at=None).first()
    if there is not None:
        return there
    made = RoleHolder.objects.create(**same, named_at=now, named_by=by)
    _write(made, "role.named", by=by, now=now)
    return made


@transaction.atomic
def end_holder(*, holder_id: int, by: Person, now: datetime) -> bool:
    """Say that somebody has a role no longer. Returns whether anything changed; safe to repeat."""
    rows = RoleHolder.objects.select_for_update().filter(pk=holder_id, ended_at=None)
    holder = rows.first()
    if holder is None:
        return False
    holder.ended_at, holder.ended_by = now, by
    holder.save(update_fields=["ended_at", "ended_by"])
    _write(holder, "role.ended", by=by, now=now)
    return True


def _write(holder: RoleHolder, verb: str, *, by: Person, now: datetime) -> None:
    data = {
        "role": holder.role,
        "person": holder.person_id,
        "office": holder.office_id,
        "customer": holder.customer_id,
    }
    write(stream=STREAM, verb=verb, by=by, at=now, data=data)
