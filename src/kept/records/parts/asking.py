"""What a policy wants to know before a spare's promise runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from kept.records.cases.vocabulary import JUDGED
from kept.rules.policy.model import Attribute, ClockRule, FactType, Policy, Test, alternatives

NEEDED = "spare.needed"


def questions(policy: Policy) -> list[Attribute]:
    """Return the yes-or-no questions on which it hangs whether a promise starts with the need.

    What takes somebody's judgement, with a reason, is asked elsewhere.
    """
    asked = [key for rule in policy.clocks if _starts(rule) for key in _keys(rule.when)]
    known = (policy.attributes.get(key) for key in dict.fromkeys(asked))
    plain = (one for one in known if one is not None and one.type is FactType.YES_NO)
    return [one for one in plain if one.key not in JUDGED]


def _starts(rule: ClockRule) -> bool:
    return any(event.kind == NEEDED for event in alternatives(rule.start))


def _keys(part: Any) -> Iterator[str]:
    """Yield what a condition asks about."""
    if isinstance(part, Test):
        yield part.key
    elif isinstance(part, tuple):
        for inner in part:
            yield from _keys(inner)
    elif is_dataclass(part):
        for field in fields(part):
            yield from _keys(getattr(part, field.name))
