"""One return, with all that happened to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from kept.records.cases.queries.visible import visible_to
from kept.records.people.models import Person
from kept.records.returns.models import Rma, RmaEvent, RmaLine
from kept.records.returns.rows import standing_of
from kept.records.returns.standing import Kind, Standing, Tally


@dataclass(frozen=True)
class LineCard:
    """What was announced of one kind, and how many pieces went which way."""

    seq: int
    name: str
    serial_number: str
    equipment_id: int | None
    is_removed: bool
    tally: Tally


@dataclass(frozen=True)
class EventCard:
    """Something that happened to a return."""

    seq: int
    kind: Kind
    line: int | None
    quantity: int
    serial: str
    party: str
    reference: str
    text: str
    due_at: datetime | None
    amount: Decimal | None
    currency: str
    at: datetime
    recorded_at: datetime
    by: str
    place: str = ""  # the code of the store it was put into or taken from
    condition: str = ""


@dataclass(frozen=True)
class RmaCard:
    """A return; `events` in the order in which they were recorded."""

    pk: int
    number: str
    case_id: int
    case_number: str
    case_title: str
    customer_id: int
    customer_names: Mapping[str, str]
    follows: str
    standing: Standing
    lines: tuple[LineCard, ...]
    events: tuple[EventCard, ...]

    def came_instead(self, line: LineCard) -> tuple[str, ...]:
        """Return the serial numbers that came where another one was announced."""
        came = [
            event.serial
            for event in self.events
            if event.line == line.seq
            and event.kind in (Kind.RECEIVED, Kind.INSPECTED)
            and event.serial
        ]
        announced = line.serial_number.casefold()
        return tuple(dict.fromkeys(one for one in came if one.casefold() != announced))


def rma_card(number: str, *, viewer: Person) -> RmaCard | None:
    """Return a return; None if there is none that the viewer may see."""
    rows = Rma.objects.filter(number=number, case__in=visible_to(viewer))
    row = rows.select_related("case", "customer").first()
    if row is None:
        return None
    lines = list(row.lines.order_by("seq"))
    events = list(row.events.select_related("by", "place").order_by("seq"))
    now = standing_of(lines, events)
    places = {line.pk: line.seq for line in lines}
    return RmaCard(
        pk=row.pk,
        number=row.number,
        case_id=row.case_id,
        case_number=str(row.case.number),
        case_title=row.case.title,
        customer_id=row.customer_id,
        customer_names=row.customer.names,
        follows=row.follows,
        standing=now,
        lines=tuple(_line(line, now) for line in lines),
        events=tuple(_event(event, places) for event in events),
    )


def rma_version(number: str, *, viewer: Person) -> str | None:
    """Return a token that differs once a return or its case has changed; None if not to be seen."""
    rows = Rma.objects.filter(number=number, case__in=visible_to(viewer))
    change = rows.values_list("case__change", flat=True).first()
    return None if change is None else str(change)


def _line(line: RmaLine, now: Standing) -> LineCard:
    return LineCard(
        seq=line.seq,
        name=line.name,
        serial_number=line.serial_number,
        equipment_id=line.equipment_id,
        is_removed=line.is_removed,
        tally=now.tallies[line.seq],
    )


def _event(row: RmaEvent, places: Mapping[int, int]) -> EventCard:
    return EventCard(
        seq=row.seq,
        kind=Kind(row.kind),
        line=places[row.line_id] if row.line_id else None,
        quantity=row.quantity,
        serial=row.serial,
        party=row.party,
        reference=row.reference,
        text=row.text,
        due_at=row.due_at,
        amount=row.amount,
        currency=row.currency,
        at=row.at,
        recorded_at=row.recorded_at,
        by=row.by.display_name,
        place=row.place.code if row.place else "",
        condition=row.condition,
    )
