"""How long does it take to say what was promised?

Prints milliseconds of the processor's time per assessment: a case with 10 clocks and 50 facts, a
policy with every form, and each shipped policy with a plain request and with 50 facts.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from kept.rules.assess import assess
from kept.rules.facts import Fact, Facts
from kept.rules.policy import load, load_file
from kept.rules.policy.model import Policy

ZONE = ZoneInfo("Asia/Shanghai")
START = datetime(2026, 3, 2, 10, 0, tzinfo=ZONE)
LIBRARY = Path(__file__).parents[1] / "src" / "kept" / "rules" / "library"
EVERY_FORM = Path(__file__).parents[1] / "tests" / "rules" / "policy" / "everything.policy.yaml"
AIM_MS = 3.0
ABOUT = {
    "site.city": "CN-3205",
    "site.province": "CN-32",
    "site.country": "CN",
    "office.city": "CN-3201",
    "office.province": "CN-32",
    "office.country": "CN",
    "equipment.accepted": datetime(2025, 9, 1, tzinfo=ZONE),
    "contract.service_tier": "A",
    "contract.warranty": "24 months",
}


HEAD = """
policy: BENCH
language: 1
version: "1"
title: Bench
zone: Asia/Shanghai
calendars:
  elapsed: {name: every hour, always: yes}
  office:
    name: office
    holidays: CN
    weekly: {mon-fri: ["09:00-12:00", "13:00-18:00"]}
facts:
  down: {type: yes_no, name: down}
  partly: {type: yes_no, name: partly}
levels:
  fault:
    name: Level
    source: B-10
    grades:
      1: {name: one, when: {down: yes}}
      2: {name: two, when: {partly: yes}}
      3: {name: three, otherwise: yes}
"""
RULES = """
rules:
  free: {form: term, name: Free, source: B-11, start: equipment.accepted, length: 1 year}
  pays:
    form: cost
    name: Pays
    cases:
      - {source: B-12, when: {cause: customer_modification}, pays: {all: customer}}
      - {source: B-13, when: {term.free: active}, pays: {all: provider}}
"""
CLOCK = """
  clock_{n}:
    form: clock
    name: Clock {n}
    source: B-{n}
    start: request.received
    stop: {stop}
    calendar: {calendar}
    limit: {{by: level.fault, cells: {{1: {worst} h, 2: {next} h, "*": 2 working days}}}}
"""
PAUSES = "    pauses: [{from: waiting.began, until: waiting.ended, name: waiting}]\n"
STOPS = ("response.given", "visit.arrived", "service.restored", "report.signed", "case.closed")


def ten_clocks() -> Policy:
    """Return a policy with a level, a warranty, costs and ten clocks, four of them with pauses."""
    clocks = "".join(
        CLOCK.format(
            n=n,
            stop=STOPS[n % 5],
            calendar="office" if n % 2 else "elapsed",
            worst=n + 1,
            next=n + 3,
        )
        + (PAUSES if n % 3 == 0 else "")
        for n in range(10)
    )
    clauses = "clauses:\n" + "".join(f"  B-{n}: {{en: Clause {n}.}}\n" for n in range(14))
    return load(HEAD + clauses + RULES + clocks, file="bench.policy.yaml")


def fifty_facts() -> Facts:
    """Return a long case: 50 facts with changed answers, attempts, two waits and an arrival."""
    kinds = ["request.described", "remote.attempted", "note.added", "customer.told"]
    facts = [
        Fact("0", "request.received", START, values={"channel": "telephone", "case_type": "fault"}),
        Fact("1", "response.given", START + timedelta(minutes=20), values={"clear": True}),
        Fact("2", "waiting.began", START + timedelta(hours=1), values={"waiting_for": "customer"}),
        Fact("3", "waiting.ended", START + timedelta(hours=2)),
        Fact("4", "visit.arrived", START + timedelta(hours=3)),
        Fact("5", "cause.found", START + timedelta(hours=4), values={"cause": "quality"}),
    ]
    for n in range(6, 50):
        values = {"down": n % 9 == 0, "partly": True} if n % 4 == 2 else {"text": f"step {n}"}
        facts.append(Fact(str(n), kinds[n % 4], START + timedelta(minutes=5 * n), values=values))
    return Facts(tuple(facts), ABOUT)


def measured(work: Callable[[], object], *, repeat: int = 200) -> tuple[float, float]:
    """Return the median and the 95th percentile in milliseconds of the processor's time."""
    work()
    times = []
    for _ in range(repeat):
        began = time.process_time()
        work()
        times.append((time.process_time() - began) * 1000)
    times.sort()
    return statistics.median(times), times[int(len(times) * 0.95)]


def main() -> int:
    """Print the table; return 1 when the aim is missed."""
    at = START + timedelta(hours=6)
    long_case = fifty_facts()
    policy = ten_clocks()
    count = len(assess(policy, long_case, at).clocks)
    median, p95 = measured(lambda: assess(policy, long_case, at))
    print(
        f"{count} clocks, {len(long_case.facts)} facts: {median:.2f} ms, p95 {p95:.2f} ms "
        f"(aim {AIM_MS:.0f}), {1000 / median:,.0f} a second"
    )
    plain = Facts(long_case.facts[:1], ABOUT)
    every = load_file(EVERY_FORM)
    forms = len({type(rule) for rule in every.rules.values()})
    short, _ = measured(lambda: assess(every, plain, at), repeat=50)
    long, _ = measured(lambda: assess(every, long_case, at), repeat=50)
    said = f"{forms} forms, {len(every.rules)} rules"
    print(f"{said}: one fact {short:.2f} ms, 50 facts {long:.2f} ms")
    for path in sorted(LIBRARY.glob("*.policy.yaml")):
        shipped = load_file(path)
        short, _ = measured(lambda p=shipped: assess(p, plain, at), repeat=50)  # type: ignore[misc]
        long, _ = measured(lambda p=shipped: assess(p, long_case, at), repeat=50)  # type: ignore[misc]
        print(f"{shipped.id:>4}: one fact {short:.2f} ms, 50 facts {long:.2f} ms")
    return 0 if median <= AIM_MS else 1


if __name__ == "__main__":
    sys.exit(main())
