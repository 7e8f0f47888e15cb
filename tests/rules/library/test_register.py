"""The ten policies as a whole: every clause of the papers once, in both languages, in our words."""

import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
import yaml
from opencc import OpenCC

from kept.rules.policy import Severity, check
from kept.rules.policy import shipped as shipped_files
from kept.rules.policy.check.clauses import sources
from kept.rules.policy.model import ClauseState
from tests.rules.library.shipped import shipped

TEN = ("S0", "S1", "S2", "S3a", "S3b", "S3c", "S4a", "S4b", "S4c", "S4d")
HERE = Path(__file__).resolve().parent
# The papers and the register made of them are not part of Kept; they may lie beside the checkout.
SHARED = HERE.parents[3] / "shared"
REGISTER = SHARED / "rules" / "clauses.yaml"
PAPERS = SHARED / "papers"

LISTED = [line.split() for line in (HERE / "clause_ids.txt").read_text("utf-8").splitlines()[1:]]
KINDS = dict(LISTED)
RUNNING = ("clock", "warranty", "price", "exclusion")
CLAUSES = {clause.id: clause for key in TEN for clause in shipped(key).clauses.values()}

SENTENCE_ENDS = re.compile(r"[.!?;。！？；\n]")
SIMPLIFIED = OpenCC("t2s")


def bare(text):
    """Return a sentence without marks, spaces, case and traditional characters."""
    simple = SIMPLIFIED.convert(unicodedata.normalize("NFKC", text)).casefold()
    return "".join(c for c in simple if unicodedata.category(c)[0] in "LN")


def test_the_ten_policies_are_shipped():
    assert tuple(shipped_files()) == TEN


def test_every_clause_stands_in_one_policy_once():
    written = Counter(clause for key in TEN for clause in shipped(key).clauses)

    assert len(LISTED) == len(KINDS) == 318
    assert set(written.values()) == {1}
    assert set(written) == set(KINDS)
    assert all(clause.rsplit("-", 1)[0] == key for key in TEN for clause in shipped(key).clauses)


@pytest.mark.parametrize("key", TEN)
def test_no_clause_of_the_ten_is_the_source_of_two_rules(key):
    """The language allows it; here each clause is kept in one place, so that it is easy to find."""
    assert {clause for clause, places in sources(shipped(key)).items() if places > 1} == set()


@pytest.mark.parametrize("key", TEN)
def test_nothing_is_found_in_the_ten_that_nobody_accepted(key):
    found = [f for f in check(shipped(key)) if f.severity is not Severity.NOTE and not f.accepted]

    assert [(f.code, f.clauses) for f in found] == []


def test_promises_of_time_warranty_and_price_run():
    """None of them waits for a form that is not there yet."""
    waiting = [
        clause
        for clause, kind in KINDS.items()
        if kind in RUNNING and CLAUSES[clause].state is ClauseState.PENDING
    ]

    assert waiting == []


def test_a_promise_without_number_is_a_rule_or_is_told_to_its_owner():
    """What the papers leave open is measured, or says what has to be set; nothing is made up."""
    silent = [
        clause.id
        for clause in CLAUSES.values()
        if clause.state is ClauseState.UNSET and set(clause.note) != {"en", "zh-Hans"}
    ]

    assert silent == []


@pytest.mark.parametrize("key", TEN)
def test_clauses_are_there_in_both_languages(key):
    for clause in shipped(key).clauses.values():
        assert {"en", "zh-Hans"} <= set(clause.text), clause.id
        assert clause.text["en"].isascii() or "“" in clause.text["en"], clause.id
        assert re.search(r"[\u4e00-\u9fff]", clause.text["zh-Hans"]), clause.id
        assert clause.text["en"].endswith("."), clause.id
        assert clause.text["zh-Hans"].endswith("。"), clause.id


def test_no_two_clauses_say_the_same_words():
    texts = Counter(bare(text) for clause in CLAUSES.values() for text in clause.text.values())

    assert [text for text, count in texts.items() if count > 1] == []


@pytest.mark.parametrize("key", TEN)
def test_readings_name_clauses_and_rules_name_readings(key):
    policy = shipped(key)
    named = {
        reading for rule in (*policy.clocks, *policy.terms) for reading in rule.assumed.values()
    }
    named |= {calendar.assumed for calendar in policy.calendars.values() if calendar.assumed}

    assert named <= set(policy.readings)
    assert all(set(r.clauses) <= set(policy.clauses) for r in policy.readings.values())
    assert all({"en", "zh-Hans"} <= set(r.text) for r in policy.readings.values())


@pytest.mark.skipif(not REGISTER.exists(), reason="the register is not part of the repository")
def test_the_list_agrees_with_the_register():
    register = yaml.safe_load(REGISTER.read_text("utf-8"))

    assert {clause["id"]: clause["kind"] for clause in register["clauses"]} == KINDS
    for clause in register["clauses"]:
        key = clause["id"].rsplit("-", 1)[0]
        assert CLAUSES[clause["id"]].paper_line == clause["line"], clause["id"]
        assert shipped(key).paper == clause["paper"], clause["id"]


@pytest.mark.skipif(not REGISTER.exists(), reason="the register is not part of the repository")
def test_every_contradiction_of_the_papers_is_resolved_in_their_policies():
    """Each of its policies adopts a reading under its number."""
    register = yaml.safe_load(REGISTER.read_text("utf-8"))

    for open_point in register["contradictions"]:
        keys = {clause.rsplit("-", 1)[0] for clause in open_point["clauses"]}
        assert any(open_point["id"] in shipped(key).readings for key in keys), open_point["id"]


@pytest.mark.skipif(not PAPERS.exists(), reason="the papers are not part of the repository")
def test_clauses_are_told_in_our_own_words():
    """No clause is a sentence of a paper, whatever its marks and its kind of characters."""
    papers = [path.read_text("utf-8") for path in sorted(PAPERS.glob("*.txt"))]
    sentences = {bare(said) for paper in papers for said in SENTENCE_ENDS.split(paper)} - {""}
    copied = [
        clause.id
        for clause in CLAUSES.values()
        if sentences & {bare(text) for text in clause.text.values()}
    ]

    assert len(sentences) > 100
    assert copied == []
