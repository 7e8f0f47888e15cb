"""Parts, quantities and places in words."""

from __future__ import annotations

from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kept.records.parts.models import Condition, MovementKind, PlaceKind, Tracking
from kept.records.parts.queries import HeldLine, MovementLine, PartLine, PlaceLine, SpareDue
from kept.records.quotes.contents import unit_name
from kept.web.common.clock_words import LOOKS
from kept.web.common.reading.reader import Reader
from kept.web.store.families import Families, named
from kept.web.store.pages import Face, Link, MovedRow


def amount(quantity: Decimal, unit: str = "piece") -> str:
    """Return a quantity without noughts at its end, with its unit if that is no piece."""
    number = f"{quantity.normalize():f}"
    if unit == "piece":
        return number
    return pgettext("a quantity and its unit", "{number} {unit}").format(
        number=number, unit=unit_name(unit)
    )


def place_name(names: dict[str, str] | object, code: str, reader: Reader) -> str:
    """Return what a place is called, with its code."""
    name = reader.name(names) if isinstance(names, dict) else ""
    return f"{name} ({code})" if name and name != code else code


def kind_words(line: PlaceLine, reader: Reader) -> str:
    """Return what kind of place it is, and whose."""
    kind = str(PlaceKind(line.kind).label)
    whose = line.person or reader.name(line.customer_names)
    return f"{kind} · {whose}" if whose else kind


def part_detail(part: PartLine, families: Families) -> str:
    """Return in one line what else is known of a part."""
    fits = ", ".join(named(part.families, families))
    said = [part.model, part.specification.partition("\n")[0], fits]
    return " · ".join(word for word in said if word)


def tracking_words(part: PartLine) -> str:
    """Return how pieces of a part are followed."""
    return str(Tracking(part.tracking).label)


def pieces(line: HeldLine) -> str:
    """Return which pieces were picked."""
    if line.serial:
        return _("SN {serial}").format(serial=line.serial)
    return _("lot {lot}").format(lot=line.lot) if line.lot else ""


def condition_words(condition: str) -> str:
    """Return what a part is good for; nothing to say where it is good."""
    return "" if condition == Condition.GOOD else str(Condition(condition).label)


def face(due: SpareDue | None) -> Face | None:
    """Return a promise as a clock; one that waits for nothing has none."""
    return Face(state=LOOKS[due.state], due_at=due.due_at) if due else None


def moved_row(line: MovementLine, reader: Reader) -> MovedRow:
    """Return a movement as it is read."""
    what = f"{MovementKind(line.kind).label}: {line.part} × {amount(line.quantity, line.unit)}"
    named = [line.lot, condition_words(line.condition)]
    what = " · ".join([what, *(word for word in named if word)])
    ends = [line.source, line.target or line.case]
    way = " → ".join(end for end in ends if end)
    unit = line.unit_id
    piece = Link(label=line.serial, url=reverse("store:unit", args=[unit])) if unit else None
    return MovedRow(at=line.at, what=what, way=way, who=line.by, reason=line.reason, piece=piece)
