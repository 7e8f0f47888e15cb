"""The clock: a promise of time between two events."""

from __future__ import annotations

import re
from collections.abc import Callable

from kept.rules.hours import Duration, Unit
from kept.rules.policy.forms import CLOCK, PAUSE
from kept.rules.policy.model import (
    ALWAYS,
    ClockRule,
    Event,
    Pause,
    Repeat,
    Strength,
    Warn,
)
from kept.rules.policy.nodes import ListNode, Node, TextNode, kind_of
from kept.rules.policy.read.conditions import read_condition
from kept.rules.policy.read.events import NO_EVENT, read_calendar, read_event, read_event_expr
from kept.rules.policy.read.limits import NO_TABLE, read_limit
from kept.rules.policy.read.quantities import duration_of, plain
from kept.rules.policy.read.rule import read_assumed
from kept.rules.policy.read.scope import Fields, Scope, Wrong
from kept.rules.policy.read.words import NO_TEXTS, read_option, read_source, read_texts
from kept.rules.said import Saying, noun

PROVIDER = "provider"
DEFAULT_WARNINGS = (Warn(fraction=0.75), Warn(offset=Duration(15, Unit.MINUTE)))
_PERCENT = re.compile(r"([1-9][0-9]?)%")
_STRENGTHS = tuple(s.value for s in Strength)
REPEATS = {"once": Repeat.ONCE, "each start": Repeat.EACH_START, "after stop": Repeat.AFTER_STOP}


def read_clock(scope: Scope, key: TextNode, node: Node) -> ClockRule:
    """Return a clock rule."""
    fields = Fields(scope, node, CLOCK, what=noun("The clock “{key}”", key=key.value))
    repeat = fields.get("repeat", _repeat, Repeat.ONCE)
    _check_until(fields, repeat)
    return ClockRule(
        id=key.value,
        name=fields.get("name", read_texts, NO_TEXTS),
        source=fields.get("source", read_source, ()),
        actor=fields.get("actor", read_party, PROVIDER),
        when=fields.get("when", read_condition, ALWAYS),
        start=fields.get("start", read_event_expr, NO_EVENT),
        stop=fields.get("stop", read_event_expr, NO_EVENT),
        limit=fields.get("limit", read_limit, NO_TABLE),
        calendar=fields.get("calendar", read_calendar, ""),
        strength=fields.get("strength", read_strength, Strength.GUARANTEE),
        pauses=fields.each("pauses", _pause),
        warnings=fields.get("warn", read_warnings, DEFAULT_WARNINGS),
        assumed=fields.get("assumed", read_assumed(CLOCK), {}),
        repeat=repeat,
        repeat_until=fields.get("until", read_event_expr, None),
        waived_by=fields.get("waived_by", read_event_expr, None),
        lead_before=fields.get("before", read_event_expr, None),
        not_before=fields.get("not_before", _clock(key.value), ""),
        see=fields.get("see", read_source, ()),
        note=fields.get("note", read_texts, NO_TEXTS),
        place=scope.place(key),
    )


def _check_until(fields: Fields, repeat: Repeat) -> None:
    line = fields.node.line
    if repeat is Repeat.AFTER_STOP and "until" not in fields:
        fields.scope.problems.add(
            line,
            Saying(
                "clock-repeats-after-stop-needs",
                "A clock that repeats after each stop needs “until”.",
            ),
        )
    if repeat is Repeat.ONCE and "until" in fields:
        line = fields.lines["until"]
        fields.scope.problems.add(
            line,
            Saying(
                "until-belongs-to-clock-with",
                "“until” belongs to a clock with “repeat: after stop”.",
            ),
        )


def _clock(own: str) -> Callable[[Scope, Node], str]:
    def read(scope: Scope, node: Node) -> str:
        return scope.known(node, noun("clock"), sorted(scope.names.of_form("clock") - {own}))

    return read


def read_party(scope: Scope, node: Node) -> str:
    """Return the key of a party."""
    return scope.known(node, noun("party"), scope.names.parties)


def read_strength(scope: Scope, node: Node) -> Strength:
    """Return what a missed promise means."""
    return Strength(read_option(scope, node, noun("strength"), _STRENGTHS))


def _repeat(scope: Scope, node: Node) -> Repeat:
    return REPEATS[read_option(scope, node, noun("way to repeat"), tuple(REPEATS))]


def _pause(scope: Scope, node: Node) -> Pause:
    fields = Fields(scope, node, PAUSE)
    return Pause(
        fields.get("from", read_event, Event("")),
        fields.get("until", read_event, Event("")),
        fields.get("when", read_condition, ALWAYS),
        fields.get("name", read_texts, NO_TEXTS),
        fields.get("source", read_source, ()),
    )


def read_warnings(scope: Scope, node: Node) -> tuple[Warn, ...]:
    """Return the warnings of a list such as [75%, -15 min, +1 h]; an empty list means none."""
    if not isinstance(node, ListNode):
        raise Wrong(
            node.line,
            Saying(
                "not-a-list-of-warnings",
                "Here stands {found} instead of a list such as [75%, -15 min].",
                found=kind_of(node),
            ),
        )
    return scope.each(node.parts, _warn)


def _warn(_: Scope, node: Node) -> Warn:
    said = plain(node, noun("a warning"))
    percent = _PERCENT.fullmatch(said)
    if percent:
        return Warn(fraction=int(percent[1]) / 100)
    if said[:1] not in ("-", "+"):
        raise Wrong(
            node.line,
            Saying(
                "not-a-warning",
                "“{said}” is not a warning; write 75% (of the time), -15 min (before the due) or "
                "+1 h (after it).",
                said=said,
            ),
        )
    offset = duration_of(said[1:].strip(), node.line)
    return Warn(offset=offset, before=said.startswith("-"))
