"""Calendars and instants that the tables of cases share."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kept.rules.hours import Calendar, CalendarSpec, Span, compiled, localize, week

NINE_TO_SIX = {"mon-fri": ["09:00-18:00"]}
LUNCH = {"mon-fri": ["09:00-12:00", "13:30-18:00"]}
NIGHT = {"mon-fri": ["22:00-06:00"]}


def calendar(weekly: dict[str, list[str]], zone: str = "Asia/Shanghai", **more: Any) -> Calendar:
    return compiled(CalendarSpec(zone=zone, weekly=week(weekly), **more))


def at(text: str, zone: str = "Asia/Shanghai") -> datetime:
    return localize(datetime.fromisoformat(text), zone)


def span(start: str, end: str, zone: str = "Asia/Shanghai") -> Span:
    return Span(at(start, zone), at(end, zone))
