"""What can stand on the two sides of a comparison: attributes and references, and their values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kept.rules.facts.values import Scalar
from kept.rules.policy.model import Attribute, FactType
from kept.rules.policy.nodes import Node, TextNode
from kept.rules.policy.read.quantities import (
    NUMBER,
    duration_of,
    moment_of,
    plain,
    read_number,
)
from kept.rules.policy.read.scope import Names, Scope, Wrong, word
from kept.rules.said import Saying, listed, noun

NO_TERM = "none"  # its condition does not hold
TERM_STATES = ("not_started", "active", "ended", NO_TERM)
CALENDAR_STATES = ("open", "closed", "working_day", "day_off")
GATE_STATES = ("open", "closed")
DUTY_STATES = ("not_open", "owed", "done", "lapsed")
CLOCK_STATES = ("not_started", "running", "paused", "met", "broken")
REMEDY_STATES = ("closed", "open", "chosen")
LADDER_ENDS = ("solved", "exhausted")
COVER_STATES = ("in", "out", "silent")
SCHEDULE_STATES = ("on_track", "due", "missed")
TARGET_STATES = ("on_track", "kept", "broken")
COUNTER_STATES = ("reached", "below")
NUMBERS = ("count", "measure", "amount")
UNKNOWN = "unknown"
_LOOKALIKES = {
    "true": "yes",
    "on": "yes",
    "y": "yes",
    "是": "yes",
    "ja": "yes",
    "false": "no",
    "off": "no",
    "n": "no",
    "否": "no",
    "nein": "no",
}


@dataclass(frozen=True, slots=True)
class Domain:
    """The values that a key of a condition can have."""

    key: str
    type: FactType
    allowed: tuple[str, ...] = ()
    lengths: bool = False  # of a number: a duration may stand there too


def domain(scope: Scope, node: Node) -> Domain:
    """Return the domain of a key such as "cause", "term.free" or "level.fault"."""
    return domain_of(scope, word(node, noun("a fact or a rule to look at")), node.line)


def domain_of(scope: Scope, key: str, line: int) -> Domain:
    """Return the domain of `key`; raises Wrong with a suggestion when there is none."""
    attribute = scope.names.attributes.get(key)
    if attribute is not None:
        return of_attribute(attribute)
    prefix, dot, _ = key.partition(".")
    reference = _REFERENCES.get(prefix) if dot else None
    if reference is None:
        among = (*scope.names.attributes, *_all_references(scope.names))
        raise Wrong(
            line,
            Saying("no-such-fact", "There is no fact “{key}”.", key=key).then(
                scope.meant(key, among)
            ),
        )
    known = reference(scope.names)
    if key not in known:
        among = tuple(known)
        raise Wrong(
            line,
            Saying(
                "no-such-line", "There is no {prefix} “{key}”.", prefix=_CALLED[prefix], key=key
            ).then(scope.offered(key, among)),
        )
    kind = FactType.NUMBER if prefix in NUMBERS else FactType.ONE_OF
    return Domain(key, kind, known[key], lengths=prefix == "measure")


def of_attribute(attribute: Attribute) -> Domain:
    """Return the domain of an attribute."""
    return Domain(attribute.key, attribute.type, tuple(c.key for c in attribute.choices))


def read_value(scope: Scope, node: Node, among: Domain) -> Scalar:
    """Return a value typed by its domain; raises Wrong when it cannot be one."""
    match among.type:
        case FactType.YES_NO:
            return _yes_no(node, among)
        case FactType.NUMBER:
            return _number(scope, node, among)
        case FactType.MOMENT:
            return moment_of(plain(node, noun("a date or a moment")), scope.zone, node.line)
        case FactType.DURATION:
            return str(duration_of(plain(node, noun("a duration")), node.line))
        case FactType.ONE_OF:
            return read_choice(scope, node, among)
        case FactType.TEXT:
            return word(node)


def _number(scope: Scope, node: Node, among: Domain) -> Scalar:
    if among.lengths and isinstance(node, TextNode) and not NUMBER.fullmatch(node.value.strip()):
        return str(duration_of(plain(node, noun("a number or a duration")), node.line))
    return read_number(scope, node)


def read_choice(scope: Scope, node: Node, among: Domain) -> str:
    """Return one of the values a domain allows."""
    said = word(node)
    if said not in among.allowed:
        raise Wrong(
            node.line,
            Saying(
                "no-such-value",
                "“{fact}” is never “{said}”; it is {listed}.",
                fact=among.key,
                said=said,
                listed=listed(among.allowed, last="or"),
            ).then(scope.meant(said, among.allowed)),
        )
    return said


def _yes_no(node: Node, among: Domain) -> bool:
    said = word(node)
    if said not in ("yes", "no"):
        meant = _LOOKALIKES.get(said.lower(), said.lower())
        hint = Saying("write-yes-or-no", "Write “{meant}”.", meant=meant)
        raise Wrong(
            node.line,
            Saying(
                "not-yes-no-unknown",
                "“{fact}” is yes, no or unknown, not “{said}”.",
                fact=among.key,
                said=said,
            ).then(hint if meant in ("yes", "no") else None),
        )
    return said == "yes"


def _fixed(
    prefix: str, states: tuple[str, ...], keys: frozenset[str]
) -> dict[str, tuple[str, ...]]:
    return {f"{prefix}.{key}": states for key in sorted(keys)}


def _scales(prefix: str, names: Names) -> dict[str, tuple[str, ...]]:
    return {key: grades for key, grades in names.scales.items() if key.startswith(f"{prefix}.")}


def _ladders(names: Names) -> dict[str, tuple[str, ...]]:
    return {
        f"ladder.{key}": (*names.steps.get(key, ()), *LADDER_ENDS)
        for key in sorted(names.of_form("ladder"))
    }


_REFERENCES: Mapping[str, Callable[[Names], Mapping[str, tuple[str, ...]]]] = {
    "term": lambda names: _fixed("term", TERM_STATES, names.of_form("term")),
    "clock": lambda names: _fixed("clock", CLOCK_STATES, names.of_form("clock")),
    "duty": lambda names: _fixed("duty", DUTY_STATES, names.of_form("duty")),
    "gate": lambda names: _fixed("gate", GATE_STATES, names.of_form("gate")),
    "remedy": lambda names: _fixed("remedy", REMEDY_STATES, names.of_form("remedy")),
    "ladder": _ladders,
    "cover": lambda names: _fixed("cover", COVER_STATES, names.of_form("cover")),
    "counter": lambda names: _fixed("counter", COUNTER_STATES, names.of_form("counter")),
    "count": lambda names: _fixed("count", (), names.of_form("counter")),
    "measure": lambda names: _fixed("measure", (), names.of_form("measure")),
    "target": lambda names: _fixed("target", TARGET_STATES, names.targets),
    "amount": lambda names: _fixed("amount", (), names.of_form("amount")),
    "schedule": lambda names: _fixed("schedule", SCHEDULE_STATES, names.of_form("schedule")),
    "calendar": lambda names: _fixed("calendar", CALENDAR_STATES, names.calendars),
    "level": lambda names: _scales("level", names),
    "zone": lambda names: _scales("zone", names),
}
_CALLED: Mapping[str, Saying] = {
    "term": noun("term"),
    "clock": noun("clock"),
    "duty": noun("duty"),
    "gate": noun("gate"),
    "remedy": noun("remedy"),
    "ladder": noun("ladder"),
    "cover": noun("cover"),
    "counter": noun("counter"),
    "count": noun("count"),
    "measure": noun("measure"),
    "target": noun("target"),
    "amount": noun("amount"),
    "schedule": noun("schedule"),
    "calendar": noun("calendar"),
    "level": noun("level"),
    "zone": noun("zone"),
}
RESERVED_PREFIXES = tuple(_REFERENCES)


def _all_references(names: Names) -> tuple[str, ...]:
    return tuple(key for known in _REFERENCES.values() for key in known(names))
