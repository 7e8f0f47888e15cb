"""What has to be asked: while a request is logged, and after the work."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Final

from kept.rules.facts.values import Texts
from kept.rules.policy.model import (
    AllOf,
    AnyOf,
    Attribute,
    Condition,
    FactType,
    Not,
    Op,
    Policy,
    Test,
)
from kept.rules.policy.walk import keys_in, looked_up

INTAKE, FINDING = "intake", "finding"


def _ask(when: str, en: str, hans: str, hant: str) -> tuple[str, Texts]:
    return when, {"en": en, "zh-Hans": hans, "zh-Hant": hant}


# Questions for standard attributes of the case that a policy uses without asking for them itself.
# What the site, the contract or the form of a request answers is not among them.
STANDARD: Final[dict[str, tuple[str, Texts]]] = {
    "emergency": _ask(INTAKE, "Is it an emergency?", "是否属于紧急情况？", "是否屬於緊急情況？"),
    "service_down": _ask(INTAKE, "Is the equipment down?", "设备是否已停机？", "設備是否已停機？"),
    "visit_demanded": _ask(
        INTAKE, "Does the customer ask for a visit?", "客户是否要求上门？", "客戶是否要求到場？"
    ),
    "visit_necessary": _ask(FINDING, "Is a visit necessary?", "是否需要上门？", "是否需要到場？"),
    "cause": _ask(FINDING, "What was the cause?", "故障原因是什么？", "故障原因是什麼？"),
    "tender_indicator_missed": _ask(
        FINDING,
        "Does it miss a figure of the tender?",
        "是否未达到标书指标？",
        "是否未達到標書指標？",
    ),
    "use_proper": _ask(
        FINDING, "Was the equipment used properly?", "设备使用是否正常？", "設備使用是否正常？"
    ),
    "environment_normal": _ask(
        FINDING,
        "Were the site conditions within the specification?",
        "使用环境是否符合规定？",
        "使用環境是否符合規定？",
    ),
}


@lru_cache(maxsize=256)
def intake_questions(policy: Policy) -> tuple[Attribute, ...]:
    """Return the attributes to ask for while a request is logged, in the order of the file.

    Only those that a level, a zone, a clock or who leads depends on, also by way of a term.
    """
    return _asked(policy, INTAKE, (*policy.scales.values(), *policy.clocks, *policy.assignments))


@lru_cache(maxsize=1024)
def asked_for(policy: Policy, case_type: str) -> frozenset[str]:
    """Return which attributes a clock, or who leads, depends on for a type of case.

    A level or zone is asked about where such a clock is by it.
    """
    clocks = [rule for rule in policy.clocks if may_hold(rule.when, case_type)]
    leads = (rule for rule in policy.assignments if may_hold(rule.when, case_type))
    cases = [case for rule in leads for case in rule.cases if may_hold(case.when, case_type)]
    return _used(policy, (*clocks, *cases))


def may_hold(condition: Condition, case_type: str) -> bool:
    """Say whether a condition may hold for a type of case, whatever else is known."""
    return _for_type(condition, case_type) is not False


def _for_type(condition: Condition, case_type: str) -> bool | None:
    """Return what the type of a case alone says of a condition; None: nothing."""
    match condition:
        case Test(key="case_type", op=Op.ONE_OF):
            return case_type in condition.against
        case Test(key="case_type", op=Op.NOT_ONE_OF):
            return case_type not in condition.against
        case Not():
            part = _for_type(condition.part, case_type)
            return None if part is None else not part
        case AllOf():
            parts = [_for_type(part, case_type) for part in condition.parts]
            return False if False in parts else None if None in parts else True
        case AnyOf():
            parts = [_for_type(part, case_type) for part in condition.parts]
            return True if True in parts else None if None in parts else False
    return None


@lru_cache(maxsize=256)
def finding_questions(policy: Policy) -> tuple[Attribute, ...]:
    """Return the attributes to ask for after the work (the cause first of all), likewise."""
    everything = (*policy.scales.values(), *policy.rules.values())
    return _asked(policy, FINDING, everything)


def _asked(policy: Policy, when: str, by: Iterable[object]) -> tuple[Attribute, ...]:
    used = _used(policy, by)
    asked = (_with_question(policy.attributes[key]) for key in policy.attributes if key in used)
    return tuple(attribute for attribute in asked if attribute.asked_at == when and attribute.ask)


def _used(policy: Policy, by: Iterable[object]) -> frozenset[str]:
    """Return the attributes that `by` looks at, through the terms, levels and clocks it names."""
    waiting = list(by)
    seen: set[str] = set()
    while waiting:
        for key in keys_in(waiting.pop()):
            if key not in seen:
                seen.add(key)
                named = looked_up(policy, key)
                waiting += [] if named is None else [named]
    return frozenset(seen & policy.attributes.keys())


def _with_question(attribute: Attribute) -> Attribute:
    if attribute.ask or attribute.key not in STANDARD:
        return attribute
    if attribute.type not in (FactType.YES_NO, FactType.ONE_OF):
        return attribute
    when, ask = STANDARD[attribute.key]
    return replace(attribute, ask=ask, asked_at=attribute.asked_at or when)
