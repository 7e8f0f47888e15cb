"""Contests of levels and causes: who may, who decides, and what counts meanwhile."""

from datetime import timedelta

import pytest

from kept.rules.assess import ContestState, assess
from tests.rules.assess.paper import paper
from tests.rules.assess.scene import case, fact, when

DAY = "2026-03-02"
LEVELS = """
facts:
  down: {{type: yes_no, name: down, ask: "Is it down?", at: intake}}
levels:
  fault:
    name: Fault level
    source: T-1
    {grading}
    grades:
      1: {{name: critical, source: T-2, when: {{down: yes}}}}
      2: {{name: major, source: T-3}}
      3: {{name: minor, source: T-4, otherwise: yes}}
rules:
  repair:
    form: clock
    name: Repaired
    source: T-5
    start: request.received
    stop: service.restored
    calendar: elapsed
    assumed: {{calendar: R}}
    limit: {{by: level.fault, cells: {{1: 4 h, 2: 8 h, 3: 24 h}}}}
  decide:
    form: clock
    name: Contest decided
    source: T-6
    start: grade.contested
    stop: case.graded
    limit: 2 h
    calendar: elapsed
    assumed: {{calendar: R}}
readings:
  R: {{clauses: [T-5], en: Every hour counts.}}
"""


def judged(grading, *facts, at="12:00"):
    facts = (fact("request.received", f"{DAY} 09:00", down=False), *facts)
    return assess(paper(LEVELS.format(grading=grading)), case(*facts), when(f"{DAY} {at}"))


def contested(at, grade="1", party="customer", **more):
    said = {"level": "fault", "grade": grade, "party": party, "text": "All desks are out"} | more
    return fact("grade.contested", f"{DAY} {at}", by="周敏", **said)


def graded(at, grade, *, reason="", **more):
    said = {"level": "fault", "grade": grade, **more} | ({"reason": reason} if reason else {})
    return fact("case.graded", f"{DAY} {at}", by="Marta Stein", **said)


def level(assessment):
    return assessment.grades[0].value


BY_US = "grader: provider"
BY_THEM = "grader: customer"
JOINTLY = "grader: [customer, provider]"
BY_AN_EXPERT = "contest: {by: customer, decided_by: [expert, authority], within: 2 h, source: T-6}"
AS_ASKED = "contest: {decided_by: manager, until_decided: asked}"


class TestAContest:
    def test_stands_open_and_changes_nothing_by_itself(self):
        found = judged(BY_US, contested("10:00"))

        [line] = found.contests
        assert (line.state, line.stood, line.asked) == (ContestState.OPEN, "3", "1")
        assert (line.word, line.text) == ("customer", "All desks are out")
        assert line.deciders == ("manager",)
        assert found.contested == (line,)
        assert level(found) == "3"

    def test_has_a_clock_like_any_promise_if_the_policy_gives_one(self):
        found = judged(BY_US, contested("10:00"))

        assert found.clock("decide").due_at == when(f"{DAY} 12:00")

    @pytest.mark.parametrize(
        ("grade", "state", "hours"),
        [("3", ContestState.UPHELD, 24), ("1", ContestState.CHANGED, 4)],
    )
    def test_is_decided_with_a_reason_and_the_clocks_follow(self, grade, state, hours):
        decision = graded("11:00", grade, role="manager", reason="Looked at the alarms")
        found = judged(BY_US, contested("10:00"), decision)

        assert [line.state for line in found.contests] == [state]
        assert found.contests[0].decided == decision.id
        assert found.clock("repair").due_at == when(f"{DAY} 09:00") + timedelta(hours=hours)

    @pytest.mark.parametrize(
        "word",
        [
            graded("11:00", "3", role="manager"),  # says not why
            graded("11:00", "3", party="provider", reason="No"),  # whose level it was
            graded("09:30", "3", role="manager", reason="Before it was contested"),
        ],
    )
    def test_is_not_decided_by(self, word):
        assert judged(BY_US, contested("10:00"), word).contested

    def test_is_decided_by_whom_the_policy_names(self):
        open_still = judged(
            BY_AN_EXPERT, contested("10:00"), graded("10:10", "3", role="manager", reason="No")
        )
        decided = judged(
            BY_AN_EXPERT, contested("10:00"), graded("10:10", "1", party="authority", reason="Yes")
        )

        assert open_still.contests[0].deciders == ("expert", "authority")
        assert open_still.contested
        assert (level(decided), decided.contested) == ("1", ())
        assert decided.contests[0].reason.clauses == ("T-6", "T-1")

    def test_comes_too_late_when_its_time_is_over_and_is_shown_all_the_same(self):
        in_time, late = (
            judged(BY_AN_EXPERT, contested("11:00")),
            judged(BY_AN_EXPERT, contested("11:01")),
        )

        assert in_time.contests[0].state is ContestState.OPEN
        assert late.contests[0].state is ContestState.BARRED
        assert late.contests[0].until == when(f"{DAY} 11:00")

    def test_counts_until_the_decision_where_the_policy_says_so_and_is_stricter(self):
        stricter = judged(AS_ASKED, contested("10:00", "1"))
        milder = judged(AS_ASKED, graded("09:10", "1"), contested("10:00", "3"))
        decided = judged(
            AS_ASKED, contested("10:00", "1"), graded("11:00", "3", role="manager", reason="Seen")
        )

        assert stricter.clock("repair").due_at == when(f"{DAY} 13:00")
        assert stricter.contested
        assert level(milder) == "1"
        assert level(decided) == "3"


class TestWhoseWordSetsALevel:
    def test_the_customers_where_the_policy_says_so(self):
        assert level(judged(BY_THEM, graded("10:00", "1", party="customer"))) == "1"

    def test_BL_01_ours_makes_it_stricter_but_never_milder(self):
        theirs = graded("09:30", "2", party="customer")
        stricter = judged(BY_THEM, theirs, graded("10:00", "1", party="provider"))
        milder = judged(
            BY_THEM, theirs, graded("10:00", "3", party="provider", reason="Not so bad")
        )

        assert level(stricter) == "1"
        assert level(milder) == "2"

    def test_BL_01_the_customers_own_milder_word_needs_a_reason_too(self):
        theirs = graded("09:30", "2", party="customer")

        assert level(judged(BY_THEM, theirs, graded("10:00", "3", party="customer"))) == "2"
        milder = graded("10:00", "3", party="customer", reason="It works again")
        assert level(judged(BY_THEM, theirs, milder)) == "3"

    def test_a_customer_who_does_not_set_it_asks_for_it(self):
        assert level(judged(BY_US, graded("10:00", "1", party="customer"))) == "3"

    def test_ours_that_they_find_wrong_is_decided_by_their_word(self):
        objection = contested("10:00", "2", party="provider")
        found = judged(BY_THEM, graded("09:30", "1", party="customer"), objection)

        assert found.contests[0].deciders == ("customer",)
        assert level(found) == "1"

    def test_of_several_counts_once_they_say_the_same(self):
        one = judged(JOINTLY, graded("10:00", "2", party="customer"))
        both = judged(
            JOINTLY,
            graded("10:00", "2", party="customer"),
            graded("10:20", "2", party="provider"),
        )

        assert level(one) == "3"
        assert level(both) == "2"
        assert both.grades[0].since == when(f"{DAY} 10:20")

    def test_of_several_a_contest_is_open_until_they_agree(self):
        asked = contested("10:00", "1")
        apart = judged(JOINTLY, asked, graded("10:20", "3", party="provider", reason="Minor"))
        together = judged(
            JOINTLY, asked, graded("10:20", "1", party="provider", reason="They are right")
        )

        assert (apart.contested[0].together, level(apart)) == (True, "3")
        assert (together.contested, level(together)) == ((), "1")

    def test_that_says_not_whose_it_is_counts_as_it_always_did(self):
        assert level(judged(BY_THEM, graded("10:00", "2"))) == "2"


OTHER_WORDS = """
parties:
  institute: {name: {en: the testing institute}}
facts:
  lines_still: {type: number, name: lines standing still, ask: "How many stand?", at: intake}
  cause:
    type: one_of
    name: cause
    choices:
      casting: {name: casting flaw}
      overload: {name: overload}
levels:
  class:
    name: Class of stoppage
    source: T-1
    grader: institute
    contest: {by: [customer, provider], decided_by: institute, within: 5 days, source: T-2}
    grades:
      A: {name: plant stands, source: T-3, when: {lines_still: {at_least: 3}}}
      B: {name: a line stands, source: T-4, otherwise: yes}
cause:
  contest: {by: customer, decided_by: institute, source: T-5}
rules:
  decide:
    form: clock
    name: Cause decided
    source: T-6
    start: cause.disputed
    stop: {event: cause.found, where: {finding: final}}
    limit: 2 days
    calendar: elapsed
    assumed: {calendar: R}
  pays:
    form: cost
    name: Who pays
    cases:
      - {source: T-7, when: {cause: casting}, pays: {all: provider}}
      - {source: T-8, when: {cause: overload}, pays: {all: customer}}
readings:
  R: {clauses: [T-6], en: Every hour counts.}
"""


def test_other_companies_words_for_levels_causes_and_people_fit():
    facts = (
        fact("request.received", f"{DAY} 09:00", lines_still=1),
        fact(
            "grade.contested",
            f"{DAY} 10:00",
            level="class",
            grade="A",
            party="customer",
            text="All three stand",
        ),
        fact(
            "case.graded",
            f"{DAY} 11:00",
            level="class",
            grade="A",
            party="institute",
            reason="Visited",
        ),
        fact("cause.found", f"{DAY} 12:00", cause="overload", finding="final"),
        fact("cause.disputed", f"{DAY} 13:00", party="customer", cause="casting", text="No"),
        fact(
            "cause.found",
            f"{DAY} 14:00",
            cause="casting",
            finding="final",
            party="institute",
            reason="X-ray",
        ),
    )
    found = assess(paper(OTHER_WORDS), case(*facts), when(f"{DAY} 15:00"))

    assert [line.state for line in found.contests] == [ContestState.CHANGED, ContestState.CHANGED]
    assert level(found) == "A"
    assert found.clock("decide").done_at == when(f"{DAY} 14:00")
    assert found.cost("parts").payer == "provider"
