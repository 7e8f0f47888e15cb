"""The measure: time between facts, a meter's reading, or a number."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from kept.rules.policy.forms import DEEMED, EXCLUSION, INTERVAL, MEASURE, TARGET, WINDOW
from kept.rules.policy.model import (
    ALWAYS,
    Constant,
    Deemed,
    Event,
    Exclusion,
    FactType,
    Gives,
    Interval,
    MeasureRule,
    Number,
    Target,
    Window,
)
from kept.rules.policy.nodes import MapNode, Node, TextNode
from kept.rules.policy.read.conditions import read_condition
from kept.rules.policy.read.counter import read_attributes_of
from kept.rules.policy.read.events import NO_EVENT, read_calendar, read_event, read_event_expr
from kept.rules.policy.read.lengths import read_lasting
from kept.rules.policy.read.numbers import BOUNDS, NOTHING, read_number_of
from kept.rules.policy.read.quantities import read_decimal, read_duration
from kept.rules.policy.read.rule import read_head
from kept.rules.policy.read.scope import Fields, Scope, Wrong, one_or_more, word
from kept.rules.policy.read.words import read_option, read_source
from kept.rules.said import Saying, listed, noun

PERIODS: Final = ("month", "quarter", "year")
UNIT_SECONDS: Final = {"minute": 60, "hour": 3600, "day": 86_400}
UNITS: Final = tuple(UNIT_SECONDS)
GIVES: Final = tuple(g.value for g in Gives)
KINDS: Final = ("intervals", "reading", "value")
# What belongs to one kind of measure only.
_BELONGS: Final = {
    "exclude": "intervals",
    "calendar": "intervals",
    "gives": "intervals",
    "without": "reading",
}


def read_measure(scope: Scope, key: TextNode, node: Node) -> MeasureRule:
    """Return a measure."""
    fields = Fields(scope, node, MEASURE, what=noun("The measure “{key}”", key=key.value))
    kind = _kind(fields)
    gives = Gives(fields.get("gives", _gives, Gives.TOTAL.value))
    unit = fields.get("unit", _unit, "minute" if kind == "intervals" else "")
    if gives is Gives.UPTIME and "window" not in fields:
        scope.problems.add(
            node.line,
            Saying(
                "gives-uptime-needs-window-window",
                "“gives: uptime” needs a window, such as “window: month”.",
            ),
        )
    return MeasureRule(
        **read_head(fields, key),
        intervals=fields.get("intervals", _intervals, ()),
        exclude=fields.each("exclude", _exclusion),
        window=fields.get("window", read_window, None),
        calendar=fields.get("calendar", read_calendar, None),
        unit="" if gives in (Gives.UPTIME, Gives.COUNT) else unit,
        gives=gives,
        reading=fields.get("reading", _reading, ""),
        deemed=fields.get("without", _deemed, None),
        value=fields.get("value", read_number_of, NOTHING) if kind == "value" else None,
        target=fields.get("target", lambda inner, part: _target(inner, part, unit), None),
    )


def _kind(fields: Fields) -> str:
    there = [key for key in KINDS if key in fields]
    if len(there) != 1:
        line = fields.node.line
        raise Wrong(
            line,
            Saying(
                "measure-of-one-kind",
                "A measure has exactly one of {listed}.",
                listed=listed(KINDS),
            ),
        )
    if there[0] == "value" and "window" in fields:
        told = Saying(
            "window-belongs-elsewhere",
            "“window” belongs to a measure with “intervals” or “reading”.",
        )
        fields.scope.problems.add(fields.lines["window"], told)
    for key, kind in _BELONGS.items():
        if key in fields and kind != there[0]:
            told = Saying(
                "belongs-to-measure",
                "“{key}” belongs to a measure with “{kind}”.",
                key=key,
                kind=kind,
            )
            fields.scope.problems.add(fields.lines[key], told)
    return there[0]


def _intervals(scope: Scope, node: Node) -> tuple[Interval, ...]:
    return scope.each(one_or_more(node), read_interval)


def read_interval(scope: Scope, node: Node) -> Interval:
    """Return the time between two facts."""
    return interval_of(Fields(scope, node, INTERVAL))


def interval_of(fields: Fields) -> Interval:
    """Return the time between two facts that a mapping says."""
    return Interval(
        fields.get("from", read_event, Event("")),
        fields.get("until", read_event, Event("")),
        fields.get("when", read_condition, ALWAYS),
        fields.get("at_least", read_duration, None),
        fields.get("same", read_attributes_of, ()),
        fields.get("source", read_source, ()),
    )


def _exclusion(scope: Scope, node: Node) -> Exclusion:
    fields = Fields(scope, node, EXCLUSION)
    if "per" in fields and "at_most" not in fields:
        scope.problems.add(
            fields.lines["per"], Saying("per-belongs-to-at-most", "“per” belongs to “at_most”.")
        )
    return Exclusion(
        interval_of(fields),
        fields.get("at_most", read_lasting, None),
        fields.get("per", read_period, ""),
    )


def read_period(scope: Scope, node: Node) -> str:
    """Return a calendar period."""
    return read_option(scope, node, noun("period"), PERIODS)


def read_window(scope: Scope, node: Node) -> Window:
    """Return the time that is looked at."""
    if isinstance(node, TextNode):
        return Window(period=read_period(scope, node))
    fields = Fields(scope, node, WINDOW)
    there = [key for key in ("year_of", "since_last", "from") if key in fields]
    if isinstance(node, MapNode) and len(there) != 1:
        raise Wrong(
            node.line,
            Saying(
                "not-a-window-of-time",
                "A window is a period, {year_of: a term}, {since_last: an event} or {from: …, "
                "until: …}.",
            ),
        )
    if "from" not in fields and "until" in fields:
        raise Wrong(
            fields.lines["until"], Saying("until-belongs-to-from", "“until” belongs to “from”.")
        )
    return Window(
        term=fields.get("year_of", _term, ""),
        last=fields.get("since_last", read_event, None),
        start=fields.get("from", read_event_expr, None),
        until=fields.get("until", read_event_expr, None),
    )


def _term(scope: Scope, node: Node) -> str:
    return scope.known(node, noun("term"), scope.names.of_form("term"))


def _gives(scope: Scope, node: Node) -> str:
    return read_option(scope, node, noun("kind of value"), GIVES)


def _unit(scope: Scope, node: Node) -> str:
    return read_option(scope, node, noun("unit"), UNITS)


def _reading(scope: Scope, node: Node) -> str:
    key = word(node, noun("the fact that a meter gives"))
    attribute = scope.names.attributes.get(key)
    if attribute is None or attribute.type is not FactType.NUMBER:
        numbers = [k for k, a in scope.names.attributes.items() if a.type is FactType.NUMBER]
        raise Wrong(
            node.line,
            Saying("meter-is-no-number", "“{key}” is no fact that holds a number.", key=key).then(
                scope.meant(key, numbers)
            ),
        )
    return key


def _target(scope: Scope, node: Node, unit: str) -> Target:
    fields = Fields(scope, node, TARGET)
    bounds = {
        key: fields.get(key, lambda inner, part: _bound(inner, part, unit), NOTHING)
        for key in BOUNDS
        if key in fields
    }
    if not bounds:
        raise Wrong(
            node.line,
            Saying(
                "target-without-bound",
                "A target has one of {listed}: {at_least: 99.5}.",
                listed=listed(BOUNDS),
            ),
        )
    return Target(bounds, fields.get("source", read_source, ()))


def _bound(scope: Scope, node: Node, unit: str) -> Number:
    """A number, or a duration where time is measured."""
    try:
        duration = read_duration(scope, node) if unit and isinstance(node, TextNode) else None
    except Wrong:
        duration = None
    if duration is None or duration.seconds is None:
        return read_number_of(scope, node)
    return Constant(Decimal(duration.seconds) / UNIT_SECONDS[unit])


def _deemed(scope: Scope, node: Node) -> Deemed | None:
    fields = Fields(scope, node, DEEMED)
    per_day = fields.get("per_day", read_decimal, None)
    if per_day is None or per_day <= 0:
        raise Wrong(
            node.line, Saying("per-day-not-positive", "“per_day” is a number above 0, such as 4.")
        )
    return Deemed(per_day, fields.get("since", read_event_expr, NO_EVENT))
