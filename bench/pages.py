"""How long do people wait for a page, whatever the number of cases?

Asks Kept's web server over HTTP, signed in, one request after the other: the queue in several
views, a case, the form for a request, the search. Prints milliseconds at each number of cases, in
a company with 2,000 pieces of equipment; and how many times more that is than at the first.

Run: python bench/pages.py [numbers of cases]      default: 10000 100000; a million takes minutes
"""

from __future__ import annotations

import html
import random
import re
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from _client import ask
from _company import found_company, grow_archive, grow_cases
from _database import fresh_database
from _server import Visitor, kept_server, sign_in

STEPS = [int(argument) for argument in sys.argv[1:]] or [10_000, 100_000]
PIECES = 2_000
TIMES = 120
DIFFERENT = 20  # cases, machines or questions
COMMON = ("alarm", "pump")  # words of many cases
UNHEARD = ("zeppelin", "琥珀")
NONE = float("inf")


@dataclass(frozen=True)
class Kind:
    """A kind of page: requests to send in turn, and the milliseconds aimed at."""

    title: str
    requests: Sequence[str]
    p50: float = NONE
    p95: float = NONE


def main() -> int:
    with fresh_database():
        noted("the demo company", found_company)
        noted(f"{PIECES:,} pieces of equipment", lambda: grow_archive(PIECES))
        missed, first = 0, {}
        for step in STEPS:
            noted(f"{step:,} cases", lambda step=step: grow_cases(step))
            missed += measure(first)
        return int(missed > 0)


def noted(what: str, work: Callable[[], None]) -> None:
    begun = time.perf_counter()
    work()
    print(f"{what}: made in {time.perf_counter() - begun:.0f} s", flush=True)


def measure(first: dict[str, float]) -> int:
    """Print a line for each kind of page; return how many aims were missed."""
    missed = 0
    print(f"{'':28}{'p50 ms':>8}{'p95 ms':>8}{'of the first':>14}   aim p50, p95")
    with kept_server() as port:
        for kind in kinds(port):
            times = ask(port, [kind.requests], times=max(TIMES, len(kind.requests)))
            fifty, ninety_five = statistics.median(times), statistics.quantiles(times, n=20)[-1]
            share = fifty / first.setdefault(kind.title, fifty)
            aim = ", ".join(f"{one:.0f}" for one in (kind.p50, kind.p95) if one != NONE)
            print(f"{kind.title:28}{fifty:8.1f}{ninety_five:8.1f}{share:12.2f} x   {aim}")
            missed += (fifty > kind.p50) + (ninety_five > kind.p95)
    return missed


def kinds(port: int) -> list[Kind]:
    """Return the kinds of pages."""
    manager, hotline = sign_in(port, "marta.stein"), sign_in(port, "emma.clarke")
    searched = [f"/search/?q={quote(words)}" for words in questions()]
    return [
        Kind("queue, all", [manager.get("/queue/?of=all")], 30, 100),
        Kind("queue, mine", [hotline.get("/queue/?of=mine")], 30, 100),
        Kind("queue, urgent", [manager.get("/queue/?of=soon")], 30, 100),
        Kind("queue, second page", [manager.get(second_page(manager))], 30, 100),
        Kind("queue, closed", [manager.get("/queue/?of=closed")], 30, 100),
        Kind("queue, one policy", [manager.get("/queue/?of=all&policy=S2")], 30, 100),
        Kind("queue, by common words", [manager.get(path) for path in narrowed("all", COMMON)], 30),
        Kind("queue, by serial numbers", [manager.get(p) for p in narrowed("all", serials())], 30),
        Kind("queue, by unheard-of words", [manager.get(p) for p in narrowed("all", UNHEARD)], 30),
        Kind("queue, closed, by words", [manager.get(p) for p in narrowed("closed", COMMON)], 30),
        Kind("queue, nothing new", [manager.get("/queue/version/?of=all")]),
        Kind("case, open", [manager.get(f"/cases/{n}/?of=all") for n in numbers("open")], 35),
        Kind("case, closed", [manager.get(f"/cases/{n}/?of=all") for n in numbers("closed")], 35),
        Kind("form for a request", [hotline.get(f"/log/?equipment={pk}") for pk in pieces()]),
        Kind("search, page", [hotline.get(path) for path in searched], 90),
        Kind("search, while typing", [hotline.get(f"{path}&format=json") for path in searched], 90),
    ]


def narrowed(of: str, words: Sequence[str]) -> list[str]:
    """Return a view of the queue narrowed by each of some words."""
    return [f"/queue/?of={of}&q={quote(word)}" for word in words]


def serials() -> list[str]:
    """Return serial numbers by which open cases are found; each by as many as were copied."""
    from kept.records.cases.models import Case

    rows = Case.objects.filter(state="open", equipment__isnull=False).exclude(
        key__startswith="copy"
    )
    found = list(rows.order_by("pk").values_list("equipment__serial_number", flat=True))
    return found[:DIFFERENT]


def second_page(visitor: Visitor) -> str:
    """Return where the queue goes on."""
    found = re.search(r'href="(/queue/[^"]*after=[^"]*)"', visitor.read("/queue/?of=all"))
    assert found is not None
    return html.unescape(found[1])


def numbers(state: str) -> list[str]:
    """Return the numbers of some cases, spread over all."""
    from kept.records.cases.models import Case

    rows = Case.objects.filter(state=state, key__startswith="copy").order_by("pk")
    found = list(rows.values_list("number", flat=True))
    return random.Random(2026).sample(found, DIFFERENT)


def pieces() -> list[int]:
    """Return some pieces of equipment."""
    from kept.records.archive.models import Equipment

    found = list(Equipment.objects.filter(site__isnull=False).values_list("pk", flat=True))
    return random.Random(2026).sample(found, DIFFERENT)


def questions() -> list[str]:
    """Return questions of every kind that people put to the search."""
    from search import questions as every_kind

    chance = random.Random(2026)
    kinds_of_question = list(every_kind().values())
    return [kinds_of_question[n % len(kinds_of_question)](chance) for n in range(DIFFERENT)]


if __name__ == "__main__":
    sys.exit(main())
