"""The examples of docs/policy-language.md are policies: each is loaded as it stands there."""

from __future__ import annotations

import re

import pytest

from kept.rules.policy import forms, load
from kept.rules.policy.model import Policy
from tests.rules.policy.texts import ROOT

PAGE = (ROOT / "docs/policy-language.md").read_text()
EXAMPLES = {
    title: re.findall(r"```yaml\n(rules:\n.*?)```", section, re.DOTALL)
    for title, section in re.findall(r"^### (\w+)\n(.*?)(?=^##)", PAGE, re.DOTALL | re.MULTILINE)
}
# What the examples name and do not show.
AROUND = """\
policy: DOCS
language: 1
title: Examples
zone: Asia/Shanghai
calendars:
  elapsed: {name: every hour, always: yes}
"""
FREE = """\
  free: {form: term, name: Free repair, start: equipment.accepted, length: 1 year}
  answer:
    {form: clock, name: Answer, start: request.received, stop: response.given, limit: 2 h,
     calendar: elapsed}
"""
# The first forms are shown in pieces, not as whole rules.
SHOWN = [title for title, examples in EXAMPLES.items() if examples]


def example(form: str) -> Policy:
    """Return the example of a form as a policy, with the clauses and rules it names around it."""
    rules = "".join(text.removeprefix("rules:\n") for text in EXAMPLES[form])
    clauses = sorted(set(re.findall(r"\bX-\w+", rules)))
    listed = "".join(f"  {clause}: {{en: Text.}}\n" for clause in clauses)
    return load(f"{AROUND}clauses:\n{listed}rules:\n{FREE}{rules}", file="docs.policy.yaml")


@pytest.mark.parametrize("form", SHOWN)
def test_the_examples_of_a_form_can_be_read(form):
    assert any(
        type(rule).__name__.lower().startswith(form) for rule in example(form).rules.values()
    )


@pytest.mark.parametrize("form", SHOWN)
def test_every_key_of_a_form_is_in_its_table_or_is_shared(form):
    section = re.search(rf"^### {form}\n(.*?)(?=^##)", PAGE, re.DOTALL | re.MULTILINE)
    assert section is not None
    explained = set(re.findall(r"`(\w+)`", section[1]))

    assert set(forms.RULE_FORMS[form].keys) - {"form", "name", *forms.SHARED} <= explained


NUMBERS = re.search(r"^## Numbers\n.*?```yaml\n(.*?)```", PAGE, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize(
    "written", re.findall(r"^reach:.*\n(?:  .*\n)*", NUMBERS[1] if NUMBERS else "", re.MULTILINE)
)
def test_every_number_of_the_page_can_be_read(written):
    clauses = "clauses:\n  X-1: {en: Text.}\nlevels:\n  fault: {name: l, grades: {1: {name: o}}}\n"
    rules = "rules:\n  uptime: {form: counter, name: u, counts: case.closed}\n"
    rules += "  failed_repairs:\n    form: counter\n    name: n\n    counts: case.closed\n"
    number = "".join(f"    {line}\n" for line in written.splitlines())

    policy = load(AROUND + clauses + rules + number.replace("measure.", "count."), file="n.yaml")

    assert policy.counters[1].reach is not None
