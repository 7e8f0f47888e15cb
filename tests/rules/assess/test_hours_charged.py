"""How hours are charged: each band with its factor and its clause, and the least of all."""

from decimal import Decimal

import pytest

from kept.rules.assess.say import document
from kept.rules.assess.say.charges import hours_words
from kept.rules.assess.say.explained import Wanted, explained
from kept.rules.assess.say.speaker import Speaker
from tests.rules.assess.scene import SHANGHAI, case, judged, policy

SAYS = """
work_time:
  calendar: office
  source: T-1
  bands:
    holiday: {on: holidays, factor: 3, source: T-2}
    night: {hours: "22:00-06:00", factor: {if: {urgent: yes}, is: 2, else: 1.5}, source: T-3}
    market: {on: sun, factor: unset, name: {en: fair days, zh-Hans: 展会日}, source: T-4}
    evening: {on: closed, source: T-5}
  call_out: 2 h
  increments: 30 min
rules:
  pays: {form: cost, name: Who pays, cases: [{source: T-6, pays: {all: customer}}]}
"""


def hours(facts, component="labour"):
    return judged(SAYS, facts, "2026-03-02 10:00").cost(component).hours


@pytest.mark.parametrize(
    ("about", "factor", "missing"),
    [
        ({"urgent": True}, Decimal(2), ()),
        ({"urgent": False}, Decimal("1.5"), ()),
        ({}, None, ("urgent",)),
    ],
)
def test_a_factor_may_depend_on_the_case(about, factor, missing):
    night = hours(case(**about)).bands[1]

    assert (night.factor, night.missing) == (factor, missing)
    assert night.is_multiple
    assert night.reason.clauses == ("T-3",)


def test_only_the_components_that_are_named_are_charged_so():
    assert hours(case(), "travel") is None


def test_it_is_said_with_each_clause_in_each_language():
    found = hours(case(urgent=True))
    english = list(hours_words(Speaker(policy(SAYS), "en", SHANGHAI), found))
    chinese = [words for words, _ in hours_words(Speaker(policy(SAYS), "zh-Hans", SHANGHAI), found)]

    assert english == [
        ("on public holidays: × 3", ("T-2",)),
        ("at night: × 2", ("T-3",)),
        ("fair days: × the paper gives no number", ("T-4",)),
        ("outside working hours", ("T-5",)),
        ("at least 2 hours a visit, in steps of 30 minutes", ("T-1",)),
    ]
    assert chinese[0] == "法定节假日：× 3"


def test_it_stands_in_the_document_and_is_explained_by_its_clause():
    text = policy(SAYS)
    assessed = judged(SAYS, case(urgent=True), "2026-03-02 10:00")
    told = document(text, assessed)
    (labour,) = [one for one in told["costs"] if one["component"] == "labour"]

    assert labour["hours"]["call_out_seconds"] == 7200
    assert [band["factor"] for band in labour["hours"]["bands"]] == ["3", "2", None, None]
    assert "hours" not in next(one for one in told["costs"] if one["component"] == "parts")
    assert [one.key for one in explained(text, assessed, Wanted(clause="T-3"))] == ["labour"]
