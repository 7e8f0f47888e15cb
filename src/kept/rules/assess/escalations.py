"""Who is called in now, since when, and whether somebody has taken it on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from kept.rules.assess.assessment import Reason
from kept.rules.assess.becoming import timeline
from kept.rules.assess.cases import why
from kept.rules.assess.scene import Scene
from kept.rules.assess.unchanging import unchanging
from kept.rules.facts.fact import Fact
from kept.rules.facts.values import Texts, Truth
from kept.rules.policy.model import EscalationRule, EscalationStep

ACCEPTED = "escalation.accepted"


@unchanging
class EscalationLine:
    """A step that holds or may hold; `since` when, `accepted_at` when somebody took it on."""

    rule: str
    number: int  # of the step, from 1
    name: Texts  # of the step, else of the rule
    to: tuple[str, ...]
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
        taken = _accepted(scene, step, since) if answer.truth is Truth.YES else None
        facts = (taken.id,) if taken else ()
        yield EscalationLine(
            rule=rule.id,
            number=number,
            name=step.name or rule.name,
            to=step.to,
            since=since,
            truth=answer.truth,
            accepted_at=taken.at if taken else None,
            accepted_by=taken.by if taken else "",
            raises=step.raises,
            reason=why(rule, answer, step.source, facts),
        )


def _accepted(scene: Scene, step: EscalationStep, since: datetime) -> Fact | None:
    """A fact that names no role takes on whatever is open."""
    found = (f for f in scene.by_kind.get(ACCEPTED, ()) if f.at >= since)
    return next((f for f in found if f.values.get("role", step.to[0]) in step.to), None)
