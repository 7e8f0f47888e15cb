"""The queue as the page shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from kept.records.cases.models import CaseState
from kept.records.cases.queries import (
    NextClock,
    QueueFilter,
    QueueRow,
    QueueState,
    queue,
    queue_count,
    queue_state,
    soon_count,
)
from kept.records.people.models import Person, Role
from kept.web.common.access import DESK, RECORDERS, may
from kept.web.common.reading.reader import Reader
from kept.web.hotline import pages
from kept.web.hotline.building.archive_facts import scope_url
from kept.web.hotline.building.duty import duty_words
from kept.web.hotline.building.presence import build_marks
from kept.web.hotline.building.responsibility import pressing

MINE, ALL, SOON, CLOSED = "mine", "all", "soon", "closed"
CONTESTED = "contested"
VIEWS = (MINE, ALL, SOON, CONTESTED, CLOSED)
COUNTED = (MINE, ALL, CONTESTED)
MANY = 100  # what `queue_count` answers when it stops counting


@dataclass(frozen=True)
class View:
    """Which part of the queue someone looks at, as the address says it."""

    view: str
    office: int | None = None
    policy: str = ""
    level: str = ""
    text: str = ""
    after: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Say whether more than the view itself narrows the queue."""
        return bool(self.office or self.policy or self.level or self.text)

    def wanted(self, viewer: Person) -> QueueFilter:
        """Return the same as the records know it."""
        return QueueFilter(
            state=CaseState.CLOSED if self.view == CLOSED else CaseState.OPEN,
            responsible_id=viewer.pk if self.view == MINE else None,
            soon=self.view == SOON,
            contested=self.view == CONTESTED,
            office_id=self.office,
            policy=self.policy,
            level=self.level,
            text=self.text,
        )

    def query(self, **changes: str) -> str:
        """Return the address's question, "?of=all&policy=S2", with changes; empty values go."""
        return f"?{urlencode(self.asked(**changes))}"

    def asked(self, **changes: str) -> dict[str, str]:
        """Return the same as the fields of a form."""
        said = {
            "of": self.view,
            "office": str(self.office or ""),
            "policy": self.policy,
            "level": self.level,
            "q": self.text,
            "after": self.after,
        } | changes
        return {name: value for name, value in said.items() if value}


def view_of(asked: Mapping[str, str], viewer: Person) -> View:
    """Return what an address asks for; what makes no sense in it is as if it were not there."""
    view, office = asked.get("of", ""), asked.get("office", "")
    return View(
        view=view if view in VIEWS else usual_view(viewer),
        office=int(office) if office.isascii() and office.isdigit() and len(office) < 10 else None,
        policy=asked.get("policy", "")[:40].replace("\x00", ""),
        level=asked.get("level", "")[:40].replace("\x00", ""),
        text=asked.get("q", "").strip()[:100].replace("\x00", ""),
        after=asked.get("after", "")[:80].replace("\x00", ""),
    )


def usual_view(viewer: Person) -> str:
    """Return what a person sees first: who answers calls the own cases, others all."""
    return MINE if Role.HOTLINE in viewer.roles else ALL


def build_queue(view: View, *, viewer: Person, reader: Reader, current: str = "") -> pages.Queue:
    """Return the queue for a person, next deadline first."""
    wanted = view.wanted(viewer)
    # Before the rows: what changes between the two is news then, and not missed.
    state = queue_state(wanted, viewer=viewer, at=reader.now)
    found = queue(wanted, viewer=viewer, at=reader.now, after=view.after)
    address = reverse("hotline:queue")
    more = view.query(after=found.after)
    marks = build_marks(viewer, now=reader.now)
    return pages.Queue(
        title=title_of(view),
        order=_order(view),
        groups=list(_groups(found.rows, view, reader, marks)),
        filters=list(_filters(view, viewer, reader, are_counted=not current)),
        version=state.version,
        version_url=reverse("hotline:queue_version") + view.query(),
        new_url=reverse("hotline:log") if may(viewer, *DESK) else "",
        urgent=_urgent(view, state, viewer, reader),
        more=pages.Link(label=_("Later ones"), url=address + more) if found.after else None,
        current=current,
        play_url=""
        if view.view == CLOSED
        else reverse("hotline:play") + replace(view, after="").query(),
        narrow_url=address + view.query(narrow="1"),
        is_narrowed=view.is_narrowed,
        wide_url=f"{address}?of={view.view}",
        on_duty="" if current else duty_words(reader),  # beside a case they are a page away
        marks=marks,
        several_url="" if current or not may(viewer, *RECORDERS) else reverse("hotline:several"),
        asked=view.asked(),
    )


def build_mine(viewer: Person, reader: Reader) -> list[pages.QueueRow]:
    """Return what a person has open, what is due first at the top."""
    view = View(MINE)
    found = queue(view.wanted(viewer), viewer=viewer, at=reader.now)
    return [row_of(row, view, reader) for row in found.rows]


def _order(view: View) -> str:
    orders = {CLOSED: _("last closed first"), CONTESTED: _("longest contested first")}
    return orders.get(view.view, _("next deadline first"))


def title_of(view: View) -> str:
    """Return the name of a view."""
    titles = {
        MINE: _("My queue"),
        ALL: _("Open cases"),
        SOON: _("Breached or within 10 min"),
        CONTESTED: _("Contested cases"),
        CLOSED: _("Closed cases"),
    }
    return titles[view.view]


def _filters(
    view: View, viewer: Person, reader: Reader, *, are_counted: bool
) -> Iterator[pages.QueueFilter]:
    """Yield the views; they are counted where the queue is what the page is about."""
    labels = {MINE: _("Mine"), ALL: _("All"), SOON: _("Urgent")}
    labels |= {CONTESTED: _("Contested"), CLOSED: _("Closed")}
    address = reverse("hotline:queue")
    for name, label in labels.items():
        one = replace(view, view=name, after="")
        counted = are_counted and name in COUNTED
        yield pages.QueueFilter(
            label=label,
            url=address + one.query(),
            is_on=name == view.view,
            count=_count(one, viewer, reader) if counted else None,
        )


def _count(view: View, viewer: Person, reader: Reader) -> str:
    number = queue_count(view.wanted(viewer), viewer=viewer, at=reader.now)
    return _("{number}+").format(number=number) if number >= MANY else str(number)


def _urgent(view: View, state: QueueState, viewer: Person, reader: Reader) -> pages.Link | None:
    if view.view in (SOON, CONTESTED, CLOSED):
        return None
    number = state.soon
    if view.text:  # which of them a text finds, only the index tells
        number = soon_count(view.wanted(viewer), viewer=viewer, at=reader.now)
    if not number:
        return None
    label = _("{number} breached or due").format(number=number)
    return pages.Link(label=label, url=reverse("hotline:queue") + view.query(of=SOON, after=""))


def _groups(
    rows: tuple[QueueRow, ...], view: View, reader: Reader, marks: pages.Marks
) -> Iterator[pages.QueueGroup]:
    if view.view == CONTESTED:
        yield pages.QueueGroup(rows=[row_of(row, view, reader, marks) for row in rows])
        return
    running = [row for row in rows if row.clock and row.clock.due_at]
    resting = [row for row in rows if row not in running]
    yield pages.QueueGroup(rows=[row_of(row, view, reader, marks) for row in running])
    title = "" if view.view == CLOSED else _("No clock running")
    yield pages.QueueGroup(rows=[row_of(row, view, reader, marks) for row in resting], title=title)


def row_of(
    row: QueueRow, view: View, reader: Reader, marks: pages.Marks | None = None
) -> pages.QueueRow:
    """Return one case as a row; without marks nobody is said to have it open."""
    clock = row.clock
    query = replace(view, after="").query()
    return pages.QueueRow(
        number=row.number,
        url=reverse("hotline:case", args=[row.number]) + query,
        customer=reader.name(row.customer_names),
        summary=row.title,
        clock=_clock(row, reader),
        promise=_promise(row, reader),
        clause=next(iter(clock.clauses if clock else ()), row.policy_code),
        pressing=pressing(row.reminders, row.called_in),
        mark=marks.cases.get(row.number) if marks else None,
        customer_url=scope_url("customer", row.customer_id),
        whose="" if view.view == MINE else row.responsible,
    )


def _promise(row: QueueRow, reader: Reader) -> str:
    if row.closed_at is not None:
        return _("closed")
    return reader.text(row.clock.names) if row.clock else ""


def _clock(row: QueueRow, reader: Reader) -> pages.QueueClock:
    clock = row.clock
    if row.closed_at is not None:
        return pages.QueueClock(state="stopped", note=reader.moment(row.closed_at))
    if clock is None:
        return pages.QueueClock(state="stopped", note=_("nothing due"))
    if clock.due_at is not None and not clock.certain:
        return pages.QueueClock(state="possible", note=possible_note(clock, reader))
    if clock.due_at is not None:
        return pages.QueueClock(state="running", due_at=clock.due_at)
    return pages.QueueClock(state="paused")


def possible_note(clock: NextClock, reader: Reader) -> str:
    """Return by when something is owed that perhaps is not owed at all."""
    assert clock.due_at is not None
    moment = reader.moment(clock.due_at)
    if clock.due_at <= reader.now:
        return _("time over {moment}").format(moment=moment)
    return _("by {moment}").format(moment=moment)
