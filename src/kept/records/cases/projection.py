"""What is kept of an assessment, as values: the same assessment gives the same rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from kept.records.cases.models import CaseState, FlipKind
from kept.records.cases.owing import owed_since
from kept.records.cases.running import RunningPolicy
from kept.rules.assess import Assessment, ClockLine, ClockState, EscalationLine
from kept.rules.assess.schedules import Period, PeriodState
from kept.rules.facts import Fact, Facts
from kept.rules.facts.values import Truth

REMINDER = "reminder.received"
FOLLOW_UP = "follow_up.made"
PLANNED = {ClockState.RUNNING, ClockState.BROKEN}


@dataclass(frozen=True, slots=True)
class Planned:
    """What time alone will do to a clock: warn (`nth` of its warnings) or break it."""

    at: datetime
    what: FlipKind
    nth: int

    def to_json(self) -> list[Any]:
        """Return it for a JSON column."""
        return [self.at.isoformat(), self.what.value, self.nth]

    @classmethod
    def from_json(cls, stored: list[Any]) -> Planned:
        """Return what `to_json` wrote."""
        at, what, nth = stored
        return cls(datetime.fromisoformat(at), FlipKind(what), nth)


@dataclass(frozen=True, slots=True)
class ClockRow:
    """One clock as its row holds it."""

    key: str
    rule: str
    run: int
    names: Mapping[str, str]
    clauses: tuple[str, ...]
    strength: str
    state: str
    certain: bool
    started_at: datetime | None
    due_at: datetime | None
    target_at: datetime | None
    done_at: datetime | None
    broken_at: datetime | None
    ended_at: datetime | None
    limit: str
    promise_version: int
    plan: tuple[Planned, ...]
    # What follows is not kept: it only tells how the clock turned.
    stop_fact: str | None = field(default=None, compare=False)
    passed: int = field(default=0, compare=False)  # warnings whose time is over already

    @property
    def look_at(self) -> datetime | None:
        """Return the moment of the next planned turn."""
        return self.plan[0].at if self.plan else None


@dataclass(frozen=True, slots=True)
class CaseRow:
    """What the case's own row holds of the assessment."""

    state: str
    closed_at: datetime | None
    closed_by: str | None  # the id of the fact that closed it
    level: str
    next_due_at: datetime | None
    next_clock: str
    reminders: int
    called_in: list[dict[str, Any]]
    reassess_at: datetime | None
    contested_at: datetime | None
    follow_up_due_at: datetime | None
    owed_since: datetime | None
    requested_at: datetime
    channel: str
    case_type: str


@dataclass(frozen=True, slots=True)
class Projection:
    """All that is kept of an assessment."""

    case: CaseRow
    clocks: Mapping[str, ClockRow]


def project(running: RunningPolicy, facts: Facts, assessment: Assessment) -> Projection:
    """Return what the rows of a case must hold after this assessment."""
    closing = _closing(facts)
    request = next(fact for fact in facts.standing if fact.kind == "request.received")
    due_at, clock = _next_due(assessment)
    return Projection(
        CaseRow(
            state=CaseState.CLOSED if closing else CaseState.OPEN,
            closed_at=closing.at if closing else None,
            closed_by=closing.id if closing else None,
            level=_level(running, assessment),
            next_due_at=due_at,
            next_clock=clock,
            reminders=sum(fact.kind == REMINDER for fact in facts.standing),
            called_in=[] if closing else called_in(assessment),
            reassess_at=_reassess_at(running, assessment),
            contested_at=min((line.at for line in assessment.contested), default=None),
            follow_up_due_at=_follow_up_due_at(running, assessment),
            owed_since=owed_since(assessment, request.at),
            requested_at=request.at,
            channel=str(request.values["channel"]),
            case_type=str(request.values["case_type"]),
        ),
        {line.key: _clock(line, assessment.at) for line in assessment.clocks},
    )


def called_in(assessment: Assessment) -> list[dict[str, Any]]:
    """Return who was called in for sure and has not taken it on, for a JSON column."""
    sure = (line for line in assessment.escalations if line.truth is Truth.YES)
    return [_called(line) for line in sure if line.accepted_at is None]


def _called(line: EscalationLine) -> dict[str, Any]:
    return {
        "rule": line.rule,
        "step": line.number,
        "to": list(line.to),
        "since": line.since.astimezone(UTC).isoformat(),
        "names": dict(line.name),
        "clauses": list(line.reason.clauses),
    }


def _closing(facts: Facts) -> Fact | None:
    """Return the fact that closed the case, if nothing opened it again since."""
    # Of two at one instant the one counts that was known later: `standing` is in that order.
    told = [f for f in facts.standing if f.kind in ("case.closed", "case.reopened")]
    return told[-1] if told and told[-1].kind == "case.closed" else None


def _next_due(assessment: Assessment) -> tuple[datetime | None, str]:
    """Return the due that the queue sorts by: what is owed for sure before what may be."""
    owed = [
        (not line.certain, line.due_at, line.key)
        for line in assessment.clocks
        if line.due_at is not None and line.open and line.state in PLANNED
    ]
    _, due_at, key = min(owed, default=(False, None, ""))
    return due_at, key


def _level(running: RunningPolicy, assessment: Assessment) -> str:
    grades = {line.scale: line.value for line in assessment.grades}
    return grades.get(running.level) or ""


def _clock(line: ClockLine, at: datetime) -> ClockRow:
    # A clock that stands still has no due: it moves on until the waiting ends.
    still = line.state is ClockState.PAUSED
    promise = line.promises[-1] if line.promises else None
    return ClockRow(
        key=line.key,
        rule=line.rule,
        run=line.run,
        names=dict(line.name),
        clauses=promise.clauses if promise else line.reason.clauses,
        strength=line.strength.value,
        state=line.state.value,
        certain=line.certain,
        started_at=line.started_at,
        due_at=None if still else line.due_at,
        target_at=None if still else line.target_at,
        done_at=line.done_at,
        broken_at=line.broken_at,
        ended_at=line.ended_at,
        limit=promise.limit if promise else "",
        promise_version=len(line.promises),
        plan=_plan(line, at),
        stop_fact=line.stop_fact,
        passed=sum(moment <= at for moment in line.warn_at),
    )


def _plan(line: ClockLine, at: datetime) -> tuple[Planned, ...]:
    if not line.open or line.state not in PLANNED:
        return ()
    plan = [Planned(moment, FlipKind.WARNED, n) for n, moment in enumerate(line.warn_at, start=1)]
    if line.due_at is not None and line.broken_at is None and line.certain:
        plan.append(Planned(line.due_at, FlipKind.BROKEN, 1))
    return tuple(sorted((p for p in plan if p.at > at), key=lambda p: (p.at, p.nth)))


def _reassess_at(running: RunningPolicy, assessment: Assessment) -> datetime | None:
    """Return when time alone will change more than a clock's own warnings and breach."""
    if running.restless:
        return assessment.look_at
    moments = {grade.changes_at for grade in assessment.grades}
    moments |= {edge for term in assessment.terms for edge in (term.start, term.end)}
    for line in assessment.clocks:
        moments.add(line.started_at)
        if line.open and line.rule in running.watched and line.state is not ClockState.PAUSED:
            moments.add(line.due_at)  # of one that waits it moves on with the time
    for period in _follow_ups(running, assessment):
        moments |= {period.start, period.over_at}
    return min((m for m in moments if m is not None and m > assessment.at), default=None)


def _follow_up_due_at(running: RunningPolicy, assessment: Assessment) -> datetime | None:
    """Return when the customer is to be called by the policy's rhythm: now, else the next time."""
    open_ones = [p for p in _follow_ups(running, assessment) if p.state is not PeriodState.DONE]
    begun = [period.due_at for period in open_ones if period.start <= assessment.at]
    return max(begun, default=None) or min((p.due_at for p in open_ones), default=None)


def _follow_ups(running: RunningPolicy, assessment: Assessment) -> list[Period]:
    """Return the periods of the schedules that want a follow-up call."""
    rules = running.policy.schedules
    wanted = {rule.id for rule in rules if rule.done.kind == FOLLOW_UP}
    sure = (line for line in assessment.schedules if not line.possible and not line.missing)
    return [period for line in sure if line.rule in wanted for period in line.periods]
