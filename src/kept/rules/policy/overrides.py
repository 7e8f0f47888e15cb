"""What a contract changes in a policy: single fields of single rules, each with its source."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kept.rules.policy.errors import PolicyErrors, Problems, TooManyErrors
from kept.rules.policy.forms import RULE_FORMS
from kept.rules.policy.model import Clause, ClauseState, ClockRule, Policy, Rule, TermRule
from kept.rules.policy.nodes import Node, TextNode
from kept.rules.policy.read.clock import read_strength, read_warnings
from kept.rules.policy.read.events import read_calendar
from kept.rules.policy.read.lengths import read_length
from kept.rules.policy.read.limits import read_limit
from kept.rules.policy.read.scope import Names, Scope, Wrong
from kept.rules.policy.text import Unreadable, read_nodes
from kept.rules.policy.walk import walk
from kept.rules.said import Saying, listed, noun

LONGEST_SOURCE: Final = 120
CLOCK_FIELDS: Final = ("limit", "calendar", "strength", "warn")
TERM_FIELDS: Final = ("length",)


@dataclass(frozen=True, slots=True)
class Override:
    """One thing that a contract agrees otherwise.

    `field` is limit, calendar, strength or warn of a clock, or length of a term; `value` is written
    as in a policy file. `source` is the contract's place for people, "contract CW-2023-04 §4".
    """

    rule: str
    field: str
    value: str
    source: str
    reason: str = ""


def with_overrides(policy: Policy, overrides: Sequence[Override]) -> Policy:
    """Return `policy` as a contract changes it; without overrides, `policy` itself.

    An overridden rule cites the contract: its source is a clause made from the override, and the
    paper's own clauses move to `see`. Raises PolicyErrors naming every override that does not fit
    (the line is its number in the list).
    """
    if not overrides:
        return policy
    scope = Scope(Problems("contract"), names_of(policy), policy.zone)
    rules = dict(policy.rules)
    clauses = dict(policy.clauses)
    try:
        for line, override in enumerate(overrides, start=1):
            rule = scope.attempt(TextNode(override.rule, line), _rule_for(override, rules), None)
            if rule is not None:
                rules[override.rule] = rule
                clauses[override.source] = _clause(override, policy)
    except TooManyErrors:
        raise PolicyErrors(scope.problems.found) from None
    scope.problems.raise_any()
    return replace(policy, rules=rules, clauses=clauses)


def names_of(policy: Policy) -> Names:
    """Return what a policy that is read already offers to refer to."""
    return Names(
        clauses=frozenset(policy.clauses),
        readings=frozenset(policy.readings),
        calendars=frozenset(policy.calendars),
        rules={form: policy.ids_of(form) for form in RULE_FORMS},
        scales={key: tuple(g.key for g in scale.grades) for key, scale in policy.scales.items()},
        targets=frozenset(m.id for m in policy.measures if m.target),
        parties=frozenset(policy.parties),
        roles=frozenset(policy.roles),
        channels=frozenset(policy.channels),
        case_types=frozenset(policy.case_types),
        components=frozenset(policy.components),
        prices=frozenset(policy.prices),
        attributes=policy.attributes,
        events=policy.events,
    )


def _clause(override: Override, policy: Policy) -> Clause:
    text = override.reason or f"{override.field}: {override.value}"
    known = policy.clauses.get(override.source)
    return known or Clause(override.source, {"en": text}, ClauseState.RULE)


def _rule_for(override: Override, rules: dict[str, Rule]) -> Callable[[Scope, Node], Rule]:
    def read(scope: Scope, node: Node) -> Rule:
        source = override.source.strip()
        if not source or len(source) > LONGEST_SOURCE:
            raise Wrong(
                node.line,
                Saying(
                    "override-names-place-in-contract",
                    "An override names its place in the contract (source).",
                ),
            )
        rule = rules[scope.known(node, noun("rule"), rules)]
        match rule:
            case ClockRule():
                return _clock(scope, rule, override, node.line)
            case TermRule():
                return _term(scope, rule, override, node.line)
        raise Wrong(
            node.line,
            Saying(
                "contract-cannot-change-rule",
                "A contract cannot change the rule “{rule}”.",
                rule=rule.id,
            ),
        )

    return read


def _clock(scope: Scope, rule: ClockRule, override: Override, line: int) -> ClockRule:
    value = _value(scope, override, line)
    match override.field:
        case "limit":
            changed = replace(rule, limit=read_limit(scope, value))
        case "calendar":
            changed = replace(rule, calendar=read_calendar(scope, value))
        case "strength":
            changed = replace(rule, strength=read_strength(scope, value))
        case "warn":
            changed = replace(rule, warnings=read_warnings(scope, value))
        case _:
            raise Wrong(line, _no_such_field(override, CLOCK_FIELDS))
    source, see = _cited(scope, rule, override)
    return replace(changed, source=source, see=see, assumed=_still_assumed(rule, override))


def _term(scope: Scope, rule: TermRule, override: Override, line: int) -> TermRule:
    if override.field not in TERM_FIELDS:
        raise Wrong(line, _no_such_field(override, TERM_FIELDS))
    length = read_length(scope, _value(scope, override, line))
    source, see = _cited(scope, rule, override)
    assumed = _still_assumed(rule, override)
    return replace(rule, length=length, source=source, see=see, assumed=assumed)


def _no_such_field(override: Override, able: tuple[str, ...]) -> Saying:
    return Saying(
        "contract-cannot-change",
        "A contract cannot change “{field}” of “{rule}”; it can change {able}.",
        field=override.field,
        rule=override.rule,
        able=listed(able),
    )


def _cited(
    scope: Scope, rule: ClockRule | TermRule, override: Override
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the clauses the changed rule cites: the contract as source, the paper under `see`."""
    replaced = rule.limit if isinstance(rule, ClockRule) else rule.length
    paper = (*rule.source, *(c for part in walk(replaced) for c in getattr(part, "source", ())))
    contract = (c for c in rule.source if c not in scope.names.clauses)
    seen = (c for c in paper if c in scope.names.clauses)
    return tuple(dict.fromkeys((*contract, override.source))), tuple(
        dict.fromkeys((*rule.see, *seen))
    )


def _still_assumed(rule: ClockRule | TermRule, override: Override) -> dict[str, str]:
    """What the contract says is no longer assumed."""
    return {part: reading for part, reading in rule.assumed.items() if part != override.field}


def _value(scope: Scope, override: Override, line: int) -> Node:
    """Return the value as a node; a mapping or list is written as in a policy file."""
    value = override.value.strip()
    if value[:1] not in ("{", "["):
        return TextNode(value, line)
    one_line = " ".join(value.split())
    try:
        root = read_nodes("\n" * (line - 1) + f"value: {one_line}", scope.problems)
    except Unreadable:
        raise Wrong(
            line, Saying("value-cannot-be-read", "The value “{value}” cannot be read.", value=value)
        ) from None
    return root.entries[0][1]
