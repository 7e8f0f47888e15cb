"""Who is called in now, since when, and whether somebody has taken it on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from kept.rules.assess.assessment import Reason
from kept.rules.assess.becoming import timeline
from kept.rules.assess.cases import why
from kept.rules.assess.scene import Scene
from kept.rules.assess.unchanging import unchanging
from kept.rules.facts.fact import Fact, in_order
from kept.rules.facts.values import Texts, Truth
from kept.rules.policy.model import EscalationRule, EscalationStep

ACCEPTED, PASSED_ON = "escalation.accepted", "escalation.passed_on"


@unchanging
class PassedOn:
    """One of those who were called in passed it on."""

    at: datetime
    by: str
    to: str
    reason: str
    fact: str


@unchanging
class EscalationLine:
    """A step that holds or may hold; `since` when, `accepted_at` when somebody took it on.

    `to` are those who have to answer now: whom the policy calls in, or to whom it was passed on.
    """

    rule: str
    number: int  # of the step, from 1
    name: Texts  # of the step, else of the rule
    to: tuple[str, ...]
    passed_on: tuple[PassedOn, ...]
    since: datetime
    truth: Truth  # YES or UNKNOWN (possible)
    accepted_at: datetime | None
    accepted_by: str
    raises: Mapping[str, str]
    reason: Reason


def escalations(scene: Scene, rule: EscalationRule) -> tuple[EscalationLine, ...]:
    """Return the steps that hold or may hold now; none: nobody is called in."""
    return tuple(_lines(scene, rule))


def _lines(scene: Scene, rule: EscalationRule) -> Iterator[EscalationLine]:
    for number, step in enumerate(rule.steps, start=1):
        steps = timeline(scene, rule.conditions[number - 1])
        if not steps or steps[-1].answer.truth is Truth.NO:
            continue
        since, answer = steps[-1].at, steps[-1].answer
        answered = _answered(scene, step, since) if answer.truth is Truth.YES else _Answer(step.to)
        taken = answered.accepted
        facts = (*(one.fact for one in answered.passed_on), *((taken.id,) if taken else ()))
        yield EscalationLine(
            rule=rule.id,
            number=number,
            name=step.name or rule.name,
            to=answered.to,
            passed_on=answered.passed_on,
            since=since,
            truth=answer.truth,
            accepted_at=taken.at if taken else None,
            accepted_by=taken.by if taken else "",
            raises=step.raises,
            reason=why(rule, answer, step.source, facts),
        )


@unchanging
class _Answer:
    to: tuple[str, ...]
    passed_on: tuple[PassedOn, ...] = ()
    accepted: Fact | None = None


def _answered(scene: Scene, step: EscalationStep, since: datetime) -> _Answer:
    """Follow who took it on and who passed it on, with a reason, since it was called for.

    A fact that names no role answers for whatever is open.
    """
    told = (f for kind in (ACCEPTED, PASSED_ON) for f in scene.by_kind.get(kind, ()))
    found = _Answer(step.to)
    for fact in sorted((f for f in told if f.at >= since), key=in_order):
        if fact.values.get("role", found.to[0]) not in found.to:
            continue
        if fact.kind == PASSED_ON:
            found = _after_passing_on(found, fact)
        elif found.accepted is None:
            found = replace(found, accepted=fact)
    return found


def _after_passing_on(before: _Answer, fact: Fact) -> _Answer:
    """To whom it was passed on has to answer anew; without a name or a reason it stays."""
    to, reason = str(fact.values.get("to_role", "")), str(fact.values.get("reason", ""))
    if not to or not reason:
        return before
    passed = PassedOn(fact.at, fact.by, to, reason, fact.id)
    role = fact.values.get("role", before.to[0])
    others = tuple(one for one in before.to if one not in (role, to))
    return _Answer((to, *others), (*before.passed_on, passed))
