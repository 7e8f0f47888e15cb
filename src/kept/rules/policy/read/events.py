"""Event expressions: which moment is meant."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Final

from kept.rules.hours import Duration
from kept.rules.policy.forms import AFTER, BEFORE, EVENT, OPENING, PERIOD_END, REACHES, TIME_IN
from kept.rules.policy.model import (
    After,
    Becomes,
    Chosen,
    Event,
    EventExpr,
    FactType,
    Opening,
    PeriodEnd,
    Pick,
    Reaches,
    Several,
    TermEdge,
    Test,
    TimeIn,
)
from kept.rules.policy.nodes import MapNode, Node, TextNode, kind_of
from kept.rules.policy.read.comparisons import read_test
from kept.rules.policy.read.domains import domain_of
from kept.rules.policy.read.quantities import looks_like_a_number, read_decimal, read_duration
from kept.rules.policy.read.scope import Fields, Scope, Wrong, one_or_more, parts, word
from kept.rules.said import Saying, listed, noun

PERIODS: Final = ("month", "quarter", "year")
NO_EVENT = Event("")
_EXPECTED = noun("an event such as request.received or {event: …, where: {…}}")


def read_event_expr(scope: Scope, node: Node) -> EventExpr:
    """Return an event expression in any of its forms."""
    if isinstance(node, TextNode):
        return Event(read_kind(scope, node))
    if not isinstance(node, MapNode):
        raise Wrong(
            node.line,
            Saying(
                "not-an-event",
                "Here stands {found} instead of {expected}.",
                found=kind_of(node),
                expected=_EXPECTED,
            ),
        )
    for key, _ in node.entries:
        if key.value in _READERS:
            return _READERS[key.value](scope, node)
    known = tuple(_READERS)
    said = node.entries[0][0].value if node.entries else ""
    raise Wrong(
        node.line,
        Saying(
            "not-the-begin-of-an-event",
            "“{said}” does not begin an event; there are: {listed}.",
            said=said,
            listed=listed(known),
        ).then(scope.meant(said, known)),
    )


def read_event(scope: Scope, node: Node) -> Event:
    """Return a plain event: a kind, or a kind with `where`."""
    found = read_event_expr(scope, node)
    if not isinstance(found, Event):
        raise Wrong(
            node.line,
            Saying(
                "only-plain-event-can-stand",
                "Only a plain event can stand here, such as waiting.began.",
            ),
        )
    return found


def read_plain_events(scope: Scope, node: Node) -> tuple[Event, ...]:
    """Return one plain event or a list of them."""
    return scope.each(one_or_more(node), read_event)


def read_kind(scope: Scope, node: Node) -> str:
    """Return a kind of fact, or an attribute that holds a moment."""
    kind = word(node, noun("an event"))
    if kind in scope.names.events:
        return kind
    attribute = scope.names.attributes.get(kind)
    if attribute is None:
        moments = [k for k, a in scope.names.attributes.items() if a.type is FactType.MOMENT]
        meant = scope.meant(kind, (*scope.names.events, *moments))
        raise Wrong(
            node.line, Saying("no-such-event", "There is no event “{kind}”.", kind=kind).then(meant)
        )
    if attribute.type is not FactType.MOMENT:
        raise Wrong(
            node.line,
            Saying(
                "fact-is-no-moment",
                "“{kind}” is a fact of type {type}, not a moment.",
                kind=kind,
                type=attribute.type,
            ),
        )
    return kind


def _where(scope: Scope, node: Node) -> tuple[Test, ...]:
    if not isinstance(node, MapNode) or not node.entries:
        raise Wrong(
            node.line, Saying("where-holds-values", "“where” holds values such as {clear: yes}.")
        )
    found: list[Test] = []
    for key, value in node.entries:
        among = domain_of(scope, key.value, key.line)
        if key.value not in scope.names.attributes:
            raise Wrong(
                key.line,
                Saying(
                    "where-looks-at-values-fact",
                    "“where” looks at values of the fact, not at “{key}”.",
                    key=key.value,
                ),
            )
        test = read_test(scope, among, value)
        if not isinstance(test, Test):
            raise Wrong(
                value.line,
                Saying(
                    "where-takes-comparison-for-value",
                    "“where” takes one comparison for each value.",
                ),
            )
        found.append(test)
    return tuple(found)


def _plain(scope: Scope, node: Node) -> EventExpr:
    fields = Fields(scope, node, EVENT)
    return Event(fields.get("event", read_kind, ""), fields.get("where", _where, ()))


def _several(scope: Scope, node: Node) -> EventExpr:
    assert isinstance(node, MapNode)
    if len(node.entries) != 1:
        raise Wrong(
            node.line,
            Saying(
                "only-first-of-last-of-all-of-one-of",
                "Only one of first_of, last_of, all_of, one_of can stand here.",
            ),
        )
    key, value = node.entries[0]
    events = scope.each(parts(value, noun("a list of events")), read_event_expr)
    return Several(Pick(key.value), events)


def _time_in(scope: Scope, node: Node) -> EventExpr:
    fields = Fields(scope, node, TIME_IN)
    return TimeIn(fields.get("time_in", _fact_kind, ""), fields.get("field", _moment_field, ""))


def _fact_kind(scope: Scope, node: Node) -> str:
    return scope.known(node, noun("event"), scope.names.events.keys())


def _moment_field(scope: Scope, node: Node) -> str:
    key = word(node, noun("a value that holds a moment"))
    attribute = scope.names.attributes.get(key)
    if attribute is None or attribute.type is not FactType.MOMENT:
        moments = [k for k, a in scope.names.attributes.items() if a.type is FactType.MOMENT]
        raise Wrong(
            node.line,
            Saying("value-is-no-moment", "“{key}” is no value that holds a moment.", key=key).then(
                scope.meant(key, moments)
            ),
        )
    return key


def _edge(scope: Scope, node: Node) -> EventExpr:
    assert isinstance(node, MapNode)
    value = _alone(node, noun("An edge of a term"))
    edge = node.entries[0][0].value.removesuffix("_of")
    return TermEdge(scope.known(value, noun("term"), scope.names.of_form("term")), edge)


def _after(scope: Scope, node: Node) -> EventExpr:
    return _offset(scope, Fields(scope, node, AFTER), "after")


def _before(scope: Scope, node: Node) -> EventExpr:
    return _offset(scope, Fields(scope, node, BEFORE), "before")


def _offset(scope: Scope, fields: Fields, key: str) -> EventExpr:
    from kept.rules.policy.read.lengths import read_lasting  # lengths hold events

    duration = fields.get(key, read_lasting, None)
    event = fields.get("of", read_event_expr, NO_EVENT)
    if duration is None:
        return event
    return After(event, duration, key == "before", fields.get("calendar", read_calendar, None))


def _opening(scope: Scope, node: Node) -> EventExpr:
    fields = Fields(scope, node, OPENING)
    return Opening(
        fields.get("opening", read_calendar, ""), fields.get("since", read_event_expr, NO_EVENT)
    )


def _period_end(scope: Scope, node: Node) -> EventExpr:
    fields = Fields(scope, node, PERIOD_END)
    return PeriodEnd(
        fields.get("end_of_period", _period, PERIODS[0]),
        fields.get("of", read_event_expr, NO_EVENT),
    )


def _period(scope: Scope, node: Node) -> str:
    return scope.known(node, noun("period"), PERIODS)


def _alone(node: Node, what: Saying) -> Node:
    """The value of a mapping that has this one key."""
    assert isinstance(node, MapNode)
    if len(node.entries) != 1:
        raise Wrong(
            node.line,
            Saying("event-stands-alone", "{what} stands alone, with nothing beside it.", what=what),
        )
    return node.entries[0][1]


def _becomes(scope: Scope, node: Node) -> EventExpr:
    from kept.rules.policy.read.conditions import read_condition  # conditions hold events

    return Becomes(read_condition(scope, _alone(node, noun("“becomes”"))))


def _chosen(scope: Scope, node: Node) -> EventExpr:
    return Chosen(
        scope.known(_alone(node, noun("“chosen”")), noun("remedy"), scope.names.of_form("remedy"))
    )


def _reaches(scope: Scope, node: Node) -> EventExpr:
    fields = Fields(scope, node, REACHES)
    return Reaches(fields.get("reaches", _measure, ""), fields.get("at_least", _amount, Decimal(0)))


def _measure(scope: Scope, node: Node) -> str:
    key = word(node, noun("a measure such as measure.hours"))
    known = [f"measure.{name}" for name in sorted(scope.names.of_form("measure"))]
    if key not in known:
        raise Wrong(
            node.line,
            Saying("no-such-measure", "There is no measure “{key}”.", key=key).then(
                scope.meant(key, known)
            ),
        )
    return key


def _amount(scope: Scope, node: Node) -> Decimal | Duration:
    """A number in the measure's unit, or a duration."""
    if looks_like_a_number(word(node, noun("a number or a duration"))):
        return read_decimal(scope, node)
    return read_duration(scope, node)


def read_calendar(scope: Scope, node: Node) -> str:
    """Return the key of a calendar of this policy."""
    return scope.known(node, noun("calendar"), scope.names.calendars)


_READERS: dict[str, Callable[[Scope, Node], EventExpr]] = {
    "event": _plain,
    "first_of": _several,
    "last_of": _several,
    "all_of": _several,
    "one_of": _several,
    "time_in": _time_in,
    "end_of": _edge,
    "start_of": _edge,
    "after": _after,
    "before": _before,
    "becomes": _becomes,
    "chosen": _chosen,
    "opening": _opening,
    "reaches": _reaches,
    "end_of_period": _period_end,
}
