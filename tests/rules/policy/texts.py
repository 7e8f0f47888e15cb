"""Small policies for tests: a sound one, and ways to spoil it at a known line."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent, indent

import pytest

from kept.rules.policy import PolicyErrors, load
from kept.rules.policy.model import ClockRule, Policy, TermRule

ROOT = Path(__file__).resolve().parents[3]
EVERYTHING = Path(__file__).with_name("everything.policy.yaml")

HEAD = """\
policy: DEMO
language: 1
title: {en: Demo, zh-Hans: 示例}
zone: Asia/Shanghai
"""
CALENDARS = """\
calendars:
  elapsed: {name: {en: every hour, zh-Hans: 按自然时间}, always: yes, source: D-2}
"""
CLAUSES = """\
clauses:
  D-1: {en: One., zh-Hans: 一。}
  D-2: {en: Two., zh-Hans: 二。}
"""
CLOCK = """\
form: clock
name: {en: Answer, zh-Hans: 答复}
source: D-1
start: request.received
stop: response.given
limit: 2 h
calendar: elapsed
"""
TERM = """\
form: term
name: {en: Free repair, zh-Hans: 免费保修}
source: D-1
start: equipment.accepted
length: 1 year
"""


def policy_text(
    rule: str = CLOCK, *, more: str = "", clauses: str = CLAUSES, other: str = ""
) -> str:
    """Return a policy with one rule, called `rule`, and perhaps an `other`; `more` are sections."""
    rules = f"  rule:\n{indent(rule, '    ')}"
    if other:
        rules += f"  other:\n{indent(other, '    ')}"
    return f"{HEAD}{CALENDARS}{dedent(more)}{clauses}rules:\n{rules}"


def policy_of(
    rule: str = CLOCK, *, more: str = "", clauses: str = CLAUSES, other: str = ""
) -> Policy:
    """Return that policy, read."""
    text = policy_text(rule, more=more, clauses=clauses, other=other)
    return load(text, file="demo.policy.yaml")


def clock_of(more: str = "", **changed: str) -> ClockRule:
    """Return the clock of the small policy with some of its lines changed."""
    rule = policy_of(changed_rule(CLOCK, **changed), more=more).rules["rule"]
    assert isinstance(rule, ClockRule)
    return rule


def term_of(more: str = "", **changed: str) -> TermRule:
    """Return the term of the small policy with some of its lines changed."""
    rule = policy_of(changed_rule(TERM, **changed), more=more).rules["rule"]
    assert isinstance(rule, TermRule)
    return rule


def changed_rule(rule: str, **changed: str) -> str:
    """Return `rule` with lines replaced or added, by key (`when_` for Python's own words)."""
    lines = dict(line.split(": ", 1) for line in rule.strip().splitlines())
    lines |= {key.removesuffix("_"): value for key, value in changed.items()}
    return "".join(f"{key}: {value}\n" for key, value in lines.items())


def mistakes(text: str | bytes) -> list[tuple[int, str]]:
    """Return what is wrong in a text: lines and sentences."""
    with pytest.raises(PolicyErrors) as refused:
        load(text, file="demo.policy.yaml")
    assert all(error.file == "demo.policy.yaml" for error in refused.value.errors)
    return [(error.line, error.message) for error in refused.value.errors]
