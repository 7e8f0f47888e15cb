"""How many requests can be logged a second, and how long does each take?

Over HTTP by people who are signed in, each request durably committed, with 1 and 8 clients at
once: Kept's web server as `kept run` starts it, on the demo company; a minimal Django view that
writes the same rows; raw SQL that writes the same rows. They take turns on the same database,
several rounds.

Run: python bench/log_request.py [seconds for each turn]
"""

from __future__ import annotations

import random
import statistics
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import repeat
from typing import Any

from _client import KEY, ask
from _database import cpu_seconds, fresh_database
from _rows import REQUESTS, ROWS_OF, write_raw
from _server import kept_server, other_server, sign_in, with_plain_session

SECONDS = float(sys.argv[1]) if len(sys.argv) > 1 else 5.0
ROUNDS = 3
CLIENTS = (1, 8)
DESK = ("emma.clarke", "zhou.min", "han.xue", "marta.stein", "noah.fischer")
CASES = "cases_case"
TABLES = (CASES, *ROWS_OF)
SLACK = 0.1  # requests differ in their facts and clocks
MACHINES = 40  # each client's requests are about so many
AIM_PART, AIM_RATE = 0.6, {1: 80, 8: 160}
Turn = Callable[[int], list[float]]  # the number of clients, then milliseconds
WORDS = (
    "Reading drops to zero every few minutes since this morning, alarm 17 on the panel.",
    "The pump does not start any more.\nWe have switched it off and on twice. Please call back.",
    "显示屏没有显示，设备停机，请尽快处理。",
)


@dataclass
class Score:
    """What one contender did with so many clients."""

    rates: list[float] = field(default_factory=list)
    ms: list[float] = field(default_factory=list)
    kilobytes: list[float] = field(default_factory=list)  # of the database's log, each request
    rows: list[float] = field(default_factory=list)  # written for each request
    cpu_ms: list[float] = field(default_factory=list)  # of client, server and database, for each

    @property
    def rate(self) -> float:
        """Requests a second in the middle round."""
        return statistics.median(self.rates)


def main() -> int:
    with fresh_database():
        from kept.config.demo.filling import fill

        fill(at=datetime.now(UTC))
        check_durable()
        with kept_server() as kept:
            names = [DESK[n % len(DESK)] for n in range(max(CLIENTS))]
            visitors = [sign_in(kept, name) for name in names]
            forms = [[v.post(*said) for said in requests(n)] for n, v in enumerate(visitors)]
            # All is loaded then, and rows are there to copy.
            ask(kept, forms, status=302, times=REQUESTS)
            with other_server("_minimal_wsgi:application") as minimal:
                signed_in = map(with_plain_session, visitors, repeat(minimal), names)
                plain = [
                    [visitor.post("/log/", form) for _path, form in requests(number)]
                    for number, visitor in enumerate(signed_in)
                ]
                contenders: dict[str, Turn] = {
                    "raw SQL": lambda n: write_raw(n, SECONDS),
                    "minimal view": lambda n: ask(minimal, plain[:n], status=302, seconds=SECONDS),
                    "Kept": lambda n: ask(kept, forms[:n], status=302, seconds=SECONDS),
                }
                return max(compare(contenders, clients) for clients in CLIENTS)


def compare(contenders: Mapping[str, Turn], clients: int) -> int:
    """Let the contenders take turns, print what they did; return 1 if Kept missed an aim."""
    scores = {name: Score() for name in contenders}
    for _ in range(ROUNDS):
        for name, turn in contenders.items():
            take_turn(scores[name], turn, clients)
    check_alike(scores)
    for name, score in scores.items():
        p50, p95 = statistics.median(score.ms), statistics.quantiles(score.ms, n=20)[-1]
        written = statistics.median(score.kilobytes)
        print(
            f"{clients} clients  {name:13}{score.rate:7.0f} /s"
            f"   p50 {p50:6.1f} ms   p95 {p95:6.1f} ms   {written:5.1f} kB written each"
            f"   {statistics.median(score.cpu_ms):5.1f} ms CPU each"
        )
    kept, minimal, raw = (scores[name].rates for name in ("Kept", "minimal view", "raw SQL"))
    part = statistics.median(k / m for k, m in zip(kept, minimal, strict=True))
    of_raw = statistics.median(k / r for k, r in zip(kept, raw, strict=True))
    print(
        f"{clients} clients  Kept is {part:.2f} of the minimal view, {of_raw:.2f} of raw SQL",
        end="",
    )
    print(f"   aim >= {AIM_PART} of the minimal view, >= {AIM_RATE[clients]} /s")
    return int(part < AIM_PART or scores["Kept"].rate < AIM_RATE[clients])


def take_turn(score: Score, turn: Turn, clients: int) -> None:
    """Let one contender work for a while."""
    before, written, spent = count_rows(), log_position(), cpu_seconds()
    ms = turn(clients)
    spent = cpu_seconds() - spent
    rows = count_rows()
    made = rows[CASES] - before[CASES]
    if made not in range(len(ms), len(ms) + clients + 1):  # a first request each is not measured
        sys.exit(f"{len(ms)} requests were answered, but {made} cases are there.")
    score.ms += ms
    score.rates.append(len(ms) * clients / (sum(ms) / 1000))
    score.kilobytes.append((log_position() - written) / made / 1000)
    score.cpu_ms.append(spent / made * 1000)
    score.rows.append((rows.total() - before.total()) / made)


def requests(number: int) -> list[tuple[str, dict[str, str]]]:
    """Return the paths and forms of one client's requests: many machines, some known callers."""
    from kept.records.archive.calling import callers
    from kept.records.archive.models import Equipment

    chance = random.Random(number)
    every = list(Equipment.objects.order_by("pk").values_list("pk", "customer_id", "site_id"))
    found = []
    for pk, customer_id, site_id in chance.sample(every, MACHINES):
        known = [str(caller.pk) for caller in callers(customer_id, site_id=site_id)]
        form = {
            "key": KEY,
            "contact": chance.choice(["", *known[:1]]),
            "caller": "Mr Wang",
            "channel": "telephone",
            "when": "",
            "answered_live": chance.choice(["yes", "no", ""]),
            "case_type": "fault",
            "description": chance.choice(WORDS),
            "interrupted": "",
            "a_visit_demanded": chance.choice(["yes", "no", ""]),
            "a_emergency": chance.choice(["yes", "no", ""]),
        }
        found.append((f"/log/?equipment={pk}", form))
    return found


def check_durable() -> None:
    """Refuse to measure a database that may lose what it has confirmed."""
    if [one("SHOW fsync"), one("SHOW synchronous_commit")] != ["on", "on"]:
        sys.exit("The database is not durable.")


def check_alike(scores: Mapping[str, Score]) -> None:
    """Refuse to compare contenders that did not write about as many rows for each request."""
    rows = {name: statistics.mean(score.rows) for name, score in scores.items()}
    if max(rows.values()) > min(rows.values()) * (1 + SLACK):
        sys.exit(f"They did not do the same work: rows written for each request were {rows}.")


def count_rows() -> Counter[str]:
    """Return how many rows are in the tables that a request is written to."""
    return Counter({table: int(one(f"SELECT count(*) FROM {table}")) for table in TABLES})


def log_position() -> int:
    """Return how many bytes the database has written to its log so far."""
    return int(one("SELECT pg_current_wal_lsn() - '0/0'::pg_lsn"))


def one(statement: str) -> Any:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


if __name__ == "__main__":
    sys.exit(main())
