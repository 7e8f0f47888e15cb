"""The board of returns, put together."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from kept.records.people.models import Person
from kept.records.returns.models import RmaLine
from kept.records.returns.queries import BoardFilter, BoardRow, board, board_version
from kept.records.returns.standing import WITH_US, State
from kept.web.common.reading.reader import Reader
from kept.web.common.reading.returns import return_state_words
from kept.web.common.reading.wording import capital, listed, with_serial
from kept.web.depot import pages
from kept.web.depot.building.clocks import dated, face_of

PLACES: Final = (
    (State.ASKED,),
    (State.EXPECTED, State.ON_THE_WAY),
    (State.TO_INSPECT,),
    (State.TO_REPAIR, State.TO_TEST),
    (State.AT_SUPPLIER,),
    (State.TO_SHIP,),
    (State.SENT_BACK,),
)
OVER: Final = (State.CLOSED, State.REFUSED, State.CANCELLED)
SHOWN: Final = ("all", "late", "ours", "owed", "over")


def build_board(text: str, show: str, *, viewer: Person, reader: Reader) -> pages.BoardPage:
    """Return the board: all, what is late, what lies with us, what is owed to us, what is over."""
    show = show if show in SHOWN else "all"
    wanted = BoardFilter(text=text, over=show == "over")
    version = board_version(wanted, viewer=viewer)  # asked first: what comes in between is news
    rows = board(wanted, viewer=viewer)
    rows = [row for row in rows if _is_shown(row, show, reader)]
    places = ((state,) for state in OVER) if show == "over" else PLACES
    return pages.BoardPage(
        now=reader.now,
        asked=text,
        show=show,
        tabs=[_tab(name, label, show, text) for name, label in _tabs()],
        columns=[_column(states, rows, reader) for states in places],
        is_empty=not rows,
        version=version,
        version_url=f"{reverse('depot:board_version')}?{_query(show, text)}",
    )


def _tabs() -> list[tuple[str, str]]:
    return [
        ("all", _("All under way")),
        ("late", _("Late")),
        ("ours", _("With us")),
        ("owed", _("Owed to us")),
        ("over", _("Over")),
    ]


def _tab(name: str, label: str, show: str, text: str) -> pages.Tab:
    url = f"{reverse('depot:board')}?{_query(name, text)}"
    return pages.Tab(label=label, url=url, is_on=name == show)


def _query(show: str, text: str) -> str:
    return urlencode({"show": show} | ({"q": text} if text else {}))


def _is_shown(row: BoardRow, show: str, reader: Reader) -> bool:
    if show == "late":
        return row.due_at is not None and row.due_at <= reader.now
    if show == "ours":
        return row.state in WITH_US
    return show != "owed" or row.owed_due_at is not None


def _column(states: tuple[State, ...], rows: list[BoardRow], reader: Reader) -> pages.Column:
    return pages.Column(
        title=capital(return_state_words()[states[0]]),
        cards=[_card(row, reader) for row in rows if row.state in states],
    )


def _card(row: BoardRow, reader: Reader) -> pages.BoardCard:
    clock = face_of(row.clock, reader) if row.state in WITH_US else None
    return pages.BoardCard(
        number=row.number,
        url=reverse("depot:rma", args=[row.number]),
        what=listed(_line(line) for line in row.lines),
        customer=reader.name(row.customer_names),
        case=row.case_number,
        since=row.since,
        state=return_state_words()[row.state],
        clocks=[
            *([clock] if clock else []),
            *dated(_("supplier"), row.supplier_due_at),
            *dated(_("owed to us"), row.owed_due_at),
        ],
    )


def _line(line: RmaLine) -> str:
    if line.serial_number:
        return with_serial(line.name, line.serial_number)
    return f"{max(line.announced, line.received)} × {line.name}"
