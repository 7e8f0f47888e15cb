"""Who does the work, and what the people need."""

from __future__ import annotations

from kept.rules.assess.assessment import Reason
from kept.rules.assess.cases import first, why
from kept.rules.assess.conditions import Answer
from kept.rules.assess.moments import ever
from kept.rules.assess.scene import Scene
from kept.rules.assess.schedules import PERFORMER
from kept.rules.assess.unchanging import unchanging
from kept.rules.facts.fact import Fact
from kept.rules.facts.values import Texts, Truth
from kept.rules.policy.model import AssignmentCase, AssignmentRule, Event


@unchanging
class AssignmentLine:
    """Who does the work. `same_person`: who did the like before; "": nobody did, or no name."""

    rule: str
    name: Texts
    lead: str
    helpers: tuple[str, ...]
    informed: tuple[str, ...]
    may_close: tuple[str, ...]
    needs: tuple[str, ...]
    licence_valid: bool
    of: tuple[str, ...]
    same_as: Event | None
    same_person: str
    truth: Truth  # YES or UNKNOWN (possible)
    reason: Reason


def assignments(scene: Scene, rule: AssignmentRule) -> tuple[AssignmentLine, ...]:
    """Return the first case that holds, after those that may hold; none: no case does."""
    found = first(scene, rule, rule.cases)
    return tuple(_line(scene, rule, case, answer) for case, answer in found)


def _line(
    scene: Scene, rule: AssignmentRule, case: AssignmentCase, answer: Answer
) -> AssignmentLine:
    before = _last(scene, case.same_as)
    facts = (before.id,) if before and not before.case else ()
    return AssignmentLine(
        rule=rule.id,
        name=case.name or rule.name,
        lead=case.lead,
        helpers=case.helpers,
        informed=case.informed,
        may_close=case.may_close,
        needs=case.needs,
        licence_valid=case.licence_valid,
        of=case.of,
        same_as=case.same_as,
        same_person=_who(before) if before else "",
        truth=answer.truth,
        reason=why(rule, answer, (*case.source, *case.see), facts),
    )


def _who(fact: Fact) -> str:
    """Return who did it: whom the fact names, else who told it, as schedules see it."""
    named = fact.values.get(PERFORMER)
    return str(named) if named else fact.by


def _last(scene: Scene, event: Event | None) -> Fact | None:
    """Return the last such fact, of an earlier case as well: the same expert for all checks."""
    found = ever(scene, event) if event is not None else []
    return found[-1] if found else None
