"""What does a clock cost when it runs out, and what when it sleeps?

A million clocks sleep in 100,000 cases. Prints the milliseconds of a sweep when nothing is due, at
once 10,000 clocks come due, the milliseconds per due clock with its history, ledger entry and news.

Run: python bench/sweep.py [clocks that sleep]
"""

from __future__ import annotations

import statistics
import sys
from datetime import UTC, datetime, timedelta
from time import perf_counter

from _database import fresh_database

PER_CASE = 10
SLEEPING = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
DUE = 10_000
BATCH = 200
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
AIM_EMPTY_MS, AIM_DUE_MS = 20.0, 1.0


def fill() -> None:
    """Make the cases and their sleeping clocks."""
    from _cases import copy_cases, copy_rows, settle_down
    from django.db import connection, transaction

    from tests.desk import open_desk

    opened = open_desk().log()
    with transaction.atomic(), connection.cursor() as cursor:
        copy_cases(opened.case_id, SLEEPING // PER_CASE, reassess_at="NULL")
        cursor.execute("DELETE FROM cases_clock WHERE key <> 'repair'")
        copy_rows(
            "cases_clock",
            opened.case_id,
            PER_CASE,
            key="'clock_' || n",
            look_at="'2027-01-01Z'::timestamptz + new.id * interval '1 s'",
            plan="""'[["2027-01-01T00:00:00+00:00", "broken", 1]]'::jsonb""",
        )
        cursor.execute(
            "INSERT INTO ledger_head (stream, seq, hash, anchored_seq) "
            "SELECT 'case:' || number, 2, repeat('0', 64), 0 FROM cases_case "
            "ON CONFLICT DO NOTHING"
        )
    settle_down()


def make_due(count: int) -> None:
    """Let one clock each of so many cases, spread over all of them, run out an hour ago."""
    from django.db import connection

    every = max(SLEEPING // PER_CASE // count, 1)
    then = (NOW - timedelta(hours=1)).isoformat()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_clock SET look_at = %s, due_at = %s, "
            "plan = jsonb_build_array(jsonb_build_array(%s::text, 'broken', 1)) "
            "WHERE key = 'clock_1' AND case_id %% %s = 0",
            [then, then, then, every],
        )


def empty_sweep() -> float:
    """Return the milliseconds of a sweep with nothing due."""
    from kept.records.cases.services import sweep

    took = []
    for _ in range(50):
        begun = perf_counter()
        swept = sweep(now=NOW, limit=BATCH)
        took.append(perf_counter() - begun)
        assert swept.clocks == 0
    return statistics.median(took) * 1000


def full_sweep() -> tuple[int, float]:
    """Return how many clocks were due, and the milliseconds for each."""
    from kept.records.cases.services import sweep

    begun, done = perf_counter(), 0
    while True:
        swept = sweep(now=NOW, limit=BATCH)
        done += swept.clocks
        if not swept.full:
            break
    took = (perf_counter() - begun) * 1000
    if done == 0:
        sys.exit("No clock was due.")
    return done, took / done


def main() -> int:
    with fresh_database():
        fill()
        print(f"{SLEEPING:,} clocks sleep")
        ms = empty_sweep()
        print(f"nothing due     {ms:8.2f} ms a sweep     aim <= {AIM_EMPTY_MS:.0f}")
        make_due(DUE)
        done, each = full_sweep()
        print(f"{done:>6,} due      {each:8.3f} ms a clock     aim <= {AIM_DUE_MS:.0f}")
        print(f"                {1000 / each:8.0f} clocks a second")
        print(f"                {each / ms:8.3f} of a sweep when nothing is due")
        return int(ms > AIM_EMPTY_MS or each > AIM_DUE_MS)


if __name__ == "__main__":
    sys.exit(main())
