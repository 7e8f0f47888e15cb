"""Do two hundred engineers take parts without waiting? Is stock read at once after a million moves?

Two hundred engineers want a part each, at their own pace within some seconds and all in the same
moment, and are served by as many threads as the web server has. How long each waited counts from
when they asked. There are fewer parts than they want, and none is promised twice. Then a million
movements lie behind what is asked for: what lies in a place, and what moved there last, for a busy
place and for one in which hardly anything ever moved.

Run: python bench/parts.py [movements]
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from _database import fresh_database

MOVEMENTS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
ENGINEERS, THERE = 200, 150
WITHIN = (2.0, 1.0, 0.0)  # seconds; 0: all in the same moment
AIM_P95_MS, AIM_READ_MS = 200, 50
PARTS, PLACES = 500, 20
NOW = datetime.now(UTC)

# Each movement by its number: most between the busy places, the last place has hardly any.
MOVED = """
    INSERT INTO parts_movement (kind, part_id, quantity, condition, lot, target_id, reason, at,
        recorded_at, recorded_by_id, key)
    SELECT 'received', %(part)s + n %% %(parts)s, 1, 'good', '',
        CASE WHEN n %% 100000 = 0 THEN %(quiet)s ELSE %(place)s + n / %(parts)s %% %(places)s END,
        'benchmark', now(), now(), %(by)s, 'bench ' || n
    FROM generate_series(1, %(many)s) AS n
"""
LIES = """
    INSERT INTO parts_stock (place_id, part_id, condition, on_hand, reserved)
    SELECT target_id, part_id, 'good', sum(quantity), 0 FROM parts_movement
    WHERE key LIKE 'bench %%' GROUP BY target_id, part_id
"""


def main() -> int:
    with fresh_database():
        from kept.config.demo.filling import fill

        fill(at=NOW, with_past=False)
        crowd(WITHIN[0])  # the first one pays for what each process does once
        slowest_taking = max([crowd(within) for within in WITHIN])
        slowest = read_after_a_million()
        return int(slowest_taking > AIM_P95_MS or slowest > AIM_READ_MS)


def crowd(within: float) -> float:
    """Let the engineers ask within so many seconds; print how long each waited. Returns the p95."""
    from kept.config.rsgi import threads

    part, place = stocked(f"CROWD-{time.time_ns()}", THERE)
    engineers = Engineers(part, place)
    chance = random.Random(7)  # the same crowd in each run
    moments = sorted(chance.uniform(0, within) for _ in range(ENGINEERS))
    with ThreadPoolExecutor(threads()) as pool:
        began = time.perf_counter()
        for number, moment in enumerate(moments):
            time.sleep(max(0.0, began + moment - time.perf_counter()))
            pool.submit(engineers.take, number, asked=time.perf_counter())
    took = time.perf_counter() - began
    check_promises(part, place)
    waited = engineers.waited
    p95 = statistics.quantiles(waited, n=20)[-1]
    print(
        f"{ENGINEERS} engineers within {within:.0f} s: {len(waited) / took:6.0f} a second, "
        f"p50 {statistics.median(waited):6.1f} ms, p95 {p95:7.1f} ms; {THERE} promised, "
        f"{engineers.refused} told that no more is there"
    )
    return p95


class Engineers:
    """Who takes parts, and how long each waited."""

    def __init__(self, part: int, place: int) -> None:
        from kept.records.cases.models import Case
        from kept.records.people.models import Person

        self.part, self.place = part, place
        self.people = list(Person.objects.filter(roles__contains=["engineer"]))
        self.cases = list(Case.objects.filter(state="open").values_list("pk", flat=True))
        self.waited: list[float] = []
        self.refused = 0

    def take(self, number: int, *, asked: float) -> None:
        """Reserve one part for one case; what is not there any more is counted."""
        from kept.records.parts.services import NewReservation, NotEnough, reserve

        case = self.cases[number % len(self.cases)]
        wanted = NewReservation(
            place_id=self.place, part_id=self.part, quantity=Decimal(1), case_id=case
        )
        by = self.people[number % len(self.people)]
        try:
            reserve(wanted=wanted, by=by, now=NOW, key=f"{self.part} {number}")
        except NotEnough:
            self.refused += 1
        self.waited.append((time.perf_counter() - asked) * 1000)


def check_promises(part: int, place: int) -> None:
    """Raise AssertionError unless as much is promised as there was."""
    from kept.records.parts.models import Reservation, Stock

    row = Stock.objects.get(part_id=part, place_id=place)
    promised = Reservation.objects.filter(part_id=part, end="").count()
    if not row.reserved == promised == THERE:
        raise AssertionError(f"{row.reserved} reserved, {promised} promised")


def stocked(number: str, many: int) -> tuple[int, int]:
    """Return a new part, and the place in which so much of it lies."""
    from kept.records.parts.models import MovementKind, StockPlace
    from kept.records.parts.services import NewMovement, PartDetails, move, register_part
    from kept.records.people.models import Person

    by = Person.objects.filter(roles__contains=["store_keeper"])[0]
    details = PartDetails(brand="Bench", number=number, names={"en": number})
    part = register_part(details=details, by=by, at=NOW)
    place = StockPlace.objects.filter(kind="warehouse")[0]
    movement = NewMovement(
        kind=MovementKind.RECEIVED,
        part_id=part.pk,
        quantity=Decimal(many),
        reason="benchmark",
        at=NOW,
        target_id=place.pk,
    )
    move(movement=movement, by=by, now=NOW, key=number)
    return part.pk, place.pk


def read_after_a_million() -> float:
    """Put the movements behind the stock, and read it. Returns the slowest median."""
    from kept.records.parts.queries import movements, place_lines, stock_of_part, stock_of_place

    told = many_movements()
    place, quiet, part = told["place"], told["quiet"], told["part"]
    return max(
        timed("what lies in a busy place", lambda: stock_of_place(place)),
        timed(
            "the same, the last hundred parts", lambda: stock_of_place(place, after=told["last"])
        ),
        timed("what lies in a quiet place", lambda: stock_of_place(quiet)),
        timed("where a part lies", lambda: stock_of_part(part)),
        timed("what moved last in a busy place", lambda: movements(place_id=place, limit=20)),
        timed("what moved last in a quiet place", lambda: movements(place_id=quiet, limit=20)),
        timed("what moved last of a part", lambda: movements(part_id=part, limit=20)),
        timed("all places", place_lines),
    )


def many_movements() -> dict[str, Any]:
    """Insert the movements. Returns the first part and place, the quiet place, a late row."""
    from django.db import connection

    from kept.records.parts.models import Part, PlaceKind, Stock
    from kept.records.parts.services import PlaceDetails, open_place
    from kept.records.people.models import Office, Person

    by = Person.objects.filter(roles__contains=["store_keeper"])[0]
    office = Office.objects.all()[0]
    made = [
        open_place(
            details=PlaceDetails(
                code=f"BENCH-{n}", names={"en": "x"}, kind=PlaceKind.SHOP, office_id=office.pk
            ),
            by=by,
            at=NOW,
        ).pk
        for n in range(PLACES + 1)
    ]
    parts = Part.objects.bulk_create(
        Part(
            brand="Bench", number=f"N-{n}", names={"en": "x"}, tracking="quantity",
            registered_at=NOW, registered_by=by,
        )
        for n in range(PARTS)
    )  # fmt: skip
    told: dict[str, Any] = {"part": parts[0].pk, "place": made[0], "quiet": made[-1]}
    with connection.cursor() as cursor:
        sizes = {"parts": PARTS, "places": PLACES, "by": by.pk, "many": MOVEMENTS}
        cursor.execute(MOVED, told | sizes)
        cursor.execute(LIES)
        cursor.execute("VACUUM ANALYZE parts_movement, parts_stock")
    rows = Stock.objects.filter(place_id=made[0]).order_by("-pk").values_list("pk", flat=True)
    told["last"] = rows[100]
    print(f"{MOVEMENTS:,} movements of {PARTS} parts in {PLACES} places:")
    return told


def timed(title: str, read: Callable[[], object]) -> float:
    """Print how long a read takes; the median of some. Returns it."""
    read()
    waited = []
    for _ in range(30):
        started = time.perf_counter()
        read()
        waited.append((time.perf_counter() - started) * 1000)
    middle, worst = statistics.median(waited), max(waited)
    print(f"  {title:36} p50 {middle:6.1f} ms, worst {worst:6.1f} ms")
    return middle


if __name__ == "__main__":
    sys.exit(main())
