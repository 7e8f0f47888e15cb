"""Who may be calling. Only a number that one contact has is more than a guess."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kept.records.archive.models import Contact, ContactPhone
from kept.records.telephone.models import Call
from kept.records.telephone.numbers import is_mobile

MOST = 4  # guesses: more help nobody
SHORTEST = 7  # figures that neighbours have in common at least, with the country's code


class Certainty(StrEnum):
    """How sure a guess is."""

    KNOWN = "known"  # one contact's number
    SHARED = "shared"  # several contacts have it
    LEFT = "left"  # of somebody who has left
    CALLED = "called"  # this number led to a case of theirs before
    ALIKE = "alike"  # their numbers begin alike


@dataclass(frozen=True)
class Guess:
    """Who it may be, and why."""

    certainty: Certainty
    customer_id: int
    customer_names: Mapping[str, str]
    contact_id: int | None = None
    contact: str = ""
    position: str = ""
    case: str = ""  # the number of the case that this number led to
    called_at: datetime | None = None


def guesses(number: str, *, without: int | None = None) -> list[Guess]:
    """Return who may be calling from a number in E.164, the likeliest first.

    `without` is the call itself, which is no reason to think that they called before.
    """
    if not number:
        return []
    found = [*_of_contacts(number), *_called_before(number, without)] or list(_alike(number))
    return list(_each_once(found))[:MOST]


def _each_once(found: list[Guess]) -> Iterator[Guess]:
    """Yield the guesses without those that say less of somebody named already."""
    seen: set[tuple[int, int | None]] = set()
    for guess in found:
        key = (guess.customer_id, guess.contact_id)
        if key not in seen:
            seen |= {key, (guess.customer_id, None)}
            yield guess


def _of_contacts(number: str) -> list[Guess]:
    rows = Contact.objects.filter(phones__number=number).select_related("customer").distinct()
    found = list(rows.order_by("sort_key")[: MOST * 2])
    here = [row for row in found if row.left_at is None]
    certainty = Certainty.KNOWN if len(here) == 1 else Certainty.SHARED
    gone = [row for row in found if row.left_at is not None]
    told = [(certainty, row) for row in here] + [(Certainty.LEFT, row) for row in gone]
    return [
        Guess(each, row.customer_id, row.customer.names, row.pk, row.name, row.position)
        for each, row in told
    ]


def _called_before(number: str, without: int | None) -> Iterator[Guess]:
    rows = Call.objects.filter(caller=number, case__isnull=False).exclude(pk=without or 0)
    last = rows.select_related("customer", "contact", "case").order_by("-started_at")
    for call in last[:MOST]:
        if call.customer is None or call.case is None:
            continue
        here = call.contact if call.contact and call.contact.left_at is None else None
        yield Guess(
            Certainty.CALLED,
            call.customer.pk,
            call.customer.names,
            here.pk if here else None,
            here.name if here else call.case.caller,
            case=str(call.case.number),
            called_at=call.started_at,
        )


def _alike(number: str) -> Iterator[Guess]:
    """Yield whose numbers begin like this one: a company's telephones often do."""
    if is_mobile(number):
        return
    for cut in (1, 2, 3):
        stem = number[:-cut]
        if len(stem) - 1 < SHORTEST:
            return
        near = ContactPhone.objects.filter(number__startswith=stem, contact__left_at=None)
        owners = near.values_list("customer_id", "customer__names").distinct()[:MOST]
        found = [Guess(Certainty.ALIKE, pk, names) for pk, names in owners]
        if found:
            yield from found
            return
