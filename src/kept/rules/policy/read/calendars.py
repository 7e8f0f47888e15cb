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
from kept.rules.policy.quoting import near, quoted
from kept.rules.policy.read.quantities import plain, read_date
from kept.rules.policy.read.scope import Fields, Scope, Wrong, pairs, parts, word
from kept.rules.policy.read.words import NO_TEXTS, check_key, read_source, read_texts, read_yes

CASE_ZONES = ("site", "office")
_COUNTRY = re.compile(r"([A-Z]{2})(?:/([A-Z0-9]{1,4}))?")
_NO_PLACE: tuple[str | None, str | None] = (None, None)


def read_calendar_rule(scope: Scope, key: TextNode, node: Node) -> CalendarRule:
    """Return one calendar."""
    name = check_key(key, "calendar")
    fields = Fields(scope, node, CALENDAR, what=f"The calendar {quoted(name)}")
    fields.only_one("always", "weekly")
    if "always" not in fields and "weekly" not in fields:
        raise Wrong(key.line, f"The calendar {quoted(name)} lacks “weekly” or “always: yes”.")
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
        raise Wrong(fields.node.line, str(error)) from None


def read_zone(_: Scope, node: Node) -> str:
    """Return the name of an IANA time zone."""
    said = plain(node, "a time zone")
    try:
        return zone_of(said).key
    except ValueError:
        found = near(said, sorted(available_timezones()))
        meant = f" Did you mean {quoted(found)}?" if found else ""
        raise Wrong(
            node.line, f"{quoted(said)} is not a time zone such as Asia/Shanghai.{meant}"
        ) from None


def read_calendar_zone(scope: Scope, node: Node) -> str:
    """Return an IANA time zone, or "site" or "office"."""
    return word(node) if word(node) in CASE_ZONES else read_zone(scope, node)


def read_reading(scope: Scope, node: Node) -> str:
    """Return the id of a reading of this policy."""
    return scope.known(node, "reading", scope.names.readings)


def _week(scope: Scope, node: Node) -> Week:
    days: dict[int, Windows] = {}
    for key, value in pairs(node, 'weekdays such as {mon-fri: ["09:00-17:00"]}'):
        windows = scope.attempt(value, _windows, ())
        for day in _weekdays(key):
            if day in days:
                scope.problems.add(key.line, f"A day of {quoted(key.value)} is given twice.")
            days[day] = windows
    mon, tue, wed, thu, fri, sat, sun = (days.get(day, ()) for day in range(7))
    return (mon, tue, wed, thu, fri, sat, sun)


def _weekdays(key: TextNode) -> tuple[int, ...]:
    try:
        return weekdays(plain(key, "weekdays"))
    except ValueError as error:
        raise Wrong(key.line, str(error)) from None


def _windows(_: Scope, node: Node) -> Windows:
    if not isinstance(node, ListNode):
        raise Wrong(
            node.line, f'Here stands {kind_of(node)} instead of a list such as ["09:00-17:00"].'
        )
    try:
        found = [Window.parse(plain(part, "a window")) for part in parts(node, "a window")]
        return disjoint(found, "this day")
    except ValueError as error:
        raise Wrong(node.line, str(error)) from None


def _company(scope: Scope, node: Node) -> tuple[DayHours, ...]:
    return tuple(
        DayHours(read_date(scope, key), scope.attempt(value, _closed_or_windows, ()))
        for key, value in pairs(node, "dates such as {2026-12-31: closed}")
    )


def _closed_or_windows(scope: Scope, node: Node) -> Windows:
    if isinstance(node, TextNode):
        if word(node) == "closed":
            return ()
        raise Wrong(node.line, f'{quoted(node.value)} is neither “closed” nor ["09:00-17:00"].')
    return _windows(scope, node)


def _breaks(scope: Scope, node: Node) -> tuple[DayHours, ...]:
    return tuple(
        DayHours(read_date(scope, key), scope.attempt(value, _windows, ()))
        for key, value in pairs(node, 'dates such as {2026-03-02: ["10:00-10:30"]}')
    )


def _place(_: Scope, node: Node) -> tuple[str | None, str | None]:
    said = plain(node, "a country")
    match = _COUNTRY.fullmatch(said)
    if match is None:
        raise Wrong(node.line, f"{quoted(said)} is not a country such as CN or DE/BY.")
    try:
        CalendarSpec("UTC", CLOSED_WEEK, country=match[1], subdivision=match[2])
    except ValueError as error:
        raise Wrong(node.line, str(error)) from None
    return match[1], match[2]


def _time(_: Scope, node: Node) -> int:
    try:
        return seconds_of_day(plain(node, "a time of day"))
    except ValueError as error:
        raise Wrong(node.line, str(error)) from None
