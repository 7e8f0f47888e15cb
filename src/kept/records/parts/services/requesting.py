"""Asking for a part for a case."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.cases.asking import NewFact
from kept.records.cases.services import (
    FactGone,
    KeyReused,
    ReasonMissing,
    record_fact,
    touch_case,
    withdraw_fact,
)
from kept.records.parts.models import Part, PartRequest, PlaceKind, RequestEnd
from kept.records.parts.saying import SOURCE, said_of
from kept.records.parts.services.reserving import release
from kept.records.parts.shelf import check_quantity
from kept.records.people.models import Person
from kept.records.refusal import Refused
from kept.records.repeats import one_at_a_time
from kept.rules.facts import Value


class RequestOver(Refused):
    """The request was fulfilled or withdrawn meanwhile."""

    sentence = _("This request is over. Please look at the case again.")


class NeededTooEarly(Refused):
    """It cannot be late before anybody needs it."""

    sentence = _("It would be needed by a time before it is needed. Please check both times.")


class OnTheWay(Refused):
    """What was sent off comes back first."""

    sentence = _("Parts of it are on their way or on site. Please return or fit them first.")


@dataclass(frozen=True, kw_only=True)
class NewRequest:
    """So much of a part is needed; `values`: what else the policy wants to know of the need.

    `needed_at`: when the need was established. `needed_by`: where somebody named a time.
    """

    case_id: int
    part_id: int
    quantity: Decimal
    needed_at: datetime
    needed_by: datetime | None = None
    note: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Requested:
    """A request, and whether the same key had asked for it before."""

    request_id: int
    repeated: bool


@transaction.atomic
def request_part(*, wanted: NewRequest, by: Person, now: datetime, key: str) -> Requested:
    """Ask for a part for a case; that a spare is needed becomes a fact of the case.

    Safe to repeat with the same key. Raises QuantityUnclear, NeededTooEarly, KeyReused,
    CaseNotFound, and what recording a fact raises.
    """
    part = Part.objects.get(pk=wanted.part_id)
    check_quantity(wanted.quantity, unit=part.unit)
    if wanted.needed_by is not None and wanted.needed_by < wanted.needed_at:
        raise NeededTooEarly
    one_at_a_time(f"part request {by.pk} {key}")
    before = PartRequest.objects.filter(asked_by=by, key=key).first()
    if before is not None:
        if (before.case_id, before.part_id, before.quantity) != (
            *(wanted.case_id, wanted.part_id, wanted.quantity),
        ):
            raise KeyReused
        return Requested(before.pk, True)
    case = touch_case(case_id=wanted.case_id)
    fact = NewFact(
        kind="spare.needed",
        at=wanted.needed_at,
        values={**said_of(part, wanted.quantity), **wanted.values},
        source=SOURCE,
    )
    told = record_fact(case_id=case.pk, fact=fact, by=by, now=now, key=f"part {key}")
    row = PartRequest.objects.create(
        case=case,
        customer_id=case.customer_id,
        part=part,
        quantity=wanted.quantity,
        needed_by=wanted.needed_by,
        note=" ".join(wanted.note.split())[:500],
        fact_seq=told.seq,
        asked_at=now,
        asked_by=by,
        key=key,
    )
    return Requested(row.pk, False)


@transaction.atomic
def withdraw_request(*, request_id: int, reason: str, by: Person, now: datetime) -> bool:
    """Say that a part is not needed any more: what is reserved is free, the need taken back.

    Returns whether anything changed; safe to repeat. Raises ReasonMissing, OnTheWay.
    """
    if not reason.strip():
        raise ReasonMissing
    row = held_request(request_id)
    if row.end:
        return False
    open_ones = list(row.reservations.filter(end="").select_related("place"))
    if any(one.on_site_at or one.place.kind == PlaceKind.OUT for one in open_ones):
        raise OnTheWay
    for one in open_ones:
        release(reservation_id=one.pk, by=by, now=now)
    end_request(row, RequestEnd.WITHDRAWN, by=by, now=now)
    key = f"part request {row.pk} over"
    with suppress(FactGone):  # somebody took it back by itself
        withdraw_fact(case_id=row.case_id, seq=row.fact_seq, reason=reason, by=by, now=now, key=key)
    return True


def held_request(request_id: int) -> PartRequest:
    """Return a request with its case locked, then itself. Raises RequestOver for none."""
    case_id = PartRequest.objects.values_list("case_id", flat=True).filter(pk=request_id).first()
    if case_id is None:
        raise RequestOver
    touch_case(case_id=case_id)
    rows = PartRequest.objects.select_for_update(of=("self",)).select_related("part", "case")
    return rows.get(pk=request_id)


def end_request(row: PartRequest, end: RequestEnd, *, by: Person, now: datetime) -> None:
    """Write down how a request ended, in the caller's transaction."""
    row.end, row.ended_at, row.ended_by = end, now, by
    row.save(update_fields=["end", "ended_at", "ended_by"])
