"""Conditions: mappings of which every line must hold."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from kept.rules.policy.forms import ELAPSED, USED
from kept.rules.policy.model import (
    AllOf,
    AnyOf,
    Condition,
    Elapsed,
    Event,
    EventExpr,
    Happened,
    Not,
    Op,
    Test,
    Used,
)
from kept.rules.policy.nodes import MapNode, Node, TextNode, kind_of
from kept.rules.policy.read.comparisons import read_test
from kept.rules.policy.read.domains import domain_of
from kept.rules.policy.read.events import read_calendar, read_event_expr
from kept.rules.policy.read.scope import Fields, Scope, Wrong, one_or_more, parts, word
from kept.rules.said import Saying, listed, noun

_PERCENT = re.compile(r"([1-9][0-9]{0,2})%")
_ELAPSED_OPS = ("more_than", "at_least", "less_than", "at_most")


def read_condition(scope: Scope, node: Node) -> Condition:
    """Return the condition that a `when:` says."""
    return _condition(scope, node, None)


def _condition(scope: Scope, node: Node, at: EventExpr | None) -> Condition:
    if not isinstance(node, MapNode):
        raise Wrong(
            node.line,
            Saying(
                "not-a-condition",
                "Here stands {found} instead of a condition such as {emergency: yes}.",
                found=kind_of(node),
            ),
        )
    instant = node.get("at")
    if instant is not None:
        at = scope.attempt(instant, read_event_expr, Event(""))
    found: list[Condition] = []
    for key, value in node.entries:
        if key.value != "at":
            try:
                found.append(_line(scope, key, value, at))
            except Wrong as wrong:
                scope.problems.add(wrong.line, wrong.saying)
    if not node.entries or (instant is not None and len(node.entries) == 1):
        raise Wrong(
            node.line,
            Saying(
                "at-least-thing-must-hold",
                "Say at least one thing that must hold, or leave the condition out.",
            ),
        )
    return found[0] if len(found) == 1 else AllOf(tuple(found))


def _line(scope: Scope, key: TextNode, value: Node, at: EventExpr | None) -> Condition:
    read = _READERS.get(key.value)
    if read is not None:
        return read(scope, value, at)
    return read_test(scope, domain_of(scope, key.value, key.line), value, at)


def _any(scope: Scope, node: Node, at: EventExpr | None) -> Condition:
    return AnyOf(_several(scope, node, at))


def _all(scope: Scope, node: Node, at: EventExpr | None) -> Condition:
    return AllOf(_several(scope, node, at))


def _not(scope: Scope, node: Node, at: EventExpr | None) -> Condition:
    return Not(_condition(scope, node, at))


def _happened(scope: Scope, node: Node, at: EventExpr | None) -> Condition:
    return Happened(read_event_expr(scope, node), at)


def _happened_ever(scope: Scope, node: Node, at: EventExpr | None) -> Condition:
    return Happened(read_event_expr(scope, node), at, ever=True)


def _several(scope: Scope, node: Node, at: EventExpr | None) -> tuple[Condition, ...]:
    nodes = parts(node, noun("a list of conditions such as [{emergency: yes}, {level.fault: 1}]"))
    return scope.each(nodes, lambda inner, part: _condition(inner, part, at))


def _elapsed(scope: Scope, node: Node, _: EventExpr | None) -> Condition:
    fields = Fields(scope, node, ELAPSED, what=noun("“elapsed”"))
    there = [key for key in _ELAPSED_OPS if key in fields]
    if len(there) != 1:
        raise Wrong(
            node.line,
            Saying(
                "elapsed-needs", "“elapsed” needs one of {listed}.", listed=listed(_ELAPSED_OPS)
            ),
        )
    from kept.rules.policy.read.lengths import read_lasting  # lengths hold conditions

    duration = read_lasting(scope, fields.nodes[there[0]])
    return Elapsed(
        fields.get("from", read_event_expr, Event("")),
        fields.get("until", read_event_expr, None),
        Op(there[0]),
        duration,
        fields.get("calendar", read_calendar, None),
    )


def _used(scope: Scope, node: Node, _: EventExpr | None) -> Condition:
    fields = Fields(scope, node, USED, what=noun("“used”"))
    return Used(fields.get("clock", _clock, ""), fields.get("at_least", _fraction, 1.0))


def _answered(scope: Scope, node: Node, at: EventExpr | None) -> Condition:
    """Each of these facts is known."""
    keys = scope.each(
        one_or_more(node), lambda inner, n: inner.known(n, noun("fact"), _facts(inner))
    )
    if not keys:
        raise Wrong(
            node.line,
            Saying("answered-names-facts", "“answered” names facts, such as [cause, problem]."),
        )
    tests = tuple(Test(key, Op.KNOWN, (True,), at) for key in keys)
    return tests[0] if len(tests) == 1 else AllOf(tests)


def _facts(scope: Scope) -> frozenset[str]:
    return frozenset(scope.names.attributes)


def _clock(scope: Scope, node: Node) -> str:
    return scope.known(node, noun("clock"), scope.names.of_form("clock"))


def _fraction(_: Scope, node: Node) -> float:
    said = word(node, noun("a part of the promised time, such as 75%"))
    percent = _PERCENT.fullmatch(said)
    if percent is None:
        raise Wrong(
            node.line,
            Saying(
                "not-a-part-of-the-time",
                "“{said}” is not a part of the time such as 75%.",
                said=said,
            ),
        )
    return int(percent[1]) / 100


_READERS: Final[dict[str, Callable[[Scope, Node, EventExpr | None], Condition]]] = {
    "any": _any,
    "all": _all,
    "not": _not,
    "happened": _happened,
    "happened_to_equipment": _happened_ever,
    "elapsed": _elapsed,
    "used": _used,
    "answered": _answered,
}
WORDS: Final = (*_READERS, "at")
