"""How a case belongs to others, for reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from kept.records.cases.models import Case, CaseLink, CaseState, Clock, Concern
from kept.records.cases.models.case import CaseQuerySet
from kept.records.cases.queries.visible import visible_to
from kept.records.people.models import Person

MOST = 200


@dataclass(frozen=True)
class KeptClock:
    """A promise of a linked case, as it stands on record."""

    names: Mapping[str, str]
    state: str
    due_at: datetime | None
    done_at: datetime | None
    broken_at: datetime | None


@dataclass(frozen=True)
class LinkLine:
    """A link as one of its cases sees it. `is_outgoing`: this case is `kind` of the other."""

    pk: int
    kind: str
    is_outgoing: bool
    number: str
    title: str
    state: str
    requested_at: datetime
    reason: str
    linked_at: datetime
    linked_by: str
    undone_at: datetime | None
    undone_by: str
    undone_because: str
    clocks: tuple[KeptClock, ...]

    @property
    def stands(self) -> bool:
        """Return whether it counts."""
        return self.undone_at is None


def case_links(case_id: int, *, viewer: Person) -> tuple[LinkLine, ...]:
    """Return how a case belongs to others that the viewer may see, both ways, the last first."""
    rows = CaseLink.objects.filter(Q(case_id=case_id) | Q(other_id=case_id))
    rows = rows.select_related("case", "other", "linked_by", "undone_by")
    found = list(rows.order_by("-linked_at", "-pk")[:MOST])
    far = {link.other_id if link.case_id == case_id else link.case_id for link in found}
    seen = set(visible_to(viewer).filter(pk__in=far).values_list("pk", flat=True))
    clocks: dict[int, list[KeptClock]] = {pk: [] for pk in seen}
    for row in Clock.objects.filter(case_id__in=seen).order_by("due_at", "pk"):
        clocks[row.case_id].append(
            KeptClock(row.names, row.state, row.due_at, row.done_at, row.broken_at)
        )
    lines = [_line(link, case_id, clocks) for link in found]
    return tuple(line for line in lines if line is not None)


def _line(link: CaseLink, case_id: int, clocks: Mapping[int, list[KeptClock]]) -> LinkLine | None:
    is_outgoing = link.case_id == case_id
    far = link.other if is_outgoing else link.case
    if far.pk not in clocks:
        return None
    return LinkLine(
        pk=link.pk,
        kind=link.kind,
        is_outgoing=is_outgoing,
        number=str(far.number),
        title=far.title,
        state=far.state,
        requested_at=far.requested_at,
        reason=link.reason,
        linked_at=link.linked_at,
        linked_by=link.linked_by.display_name,
        undone_at=link.undone_at,
        undone_by=link.undone_by.display_name if link.undone_by else "",
        undone_because=link.undone_because,
        clocks=tuple(clocks[far.pk]),
    )


@dataclass(frozen=True)
class ComplaintLine:
    """A complaint, whatever became of it. `about` are numbers of cases, `people` are names."""

    number: str
    title: str
    state: str
    case_type: str
    requested_at: datetime
    customer_names: Mapping[str, str]
    responsible: str
    about: tuple[str, ...]
    people: tuple[str, ...]


@dataclass(frozen=True)
class ComplaintCounts:
    """How many complaints there were; each counts once and for ever."""

    total: int
    open: int
    retyped: int  # called something else since
    duplicates: int


def complaints(*, viewer: Person, limit: int = 100) -> list[ComplaintLine]:
    """Return the complaints that a person may see, the last made first."""
    rows = _complaints(viewer).select_related("customer", "responsible")
    found = list(rows.order_by("-requested_at", "-pk")[:limit])
    about: dict[int, list[str]] = {row.pk: [] for row in found}
    people: dict[int, list[str]] = {row.pk: [] for row in found}
    links = CaseLink.objects.filter(case__in=about, kind="complaint_about").order_by("pk")
    for case_id, number in links.values_list("case_id", "other__number"):
        about[case_id].append(number)
    named = Concern.objects.filter(case__in=about).order_by("pk")
    for case_id, name in named.values_list("case_id", "person__display_name"):
        people[case_id].append(name)
    return [_complaint(row, about[row.pk], people[row.pk]) for row in found]


def complaint_counts(*, viewer: Person) -> ComplaintCounts:
    """Return how many complaints a person may see; merged, renamed and closed ones count."""
    duplicate = Q(links__kind="duplicate_of", links__undone_at=None)
    told = _complaints(viewer).aggregate(
        total=Count("pk", distinct=True),
        open=Count("pk", distinct=True, filter=Q(state=CaseState.OPEN)),
        retyped=Count("pk", distinct=True, filter=~Q(case_type="complaint")),
        duplicates=Count("pk", distinct=True, filter=duplicate),
    )
    return ComplaintCounts(**told)


def _complaints(viewer: Person) -> CaseQuerySet:
    """Return what once was received as a complaint: facts stay, whatever is corrected later."""
    once = Case.objects.filter(facts__kind="request.received", facts__values__case_type="complaint")
    return visible_to(viewer).filter(pk__in=once.values("pk"))


def _complaint(row: Case, about: list[str], people: list[str]) -> ComplaintLine:
    return ComplaintLine(
        number=str(row.number),
        title=row.title,
        state=row.state,
        case_type=row.case_type,
        requested_at=row.requested_at,
        customer_names=row.customer.names,
        responsible=row.responsible.display_name,
        about=tuple(about),
        people=tuple(people),
    )
