"""How long do people wait for the page of a long case?

Logs requests on the demo company, records 5, 50 and 200 facts of them, and asks the web server for
their pages over HTTP, signed in, one request after the other. Prints milliseconds.

Run: python bench/long_case.py
"""

from __future__ import annotations

import statistics
import sys
from datetime import UTC, datetime, timedelta

from _client import ask
from _company import found_company
from _database import cpu_seconds, fresh_database
from _server import kept_server, sign_in

SIZES = (5, 50, 200)
TIMES = 120
AIM_P95 = 150.0
KINDS = ("customer.told", "response.given", "interruption.began", "interruption.ended")


def main() -> int:
    with fresh_database():
        found_company()
        now = datetime.now(UTC)
        numbers = {facts: grown_case(facts, now) for facts in SIZES}
        with kept_server() as port:
            reader = sign_in(port, "marta.stein")
            return max(measure(port, n, reader.get(f"/cases/{numbers[n]}/")) for n in SIZES)


def grown_case(facts: int, now: datetime) -> str:
    """Log a request and record so many facts; return its number."""
    from kept.records.archive.models import Equipment
    from kept.records.cases.asking import LogRequest, NewFact
    from kept.records.cases.services import open_case, record_fact
    from kept.records.people.models import Person

    by = Person.objects.get(username="emma.clarke")
    piece = Equipment.objects.filter(site__isnull=False).order_by("pk")[0]
    asked_at = now - timedelta(hours=6)
    request = LogRequest(
        customer_id=piece.customer_id,
        equipment_id=piece.pk,
        site_id=piece.site_id,
        channel="telephone",
        case_type="fault",
        requested_at=asked_at,
        description="Reading drops to zero every few minutes.",
    )
    opened = open_case(request=request, by=by, now=now, key=f"long {facts}")
    for place in range(facts):
        at = asked_at + timedelta(minutes=1 + place)
        fact = NewFact(kind=KINDS[place % len(KINDS)], at=at)
        record_fact(case_id=opened.case_id, fact=fact, by=by, now=now, key=f"{place}")
    return opened.number


def measure(port: int, facts: int, request: str) -> int:
    """Print how long a case's page takes; return 1 when the aim is missed."""
    spent = cpu_seconds()
    times = ask(port, [[request]], times=TIMES)
    spent = (cpu_seconds() - spent) / TIMES * 1000
    p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    print(
        f"{facts:4} facts   p50 {p50:6.1f} ms   p95 {p95:6.1f} ms   aim p95 < {AIM_P95:.0f}"
        f"   {spent:5.1f} ms CPU each"
    )
    return int(p95 >= AIM_P95)


if __name__ == "__main__":
    sys.exit(main())
