"""The cases that are open at the moment of making, each at a certain distance from its deadline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta

from kept.config.demo.lives import Phase
from kept.config.demo.stories.asking import answers, asked, fault_told
from kept.config.demo.stories.teller import DESK, Moments, Teller, minutes
from kept.config.demo.words import requests as words
from kept.config.demo.words.fault import Fault, Phrase
from kept.config.demo.world import HOME
from kept.records.cases.about import about, surroundings
from kept.records.cases.asking import LogRequest, NewFact, facts_told
from kept.rules.assess import assess
from kept.rules.facts import Fact, Facts, Value

CLOSE_ENOUGH = timedelta(seconds=20)
TRIES = 8


@dataclass(frozen=True)
class Step:
    """Something that has happened at a share of the time from the request until now."""

    kind: str
    share: float
    values: Mapping[str, Value | Phrase] = field(default_factory=dict)
    text: Phrase | None = None
    entered: float = 0.0  # the share at which it was entered; 0: at once


@dataclass(frozen=True)
class Standing:
    """An open case: under which policy, which clock is how far from its due, what was done.

    Without a clock, `left` is how long ago it was asked (negative).
    """

    policy: str
    clock: str
    left: timedelta
    steps: tuple[Step, ...] = ()
    case_type: str = "fault"
    said: Phrase | None = None  # none: a fault
    severe: bool = False
    visit: bool = False
    unanswered: tuple[str, ...] = ()  # questions that nobody could answer
    told: Mapping[str, Value] = field(default_factory=dict)
    phase: Phase = Phase.COVERED


def hours(number: float) -> timedelta:
    """Return so many hours."""
    return timedelta(hours=number)


def open_case_story(teller: Teller, fault: Fault, standing: Standing) -> Moments:
    """Tell an open case so that its clock stands where it should."""
    teller.last = teller.entered = teller.world.at
    request = _request(teller, fault, standing)
    request = replace(request, requested_at=_requested_at(teller, request, standing))
    span = teller.world.at - request.requested_at
    logged = request.requested_at + min(minutes(teller.dice, 0.7, 4), span / 20)
    yield from teller.log(request, entered=logged)
    for step in standing.steps:
        at = request.requested_at + span * step.share
        entered = request.requested_at + span * step.entered if step.entered else None
        yield from _tell(teller, step, at, entered)


def _request(teller: Teller, fault: Fault, standing: Standing) -> LogRequest:
    said = standing.said or fault_told(fault)
    request = asked(teller, standing.case_type, teller.world.at, said)
    if "telephone" in teller.policy.channels:
        request = replace(request, channel="telephone")
    told = answers(teller, request, severe=standing.severe, visit=standing.visit)
    told = {key: value for key, value in told.items() if key not in standing.unanswered}
    return replace(
        request, answers={**told, **standing.told}, also=tuple(_before(teller, standing))
    )


def _before(teller: Teller, standing: Standing) -> Iterator[NewFact]:
    """Yield what happened before the request: new goods were sent before they stood there."""
    if standing.phase is Phase.NEW:
        on = teller.piece.since - timedelta(days=3)
        yield NewFact(kind="goods.shipped", at=datetime.combine(on, time(16), HOME), source=DESK)


def _tell(teller: Teller, step: Step, at: datetime, entered: datetime | None) -> Moments:
    match step.kind:
        case "engineer.sent":
            yield from teller.send(at, text=step.text)
        case "waiting.began":
            yield from teller.wait(str(step.values["waiting_for"]), at, text=step.text)
        case _:
            yield from teller.fact(step.kind, at, text=step.text, entered=entered, **step.values)


def _requested_at(teller: Teller, request: LogRequest, standing: Standing) -> datetime:
    """Return when the request must have been made so that its clock stands where it should."""
    now = teller.world.at
    if not standing.clock:
        return now + standing.left
    known = about(surroundings(request, at=now))
    guess = now - hours(1)
    for _ in range(TRIES):
        off = _off(teller, replace(request, requested_at=guess), standing, known)
        if off is None or abs(off) < CLOSE_ENOUGH:
            break
        guess = min(guess - off, now - timedelta(minutes=2))
    return guess


def _off(
    teller: Teller, request: LogRequest, standing: Standing, known: Mapping[str, Value]
) -> timedelta | None:
    """Return how much too late the clock's due is; None if it has none."""
    now = teller.world.at
    told = [*facts_told(request, teller.policy), *_planned(request, standing, now)]
    facts = Facts(
        tuple(
            Fact(f"{nth:05d}", fact.kind, fact.at, received_at=fact.at, values=fact.values)
            for nth, fact in enumerate(told, start=1)
        ),
        known,
    )
    for line in assess(teller.policy, facts, now).clocks:
        if line.rule == standing.clock and line.due_at is not None:
            return line.due_at - now - standing.left
    return None


def _planned(request: LogRequest, standing: Standing, now: datetime) -> Iterator[NewFact]:
    span = now - request.requested_at
    for step in standing.steps:
        at = request.requested_at + span * step.share
        said = {key: v for key, v in step.values.items() if not isinstance(v, Phrase)}
        yield NewFact(kind=step.kind, at=at, values=said)


ANSWERED = Step("response.given", 0.1, text=words.ANSWERED[1])
SOON_ANSWERED = Step("response.given", 0.03, text=words.ANSWERED[0])
