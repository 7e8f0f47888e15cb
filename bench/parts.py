"""Do two hundred engineers take parts without waiting? Is stock read at once after a million moves?

Two hundred engineers want the part that their case asks for, at their own pace within some seconds
and all in the same moment. What the page calls when somebody presses is called, over as many
connections as the web processes have threads, which have worked before, as those of a server have.
How long each waited counts from the press, so also while all threads work for others. There are
fewer parts than they want, and none is promised twice. Engineers and database share the machine:
what each takes of it is told, and how long the same crowd takes when nothing is asked of anyone.
Then a million
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
from threading import Barrier
from typing import TYPE_CHECKING, Any

from _database import cpu_seconds, fresh_database

if TYPE_CHECKING:
    from kept.records.people.models import Person

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
        with opened() as server:
            slowest_taking = max([crowd(server, within) for within in WITHIN])
        slowest = read_after_a_million()
        return int(slowest_taking > AIM_P95_MS or slowest > AIM_READ_MS)


def crowd(server: ThreadPoolExecutor, within: float) -> float:
    """Let the engineers ask within so many seconds; print how long each waited. Returns the p95."""
    part, place = stocked(f"CROWD-{time.time_ns()}", THERE)
    engineers = Engineers(part, place)
    used, own = cpu_seconds(), time.process_time()
    took = come(server, within, engineers.take)
    used, own = cpu_seconds() - used, time.process_time() - own
    check_promises(part, place)
    waited = engineers.waited
    p95 = statistics.quantiles(waited, n=20)[-1]
    print(
        f"{ENGINEERS} engineers within {within:.0f} s: {len(waited) / took:6.0f} a second, "
        f"p50 {statistics.median(waited):6.1f} ms, p95 {p95:7.1f} ms; {THERE} promised, "
        f"{engineers.refused} told that no more is there; of the machine "
        f"{own * 1000 / ENGINEERS:.2f} ms here and {used * 1000 / ENGINEERS:.2f} ms there each"
    )
    return p95


def come(server: ThreadPoolExecutor, within: float, take: Callable[[int, float], None]) -> float:
    """Let each engineer press at a moment within so many seconds; return how long all took."""
    chance = random.Random(7)  # the same crowd in each run
    moments = sorted(chance.uniform(0, within) for _ in range(ENGINEERS))
    began = time.perf_counter()
    answers = []
    for number, moment in enumerate(moments):
        time.sleep(max(0.0, began + moment - time.perf_counter()))
        answers.append(server.submit(take, number, time.perf_counter()))
    for answer in answers:
        answer.result()
    return time.perf_counter() - began


def opened() -> ThreadPoolExecutor:
    """Return the threads of all web processes, each with a connection that has done this before."""
    from kept.config.commands.run import web_processes
    from kept.config.rsgi import threads

    many = threads() * web_processes()
    server, all_here = ThreadPoolExecutor(many), Barrier(many)
    part, place = stocked("WARM", ENGINEERS)
    engineers = Engineers(part, place)

    def warm(first: int) -> None:
        all_here.wait()
        for number in range(first, ENGINEERS, many):
            engineers.take(number, time.perf_counter())

    list(server.map(warm, range(many)))
    nobody = come(server, 0, lambda _number, _asked: None)
    print(f"{many} threads; {ENGINEERS} who want nothing are served in {nobody * 1000:.1f} ms")
    return server


class Engineers:
    """Who takes parts, each for a request of a case, and how long each waited."""

    def __init__(self, part: int, place: int) -> None:
        from kept.records.cases.models import Case
        from kept.records.people.models import Person

        self.part, self.place = part, place
        self.people = list(Person.objects.filter(roles__contains=["engineer"]))
        self.cases = list(Case.objects.filter(state="open").values_list("pk", flat=True))
        self.requests = [self.ask(number) for number in range(ENGINEERS)]
        self.waited: list[float] = []
        self.refused = 0

    def ask(self, number: int) -> int:
        """Ask for one part for one case, as was done before anyone can take it."""
        from kept.records.parts.services import NewRequest, request_part

        wanted = NewRequest(
            case_id=self.case(number), part_id=self.part, quantity=Decimal(1), needed_at=NOW
        )
        key = f"{self.part} {number}"
        return request_part(wanted=wanted, by=self.who(number), now=NOW, key=key).request_id

    def take(self, number: int, asked: float) -> None:
        """Reserve one part for one case; what is not there any more is counted."""
        from kept.records.parts.services import NewReservation, NotEnough, reserve_pieces

        wanted = NewReservation(
            place_id=self.place,
            part_id=self.part,
            quantity=Decimal(1),
            case_id=self.case(number),
            request_id=self.requests[number],
        )
        key = f"{self.part} {number}"
        try:
            reserve_pieces(wanted=wanted, by=self.who(number), now=NOW, key=key)
        except NotEnough:
            self.refused += 1
        self.waited.append((time.perf_counter() - asked) * 1000)

    def case(self, number: int) -> int:
        """Return the case of one engineer; several share one, as there are fewer."""
        return self.cases[number % len(self.cases)]

    def who(self, number: int) -> Person:
        """Return one engineer."""
        return self.people[number % len(self.people)]


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
