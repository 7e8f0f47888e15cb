"""Which facts a policy waits for in a case: what would stop a clock, open a gate, do a duty."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from kept.records.cases.queries import CaseCard
from kept.records.cases.services.facts import OWN_SERVICE
from kept.rules.assess import DutyLine, DutyState, GateLine, GateState, LadderLine, RemedyState
from kept.rules.assess.amounts import AmountState
from kept.rules.assess.escalations import ACCEPTED, PASSED_ON
from kept.rules.assess.ladders import ENDED, StepState
from kept.rules.assess.schedules import ScheduleState
from kept.rules.facts.values import Truth
from kept.rules.policy.model import (
    AmountRule,
    Condition,
    DutyRule,
    EscalationRule,
    Event,
    EventExpr,
    GateRule,
    Happened,
    LadderRule,
    Op,
    Policy,
    RemedyRule,
    ScheduleRule,
    Test,
    TimeIn,
)
from kept.rules.policy.walk import walk
from kept.web.hotline.forms.attributes import name_of

DESCRIBED, CHOSEN = "request.described", "remedy.chosen"
RECORDABLE = ("case.closed", "case.reopened", "waiting.began", "waiting.ended")


@dataclass(frozen=True)
class Awaited:
    """A kind of fact that would help, and what it has to say."""

    kind: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def url(self, number: str) -> str:
        """Return where it is recorded, with what it has to say filled in."""
        said = {name_of(key): _plain(value) for key, value in self.values.items()}
        query = urlencode({"kind": self.kind, **said})
        return f"{reverse('hotline:fact_new', args=[number])}?{query}"


def _plain(value: Any) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def awaited(line: Any, card: CaseCard) -> list[Awaited]:
    """Return the facts that a line of the assessment waits for; those nobody can record, not."""
    return awaited_under(card.policy, line)


def awaited_under(policy: Policy, line: Any) -> list[Awaited]:
    """Return the facts that a line waits for under a policy, each once."""
    rule = policy.rules.get(getattr(line, "rule", ""))
    found = {(one.kind, str(one.values)): one for one in _of(line, rule, policy)}
    return [one for one in found.values() if recordable(one.kind, policy)]


def recordable(kind: str, policy: Policy) -> bool:
    """Say whether a person records such a fact by itself."""
    return kind in policy.events and (kind not in OWN_SERVICE or kind in RECORDABLE)


def _of(line: Any, rule: object, policy: Policy) -> Iterator[Awaited]:
    match rule:
        case GateRule() if line.state is not GateState.OPEN:
            yield from _missing(line, rule, policy)
        case DutyRule() if line.state is DutyState.OWED:
            yield from _undone(line, rule)
        case LadderRule():
            yield from _step(line, rule)
        case ScheduleRule() if line.state in (ScheduleState.DUE, ScheduleState.MISSED):
            yield _event(rule.done)
        case RemedyRule() | AmountRule():
            yield from _chosen(line, rule)
        case EscalationRule() if line.truth is Truth.YES and line.accepted_at is None:
            yield Awaited(ACCEPTED, {"role": line.to[0]})
            yield Awaited(PASSED_ON, {"role": line.to[0]})


def _chosen(line: Any, rule: RemedyRule | AmountRule) -> Iterator[Awaited]:
    """Yield the choice of a right, the claim of an amount, the decision on a claim."""
    if isinstance(rule, RemedyRule):
        if line.state is RemedyState.OPEN:
            yield _event(rule.choose, {"remedy": rule.id} if rule.choose.kind == CHOSEN else {})
    elif line.state is AmountState.CLAIMABLE and rule.claim:
        yield _event(rule.claim.event)
    elif line.state is AmountState.CLAIMED:
        yield _event(rule.decision)


def _missing(line: GateLine, rule: GateRule, policy: Policy) -> Iterator[Awaited]:
    names = [missing.name for missing in line.missing]
    for need in rule.needs:
        if not names or need.name in names:
            yield from _opening(need.when, policy)


def _opening(condition: Condition, policy: Policy) -> Iterator[Awaited]:
    """Yield what could make a condition hold."""
    for part in walk(condition, into_where=False):
        if isinstance(part, Happened):
            yield from _events(part.event)
        elif isinstance(part, Test):
            prefix, _dot, key = part.key.partition(".")
            duty = policy.rules.get(key) if prefix == "duty" else None
            if isinstance(duty, DutyRule):
                yield from _events(duty.done)
            elif part.key in policy.attributes:
                yield Awaited(DESCRIBED, {part.key: "", **_wanted([part])})


def _undone(line: DutyLine, rule: DutyRule) -> Iterator[Awaited]:
    same = {key: value for key, value in line.values if value is not None}
    unsigned = [one.party for one in line.signatures if one.outcome is None]
    if not rule.signed_by or len(unsigned) == len(line.signatures):
        yield from (_with(one, same) for one in _events(rule.done))
    for party in unsigned:
        yield _event(rule.signature, {**same, "party": party, "signature": "signed"})


def _step(line: LadderLine, rule: LadderRule) -> Iterator[Awaited]:
    """Yield how the step whose turn it is went, what trying it is, and leaving it out."""
    is_tried = any(s.key == line.current and s.state is StepState.TRYING for s in line.steps)
    for step in rule.steps:
        if step.key == line.current:
            if is_tried:
                yield Awaited(ENDED, {"step": step.key})
            yield from (_event(event) for event in step.tried)
            if not is_tried:
                yield Awaited(ENDED, {"step": step.key, "result": "waived"})


def _events(expr: EventExpr) -> Iterator[Awaited]:
    for part in walk(expr, into_where=False):
        if isinstance(part, Event):
            yield _event(part)
        elif isinstance(part, TimeIn):
            yield Awaited(part.kind)


def _event(event: Event, more: Mapping[str, Any] | None = None) -> Awaited:
    return Awaited(event.kind, {**_wanted(event.where), **(more or {})})


def _with(one: Awaited, more: Mapping[str, Any]) -> Awaited:
    return Awaited(one.kind, {**one.values, **more})


def _wanted(tests: Iterable[Test]) -> dict[str, Any]:
    """Return the values that comparisons ask for, where they ask for one."""
    return {
        test.key: test.against[0]
        for test in tests
        if test.op is Op.ONE_OF and len(test.against) == 1
    }


def awaited_kinds(card: CaseCard) -> list[str]:
    """Return the kinds that any rule of a case waits for, what is owed before what may come."""
    assessment = card.assessment
    lines = (
        *assessment.duties,
        *assessment.gates,
        *assessment.escalations,
        *assessment.remedies,
        *assessment.ladders,
        *assessment.schedules,
        *assessment.amounts,
    )
    return list(dict.fromkeys(one.kind for line in lines for one in awaited(line, card)))
