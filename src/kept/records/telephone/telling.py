"""What a call says about a request: facts with the exchange's times, which nobody has to type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kept.records.cases.asking import LogRequest, NewFact
from kept.records.telephone.models import Call, Direction
from kept.rules.facts import Value
from kept.rules.policy.model import Policy

SOURCE = "telephone"
TELEPHONE = "telephone"  # the channel, as policies name it
RECEIVED, ANSWERED, MISSED = "contact.received", "contact.answered_live", "contact.missed"
RESPONDED = "response.given"


def as_told(request: LogRequest, call: Call, policy: Policy) -> LogRequest:
    """Return a request as the call it came by tells of it: when it began, whether we answered.

    What somebody says of that gives way: the exchange was there.
    """
    answers = dict(request.answers)
    if call.direction == Direction.IN:
        answers.pop("answered_live", None)
    return replace(
        request,
        requested_at=call.started_at,
        channel=TELEPHONE if TELEPHONE in policy.channels else request.channel,
        answers=answers,
        also=(*request.also, *_known(how_it_went(call), policy)),
    )


def how_it_went(call: Call) -> Iterator[NewFact]:
    """Yield whether we answered a call to us, and when; nothing while it rings."""
    if call.direction == Direction.OUT:
        return
    if call.answered_at is not None:
        yield NewFact(kind=ANSWERED, at=call.answered_at, source=SOURCE)
    elif call.ended_at is not None:
        yield NewFact(kind=MISSED, at=call.started_at, source=SOURCE)
        back = getattr(call, "call_back", None)
        if back is not None and back.done_call is not None and back.done_call.answered_at:
            yield NewFact(kind=RESPONDED, at=back.done_call.answered_at, source=SOURCE)


def another_contact(call: Call, policy: Policy) -> list[NewFact]:
    """Return what a call about a case that is there already adds to it, in order of time."""
    values: dict[str, Value] = {}
    if "channel" in policy.attributes and TELEPHONE in policy.channels:
        values["channel"] = TELEPHONE
    facts: list[NewFact] = []
    if call.direction == Direction.IN and not call.is_missed:
        facts.append(NewFact(kind=RECEIVED, at=call.started_at, values=values, source=SOURCE))
    return _known([*facts, *how_it_went(call)], policy)


def _known(facts: Iterator[NewFact] | list[NewFact], policy: Policy) -> list[NewFact]:
    return [fact for fact in facts if fact.kind in policy.events]
