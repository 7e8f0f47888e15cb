"""What a policy requires before it can be published, and what of that is missing.

Price lists and files belong to apps above this one. Each of them says in its `ready` how what lies
there is looked up; whoever publishes asks all of them, in the transaction that publishes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from kept.rules.policy import PolicyErrors, load
from kept.rules.policy.check.words import missing_in
from kept.rules.policy.model import Requirement, RequirementKind

# By the policy's code, what is required, and the day from which the policy holds.
LookedUp: TypeAlias = Callable[[str, Requirement, date], bool]
_BESIDE: Final[dict[RequirementKind, LookedUp]] = {}


@dataclass(frozen=True)
class Required:
    """Something that a policy requires, and whether it is there."""

    requirement: Requirement
    is_there: bool


def looked_up(kind: RequirementKind, by: LookedUp) -> None:
    """Say how it is found out whether something that lies beside the file is there."""
    _BESIDE[kind] = by


def required(*, code: str, text: str, on: date) -> tuple[Required, ...]:
    """Return what a text requires, in its order; nothing while it cannot be read."""
    try:
        policy = load(text, file=code)
    except PolicyErrors:
        return ()
    missing = {one.id for one in missing_in(policy)}
    return tuple(
        Required(one, one.id not in missing and _is_beside(code, one, on))
        for one in policy.required.values()
    )


def _is_beside(code: str, requirement: Requirement, on: date) -> bool:
    if requirement.kind in (RequirementKind.TEXT, RequirementKind.RULES):
        return True
    return _BESIDE[requirement.kind](code, requirement, on)
