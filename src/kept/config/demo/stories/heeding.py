"""What a policy wants before a step, so that the demo company keeps its own rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from kept.config.demo.words import requests as words
from kept.records.cases.asking import NewFact
from kept.records.cases.held_back import Holding
from kept.records.cases.vocabulary import NEEDS
from kept.records.people.models import Person
from kept.rules.assess import LadderLine
from kept.rules.assess.ladders import ENDED
from kept.rules.facts import Value
from kept.rules.policy.model import DutyRule, FactType, Policy
from kept.web.hotline.building.awaited import Awaited, awaited_under

MOST = 12  # things that come before one step
CLOSINGS = {"case.closed", "case.reopened"}


def wanted_first(
    policy: Policy, lines: Sequence[Holding], at: datetime, by: Person
) -> Iterator[NewFact]:
    """Yield what would let a step happen at a moment, said by a person."""
    for line in lines:
        for one in _wanted(policy, line):
            if one.kind not in CLOSINGS:
                yield NewFact(kind=one.kind, at=at, values=_values(policy, one, at, by))


def _wanted(policy: Policy, line: Holding) -> list[Awaited]:
    """Return what a line waits for; of a ladder, that the steps before had no success."""
    if isinstance(line, LadderLine):
        return [Awaited(ENDED, {"step": step.key, "result": "failed"}) for step in line.steps]
    return awaited_under(policy, line)


def _values(policy: Policy, one: Awaited, at: datetime, by: Person) -> dict[str, Value]:
    """Return what a fact has to say: what is asked for, else a plain answer."""
    contents = {key for rule in policy.duties if _does(rule, one.kind) for key in rule.contents}
    contents |= set(NEEDS.get(one.kind, ()))
    said = {key: _answer(policy, key, at, by) for key in sorted(contents)}
    known = {
        key: _answer(policy, key, at, by) if value == "" else value
        for key, value in one.values.items()
    }
    return {**said, **known}


def _does(rule: DutyRule, kind: str) -> bool:
    done = getattr(rule.done, "events", (rule.done,))
    return any(getattr(event, "kind", "") == kind for event in done)


def _answer(policy: Policy, key: str, at: datetime, by: Person) -> Value:
    attribute = policy.attributes[key]
    match attribute.type:
        case FactType.YES_NO:
            return True
        case FactType.ONE_OF:
            return attribute.choices[0].key
        case FactType.NUMBER:
            return 1
        case FactType.MOMENT:
            return at
        case FactType.DURATION:
            return "1 day"
        case FactType.TEXT:
            return words.NOTED.by(by.language)
