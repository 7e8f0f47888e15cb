"""Scenarios beside a policy: what happened, and by hand what its clauses say must follow.

A file `<policy>.scenarios.txt` holds blocks. Values with blanks stand in quotes; moments
are in the policy's time.

    about contract.service_tier=gold           before the first block: for all of them
    05 06: a name, after the clauses it tries
    about site.city=A                          changes or adds what is known
    fact 2026-03-02T10:00 request.received emergency=yes
    past 2026-02-02T10:00 repair.closed        a fact of an earlier case
    due answer 2026-03-02T12:00 by response.given   kept a minute before, broken a minute after
    at 2026-03-03                              else a minute after the latest fact
    payer parts customer                       one of VIEWS: what to look at, and what must be there
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import datetime, timedelta
from typing import Any

from kept.rules.assess import assess
from kept.rules.policy.case import read_case
from kept.rules.policy.model import Policy
from tests.rules.library.elsewhere.cases import HERE, elsewhere
from tests.rules.library.elsewhere.views import VIEWS, WHOLE

MINUTE = timedelta(minutes=1)
ANY = "."  # whatever stands there


@dataclass
class Scenario:
    """One block: the clauses that it tries, its name, and its steps."""

    slug: str
    clauses: tuple[str, ...]
    name: str
    steps: list[tuple[str, ...]] = field(default_factory=list)

    @property
    def id(self) -> str:
        return f"{self.slug}-{'-'.join(self.clauses)} {self.name}"


def scenarios(slug: str) -> list[Scenario]:
    """Return the scenarios of a policy, in the order of its file; none without a file."""
    file = HERE / f"{slug}.scenarios.txt"
    common: list[tuple[str, ...]] = []
    found: list[Scenario] = []
    for line in file.read_text("utf-8").splitlines() if file.exists() else []:
        if line[:1].isdigit():
            clauses, _, name = line.partition(":")
            found.append(Scenario(slug, tuple(clauses.split()), name.strip(), list(common)))
        elif words := tuple(shlex.split(line.partition("# ")[0])):
            (found[-1].steps if found else common).append(words)
    return found


class Telling:
    """One scenario while it is told: what is known so far, and the clauses seen so far."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.policy: Policy = elsewhere(scenario.slug)
        self.about: dict[str, str] = {}
        self.facts: dict[str, list[dict[str, Any]]] = {"facts": [], "history": []}
        self.at = ""
        self.cited: set[str] = set()

    def tell(self) -> None:
        """Follow every step; AssertionError names the first that comes out otherwise."""
        for verb, *rest in self.scenario.steps:
            match verb:
                case "about":
                    self.about |= _values(rest)
                case "fact" | "past":
                    self.happens(rest, "facts" if verb == "fact" else "history")
                case "at":
                    (self.at,) = rest
                case "due":
                    self.is_due(*rest)
                case _:
                    self.look(verb, rest)

    def happens(self, words: list[str], where: str) -> None:
        """Add a fact; one of an earlier case says no moment to look at."""
        at, kind, *said = words
        values = _values(said)
        by = values.pop("by", "")
        id_ = f"{kind}@{at}#{len(self.facts[where])}"
        fact = {"id": id_, "kind": kind, "at": at, "by": by, "values": values}
        self.facts[where].append(fact)
        if where == "facts":
            self.at = _later(at, MINUTE)

    def look(self, view: str, words: list[str]) -> None:
        """Compare what a view shows with what must be there."""
        shown = self.shown(view, words, self.at)
        there = shown if view in WHOLE else shown[: len(words)]
        same = len(there) == len(words)
        same = same and all(w in (ANY, s) for w, s in zip(words, there, strict=True))
        assert same, f"{view} {' '.join(words)}, at {self.at}: {shown}"

    def is_due(self, clock: str, due: str, by: str, kind: str, *values: str) -> None:
        """Try a clock a minute before its due and a minute after it, with the deed and without."""
        assert by == "by"
        self.look("clock", [clock, ANY, due])
        before = list(self.facts["facts"])
        for moment, state in ((_later(due, -MINUTE), "met"), (_later(due, MINUTE), "late")):
            self.happens([moment, kind, *values], "facts")
            self.look("clock", [clock, state])
            self.facts["facts"] = list(before)
        self.look("clock", [clock, "broken"])

    def shown(self, view: str, words: list[str], at: str) -> tuple[str, ...]:
        """Return what a view shows at a moment, and remember the clauses it rests on."""
        facts, _ = read_case({**self.facts, "about": self.about}, self.policy)
        moment, _ = read_case({"facts": [{"kind": "note.added", "at": at}]}, self.policy)
        result = assess(self.policy, facts, moment.facts[0].at)
        lines, shown = VIEWS[view](self.policy, result, words)
        self.cited |= set(_cited(lines))
        return shown


def _values(words: list[str] | tuple[str, ...]) -> dict[str, str]:
    return dict(word.split("=", 1) for word in words)  # type: ignore[misc]


def _later(at: str, by: timedelta) -> str:
    return (datetime.fromisoformat(at) + by).isoformat(timespec="minutes")


def _cited(thing: Any) -> Iterator[str]:
    """Yield the clauses that a line rests on, with those of its parts."""
    if isinstance(thing, tuple | list):
        for part in thing:
            yield from _cited(part)
    elif is_dataclass(thing):
        yield from getattr(thing, "clauses", ())
        yield from getattr(thing, "source", ())
        for one in fields(thing):
            if one.name != "because":
                yield from _cited(getattr(thing, one.name))
