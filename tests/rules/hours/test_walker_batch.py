"""`kept hours` gives the same answers as a clock that walks minute by minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume, event, given
from hypothesis import strategies as st

from kept.rules.hours import Calendar
from tests.rules.hours.drawn import (
    AFTER,
    BEFORE,
    budgets,
    calendar_of,
    minutes_from_middle,
    pause_marks,
    plans,
    some,
)
from tests.rules.hours.lines import result
from tests.rules.hours.walker import Hours, Plan, Walker, wall

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
steps = st.integers(-4, 4)


def asked_about(plan_and_middle) -> tuple[Walker, dict[str, object], date]:
    """A walker over a plan without national days, the same as JSON, and the middle date."""
    plan, middle = plan_and_middle
    holidays = sorted(on for on in plan.contract)
    plain = Plan(
        zone=plan.zone,
        weekly=plan.weekly,
        contract={on: [] for on in holidays},
        company=plan.company,
        breaks=plan.breaks,
    )
    written = {
        "tz": plan.zone,
        "weekly": {name: texts(of_day) for name, of_day in zip(WEEKDAYS, plan.weekly, strict=True)},
        "holidays": [on.isoformat() for on in holidays],
        "special": {on.isoformat(): texts(of_day) for on, of_day in plan.company.items()},
        "breaks": {on.isoformat(): texts(of_day) for on, of_day in plan.breaks.items()},
    }
    return Walker(plain, middle - BEFORE * DAY, middle + AFTER * DAY), written, middle


def texts(of_day: Hours) -> list[list[str]]:
    return [[clock(opens), clock(closes)] for opens, closes in of_day]


def clock(minutes: int) -> str:
    hours, rest = divmod(minutes if minutes <= 1440 else minutes - 1440, 60)
    return f"{hours:02}:{rest:02}"


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def local(walker: Walker, at: datetime) -> tuple[date, int]:
    """The date and the minute of the day of an instant in the zone of the plan."""
    seen = at.astimezone(ZoneInfo(walker.plan.zone))
    return seen.date(), seen.hour * 60 + seen.minute


def days_later(walker: Walker, at: datetime, days: int) -> datetime | None:
    """The same time of day on the nth date that has hours."""
    on, minute = local(walker, at)
    if days == 0:
        return at
    found = [d for d in walker.workdays if (d > on if days > 0 else d < on)]
    if len(found) < abs(days):
        return None
    return wall(found[days - 1 if days > 0 else days], minute, walker.plan.zone)


def with_pauses(walker: Walker, start, due, pauses) -> datetime | None:
    """The due moved by the open minutes of the pauses begun before it, until it stands still."""
    moved = due
    while moved is not None:
        paused = {
            minute
            for begin, end in pauses
            if max(begin, start) < moved
            for minute in walker.owners
            if max(begin, start) <= minute < end
        }
        later = walker.due(due, len(paused))
        if later == moved:
            return moved
        moved = later
    return None


@some
@given(plans(), minutes_from_middle, st.integers(0, 4), st.booleans(), pause_marks)
def test_due_in_days_with_pauses(plan_and_middle, offset, days, closing, marks):
    walker, written, middle = asked_about(plan_and_middle)
    start = wall(middle, offset, walker.plan.zone)
    due = days_later(walker, start, days)
    assume(due is not None)
    if closing:
        on = (
            local(walker, due)[0]
            if days == 0
            else [day for day in walker.workdays if day > local(walker, start)[0]][days - 1]
        )
        opened = [minute for minute, owners in walker.owners.items() if on in owners]
        end = max(opened) + MINUTE if opened else wall(on + DAY, 0, walker.plan.zone)
        due = max(end, start)
    pauses = [(start + at * MINUTE, start + (at + length) * MINUTE) for at, length in marks]
    expected = with_pauses(walker, start, due, pauses)
    assume(expected is not None)
    event("paused" if expected != due else "not paused")

    found = result(
        written,
        op="due",
        start=start.isoformat(),
        days=days,
        end_of_working_day=closing,
        pauses=[[begin.isoformat(), end.isoformat()] for begin, end in pauses],
    )
    assert instant(found) == expected


@some
@given(plans(), minutes_from_middle, budgets, st.integers(-600, 600), steps)
def test_escalations(plan_and_middle, offset, budget, minutes, days):
    walker, written, middle = asked_about(plan_and_middle)
    start = wall(middle, offset, walker.plan.zone)
    due = walker.due(start, budget)
    assume(due is not None)
    by_minutes = walker.due(due, minutes) if minutes >= 0 else walker.back(due, -minutes)
    by_days = days_later(walker, due, days)
    assume(by_minutes is not None and by_days is not None)

    question = {"op": "escalation", "start": start.isoformat(), "seconds": 60 * budget}
    found = result(written, offset={"seconds": 60 * minutes}, **question)
    assert instant(found) == by_minutes
    assert instant(result(written, offset={"days": days}, **question)) == by_days


@some
@given(plans(), steps, steps)
def test_days_between_with_each_bound(plan_and_middle, one, other):
    walker, written, middle = asked_about(plan_and_middle)
    start, end = middle + one * DAY, middle + other * DAY
    sign = 1 if start <= end else -1
    first, last = sorted((start, end))

    for bounds in ("[)", "(]", "[]", "()"):
        counted = [
            day
            for day in walker.workdays
            if (first < day or (bounds[0] == "[" and day == first))
            and (day < last or (bounds[1] == "]" and day == last))
        ]
        found = result(
            written,
            op="days_between",
            start=start.isoformat(),
            end=end.isoformat(),
            inclusive=bounds,
        )
        if first == last and bounds != "[]":
            counted = []  # a bound left out leaves nothing of one day
        assert found == sign * len(counted), bounds


@some
@given(plans(), minutes_from_middle)
def test_closes_before_and_after(plan_and_middle, offset):
    walker, written, middle = asked_about(plan_and_middle)
    at = wall(middle, offset, walker.plan.zone)
    closes = sorted(
        minute + MINUTE for minute in walker.owners if not walker.is_open(minute + MINUTE)
    )
    before = [close for close in closes if close <= at]
    after = [close for close in closes if close > at]
    last = wall(walker.last, 0, walker.plan.zone)
    assume(before and after and after[0] < last)

    assert instant(result(written, op="prev_close", start=at.isoformat())) == before[-1]
    assert instant(result(written, op="next_close", start=at.isoformat())) == after[0]


@some
@given(plans(), minutes_from_middle, steps)
def test_dates_of_instants(plan_and_middle, offset, days):
    walker, written, middle = asked_about(plan_and_middle)
    at = wall(middle, offset, walker.plan.zone)
    on, minute = local(walker, at)
    later = wall(on + days * DAY, minute, walker.plan.zone)
    question = {"start": at.isoformat()}

    assert result(written, op="is_workday", **question) is (on in walker.workdays)
    closed = on in walker.plan.contract or walker.plan.company.get(on) == []
    assert result(written, op="on_holiday", **question) is closed
    assert instant(result(written, op="add_calendar_days", days=days, **question)) == later


@some
@given(plans(), minutes_from_middle, st.integers(1, 59), st.integers(1, 200_000))
def test_seconds_are_exact(plan_and_middle, offset, second, budget):
    walker, written, middle = asked_about(plan_and_middle)
    assume(walker.due(wall(middle, offset, walker.plan.zone), 4000) is not None)
    start = wall(middle, offset, walker.plan.zone) + timedelta(seconds=second)
    due = result(written, op="add", start=start.isoformat(), seconds=budget)
    back = result(written, op="add", start=due, seconds=-budget)

    def worked(one, other):
        return result(written, op="between", start=one.isoformat(), end=other.isoformat())

    tick = timedelta(seconds=1)
    assert worked(start, instant(due)) == budget
    assert worked(start, instant(due) - tick) == budget - 1  # the earliest such instant
    assert worked(instant(back), instant(due)) == budget
    assert worked(instant(back) + tick, instant(due)) == budget - 1  # and the latest


@some
@given(
    plans(), st.lists(st.tuples(st.integers(10, 9900), st.integers(-90_000, 90_000)), max_size=4)
)
def test_what_was_asked_before_changes_no_answer(plan_and_middle, far):
    plan, middle = plan_and_middle
    used, start = calendar_of(plan), wall(middle, 600, plan.zone)
    for year, days in far:
        ask_everything(used, datetime(year, 6, 1, 12, tzinfo=UTC), days)

    assert ask_everything(used, start, 3) == ask_everything(calendar_of(plan), start, 3)


def ask_everything(calendar: Calendar, at: datetime, days: int) -> list[object]:
    """The answers, or the reasons why there are none."""
    answers: list[object] = []
    for ask in (
        lambda: calendar.is_open(at),
        lambda: calendar.next_open(at),
        lambda: calendar.prev_close(at),
        lambda: calendar.add_days(at, days),
        lambda: calendar.add_seconds(at, 3600 * days),
        lambda: calendar.working_seconds(at, at + days * DAY),
        lambda: calendar.days_between(at, at + days * DAY, "[]"),
    ):
        try:
            answers.append(ask())
        except (ValueError, OverflowError) as reason:
            answers.append(str(reason))
    return answers
