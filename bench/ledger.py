"""What does it cost to write everything down?

Prints ledger entries per second, one by one and in bulk, beside the same rows inserted without a
chain in the same run; the time of an append under concurrent writers; and the speed of checking.
"""

from __future__ import annotations

import statistics
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

from _database import fresh_database

AIM_PER_SECOND, AIM_P95_MS = 1_000, 5
AT = datetime(2026, 3, 2, 4, tzinfo=UTC)
DATA = {"equipment": 317, "before": {"on": "2025-05-01"}, "after": {"on": "2025-05-03"}}
BULK, SINGLE = 20_000, 1_000
APPENDS = 2_000  # shared among the writers


def main() -> int:
    with fresh_database():
        bulk = rate("in bulk, 500 a time", BULK, in_bulk)
        plain = rate("the same rows without a chain", BULK, without_chain)
        print(f"{'':34}{bulk / plain:12.2f} of that")
        single = rate("one by one, one transaction each", SINGLE, one_by_one)
        bare = rate("the same by a bare INSERT", SINGLE, bare_inserts)
        print(f"{'':34}{single / bare:12.2f} of that")
        alone, *_crowd = [concurrent(writers) for writers in (1, 8, 50)]
        rate("checked", BULK, check)
        return int(bulk < AIM_PER_SECOND or alone > AIM_P95_MS)


def rate(title: str, count: int, work: Callable[[int], None]) -> float:
    started = time.perf_counter()
    work(count)
    speed = count / (time.perf_counter() - started)
    print(f"{title:34}{speed:12,.0f} entries/s")
    return speed


def line(stream: str) -> object:
    from kept.records.ledger.actor import System
    from kept.records.ledger.services import Line

    return Line(stream=stream, verb="equipment.accepted", by=System("bench"), at=AT, data=DATA)


def in_bulk(count: int) -> None:
    from kept.records.ledger.services import write_many

    for _ in range(count // 500):
        write_many([line(f"bulk:{n % 50}") for n in range(500)])


def without_chain(count: int) -> None:
    from kept.records.ledger.models import Entry

    for part in range(count // 500):
        Entry.objects.bulk_create(entry("plain", part * 500 + n) for n in range(1, 501))


def entry(stream: str, seq: int) -> object:
    from kept.records.ledger.models import Entry

    told = {"actor": "system:bench", "name": "bench", "verb": "x", "data": DATA}
    return Entry(stream=stream, seq=seq, at=AT, prev="0" * 64, hash="0" * 64, **told)


def one_by_one(count: int) -> None:
    from kept.records.ledger.services import write_many

    for n in range(count):
        write_many([line(f"single:{n % 50}")])


def bare_inserts(count: int) -> None:
    for seq in range(1, count + 1):
        entry("bare", seq).save()


def concurrent(writers: int) -> float:
    """Return the 95th percentile of an append's milliseconds while some write at once."""
    from django.db import connections

    from kept.records.ledger.services import write_many

    times: list[float] = []

    def work(writer: int) -> None:
        for _ in range(APPENDS // writers):
            started = time.perf_counter()
            write_many([line(f"case:{writers}:{writer}")])
            times.append((time.perf_counter() - started) * 1000)
        connections.close_all()

    started = time.perf_counter()
    threads = [threading.Thread(target=work, args=[n]) for n in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    speed = len(times) / (time.perf_counter() - started)
    p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    print(f"{f'writers at once: {writers}':34}{speed:12,.0f} entries/s, ", end="")
    print(f"p50 {p50:.1f} ms, p95 {p95:.1f} ms")
    return p95


def check(_count: int) -> None:
    from kept.records.ledger import queries

    for n in range(50):
        assert queries.verify_stream(f"bulk:{n}") is None


if __name__ == "__main__":
    sys.exit(main())
