"""Whom to call, and what was said in a case's follow-up calls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q

from kept.records.cases.models import CaseState
from kept.records.cases.queries.visible import visible_to
from kept.records.followups.models import FollowUp, Outcome, PromisedCall
from kept.records.people.models import Person

MOST = 100  # nobody calls more in a day


@dataclass(frozen=True)
class FollowUpLine:
    """One follow-up call. `due_at` and what follows it: the call back that it promised."""

    at: datetime
    by: str
    outcome: str
    asked: str
    is_gone: bool | None
    score: int | None
    words: str
    due_at: datetime | None
    owner: str
    done_at: datetime | None


@dataclass(frozen=True)
class ToCall:
    """A case whose customer is to be called. `due_at` and `owner`: what was promised, if it was."""

    number: str
    title: str
    customer_names: Mapping[str, str]
    closed_at: datetime | None
    tries: int
    due_at: datetime | None = None
    owner: str = ""


def follow_ups(case_id: int) -> list[FollowUpLine]:
    """Return the follow-up calls of a case, the last first."""
    rows = FollowUp.objects.filter(case_id=case_id).order_by("-at", "-pk")
    return [_line(row) for row in rows.select_related("by", "promised__owner")]


def _line(row: FollowUp) -> FollowUpLine:
    promise: PromisedCall | None = getattr(row, "promised", None)
    return FollowUpLine(
        at=row.at,
        by=row.by.display_name,
        outcome=row.outcome,
        asked=row.asked,
        is_gone=row.is_gone,
        score=row.score,
        words=row.words,
        due_at=promise.due_at if promise else None,
        owner=promise.owner.display_name if promise else "",
        done_at=promise.done_at if promise else None,
    )


def promised_back(case_id: int) -> tuple[str, datetime] | None:
    """Return who calls a case's customer back, and by when; None where no call is owed."""
    rows = PromisedCall.objects.filter(follow_up__case_id=case_id, done_at=None)
    return rows.order_by("due_at", "pk").values_list("owner__display_name", "due_at").first()


def promised_calls(
    *, viewer: Person, until: datetime | None = None, customer_id: int | None = None
) -> list[ToCall]:
    """Return the calls promised and not made yet, perhaps by a moment, what is due first first."""
    narrowed = {"due_at__lte": until, "follow_up__customer_id": customer_id}
    rows = PromisedCall.objects.filter(
        done_at=None,
        follow_up__case__in=visible_to(viewer),
        **{name: value for name, value in narrowed.items() if value is not None},
    ).annotate(
        number=F("follow_up__case__number"),
        title=F("follow_up__case__title"),
        names=F("follow_up__customer__names"),
        closed_at=F("follow_up__case__closed_at"),
    )
    fields = ("number", "title", "names", "closed_at", "due_at", "owner__display_name")
    return [
        ToCall(number, title, names, closed_at, 0, due_at, owner)
        for number, title, names, closed_at, due_at, owner in rows.order_by(
            "due_at", "pk"
        ).values_list(*fields)[:MOST]
    ]


def due_by_rhythm(*, viewer: Person, until: datetime) -> list[ToCall]:
    """Return the cases whose policy wants a follow-up call by a moment, what is due first first."""
    rows = visible_to(viewer).filter(follow_up_due_at__lte=until)
    fields = ("number", "title", "customer__names", "closed_at", "follow_up_due_at")
    found = rows.order_by("follow_up_due_at", "pk").values_list(*fields)[:MOST]
    return [
        ToCall(number, title, names, closed_at, 0, due_at)
        for number, title, names, closed_at, due_at in found
    ]


def never_asked(*, viewer: Person, since: datetime) -> list[ToCall]:
    """Return cases closed since a moment whose customer nobody reached after it, oldest first."""
    after = FollowUp.objects.filter(case_id=OuterRef("pk"), at__gte=OuterRef("closed_at"))
    answered = after.exclude(outcome=Outcome.NOT_REACHED)
    rows = (
        visible_to(viewer)
        .filter(state=CaseState.CLOSED, closed_at__gte=since)
        .filter(~Exists(answered))
        .annotate(tries=Count("follow_ups", filter=Q(follow_ups__at__gte=F("closed_at"))))
    )
    fields = ("number", "title", "customer__names", "closed_at", "tries")
    found = rows.order_by("closed_at", "pk").values_list(*fields)[:MOST]
    return [ToCall(*row) for row in found]
