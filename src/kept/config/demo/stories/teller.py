"""One case as it is told: each thing is recorded by someone, at a moment, through the services.

Everything that takes time yields the moment at which it is entered and waits to be called then.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import TypeAlias

from kept.config.demo.staff import ENGINEERS, HOTLINE
from kept.config.demo.stories.heeding import MOST, wanted_first
from kept.config.demo.stories.promised import moment_of, stopped_by
from kept.config.demo.words import requests as words
from kept.config.demo.words.fault import Phrase
from kept.config.demo.world import PieceMade, World
from kept.records.cases.asking import LogRequest, NewFact
from kept.records.cases.queries import would_wait
from kept.records.cases.services import (
    Closing,
    Grading,
    Recorded,
    Waiting,
    assign_case,
    begin_waiting,
    close_case,
    correct_fact,
    end_waiting,
    grade_case,
    open_case,
    record_fact,
    reopen_case,
    withdraw_fact,
)
from kept.records.people.models import Person
from kept.rules.assess import Assessment
from kept.rules.facts import Value
from kept.rules.policy.model import Policy

Moments: TypeAlias = Iterator[datetime]
MANAGER = "marta.stein"
DESK, PHONE = "web:hotline", "phone"
ON_SITE = {
    "visit.arrived",
    "visit.ended",
    "cause.found",
    "service.restored",
    "repair.finished",
    "spare.received",
    "report.signed",
    "inspection.completed",
}
LEARNT = timedelta(days=60)
A_LITTLE = timedelta(seconds=20)  # one entry follows another at least so much later


def minutes(dice: Random, least: float, most: float) -> timedelta:
    """Return a while of so many minutes, to the second."""
    return timedelta(seconds=round(dice.uniform(least, most) * 60))


@dataclass
class Teller:
    """A case as far as it has been told. `last` is when something happened last."""

    world: World
    piece: PieceMade
    operator: Person
    engineer: Person
    dice: Random
    case_id: int = 0
    last: datetime = field(init=False)
    entered: datetime = field(init=False)
    assessment: Assessment | None = None
    told: int = 0
    asked_at: datetime = field(init=False)
    seq: int = 0  # the number of the fact that was recorded last

    @property
    def policy(self) -> Policy:
        """Return the policy that holds for the piece."""
        return self.world.policies[self.piece.policy]

    @property
    def brief(self) -> bool:
        """Say whether only the main things were entered, as in the first months with Kept."""
        return self.world.at - self.last > LEARNT

    # --- entering -------------------------------------------------------------------------

    def log(self, request: LogRequest, *, entered: datetime) -> Moments:
        """Log the request."""
        yield entered
        opened = open_case(request=request, by=self.operator, now=entered, key=self.key())
        self.case_id, self.assessment = opened.case_id, opened.assessment
        self.last, self.entered = request.requested_at, entered
        self.asked_at = request.requested_at

    def fact(
        self,
        kind: str,
        at: datetime,
        *,
        text: Phrase | None = None,
        entered: datetime | None = None,
        **values: Value | Phrase,
    ) -> Moments:
        """Record that something happened; engineers enter what happens on site."""
        by = self.engineer if kind in ON_SITE else self.operator
        soonest = at + minutes(self.dice, 0.2, 3)
        now = self.entering(max(entered or soonest, soonest))
        yield now
        recorded = self.keep(kind, at, by=by, now=now, text=text, **values)
        self.assessment, self.seq = recorded.assessment, recorded.seq
        self.last, self.entered = max(self.last, at), now

    def correct(self, kind: str, at: datetime, text: Phrase) -> Moments:
        """Say that what was recorded last happened at another time."""
        now = self.entering(self.entered + minutes(self.dice, 10, 90))
        yield now
        values = {"text": text.by(self.operator.language)}
        fact = NewFact(kind=kind, at=at, values=values, source=DESK)
        corrected = correct_fact(
            case_id=self.case_id,
            seq=self.seq,
            fact=fact,
            by=self.operator,
            now=now,
            key=self.key(),
        )
        self.assessment, self.entered = corrected.assessment, now

    def withdraw(self, reason: Phrase) -> Moments:
        """Take back what was recorded last."""
        now = self.entering(self.entered + minutes(self.dice, 2, 9))
        yield now
        withdrawn = withdraw_fact(
            case_id=self.case_id,
            seq=self.seq,
            reason=reason.by(self.operator.language),
            by=self.operator,
            now=now,
            key=self.key(),
        )
        self.assessment, self.last, self.entered = withdrawn.assessment, now, now

    def grade(self, scale: str, grade: str, reason: Phrase) -> Moments:
        """Set a level by hand."""
        now = self.entering(self.last + minutes(self.dice, 2, 8))
        yield now
        grading = Grading(
            scale=scale,
            grade=grade,
            at=now,
            reason=reason.by(self.operator.language),
            source=DESK,
        )
        graded = grade_case(
            case_id=self.case_id, grading=grading, by=self.operator, now=now, key=self.key()
        )
        self.assessment, self.last, self.entered = graded.assessment, now, now

    def keep(
        self,
        kind: str,
        at: datetime,
        *,
        by: Person,
        now: datetime,
        text: Phrase | None = None,
        **values: Value | Phrase,
    ) -> Recorded:
        """Record a fact now."""
        by_engineer = by == self.engineer
        phrased = {**values, **({"text": text} if text else {})}
        said = {
            key: value.by(by.language) if isinstance(value, Phrase) else value
            for key, value in phrased.items()
        }
        fact = NewFact(
            kind=kind,
            at=at,
            values=said,
            recorded_at=at + timedelta(seconds=8) if by_engineer else None,
            source=PHONE if by_engineer else DESK,
        )
        despite = self.heed(fact, now=now, otherwise=words.NOT_ASKED)
        told = replace(fact, despite=despite)
        return record_fact(case_id=self.case_id, fact=told, by=by, now=now, key=self.key())

    def heed(self, step: NewFact, *, now: datetime, otherwise: Phrase) -> str:
        """Record what the policy wants before a step; return why it happens if it still waits."""
        tried: set[str] = set()
        for _ in range(MOST):
            lines = would_wait(self.case_id, step, at=now)
            if not lines:
                return ""
            before = max(step.at - timedelta(seconds=1), self.asked_at)
            wanted = wanted_first(self.policy, lines, before, self.operator)
            first = next((fact for fact in wanted if str(fact) not in tried), None)
            if first is None:
                break
            tried.add(str(first))
            told = replace(first, source=DESK)
            if not would_wait(self.case_id, told, at=now):
                record_fact(
                    case_id=self.case_id, fact=told, by=self.operator, now=now, key=self.key()
                )
        return otherwise.by(self.operator.language)

    def send(self, at: datetime, *, text: Phrase | None = None) -> Moments:
        """Give the case to the engineer, who sets off."""
        now = self.entering(at + A_LITTLE)
        yield now
        assign_case(case_id=self.case_id, person_id=self.engineer.pk, by=self.operator, now=now)
        recorded = self.keep("engineer.sent", at, by=self.operator, now=now, text=text)
        self.assessment, self.last, self.entered = recorded.assessment, at, now

    def wait(self, for_whom: str, at: datetime, *, text: Phrase | None = None) -> Moments:
        """Begin to wait for somebody."""
        now = self.entering(at + A_LITTLE)
        yield now
        said = text.by(self.operator.language) if text else ""
        waiting = Waiting(waiting_for=for_whom, at=at, text=said, source=DESK)
        begun = begin_waiting(
            case_id=self.case_id, waiting=waiting, by=self.operator, now=now, key=self.key()
        )
        self.assessment, self.last, self.entered = begun.assessment, at, now

    def wait_no_longer(self, at: datetime) -> Moments:
        """End the waiting."""
        now = self.entering(at + A_LITTLE)
        yield now
        ended = end_waiting(case_id=self.case_id, at=at, by=self.operator, now=now, key=self.key())
        self.assessment, self.last, self.entered = ended.assessment, at, now

    def close(self, at: datetime, text: Phrase) -> Moments:
        """Close the case."""
        now = self.entering(at)
        yield now
        closing = Closing(at=now, text=text.by(self.operator.language), source=DESK)
        step = NewFact(kind="case.closed", at=now)
        despite = self.heed(step, now=now, otherwise=words.NOTHING_LEFT)
        by = self.world.people[MANAGER] if despite else self.operator
        told = replace(closing, despite=despite)
        close_case(case_id=self.case_id, closing=told, by=by, now=now, key=self.key())
        self.last = self.entered = now

    def reopen(self, at: datetime, text: Phrase) -> Moments:
        """Open the case again, because it was not over."""
        now = self.entering(at)
        yield now
        closing = Closing(at=now, text=text.by(self.operator.language), source=DESK)
        again = reopen_case(
            case_id=self.case_id, closing=closing, by=self.operator, now=now, key=self.key()
        )
        self.assessment, self.last, self.entered = again.assessment, now, now

    # --- when ---------------------------------------------------------------------------------

    def entering(self, wanted: datetime) -> datetime:
        """Return when something is entered: never before what was entered last."""
        return max(wanted, self.entered + A_LITTLE)

    def key(self) -> str:
        """Return the key of the next entry."""
        self.told += 1
        return f"demo-{self.dice.getrandbits(64):016x}-{self.told}"

    def owes(self, kind: str) -> bool:
        """Say whether a clock runs that a fact of this kind stops."""
        assert self.assessment is not None
        return bool(stopped_by(self.policy, self.assessment, kind))

    def due(self, kind: str, share: float, otherwise: timedelta) -> datetime:
        """Return when this share of the promised time is used, else a while after the last."""
        assert self.assessment is not None
        found = moment_of(self.policy, self.assessment, kind, share)
        return found or self.last + otherwise


def teller(world: World, piece: PieceMade, dice: Random) -> Teller:
    """Return who tells of a piece: an operator, and an engineer of its office who knows it."""
    able = [one for one in ENGINEERS if piece.model.skill in one.skills]
    near = [one for one in able if one.office == piece.site.spot.office]
    engineer = world.people[dice.choice(near or able).username]
    operator = world.people[dice.choice(HOTLINE).username]
    return Teller(world, piece, operator, engineer, dice)
