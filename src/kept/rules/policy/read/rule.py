"""What all rule forms share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypedDict, TypeVar

from kept.rules.facts.values import Texts
from kept.rules.policy.forms import Form
from kept.rules.policy.model import ALWAYS, Condition, Place
from kept.rules.policy.nodes import ListNode, Node, TextNode
from kept.rules.policy.read.calendars import read_reading
from kept.rules.policy.read.conditions import read_condition
from kept.rules.policy.read.scope import Fields, Scope, pairs
from kept.rules.policy.read.words import NO_TEXTS, read_source, read_texts
from kept.rules.said import Saying, noun

T = TypeVar("T")
_NEVER_ASSUMED = frozenset(("form", "name", "source", "see", "note", "assumed"))


class Head(TypedDict):
    """The fields of a RuleHead."""

    id: str
    name: Texts
    when: Condition
    source: tuple[str, ...]
    assumed: dict[str, str]
    see: tuple[str, ...]
    note: Texts
    place: Place


def read_head(fields: Fields, key: TextNode) -> Head:
    """Return what all rules say, for the rule whose id is `key`."""
    return {
        "id": key.value,
        "name": fields.get("name", read_texts, NO_TEXTS),
        "when": fields.get("when", read_condition, ALWAYS),
        "source": fields.get("source", read_source, ()),
        "assumed": fields.get("assumed", read_assumed(fields.form), {}),
        "see": fields.get("see", read_source, ()),
        "note": fields.get("note", read_texts, NO_TEXTS),
        "place": fields.scope.place(key),
    }


def read_cases(fields: Fields, read: Callable[[Scope, Node], T]) -> tuple[T, ...]:
    """Return the cases of a rule, at least one."""
    cases = fields.each("cases", read)
    node = fields.nodes.get("cases")
    if isinstance(node, ListNode) and not node.parts:
        line = fields.lines["cases"]
        fields.scope.problems.add(
            line,
            Saying("no-cases", "The {what} has no case; it does nothing.", what=fields.form.what),
        )
    return cases


def read_assumed(form: Form) -> Callable[[Scope, Node], dict[str, str]]:
    """Return a reader of `assumed:`, which names the reading behind parts of a rule."""
    able = tuple(key for key in form.keys if key not in _NEVER_ASSUMED)

    def read(scope: Scope, node: Node) -> dict[str, str]:
        found: dict[str, str] = {}
        for key, value in pairs(node, noun("parts and readings such as {calendar: R-1}")):
            if key.value not in able:
                meant = scope.meant(key.value, able)
                scope.problems.add(
                    key.line,
                    Saying(
                        "no-such-part",
                        "A {what} has no part “{key}” to assume.",
                        what=form.what,
                        key=key.value,
                    ).then(meant),
                )
            found[key.value] = scope.attempt(value, read_reading, "")
        return found

    return read
