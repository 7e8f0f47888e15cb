"""Calendars: weekly windows, holidays, single dates, breaks, zone and cut-off."""

from __future__ import annotations

import re
from zoneinfo import available_timezones

from kept.rules.hours import CalendarSpec
from kept.rules.hours.spans import zone_of
from kept.rules.hours.spec import CLOSED_WEEK, ROUND_THE_CLOCK
from kept.rules.hours.windows import (
    DayHours,
    Week,
    Window,
    Windows,
    disjoint,
    seconds_of_day,
    weekdays,
)
from kept.rules.policy.forms import CALENDAR
from kept.rules.policy.model import CalendarRule
from kept.rules.policy.nodes import ListNode, Node, TextNode, kind_of
from kept.rules.policy.quoting import did_you_mean
from kept.rules.policy.read.quantities import plain, read_date
from kept.rules.policy.read.scope import Fields, Scope, Wrong, pairs, parts, word
from kept.rules.policy.read.words import NO_TEXTS, check_key, read_source, read_texts, read_yes
from kept.rules.said import Saying, noun, said_by

CASE_ZONES = ("site", "office")
_COUNTRY = re.compile(r"([A-Z]{2})(?:/([A-Z0-9]{1,4}))?")
_NO_PLACE: tuple[str | None, str | None] = (None, None)


def read_calendar_rule(scope: Scope, key: TextNode, node: Node) -> CalendarRule:
    """Return one calendar."""
    name = check_key(key, noun("calendar"))
    fields = Fields(scope, node, CALENDAR, what=noun("The calendar “{name}”", name=name))
    fields.only_one("always", "weekly")
    if "always" not in fields and "weekly" not in fields:
        raise Wrong(
            key.line,
            Saying(
                "calendar-lacks-weekly-always-yes",
                "The calendar “{name}” lacks “weekly” or “always: yes”.",
                name=name,
            ),
        )
    zone = fields.get("zone", read_calendar_zone, scope.zone)
    return CalendarRule(
        id=name,
        name=fields.get("name", read_texts, NO_TEXTS),
        spec=_spec(fields, scope.zone if zone in CASE_ZONES else zone),
        zone=zone,
        source=fields.get("source", read_source, ()),
        assumed=fields.get("assumed", read_reading, ""),
    )


def _spec(fields: Fields, zone: str) -> CalendarSpec:
    always = fields.get("always", read_yes, False)
    country, subdivision = fields.get("holidays", _place, _NO_PLACE)
    try:
        return CalendarSpec(
            zone=zone,
            weekly=ROUND_THE_CLOCK if always else fields.get("weekly", _week, CLOSED_WEEK),
            company=fields.get("company", _company, ()),
            country=country,
            subdivision=subdivision,
            breaks=fields.get("breaks", _breaks, ()),
            cut_off=fields.get("cut_off", _time, None),
        )
    except ValueError as error:
        raise Wrong(fields.node.line, said_by(error)) from None


def read_zone(_: Scope, node: Node) -> str:
    """Return the name of an IANA time zone."""
    said = plain(node, noun("a time zone"))
    try:
        return zone_of(said).key
    except ValueError:
        meant = did_you_mean(said, sorted(available_timezones()))
        raise Wrong(
            node.line,
            Saying(
                "not-a-time-zone", "“{said}” is not a time zone such as Asia/Shanghai.", said=said
            ).then(meant),
        ) from None


def read_calendar_zone(scope: Scope, node: Node) -> str:
    """Return an IANA time zone, or "site" or "office"."""
    return word(node) if word(node) in CASE_ZONES else read_zone(scope, node)


def read_reading(scope: Scope, node: Node) -> str:
    """Return the id of a reading of this policy."""
    return scope.known(node, noun("reading"), scope.names.readings)


def _week(scope: Scope, node: Node) -> Week:
    days: dict[int, Windows] = {}
    for key, value in pairs(node, noun('weekdays such as {mon-fri: ["09:00-17:00"]}')):
        windows = scope.attempt(value, _windows, ())
        for day in _weekdays(key):
            if day in days:
                scope.problems.add(
                    key.line,
                    Saying("day-given-twice", "A day of “{key}” is given twice.", key=key.value),
                )
            days[day] = windows
    mon, tue, wed, thu, fri, sat, sun = (days.get(day, ()) for day in range(7))
    return (mon, tue, wed, thu, fri, sat, sun)


def _weekdays(key: TextNode) -> tuple[int, ...]:
    try:
        return weekdays(plain(key, noun("weekdays")))
    except ValueError as error:
        raise Wrong(key.line, said_by(error)) from None


def _windows(_: Scope, node: Node) -> Windows:
    if not isinstance(node, ListNode):
        raise Wrong(
            node.line,
            Saying(
                "not-a-list-of-windows",
                'Here stands {found} instead of a list such as ["09:00-17:00"].',
                found=kind_of(node),
            ),
        )
    try:
        found = [
            Window.parse(plain(part, noun("a window"))) for part in parts(node, noun("a window"))
        ]
        return disjoint(found, noun("this day"))
    except ValueError as error:
        raise Wrong(node.line, said_by(error)) from None


def _company(scope: Scope, node: Node) -> tuple[DayHours, ...]:
    return tuple(
        DayHours(read_date(scope, key), scope.attempt(value, _closed_or_windows, ()))
        for key, value in pairs(node, noun("dates such as {2026-12-31: closed}"))
    )


def _closed_or_windows(scope: Scope, node: Node) -> Windows:
    if isinstance(node, TextNode):
        if word(node) == "closed":
            return ()
        raise Wrong(
            node.line,
            Saying(
                "neither-closed-nor",
                '“{node}” is neither “closed” nor ["09:00-17:00"].',
                node=node.value,
            ),
        )
    return _windows(scope, node)


def _breaks(scope: Scope, node: Node) -> tuple[DayHours, ...]:
    return tuple(
        DayHours(read_date(scope, key), scope.attempt(value, _windows, ()))
        for key, value in pairs(node, noun('dates such as {2026-03-02: ["10:00-10:30"]}'))
    )


def _place(_: Scope, node: Node) -> tuple[str | None, str | None]:
    said = plain(node, noun("a country"))
    match = _COUNTRY.fullmatch(said)
    if match is None:
        raise Wrong(
            node.line,
            Saying("not-a-country", "“{said}” is not a country such as CN or DE/BY.", said=said),
        )
    try:
        CalendarSpec("UTC", CLOSED_WEEK, country=match[1], subdivision=match[2])
    except ValueError as error:
        raise Wrong(node.line, said_by(error)) from None
    return match[1], match[2]


def _time(_: Scope, node: Node) -> int:
    try:
        return seconds_of_day(plain(node, noun("a time of day")))
    except ValueError as error:
        raise Wrong(node.line, said_by(error)) from None
