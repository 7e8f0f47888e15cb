"""The engine gives the same answers as a clock that walks minute by minute."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import numpy as np
from hypothesis import assume, event, given
from hypothesis import strategies as st

from kept.rules.hours import Duration, Span, Unit
from kept.rules.hours.spans import to_seconds
from tests.rules.hours.drawn import (
    budgets,
    meet,
    minutes_from_middle,
    pause_marks,
    plans,
    properties,
)
from tests.rules.hours.walker import wall


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
