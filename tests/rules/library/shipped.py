"""Cases under the shipped policies: one request for one piece of equipment, in few words."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from kept.rules.assess import Assessment, assess
from kept.rules.facts import Fact, Facts
from kept.rules.policy import load
from kept.rules.policy.model import Policy

SHANGHAI = ZoneInfo("Asia/Shanghai")

# Where the office and the site are: "domestic" is the country of the office.
AT_HOME = {
    "office.country": "CN",
    "office.province": "Zhejiang",
    "office.city": "Hangzhou",
    "site.country": "CN",
    "site.province": "Zhejiang",
    "site.city": "Hangzhou",
}


def when(text: str) -> datetime:
    """Return wall time in Shanghai: "2026-03-02 10:00" (a Monday)."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def text_of(key: str) -> str:
    """Return the text of a shipped policy."""
    return Path(str(files("kept.rules") / "library" / f"{key}.policy.yaml")).read_text("utf-8")


@lru_cache(maxsize=32)
def shipped(key: str, changed: tuple[str, str] | None = None) -> Policy:
    """Return a shipped policy; `changed` replaces one text of the file, as its owner may do."""
    text = text_of(key)
    if changed is not None:
        assert text.count(changed[0]) == 1
        text = text.replace(*changed)
    return load(text, file=f"{key}.policy.yaml")


def fact(kind: str, at: str, /, *, known: str | None = None, **values: Any) -> Fact:
    """Return a fact; `known` is when the server got it."""
    received = when(known) if known else None
    return Fact(id=f"{kind}@{at}", kind=kind, at=when(at), received_at=received, values=values)


def request(at: str, /, **values: Any) -> Fact:
    """Return a request; a fault unless its `case_type` says otherwise."""
    return fact("request.received", at, **{"case_type": "fault", **values})


def case(*facts: Fact, **about: Any) -> Facts:
    """Return the facts of a case in the office's own city; `equipment__accepted=…` says more."""
    more = {key.replace("__", "."): value for key, value in about.items()}
    return Facts(facts, {**AT_HOME, **more})


def judged(key: str, facts: Facts, at: str) -> Assessment:
    """Return the assessment of a case under a shipped policy."""
    return assess(shipped(key), facts, when(at))


def who_pays(result: Assessment, component: str) -> str | None:
    """Return the one who pays a component for sure; None while that is open."""
    return result.cost(component).payer


def price(result: Assessment, component: str) -> str | None:
    """Return the price basis that is sure; None while that is open."""
    values = {outcome.value for outcome in result.cost(component).prices}
    return values.pop() if len(values) == 1 else None


def possible_payers(result: Assessment, component: str) -> set[str]:
    """Return everybody who may still have to pay a component."""
    return {outcome.value for outcome in result.cost(component).payers}


def cited(result: Assessment, component: str) -> tuple[str, ...]:
    """Return the clauses that the last payer of a component rests on."""
    return result.cost(component).payers[-1].reason.clauses


def covered(result: Assessment, clause: str) -> bool | None:
    """Return whether the cover case of a clause says in (True) or out (False); None: neither."""
    lines = [line for line in result.cover if clause in line.reason.clauses]
    return lines[0].inside if lines else None
