"""Cases under the policies of other companies, in the time zone of each."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from kept.rules.assess import Assessment, assess
from kept.rules.facts import Fact, Facts
from kept.rules.policy import load
from kept.rules.policy.model import Policy

HERE = Path(__file__).parent
SLUGS = sorted(file.name.removesuffix(".policy.yaml") for file in HERE.glob("*.policy.yaml"))


@lru_cache(maxsize=64)
def elsewhere(slug: str) -> Policy:
    """Return the policy of that name."""
    file = f"{slug}.policy.yaml"
    return load((HERE / file).read_text("utf-8"), file=file)


class Desk:
    """One policy, and cases under it in its own wall time."""

    def __init__(self, slug: str, policy: Policy | None = None) -> None:
        self.policy = policy or elsewhere(slug)
        self.zone = ZoneInfo(self.policy.zone)

    def when(self, text: str) -> datetime:
        """Return a moment of wall time."""
        return datetime.fromisoformat(text).replace(tzinfo=self.zone)

    def fact(self, kind: str, at: str, /, **values: Any) -> Fact:
        """Return a fact; `equipment__price=…` gives an attribute with a dot."""
        typed = {key.replace("__", "."): value for key, value in values.items()}
        return Fact(id=f"{kind}@{at}", kind=kind, at=self.when(at), values=typed)

    def judged(self, at: str, *facts: Fact, **about: Any) -> Assessment:
        """Return what follows at `at`; a text that is a date becomes a moment."""
        known = {key.replace("__", "."): self._typed(value) for key, value in about.items()}
        return assess(self.policy, Facts(facts, known), self.when(at))

    def _typed(self, value: Any) -> Any:
        is_date = isinstance(value, str) and value[:4].isdigit() and value.count("-") == 2
        return self.when(value) if is_date else value


def line(lines: Any, rule: str) -> Any:
    """Return the line of a rule."""
    return {one.rule: one for one in lines}[rule]


def shown(lines: Any) -> set[str]:
    """Return the ends of the ids of the clauses that these lines rest on."""
    return {clause[-2:] for one in lines for clause in one.reason.clauses}
