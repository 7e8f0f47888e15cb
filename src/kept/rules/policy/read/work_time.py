"""Work time: by which calendar hours are told apart, and how each kind of them is charged."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from kept.rules.facts import vocabulary as standard
from kept.rules.hours import Duration, TimeBand, Window, weekdays
from kept.rules.policy.forms import WORK_BAND, WORK_TIME
from kept.rules.policy.model import Constant, Number, WorkBand, WorkTime
from kept.rules.policy.nodes import Node, TextNode
from kept.rules.policy.read.events import read_calendar
from kept.rules.policy.read.numbers import read_number_of
from kept.rules.policy.read.quantities import plain, read_duration
from kept.rules.policy.read.scope import Fields, Scope, Wrong, one_or_more, pairs, word
from kept.rules.policy.read.words import NO_TEXTS, check_key, read_source, read_texts
from kept.rules.said import Saying, listed, noun, said_by

LABOUR: Final = "labour"
LONGEST: Final = 20
HOLIDAYS, OPEN, CLOSED = "holidays", "open", "closed"
TAKEN: Final = ("km", "trips", "money", "any", "all", "added")  # of other shares of work done
_NO_DAYS: Final = TimeBand("")


def read_work_time(scope: Scope, node: Node) -> WorkTime:
    """Return how hours of work are told apart and charged."""
    fields = Fields(scope, node, WORK_TIME)
    return WorkTime(
        calendar=fields.get("calendar", read_calendar, ""),
        components=fields.get("components", _components, (LABOUR,)),
        bands=fields.get("bands", _bands, ()),
        call_out=fields.get("call_out", _hours, None),
        increments=fields.get("increments", _hours, None),
        source=fields.get("source", read_source, ()),
        note=fields.get("note", read_texts, NO_TEXTS),
        place=scope.place(node),
    )


def _components(scope: Scope, node: Node) -> tuple[str, ...]:
    known = scope.names.components
    return tuple(scope.known(part, noun("component"), known) for part in one_or_more(node))


def _hours(scope: Scope, node: Node) -> Duration:
    """Return a duration in hours or minutes: nobody works for a working day or a month."""
    found = read_duration(scope, node)
    if found.seconds is None:
        said = plain(node, noun("a duration"))
        raise Wrong(
            node.line,
            Saying(
                "work-time-not-in-hours",
                "“{said}” is no time that is charged by the hour; write hours or minutes, such as "
                "2 h or 30 min.",
                said=said,
            ),
        )
    return found


def _bands(scope: Scope, node: Node) -> tuple[WorkBand, ...]:
    found: list[WorkBand] = []
    for key, value in pairs(node, noun("bands of hours, by key")):
        try:
            found.append(_band(scope, key, value))
        except Wrong as wrong:
            scope.problems.add(wrong.line, wrong.saying)
    for band in found[:-1]:
        if band.hours.on_all_days and band.hours.is_whole_day and band.place:
            scope.problems.add(
                band.place.line,
                Saying(
                    "band-of-all-hours",
                    "The band “{name}” holds at all hours, so that no band after it ever counts; "
                    "say “on” or “hours”, or write it last.",
                    name=band.key,
                ),
            )
    return tuple(found)


def _band(scope: Scope, key: TextNode, node: Node) -> WorkBand:
    name = check_key(key, noun("band of hours"))
    if len(name) > LONGEST or name in TAKEN:
        raise Wrong(
            key.line,
            Saying(
                "band-cannot-be-called",
                "A band of hours cannot be called “{name}”; take another name of at most {most} "
                "letters.",
                name=name,
                most=LONGEST,
            ),
        )
    fields = Fields(scope, node, WORK_BAND, what=noun("The band “{name}”", name=name))
    _needs(scope, key, fields)
    days = fields.get("on", _days, _NO_DAYS)
    return WorkBand(
        hours=TimeBand(
            name,
            days.weekdays,
            days.on_holidays,
            days.when_open,
            days.when_closed,
            fields.get("hours", _window, _NO_DAYS.window),
        ),
        name=fields.get("name", read_texts, standard.WORK_BANDS.get(name, NO_TEXTS)),
        factor=fields.get("factor", _factor, None),
        source=fields.get("source", read_source, ()),
        place=scope.place(key),
    )


def _needs(scope: Scope, key: TextNode, fields: Fields) -> None:
    """Note what a band of one's own has to say, as no price list knows it."""
    if key.value in standard.WORK_BANDS:
        return
    if "name" not in fields:
        told = Saying("band-lacks-name", "The band “{name}” lacks “name”.", name=key.value)
        scope.problems.add(key.line, told)
    if "factor" not in fields:
        told = Saying(
            "band-lacks-factor",
            "The band “{name}” lacks “factor”: price lists know only the hours {known}.",
            name=key.value,
            known=listed(tuple(standard.WORK_BANDS), last="and", quoted=True),
        )
        scope.problems.add(key.line, told)


def _days(_: Scope, node: Node) -> TimeBand:
    """Return a band of the days that a text or a list names."""
    days: set[int] = set()
    words: set[str] = set()
    for part in one_or_more(node):
        said = word(part, noun("days such as sat-sun"))
        if said in (HOLIDAYS, OPEN, CLOSED):
            words.add(said)
            continue
        try:
            days.update(weekdays(said))
        except ValueError:
            raise Wrong(
                part.line,
                Saying(
                    "not-days-of-a-band",
                    "“{said}” does not say on which days; write weekdays such as sat or mon-fri, "
                    "“holidays”, or “open” or “closed” by the calendar.",
                    said=said,
                ),
            ) from None
    return TimeBand("", frozenset(days), HOLIDAYS in words, OPEN in words, CLOSED in words)


def _window(_: Scope, node: Node) -> Window:
    try:
        return Window.parse(plain(node, noun("hours such as 22:00-06:00")))
    except ValueError as error:
        raise Wrong(node.line, said_by(error)) from None


def _factor(scope: Scope, node: Node) -> Number:
    found = read_number_of(scope, node)
    if isinstance(found, Constant) and found.value < Decimal(0):
        raise Wrong(
            node.line,
            Saying(
                "factor-below-zero",
                "A factor is not below 0; 2 is twice the price of a normal hour.",
            ),
        )
    return found
