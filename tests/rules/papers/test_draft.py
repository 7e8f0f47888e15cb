"""Drafts load, whatever the paper says; nothing in them runs that nobody accepted."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kept.rules.papers import Passage, cut, draft, propose
from kept.rules.policy import load
from kept.rules.policy.model import ClauseState

PAPER = """\
Lift service

1. Faults
1.1 A fitter is on site within 45 minutes for customers in the same city; for level 2 faults 5x9.
1.2 Trapped people are answered immediately, after the warranty period at our cost.
1.3 Planned work is announced at least 3 working days in advance.
2. Warranty
2.1 Lifts are under warranty for 2 years from acceptance. Travel is charged after the warranty.
2.2 Not covered are damage by water, misuse: "hitting" the doors, war and lightning.
2.3 We inspect every lift twice a year, clean it every 2 weeks, and visit key customers regularly.
2.4 Operators are trained. The log is kept for 5 years and signed.
2.5 The customer may return the lift. Complaints go to the manager, who is responsible for them.
2.6 If telephone support cannot resolve it, remote help follows, then we come to the site.
2.7 The 24/7 hotline takes calls. Contracts shall prevail.
2.8 Level 1 means that people are trapped. Spare parts of the original brand are in stock.

三、其他
1、配件费由客户承担，须先付款再发货。
Parts are paid by the customer, payment first.
"""


@pytest.fixture(scope="module")
def passages():
    return cut(PAPER)


def accepted(passages):
    return [proposal for passage in passages for proposal in propose(passage)]


def test_without_acceptance_there_is_no_rule_and_every_clause_waits(passages):
    policy = load(draft(passages, []), file="draft")

    assert policy.rules == {}
    assert list(policy.clauses) == [passage.id for passage in passages]
    assert {clause.state for clause in policy.clauses.values()} <= {
        ClauseState.PENDING,
        ClauseState.UNSET,
        ClauseState.STATEMENT,
    }


def test_every_clause_keeps_its_texts_and_its_line(passages):
    policy = load(draft(passages, []), file="draft")

    for passage in passages:
        clause = policy.clauses[passage.id]
        assert (dict(clause.text), clause.paper_line) == (dict(passage.texts), passage.line)


def test_all_that_is_proposed_loads_together(passages):
    policy = load(draft(passages, accepted(passages)), file="draft")

    forms = {type(rule).__name__ for rule in policy.rules.values()}
    assert len(forms) >= 9
    assert "free" in policy.rules


def test_each_proposal_loads_alone(passages):
    by_id = {passage.id: passage for passage in passages}
    for proposal in accepted(passages):
        text = draft([by_id[proposal.passage]], [proposal])
        rules = load(text, file="draft").rules

        assert bool(rules) == bool(proposal.rule), text


def test_each_further_rule_of_a_passage_gets_a_clause_of_its_own(passages):
    (passage,) = (one for one in passages if one.id == "2.3")
    proposals = propose(passage)
    policy = load(draft([passage], proposals), file="draft")

    assert len(proposals) == 3
    assert list(policy.clauses) == ["2.3", "2.3-2", "2.3-3"]
    assert sorted(rule.source[0] for rule in policy.rules.values()) == list(policy.clauses)


def test_what_rests_on_the_warranty_finds_one_without_length(passages):
    (travel,) = (one for one in passages if one.id == "2.1b")
    policy = load(draft([travel], propose(travel)), file="draft")

    assert set(policy.rules) == {"free", "who_pays"}


@pytest.mark.parametrize(("zone", "named"), [("Asia/Shanghai", True), ("Europe/Berlin", False)])
def test_holidays_are_named_only_where_the_country_is_sure(zone, named):
    (passage,) = cut("We answer within two working days.")
    text = draft([passage], propose(passage), zone=zone)

    load(text, file="draft")
    assert ("holidays: CN" in text) == named


def test_an_empty_paper_makes_an_empty_draft():
    assert load(draft([], []), file="draft").clauses == {}


def test_every_quoted_word_stands_in_the_passage(passages):
    by_id = {passage.id: passage for passage in passages}
    for proposal in accepted(passages):
        assert proposal.spans
        assert 0 < proposal.sure < 1
        for span in proposal.spans:
            text = by_id[proposal.passage].texts[span.language]
            assert 0 <= span.start < span.end <= len(text)
            assert span.words(by_id[proposal.passage].texts).strip()


PIECES = """
1. 2.1 (3) ① 一、 First, within 4 hours 两小时 内 after the warranty period , : ; 。 " ' { } # & *
! | > %TAG --- 维修 费用 由客户承担 free of charge not covered misuse 7x24 level 1 P2 每年2次 终身
training null yes ~ 0x1F 12:30 — \u200b \u202e \x07 \ufeff é 🙂 a/b
"""
WORDS = st.sampled_from([*PIECES.split(), "\n", "\n\n"])


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, max_size=60), st.booleans())
def test_whatever_stands_in_a_paper_the_draft_loads(words, spaced):
    passages = cut((" " if spaced else "").join(words))

    policy = load(draft(passages, accepted(passages)), file="draft")
    assert {passage.id for passage in passages} <= set(policy.clauses)


@pytest.mark.parametrize(
    "text",
    [
        "a " * 20_000,
        "在" * 40_000,
        "1." * 20_000,
        "one " * 20_000,
        "自收到" * 10_000,
        "\n1\n" * 9_000,
    ],
)
def test_hostile_papers_are_read_in_time(text):
    began = time.perf_counter()
    for passage in cut(text):
        propose(passage)
    assert time.perf_counter() - began < 20


def test_ids_and_texts_that_mean_something_in_yaml_are_quoted():
    passage = Passage("1.1", {"en": "no: {yes} # 'x' \"y\" \\ &a *b"}, 3, 3)

    clause = load(draft([passage], []), file="draft").clauses["1.1"]
    assert clause.text["en"] == passage.text
