"""What all rule forms share."""

from __future__ import annotations

from collections.abc import Callable

from kept.rules.policy.forms import Form
from kept.rules.policy.nodes import Node
from kept.rules.policy.quoting import quoted
from kept.rules.policy.read.calendars import read_reading
from kept.rules.policy.read.scope import Scope, pairs

_NEVER_ASSUMED = frozenset(("form", "name", "source", "see", "note", "assumed"))


def read_assumed(form: Form) -> Callable[[Scope, Node], dict[str, str]]:
    """Return a reader of `assumed:`, which names the reading behind parts of a rule."""
    able = tuple(key for key in form.keys if key not in _NEVER_ASSUMED)

    def read(scope: Scope, node: Node) -> dict[str, str]:
        found: dict[str, str] = {}
        for key, value in pairs(node, "parts and readings such as {calendar: R-1}"):
            if key.value not in able:
                meant = scope.meant(key.value, able)
                scope.problems.add(
                    key.line, f"A {form.what} has no part {quoted(key.value)} to assume.{meant}"
                )
            found[key.value] = scope.attempt(value, read_reading, "")
        return found

    return read
