"""Recording a step of a return, and telling its customer what they have to know."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from django.db import transaction

from kept.records.documents.addressees import usual
from kept.records.people.models import Person
from kept.records.returns.models import Rma
from kept.records.returns.services import NewEvent, RecordedEvent, record_event
from kept.records.returns.standing import Kind
from kept.records.transit.foreseeing import foreseen_of_case
from kept.records.transit.models import ReturnPage, Way
from kept.records.transit.services.asking import Reply, page_for
from kept.records.transit.services.labelling import label_return
from kept.records.transit.telling import tell_of_return

TOLD_OF: Final = (Kind.APPROVED, Kind.REFUSED, Kind.RECEIVED, Kind.SHIPPED)


@transaction.atomic
def record_step(
    *, rma_id: int, event: NewEvent, by: Person, now: datetime, key: str
) -> RecordedEvent:
    """Record what happened to a return; whoever asked for it is told of what concerns them.

    The mail of an approval says who pays which freight, so that this was told is a fact as well.
    Safe to repeat with the same key. Raises what `record_event` raises.
    """
    page = _page(rma_id, event, by=by, now=now)
    if event.kind is Kind.APPROVED and page is not None and page.address:
        is_told = foreseen_of_case(page.rma.case_id, at=now).tells_freight
        event = replace(event, freight_told=event.freight_told or is_told)
    recorded = record_event(rma_id=rma_id, event=event, by=by, now=now, key=key)
    if event.kind is Kind.APPROVED and not recorded.repeated:
        label_return(rma_id=rma_id, way=Way.IN, by=by, now=now)
    if page is not None and page.address and event.kind in TOLD_OF and not recorded.repeated:
        tell_of_return(page, event, now=now)
    return recorded


def _page(rma_id: int, event: NewEvent, *, by: Person, now: datetime) -> ReturnPage | None:
    """Return the customer's page; whoever asked for the case gets one with the approval."""
    rma = Rma.objects.select_related("case").get(pk=rma_id)
    there = ReturnPage.objects.filter(rma=rma).first()
    if there is not None or event.kind is not Kind.APPROVED:
        return there
    to = usual(rma.case)
    if to is None:
        return None
    return page_for(
        rma, Reply(name=to.name, address=to.address, language=to.language), by=by, now=now
    )
