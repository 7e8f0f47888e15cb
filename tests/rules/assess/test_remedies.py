"""Remedies: when they open, who chooses, and what a late fact does to a choice."""

import pytest

from kept.rules.assess import RemedyState
from kept.rules.assess.say import Speaker, document
from kept.rules.assess.say.remedies import remedy_words
from kept.rules.facts import Truth
from tests.rules.assess.scene import SHANGHAI, case, fact, judged, policy, when

THIRD_PARTY = """
rules:
  on_site:
    form: clock
    name: On site
    source: T-1
    start: request.received
    stop: visit.arrived
    limit: 3 h
    calendar: elapsed
  third_party:
    form: remedy
    name: Use a third party
    source: T-2
    when: {any: [{clock.on_site: broken}, {happened: provider.refused}]}
    chooser: customer
    options: {hire: {name: hire somebody else}}
    KEEP
  who_pays:
    form: cost
    name: Who pays
    cases:
      - {source: T-3, when: {remedy.third_party: chosen}, pays: {third_party: provider}}
  invoice:
    form: clock
    name: Invoice settled
    source: [T-4, T-5, T-6]
    start: {chosen: third_party}
    stop: payment.received
    limit: 10 days
    calendar: elapsed
"""
REQUEST = fact("request.received", "2026-03-02 10:00", known="2026-03-02 10:00")
CHOSEN = fact("remedy.chosen", "2026-03-02 13:05", known="2026-03-02 13:05", remedy="third_party")
ARRIVED = fact("visit.arrived", "2026-03-02 12:58", known="2026-03-02 13:20")


def rules(kept=""):
    return THIRD_PARTY.replace("KEEP", kept)


def line(facts, at, kept=""):
    found = judged(rules(kept), facts, at).remedies
    return found[0] if found else None


class TestAfterABreach:
    def test_before_the_breach_there_is_none_and_it_says_why(self):
        assessment = judged(rules(), case(REQUEST), "2026-03-02 12:59")

        assert assessment.remedies == ()
        assert [absent.rule for absent in assessment.absent] == ["third_party"]
        assert assessment.look_at <= when("2026-03-02 13:00")

    def test_it_opens_with_the_breach(self):
        found = line(case(REQUEST), "2026-03-02 13:00")

        assert (found.state, found.since) == (RemedyState.OPEN, when("2026-03-02 13:00"))
        assert [(o.key, o.truth) for o in found.options] == [("hire", Truth.YES)]
        assert found.reason.clauses == ("T-2",)

    def test_what_was_chosen_can_start_a_clock_and_decide_who_pays(self):
        assessment = judged(rules(), case(REQUEST, CHOSEN), "2026-03-02 13:10")

        assert assessment.remedies[0].state is RemedyState.CHOSEN
        assert assessment.remedies[0].chosen == "hire"
        assert assessment.clock("invoice").started_at == when("2026-03-02 13:05")
        assert assessment.cost("third_party").payer == "provider"


class TestALateArrival:
    """On site at 12:58, told at 13:20; the customer chose at 13:05, when nobody knew."""

    def test_as_known_then_it_was_chosen(self):
        facts = case(REQUEST, CHOSEN, ARRIVED).known_by(when("2026-03-02 13:10"))

        assert line(facts, "2026-03-02 13:10").state is RemedyState.CHOSEN

    def test_what_was_chosen_in_good_faith_stays(self):
        assessment = judged(rules(), case(REQUEST, CHOSEN, ARRIVED), "2026-03-02 13:30")

        assert assessment.clock("on_site").broken_at is None
        assert assessment.remedies[0].state is RemedyState.KEPT
        assert assessment.cost("third_party").payer == "provider"

    def test_unless_the_policy_says_that_it_falls(self):
        found = line(case(REQUEST, CHOSEN, ARRIVED), "2026-03-02 13:30", "kept: no")

        assert (found.state, found.chosen_at) == (RemedyState.CLOSED, CHOSEN.at)

    def test_a_choice_made_when_everybody_knew_does_not_stand(self):
        later = fact("remedy.chosen", "2026-03-02 13:25", remedy="third_party")

        assert line(case(REQUEST, later, ARRIVED), "2026-03-02 13:30").state is RemedyState.CLOSED

    def test_without_a_choice_the_right_is_gone(self):
        assert line(case(REQUEST, ARRIVED), "2026-03-02 13:30") is None


BY_AGE = """
rules:
  by_age:
    form: remedy
    name: Repair, exchange, return
    source: T-1
    when: {cause: quality}
    chooser: customer
    options:
      repair: {name: repair, source: T-2}
      exchange:
        name: exchange
        source: T-3
        when: {elapsed: {from: equipment.accepted, at_most: 15 days}}
      return:
        name: return
        source: [T-4, T-5, T-6]
        when: {elapsed: {from: equipment.accepted, at_most: 7 days}}
    until: goods.delivered
    exclusive: yes
"""
ACCEPTED = {"equipment__accepted": when("2026-03-01 00:00")}


@pytest.mark.parametrize(
    ("day", "left"),
    [
        ("07", ["repair", "exchange", "return"]),
        ("08", ["repair", "exchange", "return"]),  # the 7th day ends at 8 March 00:00
        ("09", ["repair", "exchange"]),
        ("17", ["repair"]),
    ],
)
def test_the_options_shrink_with_age(day, left):
    found = fact("cause.found", "2026-03-01 10:00", cause="quality")

    options = judged(BY_AGE, case(found, **ACCEPTED), f"2026-03-{day} 00:00").remedies[0].options

    assert [o.key for o in options if o.truth is Truth.YES] == left


def test_while_the_cause_is_unknown_it_is_possible():
    facts = case(fact("request.received", "2026-03-02 10:00"), **ACCEPTED)

    assert judged(BY_AGE, facts, "2026-03-02 11:00").remedies[0].state is RemedyState.POSSIBLE


def test_an_option_that_was_not_there_any_more_cannot_be_chosen():
    facts = case(
        fact("cause.found", "2026-03-01 10:00", cause="quality"),
        fact("remedy.chosen", "2026-03-12 10:00", remedy="by_age", option="return"),
        **ACCEPTED,
    )

    assert judged(BY_AGE, facts, "2026-03-12 11:00").remedies[0].state is RemedyState.OPEN


def test_it_is_closed_until_it_opens_anew():
    facts = case(
        fact("cause.found", "2026-03-02 10:00", cause="quality"),
        fact("goods.delivered", "2026-03-03 10:00"),
        fact("cause.found", "2026-03-05 10:00", cause="wear"),
        fact("cause.found", "2026-03-06 10:00", cause="material"),
        **ACCEPTED,
    )

    states = [
        judged(BY_AGE, facts, f"2026-03-0{day} 12:00").remedies[0].state.value
        for day in (2, 3, 5, 6)
    ]

    assert states == ["open", "closed", "closed", "open"]


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant"])
def test_every_state_is_said_in_every_language(language):
    cases = {
        "open": (case(REQUEST), "2026-03-02 13:30", ""),
        "chosen": (case(REQUEST, CHOSEN), "2026-03-02 13:30", ""),
        "kept": (case(REQUEST, CHOSEN, ARRIVED), "2026-03-02 13:30", ""),
        "fell": (case(REQUEST, CHOSEN, ARRIVED), "2026-03-02 13:30", "kept: no"),
    }
    said = {
        name: remedy_words(Speaker(policy(rules(kept)), language, SHANGHAI), line(facts, at, kept))
        for name, (facts, at, kept) in cases.items()
    }

    assert len(set(said.values())) == len(cases)
    assert all("{" not in sentence for sentence in said.values())


def test_the_document_tells_options_and_choice():
    assessment = judged(rules(), case(REQUEST, CHOSEN), "2026-03-02 13:30")

    told = document(policy(rules()), assessment)["remedies"][0]

    assert (told["state"], told["chosen"]) == ("chosen", "hire")
    assert told["options"][0]["name"] == {
        "en": "hire somebody else",
        "zh-Hans": "hire somebody else",
    }
    assert told["text"]["en"].startswith("Use a third party: the customer chose")
