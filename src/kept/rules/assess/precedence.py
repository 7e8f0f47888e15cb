"""Which source comes first, which rule is tried first, and which version of the policy counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from kept.rules.assess.assessment import Reason
from kept.rules.assess.cases import why
from kept.rules.assess.conditions import holds
from kept.rules.assess.moments import moment
from kept.rules.assess.scene import Scene
from kept.rules.assess.unchanging import unchanging
from kept.rules.facts.values import Texts, Truth
from kept.rules.policy.model import PrecedenceRule


@unchanging
class PrecedenceLine:
    """An order of sources or rules; `version_at` is the moment that decides the version."""

    rule: str
    name: Texts
    ranks: tuple[Texts, ...]
    rules: tuple[str, ...]
    version_at: datetime | None
    truth: Truth  # YES or UNKNOWN (possible)
    reason: Reason


def precedences(scene: Scene, rule: PrecedenceRule) -> tuple[PrecedenceLine, ...]:
    """Return the order that a rule gives; none: it does not apply."""
    answer = holds(scene, rule.when, scene.now)
    if answer.truth is Truth.NO:
        return ()
    decides = moment(scene, rule.version_by) if rule.version_by is not None else None
    line = PrecedenceLine(
        rule=rule.id,
        name=rule.name,
        ranks=rule.ranks,
        rules=rule.rules,
        version_at=decides.at if decides else None,
        truth=answer.truth,
        reason=why(rule, answer, (), decides.facts if decides else ()),
    )
    return (line,)


def ranking(scene: Scene) -> Callable[[str], int]:
    """Return the rank of a rule by its id: those that a precedence names first, then the rest."""
    if not scene.policy.precedences:
        return _all_alike
    order = scene.worked_out("precedence", lambda: _order(scene)) or {}
    return lambda rule: order.get(rule, len(order))


def _all_alike(_: str) -> int:
    return 0


def _order(scene: Scene) -> dict[str, int]:
    when = scene.now
    named = [
        key
        for rule in scene.policy.precedences
        if rule.rules and holds(scene, rule.when, when).truth is Truth.YES
        for key in rule.rules
    ]
    return {key: at for at, key in enumerate(dict.fromkeys(named))}
