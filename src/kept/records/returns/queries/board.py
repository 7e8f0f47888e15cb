"""The returns under way, as a board shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from kept.records.cases.queries.queue import NextClock
from kept.records.cases.queries.visible import visible_to
from kept.records.people.models import Person
from kept.records.returns.models import Rma, RmaLine
from kept.records.returns.queries.about import clocks_back, due_of, terms_of
from kept.records.returns.standing import OVER, State

MOST: Final = 300
LAST_CHANGES: Final = 5


@dataclass(frozen=True, kw_only=True)
class BoardFilter:
    """Which returns are shown; what is empty does not narrow."""

    text: str = ""  # number of the return or the case, serial number, customer
    over: bool = False  # those that are over, the last first


@dataclass(frozen=True)
class BoardRow:
    """A return on the board. `due_at`: what runs out first of all that has a date."""

    number: str
    state: State
    since: datetime
    case_number: str
    case_title: str
    customer_names: Mapping[str, str]
    lines: tuple[RmaLine, ...]
    clock: NextClock | None
    supplier_due_at: datetime | None
    owed_due_at: datetime | None

    @property
    def due_at(self) -> datetime | None:
        """Return the first moment by which somebody has to do something."""
        dates = (due_of(self.clock), self.supplier_due_at, self.owed_due_at)
        return min(filter(None, dates), default=None)


def board(wanted: BoardFilter, *, viewer: Person) -> list[BoardRow]:
    """Return the returns a person may see, the most urgent first; those over, the last first."""
    rows = _filtered(wanted, viewer).select_related("case", "customer")
    found = list(rows.prefetch_related("lines")[:MOST])
    clocks = clocks_back(terms_of({row.case_id for row in found}))
    lines = [_row(row, clocks.get(row.case_id)) for row in found]
    return lines if wanted.over else sorted(lines, key=_urgency)


def board_version(wanted: BoardFilter, *, viewer: Person) -> str:
    """Return a token that differs once anything on the board may have changed; cheap to ask.

    It names the last few changes of the cases, as the queue does: of two that end at the same time,
    the one with the smaller number may be seen later.
    """
    rows = _filtered(wanted, viewer).order_by("-case__change")
    changes = list(rows.values_list("case__change", flat=True)[:LAST_CHANGES])
    return ".".join([str(rows.count()), *(str(change) for change in changes)])


def numbers_of_case(case_id: int) -> list[tuple[str, State]]:
    """Return the returns of a case with their states, the last first."""
    rows = Rma.objects.filter(case_id=case_id).order_by("-pk")
    return [(number, State(state)) for number, state in rows.values_list("number", "state")]


def _filtered(wanted: BoardFilter, viewer: Person) -> QuerySet[Rma]:
    rows = Rma.objects.filter(case__in=visible_to(viewer))
    if wanted.over:
        rows = rows.filter(state__in=[*OVER]).order_by("-since", "-pk")
    else:
        rows = rows.exclude(state__in=[*OVER]).order_by("since", "pk")
    text = wanted.text.strip()
    if text:
        of_lines = RmaLine.objects.filter(
            Q(serial_number__icontains=text) | Q(name__icontains=text)
        ).values("rma_id")
        rows = rows.filter(
            Q(number__icontains=text)
            | Q(case__number__icontains=text)
            | Q(customer__short_name__icontains=text)
            | Q(pk__in=of_lines)
        )
    return rows


def _urgency(row: BoardRow) -> tuple[bool, float]:
    moment = row.due_at or row.since
    return row.due_at is None, moment.timestamp()


def _row(row: Rma, clock: NextClock | None) -> BoardRow:
    lines: Sequence[RmaLine] = sorted(row.lines.all(), key=lambda line: line.seq)
    return BoardRow(
        number=row.number,
        state=State(row.state),
        since=row.since,
        case_number=str(row.case.number),
        case_title=row.case.title,
        customer_names=row.customer.names,
        lines=tuple(lines),
        clock=clock,
        supplier_due_at=row.supplier_due_at,
        owed_due_at=row.owed_due_at,
    )
