"""Plans of a calendar drawn at random, near the nights on which zones do something strange."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from kept.rules.hours import Calendar, CalendarSpec, DayHours, HolidayTable, Window
from tests.rules.hours.walker import Hours, Plan, Walker

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
some = settings(properties, max_examples=15)  # for what is asked through JSON as well


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
    short = (
        st.tuples(st.integers(0, 1380), st.integers(1, 300))
        .map(lambda p: [(p[0], p[0] + p[1])])
        .filter(lambda of_day: of_day[0][1] != 1439)  # 23:59 means 24:00
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
