"""Comparisons of numbers, moments, lengths of time and yes/no, and what is unknown."""

import pytest

from kept.rules.facts import Truth
from tests.rules.assess.scene import case, fact, judged, when

RULES = """
rules:
  answer:
    form: cover
    name: Cover
    cases:
      - {{is: in, source: [T-1, T-2, T-3, T-4, T-5, T-6], name: it, when: {when}}}
"""


def truth(condition, **answers):
    facts = case(fact("request.received", "2026-03-02 10:00", **answers))
    lines = judged(RULES.format(when=condition), facts, "2026-03-02 11:00").cover
    return lines[0].truth if lines else Truth.NO


@pytest.mark.parametrize(
    ("condition", "answers", "expected"),
    [
        ("{size: {at_least: 50}}", {"size": 50}, Truth.YES),
        ("{size: {more_than: 50}}", {"size": 50}, Truth.NO),
        ("{size: {at_most: 9}}", {"size": 10}, Truth.NO),  # as numbers, not as text
        ("{size: {less_than: 50}}", {}, Truth.UNKNOWN),
        ("{wait: {at_least: 2 h}}", {"wait": "120 min"}, Truth.YES),
        ("{wait: {less_than: 1 week}}", {"wait": "8 days"}, Truth.NO),
        ("{wait: {more_than: 1 year}}", {"wait": "18 months"}, Truth.YES),
        ("{urgent: no}", {"urgent": False}, Truth.YES),
        ("{urgent: {not: yes}}", {"urgent": True}, Truth.NO),
        ("{urgent: {known: no}}", {}, Truth.YES),
        ("{urgent: {known: yes}}", {"urgent": "unknown"}, Truth.NO),
        ("{not: {urgent: yes}}", {}, Truth.UNKNOWN),
        ("{any: [{urgent: yes}, {down: yes}]}", {"down": True}, Truth.YES),
        ("{urgent: yes, down: yes}", {"down": False}, Truth.NO),
    ],
)
def test_a_condition_is_yes_no_or_unknown(condition, answers, expected):
    assert truth(condition, **answers) is expected


def test_the_latest_word_counts_from_when_it_was_true():
    facts = case(
        fact("request.received", "2026-03-02 10:00", urgent=True),
        fact("request.described", "2026-03-02 12:00", urgent=False),
    )
    rules = RULES.format(when="{urgent: yes}")

    assert judged(rules, facts, "2026-03-02 11:59").cover
    assert not judged(rules, facts, "2026-03-02 12:00").cover


def test_two_moments_are_compared():
    rules = RULES.format(when="{agreed: {at_least: 2026-03-05}}")
    early = case(fact("visit.agreed", "2026-03-02 10:00", agreed=when("2026-03-04 10:00")))

    assert not judged(rules, early, "2026-03-02 11:00").cover
