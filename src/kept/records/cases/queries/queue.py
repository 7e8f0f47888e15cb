"""The queue: what is owed next, first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import DateTimeField, F, Q, Value

from kept.records.cases.concerned import complaints_about
from kept.records.cases.models import CaseState, Clock
from kept.records.cases.models.case import NEVER, CaseQuerySet
from kept.records.cases.queries.found import ORDERED_BY, first_found
from kept.records.cases.queries.visible import visible_to
from kept.records.cases.running import running_policy
from kept.records.people.models import Person
from kept.records.policies.queries import policies

SOON = timedelta(minutes=10)
PAGE = 50
LAST_CHANGES = 8
COUNTED = 100  # nobody reads a larger number
NO_MOMENT = Value(None, output_field=DateTimeField())
PLAIN = (
    *("pk", "number", "title", "state", "level", "case_type", "channel", "responsible_id"),
    *("requested_at", "closed_at", "contested_at", "change", "reminders", "called_in"),
)
CONTESTED = Q(contested_at__isnull=False)
SHOWN = (
    *PLAIN,
    *("queue_at", "version_id", "version__sha256", "overrides", "version__policy__code"),
    "customer__names",
    *("customer_id", "equipment__serial_number", "responsible__display_name"),
)


@dataclass(frozen=True, kw_only=True)
class QueueFilter:
    """Which cases are shown; what is None or empty does not narrow."""

    state: CaseState = CaseState.OPEN
    responsible_id: int | None = None
    office_id: int | None = None
    policy: str = ""  # its code
    level: str = ""
    soon: bool = False  # broken, or due within ten minutes
    contested: bool = False  # a level or a cause waits for a decision, also of what is closed
    text: str = ""  # number, title, customer or serial number, or parts of them
    customer_id: int | None = None
    site_id: int | None = None
    equipment_ids: tuple[int, ...] | None = None
    unless_about: int | None = None  # without the complaints about this person
    without: tuple[str, ...] = ()  # numbers of cases that are left out


@dataclass(frozen=True)
class NextClock:
    """The clock a row shows: the one that runs out first, else one that stands still."""

    key: str
    names: Mapping[str, str]
    clauses: tuple[str, ...]
    state: str
    strength: str
    certain: bool
    started_at: datetime | None
    due_at: datetime | None


@dataclass(frozen=True)
class QueueRow:
    """A case in the queue."""

    pk: int
    number: str
    title: str
    state: str
    level: str
    level_names: Mapping[str, str]
    policy_code: str
    case_type: str
    channel: str
    customer_id: int
    customer_names: Mapping[str, str]
    serial_number: str | None
    responsible_id: int
    responsible: str
    requested_at: datetime
    closed_at: datetime | None
    contested_at: datetime | None
    change: int
    reminders: int
    called_in: Sequence[Mapping[str, Any]]
    clock: NextClock | None


@dataclass(frozen=True)
class QueuePage:
    """Some rows, and where the next page begins: pass it as `after`; empty: that is all."""

    rows: tuple[QueueRow, ...]
    after: str


@dataclass(frozen=True)
class QueueState:
    """What changes while a queue is looked at."""

    version: str  # see `queue_version`
    soon: int  # cases broken or due within ten minutes, whatever text is looked for


def queue(
    wanted: QueueFilter, *, viewer: Person, at: datetime, after: str = "", limit: int = PAGE
) -> QueuePage:
    """Return open cases by their next deadline, or closed ones, the last first."""
    key = "contested_at" if wanted.contested else ORDERED_BY[wanted.state]
    rows = _from(_filtered(wanted, viewer, at), key, after)
    if wanted.text.strip():
        first = first_found(rows, wanted.text, state=wanted.state, limit=limit + 1)
        rows = rows.filter(pk__in=first)
    found = list(rows.values(*SHOWN)[: limit + 1])
    shown = found[:limit]
    clocks = _clocks([row["pk"] for row in shown])
    return QueuePage(
        tuple(_row(row, clocks.get(row["pk"])) for row in shown),
        _mark(shown[-1][key], shown[-1]["pk"]) if len(found) > limit else "",
    )


def queue_version(wanted: QueueFilter, *, viewer: Person, at: datetime) -> str:
    """Return a token that differs once anything in the queue may have changed; cheap to ask.

    It names the last few changes, not only the last: of two that end at the same time, the one
    with the smaller number may be seen later. And the case that became urgent last, which it does
    by time alone.
    """
    return queue_state(wanted, viewer=viewer, at=at, counted=1).version


def queue_state(
    wanted: QueueFilter, *, viewer: Person, at: datetime, counted: int = COUNTED
) -> QueueState:
    """Return the token of `queue_version` and, counted so far, how many cases are urgent."""
    rows = visible_to(viewer)
    if wanted.office_id is not None:
        rows = rows.filter(office_id=wanted.office_id)
    found = rows.order_by("-change").values_list("change", NO_MOMENT)[:LAST_CHANGES]
    if wanted.state != CaseState.CLOSED:
        urgent = _filtered(replace(wanted, soon=True), viewer, at).order_by("-queue_at", "-pk")
        found = found.union(urgent.values_list("pk", "queue_at")[:counted], all=True)
    told = list(found)  # in no order that the database promises
    changes = sorted((change for change, moment in told if moment is None), reverse=True)
    soon = sorted((moment, pk) for pk, moment in told if moment is not None)
    named = [str(change) for change in changes] + [f"u{pk}" for _moment, pk in soon[-1:]]
    return QueueState(version=".".join(named), soon=len(soon))


def soon_count(wanted: QueueFilter, *, viewer: Person, at: datetime) -> int:
    """Return how many open cases are broken or due within ten minutes; 100 means many."""
    return queue_count(replace(wanted, soon=True), viewer=viewer, at=at)


def queue_count(wanted: QueueFilter, *, viewer: Person, at: datetime) -> int:
    """Return how many cases a filter leaves; 100 means many."""
    rows = _filtered(wanted, viewer, at)
    if not wanted.text.strip():
        return rows.order_by()[:COUNTED].count()
    ordered = _from(rows, ORDERED_BY[wanted.state], "")
    return len(first_found(ordered, wanted.text, state=wanted.state, limit=COUNTED))


def _filtered(wanted: QueueFilter, viewer: Person, at: datetime) -> CaseQuerySet:
    rows = visible_to(viewer)
    rows = rows.filter(CONTESTED) if wanted.contested else rows.filter(state=wanted.state)
    if wanted.responsible_id is not None:
        rows = rows.filter(responsible_id=wanted.responsible_id)
    if wanted.office_id is not None:
        rows = rows.filter(office_id=wanted.office_id)
    if wanted.policy:
        rows = rows.filter(version_id__in=_versions(wanted.policy))
    if wanted.level:
        rows = rows.filter(level=wanted.level)
    rows = rows.filter(**_about(wanted))
    if wanted.unless_about is not None:
        rows = rows.exclude(pk__in=complaints_about(wanted.unless_about))
    if wanted.without:
        rows = rows.exclude(number__in=wanted.without)
    if wanted.soon:
        rows = rows.filter(queue_at__lte=at + SOON)
    return rows


def _about(wanted: QueueFilter) -> dict[str, Any]:
    """Return what cases have to be about, as conditions."""
    named = {
        "customer_id": wanted.customer_id,
        "site_id": wanted.site_id,
        "equipment_id__in": wanted.equipment_ids,
    }
    return {name: value for name, value in named.items() if value is not None}


def _versions(code: str) -> list[int]:
    """Return a policy's versions, as values: so the database knows how few cases they have."""
    return [card.pk for policy in policies() if policy.code == code for card in policy.versions]


def _from(rows: CaseQuerySet, key: str, after: str) -> CaseQuerySet:
    """Return the rows in order, from where the page before ended."""
    backward = key == "closed_at"
    order = (f"-{key}", "-pk") if backward else (key, "pk")
    if not after:
        return rows.order_by(*order)
    moment, pk = _place(after)
    beyond = "lt" if backward else "gt"
    rows = rows.filter(**{f"{key}__{beyond}e": moment})
    same = Q(**{key: moment, f"pk__{beyond}": pk})
    return rows.filter(Q(**{f"{key}__{beyond}": moment}) | same).order_by(*order)


def _mark(moment: datetime, pk: int) -> str:
    return f"{moment.isoformat()}~{pk}"


def _place(after: str) -> tuple[datetime, int]:
    """Return where a page begins; a mark that nobody gave out begins at the end."""
    moment, _, pk = after.partition("~")
    try:
        at = datetime.fromisoformat(moment)
        return (at, int(pk)) if at.tzinfo else (NEVER, 0)
    except ValueError:
        return NEVER, 0


def _clocks(case_ids: Sequence[int]) -> dict[int, NextClock]:
    """Return the clock each case shows: its next one, else one that stands still."""
    fields = (*("key", "names", "clauses", "state", "strength", "certain", "started_at", "due_at"),)
    rows = Clock.objects.filter(case_id__in=case_ids).filter(
        Q(key=F("case__next_clock")) | Q(case__next_clock="", state="paused")
    )
    found = rows.order_by("-key").values_list("case_id", *fields)
    return {
        case_id: NextClock(key, names, tuple(clauses), *rest)
        for case_id, key, names, clauses, *rest in found
    }


def _row(row: Mapping[str, Any], clock: NextClock | None) -> QueueRow:
    return QueueRow(
        **{name: row[name] for name in PLAIN},
        level_names=_level_names(row),
        policy_code=row["version__policy__code"],
        customer_id=row["customer_id"],
        customer_names=row["customer__names"],
        serial_number=row["equipment__serial_number"],
        responsible=row["responsible__display_name"],
        clock=clock,
    )


def _level_names(row: Mapping[str, Any]) -> Mapping[str, str]:
    running = running_policy(row["version_id"], row["overrides"], sha256=row["version__sha256"])
    scale = running.policy.scales.get(running.level)
    grades = scale.grades if scale and row["level"] else ()
    return next((grade.name for grade in grades if grade.key == row["level"]), {})
