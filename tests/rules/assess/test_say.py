"""Each line says in one sentence what it means, in the reader's language."""

import re
from dataclasses import fields
from zoneinfo import ZoneInfo

import pytest

from kept.rules.assess import Assessment, assess
from kept.rules.assess.say import Speaker, sentences, sum_lines
from kept.rules.assess.say.assignments import ASSIGNMENT
from kept.rules.assess.say.duties import DUTY
from kept.rules.assess.say.escalations import ESCALATION, PRECEDENCE
from kept.rules.assess.say.gates import GATE
from kept.rules.assess.say.phrases import CELL, CLOCK, TERM, TEST
from kept.rules.assess.say.provisions import PROVISION
from kept.rules.assess.say.sentences import LINES
from kept.rules.policy import load_file
from tests.rules.assess.scene import case, fact, policy, when
from tests.rules.assess.shelf import LIBRARY, shipped_files

LANGUAGES = ("en", "zh-Hans", "zh-Hant")
WORDS = re.compile(r"[A-Za-z]{4,}")


@pytest.fixture(scope="module")
def s2():
    return load_file(LIBRARY / "S2.policy.yaml")


def visited():
    return case(
        fact("request.received", "2026-03-02 10:00", id="1", case_type="fault", emergency=False),
        fact("customer.demanded_visit", "2026-03-02 10:30", id="2"),
        fact("visit.arrived", "2026-03-02 12:50", id="3"),
        equipment__accepted=when("2026-01-10 00:00"),
        contract__warranty="24 months",
    )


def speak(policy, language):
    return Speaker(policy, language, ZoneInfo("Asia/Shanghai"))


def test_a_kept_promise_in_english(s2):
    line = assess(s2, visited(), when("2026-03-02 13:30")).clock("on_site")

    said = speak(s2, "en").clock(line)

    assert "2 Mar 2026 12:50" in said
    assert "2 Mar 2026 13:00" in said
    assert "3 hours" in said


def test_the_sum_of_a_due_time_ends_in_the_due_time(s2):
    line = assess(s2, visited(), when("2026-03-02 12:00")).clock("on_site")

    lines = sum_lines(speak(s2, "en"), line)

    assert [part.amount for part in lines] == ["2 Mar 2026 10:00", "+ 3 hours", "2 Mar 2026 13:00"]
    assert lines[0].facts == ("1",)
    assert lines[1].clauses == ("S2-2b",)
    assert lines[-1].total


@pytest.mark.parametrize("path", shipped_files(), ids=lambda path: path.stem)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_of_every_shipped_policy_is_said_without_holes(path, language):
    policy = load_file(path)
    speaker = speak(policy, language)
    result = assess(policy, visited(), when("2026-03-02 13:30"))

    said = [sentence for sentence, _ in sentences(speaker, result)]

    assert all(sentence and "{" not in sentence for sentence in said)
    if language != "en":
        ids = re.compile("|".join(map(re.escape, sorted(policy.readings, reverse=True))))
        assert not [s for s in said if WORDS.search(ids.sub("", s))]


def test_no_form_is_left_unsaid():
    told_otherwise = {"finding", "costs", "absent", "passed", "unset", "statements", "pending"}
    about_the_whole = {"policy", "version", "at", "look_at"}

    assert {field.name for field in fields(Assessment)} - told_otherwise - about_the_whole == set(
        LINES
    )


@pytest.mark.parametrize(
    "phrases",
    [CELL, CLOCK, TERM, TEST, GATE, DUTY, PROVISION, ASSIGNMENT, ESCALATION, PRECEDENCE],
)
def test_the_three_languages_fill_the_same_holes(phrases):
    holes = re.compile(r"{(\w+)}")
    for name, texts in phrases.items():
        found = {tuple(sorted(set(holes.findall(texts[lang])))) for lang in LANGUAGES}
        assert len(found) == 1, name


def test_traditional_is_derived_from_simplified(s2):
    line = assess(s2, visited(), when("2026-03-02 13:30")).clock("on_site")

    assert speak(s2, "zh-Hans").text(line.name) == "工程师到场"
    assert speak(s2, "zh-Hant").text(line.name) == "工程師到場"


def test_times_are_said_in_the_zone_of_the_speaker(s2):
    speaker = Speaker(s2, "en", ZoneInfo("Europe/Berlin"))

    assert speaker.at(when("2026-03-02 13:00")) == "2 Mar 2026 06:00"


def test_what_ends_as_a_day_begins_lasts_until_the_day_before(s2):
    speaker = speak(s2, "en")

    assert speaker.until(when("2026-03-02 00:00")) == "1 Mar 2026"
    assert speaker.until(when("2026-03-02 12:59")) == "2 Mar 2026 12:59"
    assert speaker.since(when("2026-03-02 00:00")) == "2 Mar 2026"
    assert speaker.since(when("2026-03-02 09:30")) == "2 Mar 2026 09:30"


TIME_BAR = """
rules:
  claim:
    form: clock
    name: Claim
    source: T-1
    actor: customer
    start: service.restored
    stop: reply.given
    limit: 30 days
    calendar: elapsed
"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_time_of_the_customer_that_ran_out_is_no_broken_promise(language):
    facts = case(fact("service.restored", "2026-03-02 10:00"))
    late = facts.with_more([fact("reply.given", "2026-04-20 10:00")])

    for known in (facts, late):
        line = assess(policy(TIME_BAR), known, when("2026-05-01 10:00")).clock("claim")
        said = speak(policy(TIME_BAR), language).clock(line)

        assert line.broken_at is not None
        assert not re.search("broken|违约|違約", said)
        assert re.search("ran out|逾期", said)
