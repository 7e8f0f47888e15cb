"""Small policies and cases for tests of the engine: readable times, few words."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from textwrap import dedent
from typing import Any
from zoneinfo import ZoneInfo

from kept.rules.assess import Assessment, ClockLine, assess
from kept.rules.facts import Fact, Facts
from kept.rules.policy import load
from kept.rules.policy.model import Policy

SHANGHAI = ZoneInfo("Asia/Shanghai")

HEAD = """
policy: T
language: 1
version: "1"
title: Test
zone: Asia/Shanghai
calendars:
  elapsed: {name: every hour, always: yes}
  office: {name: office hours, weekly: {mon-fri: ["09:00-12:00", "13:00-18:00"]}}
facts:
  urgent: {type: yes_no, name: urgent, ask: "Is it urgent?", at: intake}
  down: {type: yes_no, name: down, ask: "Is it down?", at: intake}
  size: {type: number, name: size}
  wait: {type: duration, name: wait}
  agreed: {type: moment, name: agreed}
clauses:
  T-1: {en: One.}
  T-2: {en: Two.}
  T-3: {en: Three.}
  T-4: {en: Four.}
  T-5: {en: Five.}
  T-6: {en: Six.}
"""


def when(text: str) -> datetime:
    """Return a moment of wall time in Shanghai: "2026-03-02 10:00" (a Monday)."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@lru_cache(maxsize=128)
def policy(text: str) -> Policy:
    """Return the policy made of the common head and these sections."""
    return load(HEAD + dedent(text), file="test.policy.yaml")


def fact(kind: str, at: str, /, *, known: str | None = None, **values: Any) -> Fact:
    """Return a fact; `by` and `corrects` are fields, the rest are its values."""
    fields = {k: values.pop(k) for k in ("by", "corrects", "id") if k in values}
    typed = {k.replace("__", "."): v for k, v in values.items()}
    fields.setdefault("id", f"{kind}@{at}")
    received = when(known) if known else None
    return Fact(kind=kind, at=when(at), received_at=received, values=typed, **fields)


def case(*facts: Fact, **about: Any) -> Facts:
    """Return the facts of a case; `equipment__accepted=…` gives an attribute."""
    return Facts(facts, {key.replace("__", "."): value for key, value in about.items()})


def judged(rules: str, facts: Facts, at: str) -> Assessment:
    """Return the assessment of `facts` under a small policy."""
    return assess(policy(rules), facts, when(at))


def clock(rules: str, facts: Facts, at: str, key: str = "answer") -> ClockLine:
    """Return one clock of that assessment."""
    return judged(rules, facts, at).clock(key)
