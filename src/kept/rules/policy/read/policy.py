"""From nodes to a policy: first what exists, then what it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from kept.rules.facts import vocabulary as standard
from kept.rules.facts.currencies import DIGITS
from kept.rules.facts.values import Texts
from kept.rules.policy.forms import POLICY, RULE_FORMS, WRITTEN_AS
from kept.rules.policy.model import ANY_CAUSE, Named, Policy, Rule, Scale
from kept.rules.policy.nodes import ListNode, MapNode, Node, TextNode, size
from kept.rules.policy.read.amount import read_amount
from kept.rules.policy.read.assignment import read_assignment
from kept.rules.policy.read.calendars import read_calendar_rule, read_zone
from kept.rules.policy.read.clauses import read_accepted, read_clause, read_reading_entry
from kept.rules.policy.read.clock import read_clock
from kept.rules.policy.read.contests import read_cause
from kept.rules.policy.read.cost import read_cost
from kept.rules.policy.read.counter import read_counter
from kept.rules.policy.read.cover import read_cover
from kept.rules.policy.read.duty import read_duty
from kept.rules.policy.read.escalation import raised, read_escalation
from kept.rules.policy.read.gate import read_gate
from kept.rules.policy.read.ladder import read_ladder
from kept.rules.policy.read.measure import read_measure
from kept.rules.policy.read.precedence import read_precedence
from kept.rules.policy.read.provision import read_provision
from kept.rules.policy.read.remedy import read_remedy
from kept.rules.policy.read.requirements import read_requirement
from kept.rules.policy.read.scales import read_scale
from kept.rules.policy.read.schedule import read_schedule
from kept.rules.policy.read.scope import Fields, Names, Scope, Wrong, pairs, word
from kept.rules.policy.read.term import read_term
from kept.rules.policy.read.vocabulary import (
    ATTRIBUTES,
    EVENTS,
    read_attributes,
    read_events,
    read_named,
    standard_named,
    with_choices,
)
from kept.rules.policy.read.words import NO_TEXTS, check_id, check_key, read_texts, read_word
from kept.rules.policy.read.work_time import read_work_time
from kept.rules.said import Saying, noun

T = TypeVar("T")
MOST_PARTS_OF_A_RULE: Final = 10_000
LANGUAGE: Final = "1"
_FORMS: Final[Mapping[str, Callable[[Scope, TextNode, Node], Rule]]] = {
    "clock": read_clock,
    "term": read_term,
    "cover": read_cover,
    "cost": read_cost,
    "gate": read_gate,
    "remedy": read_remedy,
    "ladder": read_ladder,
    "counter": read_counter,
    "duty": read_duty,
    "measure": read_measure,
    "provision": read_provision,
    "assignment": read_assignment,
    "escalation": read_escalation,
    "precedence": read_precedence,
    "amount": read_amount,
    "schedule": read_schedule,
}


def read_policy(scope: Scope, root: MapNode, sha256: str) -> Policy:
    """Return the policy that `root` holds; mistakes are noted in the scope."""
    fields = Fields(scope, root, POLICY, what=noun("The policy"))
    scope.zone = fields.get("zone", read_zone, "UTC")
    scope.names = _names(root)
    _read_words(fields)
    named = _read_named(fields)
    rules = _section(fields, "rules", _rule)
    return Policy(
        id=fields.get("policy", _id, ""),
        title=fields.get("title", read_texts, NO_TEXTS),
        version=fields.get("version", read_word, ""),
        language_version=fields.get("language", _language, 1),
        zone=scope.zone,
        paper=fields.get("paper", read_word, ""),
        clauses=_section(fields, "clauses", read_clause),
        readings=_section(fields, "readings", read_reading_entry),
        events=scope.names.events,
        attributes=scope.names.attributes,
        parties=named.parties,
        roles=named.roles,
        channels=named.channels,
        case_types=named.case_types,
        components=named.components,
        prices=named.prices,
        calendars=_section(fields, "calendars", read_calendar_rule),
        scales=raised(_scales(fields), rules.values()),
        rules=rules,
        cause=fields.get("cause", read_cause, ANY_CAUSE),
        currency=fields.get("currency", _currency, ""),
        work_time=fields.get("work_time", read_work_time, None),
        sha256=sha256,
        required=_section(fields, "required", read_requirement),
        accepted=fields.get("accepted", read_accepted, ()),
    )


# --- what exists -----------------------------------------------------------------------------


def _names(root: MapNode) -> Names:
    """Return the names a file declares, taken from its keys alone."""
    return Names(
        clauses=_keys(root, "clauses"),
        readings=_keys(root, "readings"),
        calendars=_keys(root, "calendars"),
        rules={form: _rules_of(root, form) for form in _FORMS},
        scales={**_grades(root, "level"), **_grades(root, "zone")},
        given=_given(root),
        steps=_steps(root),
        targets=_targets(root),
        parties=_keys(root, "parties") | standard.PARTIES.keys(),
        roles=_keys(root, "roles") | standard.ROLES.keys(),
        channels=_keys(root, "channels") | standard.CHANNELS.keys(),
        case_types=_keys(root, "case_types") | standard.CASE_TYPES.keys(),
        components=_keys(root, "components") | standard.COMPONENTS.keys(),
        prices=_keys(root, "price_bases") | standard.PRICES.keys(),
    )


def _keys(root: MapNode, section: str) -> frozenset[str]:
    node = root.get(section)
    # A list of entries is told once, and what names them is not blamed for it.
    nodes = node.parts if isinstance(node, ListNode) else (node,)
    return frozenset(
        key.value for one in nodes if isinstance(one, MapNode) for key, _ in one.entries
    )


def _rules_of(root: MapNode, form: str) -> frozenset[str]:
    rules = root.get("rules")
    if not isinstance(rules, MapNode):
        return frozenset()
    return frozenset(
        key.value
        for key, rule in rules.entries
        if isinstance(rule, MapNode) and _is_text(rule.get("form"), form)
    )


def _steps(root: MapNode) -> dict[str, tuple[str, ...]]:
    """Return the steps of each ladder."""
    rules = root.get("rules")
    entries = rules.entries if isinstance(rules, MapNode) else ()
    return {
        key.value: tuple(step.value for step, _ in steps.entries)
        for key, rule in entries
        if isinstance(rule, MapNode) and isinstance(steps := rule.get("steps"), MapNode)
    }


def _is_text(node: Node | None, value: str) -> bool:
    return isinstance(node, TextNode) and node.value == value


def _grades(root: MapNode, kind: str) -> dict[str, tuple[str, ...]]:
    section = root.get(f"{kind}s")
    if not isinstance(section, MapNode):
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for key, scale in section.entries:
        grades = scale.get("grades") if isinstance(scale, MapNode) else None
        keys = (k.value for k, _ in grades.entries) if isinstance(grades, MapNode) else ()
        found[f"{kind}.{key.value}"] = tuple(keys)
    return found


def _targets(root: MapNode) -> frozenset[str]:
    """Return the measures that have a target."""
    rules = root.get("rules")
    entries = rules.entries if isinstance(rules, MapNode) else ()
    return frozenset(
        key.value for key, rule in entries if isinstance(rule, MapNode) and rule.get("target")
    )


def _given(root: MapNode) -> frozenset[str]:
    """Return the levels that an attribute or a matrix gives."""
    levels = root.get("levels")
    entries = levels.entries if isinstance(levels, MapNode) else ()
    return frozenset(
        f"level.{key.value}"
        for key, level in entries
        if isinstance(level, MapNode) and (level.get("from") or level.get("by"))
    )


def _read_words(fields: Fields) -> None:
    """Facts and events come first: everything else compares or waits for them."""
    scope = fields.scope
    scope.names.attributes = fields.get("facts", read_attributes, dict(ATTRIBUTES))
    scope.names.events = fields.get("events", read_events, dict(EVENTS))


@dataclass(frozen=True, slots=True)
class _Named:
    """The named sections of a policy."""

    parties: dict[str, Named]
    roles: dict[str, Named]
    channels: dict[str, Named]
    case_types: dict[str, Named]
    components: dict[str, Named]
    prices: dict[str, Named]


def _read_named(fields: Fields) -> _Named:
    def section(key: str, words: Mapping[str, Texts], what: Saying) -> dict[str, Named]:
        return fields.get(key, lambda s, n: read_named(s, n, words, what), standard_named(words))

    found = _Named(
        section("parties", standard.PARTIES, noun("party")),
        section("roles", standard.ROLES, noun("role")),
        section("channels", standard.CHANNELS, noun("channel")),
        section("case_types", standard.CASE_TYPES, noun("case type")),
        section("components", standard.COMPONENTS, noun("component")),
        section("price_bases", standard.PRICES, noun("price basis")),
    )
    names = fields.scope.names
    attributes = dict(names.attributes)
    for attribute, words in (("channel", found.channels), ("case_type", found.case_types)):
        attributes[attribute] = with_choices(attributes[attribute], words)
    names.attributes = attributes
    return found


# --- what it says ----------------------------------------------------------------------------


def _section(
    fields: Fields, section: str, read: Callable[[Scope, TextNode, Node], T]
) -> dict[str, T]:
    """Return the entries of a section by key, without those that are mistaken (noted)."""
    return fields.get(section, lambda scope, node: _entries(scope, node, section, read), {})


def _entries(
    scope: Scope, node: Node, section: str, read: Callable[[Scope, TextNode, Node], T]
) -> dict[str, T]:
    found: dict[str, T] = {}
    for key, value in pairs(node, noun("the entries of “{section}”, by key", section=section)):
        try:
            found[key.value] = read(scope, key, value)
        except Wrong as wrong:
            scope.problems.add(wrong.line, wrong.saying)
    return found


def _scales(fields: Fields) -> dict[str, Scale]:
    levels = _section(fields, "levels", lambda s, key, node: read_scale(s, "level", key, node))
    zones = _section(fields, "zones", lambda s, key, node: read_scale(s, "zone", key, node))
    return {f"{scale.kind}.{scale.id}": scale for scale in (*levels.values(), *zones.values())}


def _rule(scope: Scope, key: TextNode, node: Node) -> Rule:
    check_key(key, noun("rule"))
    if not isinstance(node, MapNode):
        raise Wrong(
            node.line,
            Saying(
                "rule-not-a-mapping",
                "The rule “{key}” is a mapping with a form and a name.",
                key=key.value,
            ),
        )
    parts = size(node)
    if parts > MOST_PARTS_OF_A_RULE:
        raise Wrong(
            key.line,
            Saying(
                "rule-too-large",
                "The rule “{key}” has {parts} parts; at most {most_parts_of_a_rule} can be worked "
                "out.",
                key=key.value,
                parts=parts,
                most_parts_of_a_rule=MOST_PARTS_OF_A_RULE,
            ),
        )
    form = node.get("form")
    if form is None:
        raise Wrong(
            key.line, Saying("rule-lacks-form", "The rule “{key}” lacks “form”.", key=key.value)
        )
    said = word(form, noun("a form"))
    if said not in _FORMS:
        raise Wrong(form.line, _no_such_form(scope, said))
    return _FORMS[said](scope, key, node)


def _no_such_form(scope: Scope, said: str) -> Saying:
    if said in WRITTEN_AS:
        return Saying(
            "form-written-otherwise",
            "“{said}” is no form of its own; write it as {written}.",
            said=said,
            written=WRITTEN_AS[said],
        )
    told = Saying("no-such-form", "There is no form “{said}”.", said=said)
    return told.then(scope.offered(said, tuple(RULE_FORMS)))


def _id(scope: Scope, node: Node) -> str:
    word(node, noun("the id of the policy"))
    return check_id(node, noun("policy")) if isinstance(node, TextNode) else ""


def _currency(scope: Scope, node: Node) -> str:
    said = word(node, noun("a currency such as EUR"))
    if said not in DIGITS:
        told = Saying(
            "not-a-currency",
            "“{said}” is not the three letters of a currency, such as EUR or CNY.",
            said=said,
        )
        raise Wrong(node.line, told.then(scope.meant(said, tuple(DIGITS))))
    return said


def _language(scope: Scope, node: Node) -> int:
    said = word(node, noun("the version of the language"))
    if said != LANGUAGE:
        raise Wrong(
            node.line,
            Saying(
                "other-language-version",
                "This Kept reads language {language}, not “{said}”.",
                language=LANGUAGE,
                said=said,
            ),
        )
    return int(said)
