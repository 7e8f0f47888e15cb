"""Calls, for those who answer them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.db.models import F, Q

from kept.records.people.models import Person, Role
from kept.records.telephone.models import Call, CallBack, CallEvent, Direction
from kept.records.telephone.models.call import CallQuerySet
from kept.records.telephone.numbers import number_of, shown

COUNTED = 100  # nobody reads a larger number
SHOWN_FOR = timedelta(hours=8)  # a call that nobody hung up is forgotten by then
AFTER = timedelta(minutes=15)  # who answered can still write it down, after hanging up
LIVE = ("exchange", "answered_by", "customer", "contact", "case", "call_back__owner")


class CallState(StrEnum):
    """Where a call stands."""

    RINGING = "ringing"
    TALKING = "talking"
    MISSED = "missed"  # to us, and nobody answered
    UNANSWERED = "unanswered"  # by us, and nobody answered
    ENDED = "ended"


@dataclass(frozen=True)
class CallBackLine:
    """That somebody has to call back, by when, who, and whether it is done."""

    due_at: datetime | None
    clauses: tuple[str, ...]
    owner_id: int | None
    owner: str
    done_at: datetime | None
    done_call_id: int | None
    reason: str


@dataclass(frozen=True)
class CallCard:
    """One call."""

    pk: int
    exchange: str
    direction: str
    state: CallState
    number: str  # at the other end, E.164; empty if it is not known
    number_shown: str  # as people read it
    ours: str  # the number on our side
    queue: str
    started_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    cause: str
    rung: tuple[int, ...]
    rung_names: tuple[str, ...]
    answered_by_id: int | None
    answered_by: str
    customer_id: int | None
    customer_names: Mapping[str, str]
    contact_id: int | None
    contact: str
    position: str
    case: str
    call_back: CallBackLine | None


@dataclass(frozen=True)
class CallFilter:
    """Which calls somebody looks at."""

    direction: str = ""
    missed: bool = False
    person_id: int | None = None
    text: str = ""  # part of a number, or a customer's or contact's name
    on: date | None = None
    zone: str = "UTC"


def call_card(pk: int, *, viewer: Person) -> CallCard | None:
    """Return one call; None if it is not there for this person."""
    row = _visible(viewer).select_related(*LIVE).filter(pk=pk).first()
    return _card(row) if row else None


def call_for_request(pk: int) -> Call | None:
    """Return a call with what a request by it rests on, for previews."""
    return Call.objects.select_related("call_back__done_call").filter(pk=pk).first()


def call_events(pk: int) -> list[CallEvent]:
    """Return what the exchange told of a call, as it came in."""
    return list(CallEvent.objects.filter(call_id=pk).order_by("received_at", "pk"))


def calls(
    wanted: CallFilter, *, viewer: Person, before: int | None = None, limit: int = 50
) -> list[CallCard]:
    """Return calls, the last first; those before a key for the next page."""
    rows = _narrowed(_visible(viewer), wanted).select_related(*LIVE)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [_card(row) for row in rows.order_by("-pk")[:limit]]


def calls_to_return(*, viewer: Person, limit: int = COUNTED) -> list[CallCard]:
    """Return the missed calls that somebody must still call back, the first due first."""
    rows = _visible(viewer).filter(call_back__isnull=False, call_back__done_at=None)
    first = rows.order_by(F("call_back__due_at").asc(nulls_last=True), "started_at")
    return [_card(row) for row in first.select_related(*LIVE)[:limit]]


def to_return_count(*, viewer: Person) -> int:
    """Return how many missed calls wait for somebody; 100 means many."""
    return CallBack.objects.filter(done_at=None, call__in=_visible(viewer))[:COUNTED].count()


def on_the_line(
    *, viewer: Person, on_duty: Collection[int] | None, now: datetime
) -> list[CallCard]:
    """Return the calls that concern a person now: those under way, then others, the oldest first.

    Calls to us that ring at the person's telephone; those that name nobody we know ring for who
    is on duty (None: for all). Then the one the person is talking on, until it has led to a case.
    """
    rows = _visible(viewer).filter(started_at__gt=now - SHOWN_FOR, direction=Direction.IN)
    rings = Q(answered_at=None, ended_at=None)
    talks = Q(answered_by=viewer, case=None) & (Q(ended_at=None) | Q(ended_at__gt=now - AFTER))
    nobody = Q(answered_at__isnull=False, answered_by=None, case=None, ended_at=None)
    seen = rows.filter(rings | talks | nobody).exclude(unseen__person=viewer)
    cards = [_card(row) for row in seen.select_related(*LIVE).order_by("started_at", "pk")]
    is_on_duty = on_duty is None or viewer.pk in on_duty
    theirs = [card for card in cards if _concerns(card, viewer, is_on_duty)]
    return sorted(theirs, key=lambda card: card.ended_at is not None)


def _concerns(card: CallCard, viewer: Person, is_on_duty: bool) -> bool:
    if card.answered_by_id is not None:
        return card.answered_by_id == viewer.pk
    return viewer.pk in card.rung if card.rung else is_on_duty


def _visible(viewer: Person) -> CallQuerySet:
    """Return the calls a person may see: who works here all, others none."""
    if not viewer.is_active or not viewer.roles or Role.CUSTOMER in viewer.roles:
        return Call.objects.none()
    return Call.objects.all()


def _narrowed(rows: CallQuerySet, wanted: CallFilter) -> CallQuerySet:
    if wanted.missed:
        rows = rows.missed()
    if wanted.direction in Direction.values:
        rows = rows.filter(direction=wanted.direction)
    if wanted.person_id is not None:
        rows = rows.filter(Q(answered_by=wanted.person_id) | Q(rung__contains=[wanted.person_id]))
    if wanted.on is not None:
        zone = ZoneInfo(wanted.zone)
        begin = datetime(wanted.on.year, wanted.on.month, wanted.on.day, tzinfo=zone)
        rows = rows.filter(started_at__gte=begin, started_at__lt=begin + timedelta(days=1))
    return rows.filter(_holds(wanted.text)) if wanted.text else rows


def _holds(text: str) -> Q:
    digits = "".join(sign for sign in text if sign.isascii() and sign.isdigit())
    whole = number_of(text, country="CN")
    holds = Q(contact__name__icontains=text) | Q(customer__short_name__icontains=text)
    holds |= Q(case__number__iexact=text)
    if len(digits) >= 3:
        number = whole or digits
        holds |= Q(caller__contains=number) | Q(called__contains=number)
        holds |= Q(caller_text__contains=digits) | Q(called_text__contains=digits)
    return holds


def _card(row: Call) -> CallCard:
    is_in = row.direction == Direction.IN
    ours, ours_text = (row.called, row.called_text) if is_in else (row.caller, row.caller_text)
    return CallCard(
        pk=row.pk,
        exchange=row.exchange.name,
        direction=row.direction,
        state=_state(row),
        number=row.other,
        number_shown=shown(row.other, row.other_text),
        ours=shown(ours, ours_text),
        queue=row.queue,
        started_at=row.started_at,
        answered_at=row.answered_at,
        ended_at=row.ended_at,
        cause=row.cause,
        rung=tuple(row.rung),
        rung_names=tuple(row.rung_names),
        answered_by_id=row.answered_by_id,
        answered_by=row.answered_by.display_name if row.answered_by else row.answered_name,
        customer_id=row.customer_id,
        customer_names=row.customer.names if row.customer else {},
        contact_id=row.contact_id,
        contact=row.contact.name if row.contact else "",
        position=row.contact.position if row.contact else "",
        case=str(row.case.number) if row.case else "",
        call_back=_call_back(row),
    )


def _state(row: Call) -> CallState:
    if row.answered_at is not None:
        return CallState.ENDED if row.ended_at else CallState.TALKING
    if row.ended_at is None:
        return CallState.RINGING
    return CallState.MISSED if row.is_missed else CallState.UNANSWERED


def _call_back(row: Call) -> CallBackLine | None:
    back: CallBack | None = getattr(row, "call_back", None)
    if back is None:
        return None
    return CallBackLine(
        due_at=back.due_at,
        clauses=tuple(back.due_clauses),
        owner_id=back.owner_id,
        owner=back.owner.display_name if back.owner else "",
        done_at=back.done_at,
        done_call_id=back.done_call_id,
        reason=back.reason,
    )
