"""What simply holds: what is allowed, refused or needs approval, and whose it is."""

from __future__ import annotations

from typing import Final

from kept.rules.assess.assessment import Reason
from kept.rules.assess.cases import standing, unbeaten, why
from kept.rules.assess.conditions import Answer
from kept.rules.assess.precedence import ranking
from kept.rules.assess.scene import Scene
from kept.rules.assess.unchanging import unchanging
from kept.rules.facts.values import Texts, Truth
from kept.rules.policy.model import Effect, ProvisionCase, ProvisionKind, ProvisionRule

# The stricter wins over the milder; what simply holds stands beside.
_STRICTNESS: Final = {
    Effect.HOLDS: 0,
    Effect.REFUSED: 0,
    Effect.WITH_APPROVAL: 1,
    Effect.ALLOWED: 2,
}


@unchanging
class ProvisionLine:
    """One thing that holds or may hold."""

    rule: str
    kind: ProvisionKind
    effect: Effect
    name: Texts
    items: tuple[str, ...]
    party: str
    truth: Truth  # YES or UNKNOWN (possible)
    reason: Reason


def provisions(scene: Scene, rule: ProvisionRule) -> tuple[ProvisionLine, ...]:
    """Return what a provision says now; none: none of its cases holds."""
    lines = [_line(rule, case, answer) for case, answer in standing(scene, rule, rule.cases)]
    sayings = [line for line in lines if line.effect is not Effect.HOLDS]
    left = unbeaten(sayings, lambda line: (_STRICTNESS[line.effect],))
    return tuple(line for line in lines if line.effect is Effect.HOLDS or line in left)


def ranked(scene: Scene, lines: tuple[ProvisionLine, ...]) -> tuple[ProvisionLine, ...]:
    """Return the lines that no rule of the same kind with a better rank wins over."""
    rank = ranking(scene)
    kinds = {line.kind: [one for one in lines if one.kind is line.kind] for line in lines}
    left = [
        one for same in kinds.values() for one in unbeaten(same, lambda line: (rank(line.rule),))
    ]
    return tuple(line for line in lines if line in left)


def _line(rule: ProvisionRule, case: ProvisionCase, answer: Answer) -> ProvisionLine:
    return ProvisionLine(
        rule=rule.id,
        kind=rule.kind,
        effect=case.effect,
        name=case.name,
        items=case.items,
        party=case.party,
        truth=answer.truth,
        reason=why(rule, answer, (*case.source, *case.see)),
    )
