"""The engine gives the same answers as a clock that walks minute by minute."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

import numpy as np
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from kept.rules.hours import (
    Calendar,
    CalendarSpec,
    DayHours,
    Duration,
    HolidayTable,
    Span,
    Unit,
    Window,
)
from kept.rules.hours.spans import to_seconds
from tests.rules.hours.walker import Hours, Plan, Walker, wall

# Zone and a date near which its offset changes (or does something stranger).
PLACES = [
    ("Europe/Berlin", date(2026, 3, 29)),
    ("Europe/Berlin", date(2026, 10, 25)),
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),  # half an hour
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("America/Sao_Paulo", date(2018, 11, 4)),  # 00:00 does not exist
    ("Asia/Beirut", date(2022, 10, 30)),  # 24:00 happens twice
    ("Asia/Tehran", date(2022, 3, 22)),  # the last change it made
    ("Pacific/Apia", date(2011, 12, 30)),  # a date that does not exist
    ("Asia/Shanghai", date(2026, 2, 14)),  # no changes, make-up days
    ("Asia/Kathmandu", date(2026, 1, 1)),
    ("UTC", date(2028, 2, 29)),
]
BEFORE, AFTER = 8, 16  # days around that date which the walker knows

properties = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@st.composite
def hours(draw) -> Hours:
    """Windows of one day: lunch gaps, odd minutes, whole days, nights that reach into tomorrow."""
    kind = draw(st.sampled_from(["day", "lunch", "night", "whole", "odd", "closed"]))
    if kind == "closed":
        return []
    if kind == "whole":
        return [(0, 1440)]
    if kind == "day":
        return [(9 * 60, draw(st.sampled_from([15 * 60, 17 * 60, 24 * 60])))]
    if kind == "lunch":
        return [(9 * 60, 12 * 60), (13 * 60 + 30, 18 * 60)]
    if kind == "night":
        return [(22 * 60, 24 * 60 + draw(st.integers(1, 22 * 60 - 1)))]
    cuts = sorted(draw(st.sets(st.integers(0, 1437), min_size=4, max_size=4)))
    return [(cuts[0], cuts[1]), (cuts[2], cuts[3])]


@st.composite
def plans(draw) -> tuple[Plan, date]:
    zone, middle = draw(st.sampled_from(PLACES))
    near = st.integers(-4, 8).map(lambda n: middle + timedelta(days=n))
    layer = st.dictionaries(near, hours(), max_size=2)
    short = st.tuples(st.integers(0, 1380), st.integers(1, 300)).map(
        lambda p: [(p[0], p[0] + p[1])]
    )
    make_up = draw(st.sets(near, max_size=2))
    return Plan(
        zone=zone,
        weekly=draw(st.lists(hours(), min_size=7, max_size=7)),
        contract=draw(layer),
        company=draw(layer),
        days_off=draw(st.sets(near, max_size=3)) - make_up,
        make_up=make_up,
        make_up_hours=draw(hours()),
        breaks=draw(st.dictionaries(near, short, max_size=2)),
    ), middle


def windows(of_day: Hours) -> tuple[Window, ...]:
    return tuple(Window(opens * 60, closes * 60) for opens, closes in of_day)


def entries(layer: dict[date, Hours]) -> tuple[DayHours, ...]:
    return tuple(DayHours(on, windows(of_day)) for on, of_day in layer.items())


def calendar_of(plan: Plan) -> Calendar:
    named = sorted(plan.days_off | plan.make_up)
    table = HolidayTable(
        source="drawn",
        dated=date(2026, 1, 1),
        years=tuple(sorted({on.year for on in named})),
        days_off=tuple((on, "off") for on in sorted(plan.days_off)),
        make_up=tuple(sorted(plan.make_up)),
    )
    return Calendar(
        CalendarSpec(
            zone=plan.zone,
            weekly=tuple(windows(of_day) for of_day in plan.weekly),
            contract=entries(plan.contract),
            company=entries(plan.company),
            tables=(table,),
            make_up=windows(plan.make_up_hours),
            breaks=entries(plan.breaks),
        )
    )


def meet(plan_and_middle) -> tuple[Walker, Calendar, date]:
    plan, middle = plan_and_middle
    walker = Walker(plan, middle - timedelta(days=BEFORE), middle + timedelta(days=AFTER))
    return walker, calendar_of(plan), middle


minutes_from_middle = st.integers(-3 * 1440, 4 * 1440)
budgets = st.one_of(
    st.integers(1, 240), st.integers(1, 3000), st.sampled_from([180, 450, 480, 1440])
)
pause_marks = st.lists(
    st.tuples(st.integers(-600, 6000), st.integers(0, 4000)), max_size=3
)  # start and length, in minutes from the start of the clock


@properties
@given(plans(), minutes_from_middle, budgets, pause_marks)
def test_due_with_pauses(plan_and_middle, offset, budget, marks):
    walker, calendar, middle = meet(plan_and_middle)
    start = wall(middle, offset, walker.plan.zone)
    pauses = [
        (start + timedelta(minutes=at), start + timedelta(minutes=at + length))
        for at, length in marks
    ]
    expected = walker.due(start, budget, pauses)
    assume(expected is not None)
    event("paused" if walker.due(start, budget) != expected else "not paused")

    spans = [Span(begin, end) for begin, end in pauses]
    assert calendar.due(start, Duration(budget, Unit.MINUTE), spans) == expected


@properties
@given(plans(), minutes_from_middle, budgets)
def test_going_back(plan_and_middle, offset, budget):
    walker, calendar, middle = meet(plan_and_middle)
    start = wall(middle, offset, walker.plan.zone)
    expected = walker.back(start, budget)
    assume(expected is not None)

    assert calendar.add_seconds(start, -60 * budget) == expected


@properties
@given(plans(), minutes_from_middle, minutes_from_middle)
def test_working_time_between(plan_and_middle, one, other):
    walker, calendar, middle = meet(plan_and_middle)
    start, end = (wall(middle, at, walker.plan.zone) for at in (one, other))

    assert calendar.working_seconds(start, end) == 60 * walker.between(start, end)


@properties
@given(plans(), st.lists(minutes_from_middle, min_size=1, max_size=20), budgets)
def test_bulk_is_the_same_as_one_by_one(plan_and_middle, offsets, budget):
    walker, calendar, middle = meet(plan_and_middle)
    starts = [wall(middle, at, walker.plan.zone) for at in offsets]
    expected = [walker.due(start, budget) for start in starts]
    assume(None not in expected)

    found = calendar.due_many(np.array([to_seconds(at) for at in starts]), 60 * budget)

    assert found.tolist() == [to_seconds(at) for at in expected]


@properties
@given(plans(), minutes_from_middle)
def test_open_and_closed(plan_and_middle, offset):
    walker, calendar, middle = meet(plan_and_middle)
    at = wall(middle, offset, walker.plan.zone)
    minute = timedelta(minutes=1)
    last = wall(walker.last, 0, walker.plan.zone)

    def first_later(reached):
        later = at
        while later < last and not reached(later):
            later += minute
        return later

    opening = first_later(walker.is_open)
    closing = first_later(lambda t: t > at and walker.is_open(t - minute) and not walker.is_open(t))
    assume(max(opening, closing) < last)

    assert calendar.is_open(at) is walker.is_open(at)
    assert calendar.next_open(at) == opening
    assert calendar.next_close(at) == closing
    if not walker.is_open(closing):
        assert calendar.prev_close(closing) == closing


@properties
@given(plans(), minutes_from_middle, st.integers(1, 2000))
def test_periods_are_the_open_minutes_in_both_directions(plan_and_middle, offset, length):
    walker, calendar, middle = meet(plan_and_middle)
    start = wall(middle, offset, walker.plan.zone)
    end = start + timedelta(minutes=length)
    minute = timedelta(minutes=1)
    expected = [at for n in range(length) if walker.is_open(at := start + n * minute)]

    on = calendar.periods(start, end)
    back = calendar.periods(end, start, before=True)

    covered = [
        span.start + n * minute for span in on for n in range((span.end - span.start) // minute)
    ]
    assert covered == expected
    assert back == on[::-1]
    assert all(one.end < later.start for one, later in pairwise(on))


@properties
@given(plans(), st.integers(-3, 5), st.integers(1, 5))
def test_working_days(plan_and_middle, offset, n):
    walker, calendar, middle = meet(plan_and_middle)
    on = middle + timedelta(days=offset)
    later = [day for day in walker.workdays if day > on]
    earlier = [day for day in walker.workdays if day < on]
    assume(len(later) >= n and len(earlier) >= n)
    start = datetime.combine(on, datetime.min.time()).replace(hour=10, tzinfo=calendar.zone)
    assume(calendar.date_of(start) == on)  # the date exists

    assert calendar.is_workday(on) is (on in walker.workdays)
    assert calendar.date_of(calendar.add_days(start, n)) == later[n - 1]
    assert calendar.date_of(calendar.add_days(start, -n)) == earlier[-n]
    assert calendar.days_between(on, later[n - 1], "(]") == n
    assert calendar.days_between(earlier[-n], on, "[)") == n
    close = max(at for at, days in walker.owners.items() if later[n - 1] in days)
    due = calendar.due(start, Duration(n, Unit.WORKING_DAY))
    assert due == close + timedelta(minutes=1)
