"""Whose word sets a level: what somebody says counts if the policy lets them say it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kept.rules.assess.findings import deciders, word_of
from kept.rules.assess.scene import Scene
from kept.rules.facts.fact import Fact, in_order
from kept.rules.policy.model import Policy, Scale

GRADED: Final = "case.graded"
CONTESTED: Final = "grade.contested"
OUR_PARTIES: Final = frozenset(("provider", "office"))


def rank(scale: Scale, grade: str | None) -> int:
    """Return where a grade stands, 0 for the worst; -1 for none of them."""
    order = [each.key for each in scale.grades]
    return order.index(grade) if grade in order else -1


def is_ours(policy: Policy, word: str) -> bool:
    """Say whether a party or role is one of us."""
    return word in OUR_PARTIES or word in policy.roles


def who_decides(policy: Policy, scale: Scale) -> tuple[str, ...]:
    """Return whose word decides a contest of a level.

    Where the policy does not say: whose word sets it, if that is one of the others; else a manager.
    Of graders who set it together, all of them.
    """
    if scale.contest.decided_by:
        return scale.contest.decided_by
    theirs = [word for word in scale.graders if not is_ours(policy, word)]
    return scale.graders if theirs else deciders(scale.contest)


def about(scene: Scene, scale: Scale, kind: str) -> list[Fact]:
    """Return the facts of a kind about a level, in their order."""
    return [f for f in scene.by_kind.get(kind, ()) if f.values.get("level") == scale.id]


def spoken(scene: Scene, scale: Scale, facts: Sequence[Fact], current: str | None) -> Fact | None:
    """Return the last of `facts` whose word counts while `current` is the grade."""
    return next((f for f in reversed(facts) if counts(scene, scale, f, current)), None)


def counts(scene: Scene, scale: Scale, fact: Fact, current: str | None) -> bool:
    """Say whether the grade a fact names is set by it.

    A word of whoever sets the level counts; of several who set it together, once they agree. A
    decision about a contest counts. We may always be stricter with ourselves.
    """
    grade = rank(scale, str(fact.values.get("grade", "")))
    if grade < 0:
        return False
    stricter = rank(scale, current) > grade
    if fact.kind == CONTESTED and scale.contest.asked_counts and stricter:
        return True
    if _is_entitled(scene, scale, fact):
        return True
    return fact.kind == GRADED and stricter and is_ours(scene.policy, word_of(fact))


def _is_entitled(scene: Scene, scale: Scale, fact: Fact) -> bool:
    word = word_of(fact)
    if fact.kind == GRADED and (not word or decides(scene, scale, fact)):
        return True
    if len(scale.graders) > 1:
        return word in scale.graders and agreed(scene, scale, fact)
    return fact.kind == GRADED and (not scale.graders or word in scale.graders)


def decides(scene: Scene, scale: Scale, fact: Fact) -> bool:
    """Say whether a fact is the word of somebody who decides about a contest made before it."""
    before = [f for f in about(scene, scale, CONTESTED) if in_order(f) < in_order(fact)]
    alone = not together(scale) and word_of(fact) in who_decides(scene.policy, scale)
    return alone and bool(before)


def together(scale: Scale) -> bool:
    """Say whether a contest of a level is decided by several who must agree."""
    return len(scale.graders) > 1 and not scale.contest.decided_by


def agreed(scene: Scene, scale: Scale, fact: Fact) -> bool:
    """Say whether with this fact all who set a level together have said the same grade."""
    said: dict[str, object] = {}
    words = (*about(scene, scale, GRADED), *about(scene, scale, CONTESTED))
    for each in sorted(words, key=in_order):
        if in_order(each) <= in_order(fact) and each.values.get("grade"):
            said[word_of(each)] = each.values["grade"]
    return all(said.get(word) == fact.values.get("grade") for word in scale.graders)
