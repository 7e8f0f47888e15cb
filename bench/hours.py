"""How fast working time is: compile a calendar, one deadline, deadlines in bulk.

Run: python bench/hours.py
"""

from __future__ import annotations

import random
import sys
from datetime import UTC, datetime, timedelta
from time import perf_counter

import numpy as np

from kept.rules.hours import Calendar, CalendarSpec, Duration, Unit, compiled
from kept.rules.hours.table import build

CHINA = CalendarSpec(
    "Asia/Shanghai",
    CalendarSpec.of_week("Asia/Shanghai", {"mon-fri": ["09:00-12:00", "13:30-18:00"]}).weekly,
    country="CN",
)
GERMANY = CalendarSpec(
    "Europe/Berlin",
    CalendarSpec.of_week(
        "Europe/Berlin", {"mon-thu": ["08:00-17:00"], "fri": ["08:00-15:00"]}
    ).weekly,
    country="DE",
    subdivision="BY",
)
START = int(datetime(2025, 1, 1, tzinfo=UTC).timestamp())
YEARS = 3 * 365 * 86_400
MANY = 1_000_000
SINGLE = 200_000


def best(run, rounds=5):
    """Return the shortest of a few runs in seconds."""
    took = []
    for _ in range(rounds):
        begun = perf_counter()
        run()
        took.append(perf_counter() - begun)
    return min(took)


def show(what, figure, unit, aim, reached):
    """Print one line: the figure beside its aim; return whether the aim was missed."""
    print(
        f"{what:<48}{figure:>14,.1f} {unit:<14} aim {aim:<12} {'reached' if reached else 'MISSED'}"
    )
    return not reached


def bench_compile():
    missed = 0
    for spec in (CHINA, GERMANY):
        begun = perf_counter()
        build(spec, 2024, 2027)
        first = (perf_counter() - begun) * 1000
        again = best(lambda spec=spec: build(spec, 2024, 2027)) * 1000
        name = f"compile four years, {spec.country}"
        show(f"{name} (first in the process)", first, "ms", "-", reached=True)
        missed += show(name, again, "ms", "<= 20", again <= 20)
    return missed


def bench_single(calendar: Calendar):
    rng = random.Random(7)
    starts = [START + rng.randrange(YEARS) for _ in range(SINGLE)]
    budgets = [rng.choice((1800, 7200, 14_400, 28_800, 86_400)) for _ in range(SINGLE)]
    pairs = list(zip(starts, budgets, strict=True))
    calendar.due_seconds(START, 3600)

    def integers():
        due = calendar.due_seconds
        for start, seconds in pairs:
            due(start, seconds)

    rate = SINGLE / best(integers)
    missed = show(
        "single deadlines, due_seconds(int, int)", rate, "a second", ">= 500,000", rate >= 500_000
    )
    limits = {s: Duration(s, Unit.SECOND) for s in set(budgets)}
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    asked = [(epoch + timedelta(seconds=s), limits[b]) for s, b in pairs]

    def datetimes():
        due = calendar.due
        for start, limit in asked:
            due(start, limit)

    rate = SINGLE / best(datetimes)
    missed += show(
        "single deadlines, due(datetime, Duration)", rate, "a second", ">= 500,000", rate >= 500_000
    )
    return missed


def bench_bulk(calendar: Calendar):
    missed = 0
    rng = np.random.default_rng(7)
    starts = rng.integers(START, START + YEARS, MANY)
    ordered = np.sort(starts)
    for name, given, aim in (("random", starts, 2_000_000), ("sorted", ordered, 5_000_000)):
        calendar.due_many(given, 14_400)
        rate = MANY / best(lambda given=given: calendar.due_many(given, 14_400))
        missed += show(
            f"deadlines in bulk, {name} starts", rate, "a second", f">= {aim:,}", rate >= aim
        )
    return missed


def main():
    """Print all; return 1 if an aim was missed."""
    missed = bench_compile() + bench_single(compiled(CHINA)) + bench_bulk(compiled(CHINA))
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
