"""Taking down what exchanges tell of calls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.archive.models import Contact
from kept.records.ledger.actor import Actor, System
from kept.records.ledger.services import Line, write_many
from kept.records.ledger.telling import told as as_json
from kept.records.refusal import Refused
from kept.records.repeats import one_at_a_time
from kept.records.telephone.events import Told, course
from kept.records.telephone.models import Call, CallEvent, Direction, EventKind, Exchange
from kept.records.telephone.numbers import number_of
from kept.records.telephone.people import named
from kept.records.telephone.services.calling_back import answered_now, must_call_back
from kept.records.telephone.services.late import tell_the_case
from kept.records.telephone.waking import wake_pages

EXCHANGE = System("telephone exchange")
LONGEST = timedelta(hours=12)  # no call lasts longer: its name may be another call's by then
MINUTE, MOST = timedelta(minutes=1), 1_000  # events of one exchange: a large one has fewer
SILENT = timedelta(minutes=15)  # nothing rings so long: the exchange forgot to say how it ended


class Unlike(Refused):
    """The exchange tells something else of a call than it told before."""

    sentence = _("Call %(call)s had another direction before.")


class TooMany(Refused):
    """So many calls are no calls."""

    sentence = _("More than %(most)d events in a minute. Try again later.")


@dataclass(frozen=True)
class Received:
    """What was told is on record under this call; `repeated`: it already was."""

    call_id: int
    repeated: bool


@transaction.atomic
def receive_event(*, exchange: Exchange, told: Told, now: datetime) -> Received:
    """Write down what an exchange tells of a call, and what follows from it.

    The same told again is one, in whatever order and however often it comes.
    Raises Unlike, TooMany.
    """
    one_at_a_time(f"call {exchange.pk}/{told.call_id}")
    call, is_new = _call_of(exchange, told, now)
    if call.direction != told.direction:
        raise Unlike(call=told.call_id)
    digest = told.digest()
    if call.events.filter(digest=digest).exists():
        return Received(call.pk, True)
    if _lately(exchange, now) >= MOST:
        raise TooMany(most=MOST)
    CallEvent.objects.create(
        call=call,
        kind=told.kind,
        users=list(told.users),
        answering=told.answering,
        queue=told.queue,
        cause=told.cause,
        sent_at=told.sent_at,
        received_at=now,
        digest=digest,
    )
    lines = [_began(call, now)] if is_new else []
    write_many([*lines, *_follow(call, exchange, now)])
    wake_pages()
    return Received(call.pk, False)


def _lately(exchange: Exchange, now: datetime) -> int:
    recent = CallEvent.objects.filter(received_at__gt=now - MINUTE, call__exchange=exchange)
    return recent[:MOST].count()


def _call_of(exchange: Exchange, told: Told, now: datetime) -> tuple[Call, bool]:
    """Return the call that is meant, and whether it is new: none of this name is under way."""
    last = Call.objects.filter(exchange=exchange, call_id=told.call_id).order_by("-turn").first()
    is_another = told.kind == EventKind.NEW and last and now - last.started_at > LONGEST
    if last is not None and not is_another:
        return Call.objects.select_for_update(of=("self",)).get(pk=last.pk), False
    call = Call(
        exchange=exchange,
        call_id=told.call_id,
        turn=last.turn + 1 if last else 1,
        direction=told.direction,
        caller=number_of(told.caller, country=exchange.country),
        caller_text=told.caller,
        called=number_of(told.called, country=exchange.country),
        called_text=told.called,
        started_at=now,
    )
    _recognise(call)
    call.save(force_insert=True)
    return call, True


def _recognise(call: Call) -> None:
    """Note whose number it is, where only one contact or one customer has it."""
    if not call.other:
        return
    found = Contact.objects.filter(phones__number=call.other, left_at=None).distinct()
    contacts = list(found.values_list("pk", "customer_id")[:20])
    if len({customer for _contact, customer in contacts}) == 1:
        call.customer_id = contacts[0][1]
        call.contact_id = contacts[0][0] if len(contacts) == 1 else None


def _follow(call: Call, exchange: Exchange, now: datetime) -> list[Line]:
    """Bring a call up to date with its events. Returns what the ledger shall say."""
    before = (call.answered_at, call.ended_at)
    went = course(list(call.events.all()))
    rung = named(exchange, went.users)
    answerers = named(exchange, went.answering)
    call.started_at, call.answered_at, call.ended_at = (
        *(went.started_at, went.answered_at, went.ended_at),
    )
    call.cause, call.queue = went.cause, went.queue
    call.rung, call.rung_names = [person.pk for person in rung], list(went.users)
    call.answered_by = answerers[0] if answerers and went.answered_at else None
    call.answered_name = next(iter(went.answering), "") if went.answered_at else ""
    call.save()
    if (call.answered_at, call.ended_at) != before:
        _consequences(call, now)
    return _lines(call, before, now)


def _consequences(call: Call, now: datetime) -> None:
    if call.is_missed:
        must_call_back(call, now=now)
    elif call.answered_at is not None:
        answered_now(call, now=now)
    tell_the_case(call, now=now)


def _began(call: Call, now: datetime) -> Line:
    data = {
        "direction": call.direction,
        "from": call.caller or call.caller_text,
        "to": call.called or call.called_text,
    }
    return _line(call, "call.began", EXCHANGE, now, data)


def _lines(
    call: Call, before: tuple[datetime | None, datetime | None], now: datetime
) -> list[Line]:
    """Return what is new about a call, in the words of the ledger."""
    who: Actor = call.answered_by or EXCHANGE
    lines = []
    if call.answered_at and not before[0]:
        said = {"at": call.answered_at, "name": call.answered_name}
        lines.append(_line(call, "call.answered", who, now, said))
    if call.ended_at and not before[1]:
        verb = "call.missed" if call.is_missed else "call.ended"
        said = {"at": call.ended_at, "cause": call.cause}
        lines.append(_line(call, verb, EXCHANGE, now, said))
    return lines


def _line(call: Call, verb: str, by: Actor, now: datetime, data: Mapping[str, object]) -> Line:
    return Line(stream=call.stream, verb=verb, by=by, at=now, data=as_json(data))


@transaction.atomic
def end_silent_calls(*, now: datetime, limit: int = 100) -> int:
    """Take calls that ring for too long as ended: nobody answered. Returns how many there were.

    An exchange that was switched off says nothing of them; the caller waits nevertheless.
    """
    rows = Call.objects.under_way().filter(answered_at=None, started_at__lte=now - SILENT)
    waiting = rows.select_for_update(of=("self",), skip_locked=True)
    lines = []
    for call in waiting.order_by("started_at")[:limit]:
        call.ended_at, call.cause = now, "silent"
        call.save(update_fields=["ended_at", "cause"])
        if call.direction == Direction.IN:
            must_call_back(call, now=now)
        lines += _lines(call, (None, None), now)
    if lines:
        wake_pages()
    write_many(lines)
    return len(lines)
