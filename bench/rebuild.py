"""How long does it take to work out all cases again from their facts?

Runs the command `kept rebuild`, three times, on the demo company grown to so many cases: when some
of what is stored differs, when nothing does, and when every clock was lost. Prints seconds, and
what that makes for 100,000 cases.

Run: python bench/rebuild.py [cases]      default: 10000; with 100000 it takes some minutes
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

from _company import found_company, grow_archive, grow_cases, superuser
from _database import cpu_seconds, fresh_database

CASES = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
PIECES = 2_000
AIM_MINUTES, OF_CASES = 10.0, 100_000


def main() -> int:
    with fresh_database():
        begun = time.perf_counter()
        found_company()
        grow_archive(PIECES)
        grow_cases(CASES)
        print(f"{CASES:,} cases, made in {time.perf_counter() - begun:.0f} s", flush=True)
        slowest = max(
            measure("as copied, with other days than their contracts'"),
            measure("nothing differs"),
            measure("every clock lost", before=lose_clocks),
        )
        return int(slowest > AIM_MINUTES)


def lose_clocks() -> None:
    """Lose what is stored of every clock."""
    with superuser() as cursor:
        cursor.execute("TRUNCATE cases_clock")
        cursor.execute("VACUUM ANALYZE")


def measure(title: str, before: object = None) -> float:
    """Print how long a rebuild takes; return the minutes that 100,000 cases would take."""
    if callable(before):
        before()
    begun, spent = time.perf_counter(), cpu_seconds()
    command = [sys.executable, "-m", "kept", "rebuild", "--json"]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, env=os.environ, check=False)
    seconds, spent = time.perf_counter() - begun, cpu_seconds() - spent
    told = json.loads(done.stdout)
    if told["done"] != told["cases"] or told["failed"]:
        sys.exit(f"Not all could be done: {str(told['failed'])[:500]}")
    minutes = seconds / told["cases"] * OF_CASES / 60
    print(
        f"{title:50}{len(told['different']):>8,} written  {seconds:7.1f} s"
        f"{told['cases'] / seconds:8.0f} a second"
        f"{minutes:8.1f} min for 100,000   aim <= {AIM_MINUTES:.0f}"
        f"   {spent / told['cases'] * 1000:.1f} ms CPU a case   load {os.getloadavg()[0]:.1f}",
        flush=True,
    )
    return minutes


if __name__ == "__main__":
    sys.exit(main())
