"""What is asked about each kind of fact: what it needs, and what the rules look at in it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Final

from kept.records.cases.services.waiting import on_their_side
from kept.records.cases.vocabulary import NEEDS, is_known_elsewhere
from kept.rules.assess.costs import components
from kept.rules.assess.ladders import ENDED
from kept.rules.assess.moments import kinds_in
from kept.rules.facts.values import Texts
from kept.rules.policy import finding_questions, intake_questions
from kept.rules.policy.model import (
    Attribute,
    Choice,
    CounterRule,
    DutyRule,
    Event,
    FactType,
    LadderRule,
    MeasureRule,
    Named,
    Policy,
    RemedyRule,
    ScheduleRule,
    Test,
    TimeIn,
)
from kept.rules.policy.walk import walk
from kept.web.hotline.forms.attributes import name_of

CAUSE, DESCRIBED, RECEIVED = "cause.found", "request.described", "request.received"
CHOSEN, READ = "remedy.chosen", "reading.taken"
# What rules seldom narrow by, and people want to say nevertheless.
USUAL: Final = {
    "remote.attempted": ("result",),
    "step.ended": ("step", "result"),
    CAUSE: ("cause", "finding"),
    "fault.confirmed_gone": ("confirmed_by", "channel"),
    "waiting.began": ("waiting_for",),
    "stop.began": ("stopped_by",),
    "visit.agreed": ("agreed_at",),
    "repair.closed": ("result",),
    "work.reported": ("result", "performer"),
    "approval.given": ("party", "role"),
    "approval.refused": ("party", "role"),
    "escalation.accepted": ("role",),
    "escalation.passed_on": ("role", "to_role"),
    "document.handed_over": ("document",),
    "record.filed": ("document",),
    "claim.made": ("claim", "amount"),
    "claim.decided": ("claim", "amount"),
    CHOSEN: ("remedy", "option"),
    "goodwill.granted": ("component", "per_cent"),
}
TEXTS: Final = ("text", "reason")


@lru_cache(maxsize=1024)
def asked_of(policy: Policy, kind: str) -> tuple[Attribute, ...]:
    """Return what to ask about a kind of fact: what is needed, and what rules look at in it."""
    keys = [*NEEDS.get(kind, ()), *USUAL.get(kind, ()), *_looked_at(policy, kind)]
    keys += [attribute.key for attribute in _questions(policy, kind)]
    return tuple(
        policy.attributes[key]
        for key in dict.fromkeys(keys)
        if key in policy.attributes and key not in TEXTS and _may_be_said(policy, kind, key)
    )


def _may_be_said(policy: Policy, kind: str, key: str) -> bool:
    """Say whether a fact may say it: what the archive knows, no fact does; its names, lists do."""
    if is_known_elsewhere(policy, key):
        return False
    lists = {"remedy": bool(policy.remedies), "option": bool(policy.remedies)}
    return kind != CHOSEN or lists.get(key, True)


def attributes_in(policy: Policy, names: Collection[str]) -> Iterator[Attribute]:
    """Yield the attributes that fields of these names stand for, if a fact may say them."""
    for key, attribute in policy.attributes.items():
        if name_of(key) in names and key not in TEXTS and not is_known_elsewhere(policy, key):
            yield attribute


def needs_reason(policy: Policy, kind: str) -> bool:
    """Say whether a fact of this kind gives a reason, or a rule looks at it."""
    return "reason" in NEEDS.get(kind, ()) or "reason" in _looked_at(policy, kind)


@lru_cache(maxsize=1024)
def _looked_at(policy: Policy, kind: str) -> tuple[str, ...]:
    keys: list[str] = []
    for rule in policy.rules.values():
        keys += _by_form(rule, kind)
    for part in walk(tuple(policy.rules.values())):
        if isinstance(part, Event) and part.kind == kind:
            keys += [test.key for test in part.where]
        elif isinstance(part, TimeIn) and part.kind == kind:
            keys.append(part.field)
    return tuple(dict.fromkeys(keys))


def _by_form(rule: object, kind: str) -> Iterator[str]:
    """Yield what a rule reads in a fact beside what narrows its events."""
    match rule:
        case DutyRule():
            yield from _of_duty(rule, kind)
        case CounterRule() if kind in {event.kind for event in rule.counts}:
            yield from rule.per
        case RemedyRule() if kind == rule.choose.kind and len(rule.options) > 1:
            yield "option"
        case LadderRule() if _is_of(rule, kind):
            yield from ("result", "reason")
        case MeasureRule() if kind == READ and rule.reading:
            yield rule.reading
        case ScheduleRule() if kind == rule.done.kind and rule.same:
            yield rule.same


def _is_of(rule: LadderRule, kind: str) -> bool:
    return kind == ENDED or any(e.kind == kind for step in rule.steps for e in step.tried)


def _of_duty(rule: DutyRule, kind: str) -> Iterator[str]:
    if kind in kinds_in(rule.done):
        yield from (*rule.same, *rule.contents)
    if rule.opens is not None and kind in kinds_in(rule.opens):
        yield from rule.same
    if rule.signed_by and kind == rule.signature.kind:
        yield from ("party", "signature", *rule.same)


def _questions(policy: Policy, kind: str) -> tuple[Attribute, ...]:
    if kind == CAUSE:
        return finding_questions(policy)
    return intake_questions(policy) if kind in (DESCRIBED, RECEIVED) else ()


def offered(attribute: Attribute, policy: Policy) -> Attribute:
    """Return the attribute with the answers that can count under a policy."""
    costs = {key: policy.components[key] for key in components(policy)}
    lists = {"channel": policy.channels, "case_type": policy.case_types, "component": costs}
    if attribute.key in lists:
        choices = _named(lists[attribute.key].values())
        return replace(attribute, type=FactType.ONE_OF, choices=choices)
    if attribute.key == "waiting_for":  # our own waiting stops nothing
        theirs = tuple(c for c in attribute.choices if on_their_side(policy, c.key))
        return replace(attribute, choices=theirs)
    choices = _choices(attribute.key, policy) if attribute.type is FactType.TEXT else ()
    return replace(attribute, type=FactType.ONE_OF, choices=choices) if choices else attribute


def _choices(key: str, policy: Policy) -> tuple[Choice, ...]:
    """Return the answers of a text that names something of the policy."""
    match key:
        case "party":
            return _named(policy.parties.values())
        case "role" | "to_role":
            return _named(policy.roles.values())
        case "step":
            steps = (step for rule in policy.ladders for step in rule.steps)
            return tuple(Choice(key, name) for key, name in {s.key: s.name for s in steps}.items())
        case "remedy":
            return tuple(Choice(rule.id, rule.name) for rule in policy.remedies)
        case "option":
            options = (option for rule in policy.remedies for option in rule.options)
            named: dict[str, Texts] = {option.key: option.name for option in options}
            return tuple(Choice(each, name) for each, name in named.items())
    return ()


def _named(named: object) -> tuple[Choice, ...]:
    assert hasattr(named, "__iter__")
    return tuple(Choice(one.key, one.name) for one in named if isinstance(one, Named))


@lru_cache(maxsize=1024)
def usual_words(policy: Policy, key: str) -> tuple[str, ...]:
    """Return the words that the policy's rules compare a text with: what is worth typing."""
    found: dict[str, None] = {}
    for part in walk(tuple(policy.rules.values())):
        if isinstance(part, Test) and part.key == key:
            found.update(dict.fromkeys(str(word) for word in part.against))
    return tuple(found)
