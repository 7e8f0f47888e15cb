"""Labels: for each parcel one code."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records import tokens
from kept.records.cases.models import Case
from kept.records.cases.services import touch_case
from kept.records.ledger.services import write
from kept.records.parts.models import Shipment
from kept.records.people.models import Person
from kept.records.refusal import Refused
from kept.records.returns.models import Rma
from kept.records.returns.rows import standing_now
from kept.records.returns.standing import Standing
from kept.records.transit.models import Deed, Parcel, Way
from kept.records.transit.purposes import PARCEL, VALID

ENDING: Final = {Way.IN: Deed.HANDED_OVER, Way.BACK: Deed.PICKED_UP}


class NothingToSend(Refused):
    """A label is for something that goes."""

    sentence = _("Nothing of this return can be sent just now, so there is no label to print.")


@transaction.atomic
def label_shipment(*, held_id: int, by: Person, now: datetime) -> Parcel:
    """Return the parcel of what was sent off and is reserved so, made when it is first wanted.

    Raises NothingToSend.
    """
    row = Shipment.objects.select_related("held").filter(held_id=held_id).first()
    if row is None:
        raise NothingToSend
    case = touch_case(case_id=row.held.case_id)
    there = Parcel.objects.filter(shipment=row).first()
    if there is not None:
        return there
    return _make(case, {"shipment_id": row.pk, "way": Way.SPARE, "number": 1}, by=by, now=now)


@transaction.atomic
def label_return(*, rma_id: int, way: Way, by: Person, now: datetime) -> Parcel:
    """Return the parcel that the next label of a return is for: the one that has not gone yet.

    To us: all that was announced. Back: what is ready now. Raises NothingToSend.
    """
    case = touch_case(case_id=Rma.objects.values_list("case_id", flat=True).get(pk=rma_id))
    rma = Rma.objects.get(pk=rma_id)
    standing = standing_now(rma)
    contents = _contents(standing, way)
    if standing.is_over or not standing.is_approved or (way == Way.BACK and not contents):
        raise NothingToSend
    there = label_for_next(rma, way, standing, now=now)
    if there is not None:
        return there
    made: dict[str, Any] = {"rma": rma, "way": way, "contents": contents}
    number = Parcel.objects.filter(rma=rma, way=way).count() + 1
    return _make(case, {**made, "number": number}, by=by, now=now)


def label_for_next(rma: Rma, way: Way, standing: Standing, *, now: datetime) -> Parcel | None:
    """Return the label that was made for what goes next; None if none is."""
    last = Parcel.objects.filter(rma=rma, way=way).order_by("-number").first()
    if last is None or last.expires_at <= now or last.contents != _contents(standing, way):
        return None
    is_gone = last.scans.filter(deed=ENDING[way]).exists()
    return None if is_gone else last


def _contents(standing: Standing, way: Way) -> list[list[int]]:
    return [list(line) for line in standing.ready_to_go.items()] if way == Way.BACK else []


def secret_of(parcel: Parcel) -> str:
    """Return what the address in the code on a parcel ends with."""
    return tokens.token(PARCEL, parcel.seed)


def _make(case: Case, made: dict[str, Any], *, by: Person, now: datetime) -> Parcel:
    seed = uuid.uuid4().hex
    parcel = Parcel.objects.create(
        case=case,
        customer_id=case.customer_id,
        seed=seed,
        secret_sha256=tokens.hash_of(tokens.token(PARCEL, seed)),
        made_at=now,
        made_by=by,
        expires_at=now + VALID,
        **made,
    )
    data = {"parcel": parcel.pk, "way": str(parcel.way), "number": parcel.number}
    write(stream=case.stream, verb="parcel.labelled", by=by, at=now, data=data)
    return parcel
