"""Whole small policies for tests: a head, and a clause for every id that they name."""

from __future__ import annotations

import re
from functools import lru_cache
from textwrap import dedent

from kept.rules.assess import Assessment, assess
from kept.rules.facts import Facts
from kept.rules.policy import load
from kept.rules.policy.model import Policy
from tests.rules.assess.scene import when

HEAD = """\
policy: T
language: 1
title: Test
zone: Asia/Shanghai
"""
ELAPSED = "  elapsed: {name: every hour, always: yes}\n"
_CLAUSE = re.compile(r"\b(?:[A-Z][A-Z0-9]*[a-d]?-[\w.]*\d\w*)\b")


@lru_cache(maxsize=64)
def paper(sections: str) -> Policy:
    """Return the policy made of these sections; a calendar `elapsed` is always there."""
    text = dedent(sections)
    if "calendars:\n" not in text:
        text = f"calendars:\n{text}"
    text = text.replace("calendars:\n", f"calendars:\n{ELAPSED}", 1)
    clauses = "".join(f"  {c}: {{en: Text.}}\n" for c in sorted(set(_CLAUSE.findall(text))))
    return load(f"{HEAD}clauses:\n{clauses}{text}", file="test.policy.yaml")


def worked(sections: str, facts: Facts, at: str) -> Assessment:
    """Return the assessment of `facts` at a wall time in Shanghai."""
    return assess(paper(sections), facts, when(at))
