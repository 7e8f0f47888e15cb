"""Waiting for somebody else: the clocks that the policy lets stand still do so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.cases.asking import NewFact
from kept.records.cases.services.facts import Recorded, add_fact, repeated
from kept.records.cases.services.holding import Held, hold
from kept.records.people.models import Person
from kept.records.refusal import Refused
from kept.rules.policy.model import Policy

BEGAN, ENDED = "waiting.began", "waiting.ended"
OUR_SIDE = "us"


class OurOwnWaiting(Refused):
    """Waiting for ourselves does not stop a promise."""

    sentence = _("Only waiting for the customer or for a third party can stop a clock.")


class AlreadyWaiting(Refused):
    """One waiting at a time, so that its end is certain."""

    sentence = _("This case is waiting already. End that waiting first.")


class NotWaiting(Refused):
    """Nothing to end."""

    sentence = _("This case is not waiting for anybody.")


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """From when on, and for whom (a choice of `waiting_for`); `text` says more."""

    waiting_for: str
    at: datetime
    text: str = ""
    source: str = ""
    despite: str = ""


@transaction.atomic
def begin_waiting(
    *, case_id: int, waiting: Waiting, by: Person, now: datetime, key: str
) -> Recorded:
    """Record that we wait for the customer or a third party.

    Safe to repeat with the same key. Raises OurOwnWaiting, AlreadyWaiting, UnknownValue.
    """
    held = hold(case_id)
    said = {"waiting_for": waiting.waiting_for} | ({"text": waiting.text} if waiting.text else {})
    fact = NewFact(
        kind=BEGAN, at=waiting.at, values=said, source=waiting.source, despite=waiting.despite
    )
    found = repeated(held, fact, by=by, now=now, key=key)
    if found is not None:
        return found
    if not on_their_side(held.running.policy, waiting.waiting_for):
        raise OurOwnWaiting
    if is_waiting(held):
        raise AlreadyWaiting
    return add_fact(held, fact, by=by, now=now, key=key)


@transaction.atomic
def end_waiting(
    *, case_id: int, at: datetime, by: Person, now: datetime, key: str, text: str = ""
) -> Recorded:
    """Record that the waiting is over. Safe to repeat with the same key. Raises NotWaiting."""
    held = hold(case_id)
    fact = NewFact(kind=ENDED, at=at, values={"text": text} if text else {})
    found = repeated(held, fact, by=by, now=now, key=key)
    if found is not None:
        return found
    if not is_waiting(held):
        raise NotWaiting
    return add_fact(held, fact, by=by, now=now, key=key)


def is_waiting(held: Held) -> bool:
    """Say whether the last word on waiting is that it began."""
    said = [f.kind for f in held.as_facts().standing if f.kind in (BEGAN, ENDED)]
    return bool(said) and said[-1] == BEGAN


def on_their_side(policy: Policy, waiting_for: str) -> bool:
    """Say whether a reason lies with the customer or a third party, through wider reasons."""
    return OUR_SIDE not in with_wider(policy, waiting_for)


def with_wider(policy: Policy, waiting_for: str) -> Iterator[str]:
    """Yield a reason to wait and what it is one kind of, the narrowest first."""
    wider = {choice.key: choice.within for choice in policy.attributes["waiting_for"].choices}
    reason: str | None = waiting_for
    while reason is not None:
        yield reason
        reason = wider.get(reason)
