"""What exchanges tell, as values, and what follows for the call."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kept.records.ledger.chain import canonical
from kept.records.telephone.models import CallEvent, EventKind


@dataclass(frozen=True, kw_only=True)
class Told:
    """One event as an exchange told it. `sent_at` is by its own clock."""

    kind: EventKind
    call_id: str
    direction: str
    caller: str = ""
    called: str = ""
    users: tuple[str, ...] = ()
    answering: str = ""
    queue: str = ""
    cause: str = ""
    sent_at: datetime | None = None

    def digest(self) -> str:
        """Return what makes the same event the same, whenever it is told again."""
        said = [self.kind.value, [*self.users], self.answering, self.queue, self.cause]
        return hashlib.sha256(canonical({"said": said})).hexdigest()


@dataclass(frozen=True)
class Course:
    """How a call went, as far as its events tell."""

    started_at: datetime
    answered_at: datetime | None
    answering: tuple[str, ...]  # who answered, in the exchange's words, the surest first
    ended_at: datetime | None
    cause: str
    queue: str
    users: tuple[str, ...]


def course(events: Sequence[CallEvent]) -> Course:
    """Return how a call went. Its events may have come in any order.

    Ours is the only clock: an answer that is told after the end was given at the end at the latest.
    """
    told = sorted(events, key=lambda event: (event.received_at, event.pk))
    answers = [event for event in told if event.kind == EventKind.ANSWER]
    end = _end(told)
    answered_at = answers[0].received_at if answers else None
    if answered_at and end:
        answered_at = min(answered_at, end.received_at)
    rung = [user for event in told if event.kind == EventKind.NEW for user in event.users]
    last = answers[-1] if answers else None
    return Course(
        started_at=told[0].received_at,
        answered_at=answered_at,
        answering=tuple(filter(None, (last.answering, *last.users))) if last else (),
        ended_at=end.received_at if end else None,
        cause=end.cause if end else "",
        queue=next((event.queue for event in told if event.queue), ""),
        users=tuple(dict.fromkeys(rung)),
    )


def _end(told: Sequence[CallEvent]) -> CallEvent | None:
    """Return the event that ended the call. Who is put through rings anew: then it goes on."""
    ends = [place for place, event in enumerate(told) if event.kind == EventKind.HANGUP]
    if not ends:
        return None
    rings = [place for place, event in enumerate(told) if event.kind == EventKind.NEW]
    goes_on = any(place > ends[-1] for place in rings[1:])
    return None if goes_on else told[ends[-1]]
