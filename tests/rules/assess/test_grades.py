"""Levels and zones: unknown answers, rising by time, falling only with a reason."""

import pytest

from kept.rules.policy import check
from tests.rules.assess.scene import case, fact, judged, policy, when

LEVELS = """
levels:
  fault:
    name: Fault level
    source: T-1
    grades:
      1:
        name: critical
        source: T-2
        when:
          any:
            - {down: yes}
            - elapsed: {from: interruption.began, until: interruption.ended, more_than: 10 min}
      2: {name: major, when: {urgent: yes}}
      3: {name: minor, otherwise: yes}
rules:
  answer:
    form: clock
    name: Answer
    source: [T-3, T-4]
    start: request.received
    stop: response.given
    limit: {by: level.fault, cells: {1: 1 h, 2: 4 h, 3: 8 h}}
    calendar: elapsed
"""


def request(at="2026-03-02 09:00", **answers):
    return fact("request.received", at, **answers)


@pytest.mark.parametrize(
    ("answers", "value", "possible"),
    [
        ({"down": True, "urgent": False}, "1", ()),
        ({"down": False, "urgent": True}, "2", ()),
        ({"down": False, "urgent": False}, "3", ()),
        ({"urgent": True}, None, ("1", "2")),
        ({}, None, ("1", "2", "3")),
    ],
)
def test_unanswered_criteria_leave_the_worse_level_possible(answers, value, possible):
    line = judged(LEVELS, case(request(**answers)), "2026-03-02 09:05").grades[0]

    assert (line.value, line.possible) == (value, possible)


def test_while_the_level_is_unknown_the_strictest_limit_counts():
    line = judged(LEVELS, case(request()), "2026-03-02 09:05").clock("answer")

    assert line.due_at == when("2026-03-02 10:00")
    assert not line.certain


def test_rows_that_promise_the_same_leave_nothing_open():
    same = LEVELS.replace("{1: 1 h, 2: 4 h, 3: 8 h}", "{1: unset, 2: unset, 3: unset}")

    assert judged(same, case(request()), "2026-03-02 09:05").clock("answer").certain


def test_an_interruption_raises_the_level_at_minute_ten_and_the_clock_counts_from_the_start():
    facts = case(
        request(down=False, urgent=True),
        fact("interruption.began", "2026-03-02 09:00"),
    )

    before = judged(LEVELS, facts, "2026-03-02 09:09")
    after = judged(LEVELS, facts, "2026-03-02 09:10")

    assert before.grades[0].value == "2"
    assert before.look_at == when("2026-03-02 09:10")
    assert before.clock("answer").due_at == when("2026-03-02 13:00")
    assert after.grades[0].value == "1"
    assert after.clock("answer").due_at == when("2026-03-02 10:00")
    assert [p.due_at for p in after.clock("answer").promises] == [
        when("2026-03-02 13:00"),
        when("2026-03-02 10:00"),
    ]


def test_an_interruption_that_ended_in_time_raises_nothing():
    facts = case(
        request(down=False, urgent=True),
        fact("interruption.began", "2026-03-02 09:00"),
        fact("interruption.ended", "2026-03-02 09:10"),
    )

    assert judged(LEVELS, facts, "2026-03-02 10:30").grades[0].value == "2"


def test_a_milder_level_needs_a_reason_and_a_name():
    asked = request(down=True, urgent=False)
    silent = fact("case.graded", "2026-03-02 09:30", level="fault", grade="3")
    reasoned = fact(
        "case.graded", "2026-03-02 09:30", level="fault", grade="3", reason="pump runs", by="Wu"
    )

    assert judged(LEVELS, case(asked, silent), "2026-03-02 09:40").grades[0].value == "1"
    assert judged(LEVELS, case(asked, reasoned), "2026-03-02 09:40").grades[0].value == "3"


def test_a_worse_level_counts_at_once():
    facts = case(
        request(down=False, urgent=False),
        fact("case.graded", "2026-03-02 09:30", level="fault", grade="1"),
    )

    line = judged(LEVELS, facts, "2026-03-02 09:40").clock("answer")

    assert line.due_at == when("2026-03-02 10:00")


def test_a_breach_under_the_old_level_stands_after_a_milder_one():
    facts = case(
        request(down=True, urgent=False),
        fact("case.graded", "2026-03-02 10:30", level="fault", grade="3", reason="ok", by="Wu"),
        fact("response.given", "2026-03-02 11:00"),
    )

    line = judged(LEVELS, facts, "2026-03-02 12:00").clock("answer")

    assert line.due_at == when("2026-03-02 17:00")
    assert line.broken_at == when("2026-03-02 10:00")
    assert line.state.value == "late"


ZONES = """
zones:
  distance:
    name: Zone
    grades:
      same_city: {name: same city, when: {site.city: {same_as: office.city}}}
      same_province: {name: same province, when: {site.province: {same_as: office.province}}}
      other: {name: other province, otherwise: yes}
rules:
  answer:
    form: clock
    name: Engineer on site
    source: T-4
    start: request.received
    stop: visit.arrived
    strength: target
    limit:
      by: zone.distance
      cells:
        same_city: {is: "1 day, same time", source: T-1}
        same_province: {is: "2 days, same time", source: T-2}
        other: {is: "3 days, same time", source: T-3}
    calendar: elapsed
"""


@pytest.mark.parametrize(
    ("city", "province", "due", "clause"),
    [
        ("NJ", "JS", "2026-03-03 14:00", "T-1"),
        ("SZ", "JS", "2026-03-04 14:00", "T-2"),
        ("CD", "SC", "2026-03-05 14:00", "T-3"),
    ],
)
def test_the_zone_of_office_and_site_gives_limit_and_clause(city, province, due, clause):
    facts = case(
        request("2026-03-02 14:00"),
        site__city=city,
        site__province=province,
        office__city="NJ",
        office__province="JS",
    )

    line = judged(ZONES, facts, "2026-03-02 14:05").clock("answer")

    assert line.due_at == when(due)
    assert line.reason.clauses == (clause, "T-4")


MATRIX = """
levels:
  priority:
    name: Priority
    source: T-1
    by: [urgent, down]
    cells: {yes / yes: P1, yes / *: P2, "*": P3}
    grades: {P1: {name: P1}, P2: {name: P2}, P3: {name: P3}}
rules:
  answer:
    form: clock
    name: Answer
    source: [T-2, T-3, T-4]
    start: request.received
    stop: response.given
    limit: 1 h
    calendar: elapsed
"""


@pytest.mark.parametrize(
    ("answers", "value", "possible"),
    [
        ({"urgent": True, "down": True}, "P1", ()),
        ({"urgent": True, "down": False}, "P2", ()),
        ({"urgent": False}, "P3", ()),
        ({"urgent": True}, None, ("P1", "P2")),
    ],
)
def test_a_matrix_gives_a_grade_or_what_it_may_be(answers, value, possible):
    line = judged(MATRIX, case(request(**answers)), "2026-03-02 09:05").grades[0]

    assert (line.value, line.possible) == (value, possible)


@pytest.mark.parametrize(
    ("answers", "clauses"),
    [
        ({"urgent": True, "down": True}, ("T-1", "T-2")),
        ({"urgent": True, "down": False}, ("T-1", "T-3")),
        ({"urgent": False}, ("T-1",)),
    ],
)
def test_a_cell_of_a_matrix_names_its_own_clauses(answers, clauses):
    own = MATRIX.replace("yes / yes: P1", "yes / yes: {is: P1, source: T-2}")
    own = own.replace("yes / *: P2", "yes / *: {is: P2, source: T-3}")
    own = own.replace("source: [T-2, T-3, T-4]", "source: T-4")

    line = judged(own, case(request(**answers)), "2026-03-02 09:05").grades[0]

    assert line.reason.clauses == clauses


BREACH_RAISES = """
levels:
  fault:
    name: Fault
    source: T-1
    grades:
      1:
        name: critical
        when: {any: [{down: yes}, {clock.arrive: broken}, {clock.answer: broken}]}
      2: {name: minor, otherwise: yes}
rules:
  answer:
    form: clock
    name: Answer
    source: T-2
    start: request.received
    stop: response.given
    limit: {by: level.fault, cells: {1: 1 h, 2: 4 h}}
    calendar: elapsed
  arrive:
    form: clock
    name: On site
    source: [T-3, T-4, T-5, T-6]
    start: request.received
    stop: visit.arrived
    limit: {by: level.fault, cells: {1: 6 h, 2: 24 h}}
    calendar: elapsed
"""


def test_a_breach_raises_the_level_and_the_clocks_are_derived_again():
    """10:00 minor: answer by 14:00. Unanswered: critical from then on, on site by 16:00."""
    facts = case(fact("request.received", "2026-03-02 10:00", down=False))

    before = judged(BREACH_RAISES, facts, "2026-03-02 13:59")
    after = judged(BREACH_RAISES, facts, "2026-03-02 14:10")

    assert before.grades[0].value == "2"
    assert before.clock("arrive").due_at == when("2026-03-03 10:00")
    assert before.look_at is not None
    assert before.look_at <= when("2026-03-02 14:00")
    assert (after.grades[0].value, after.grades[0].since) == ("1", when("2026-03-02 14:00"))
    assert after.clock("answer").broken_at == when("2026-03-02 14:00")
    assert [p.due_at for p in after.clock("arrive").promises] == [
        when("2026-03-03 10:00"),
        when("2026-03-02 16:00"),
    ]


def test_a_late_answer_takes_the_breach_and_the_level_back():
    facts = case(
        fact("request.received", "2026-03-02 10:00", down=False),
        fact("response.given", "2026-03-02 13:55", known="2026-03-02 15:00"),
    )

    then = judged(BREACH_RAISES, facts.known_by(when("2026-03-02 14:30")), "2026-03-02 14:30")
    now = judged(BREACH_RAISES, facts, "2026-03-02 15:10")

    assert then.grades[0].value == "1"
    assert now.grades[0].value == "2"
    assert [p.due_at for p in now.clock("arrive").promises] == [when("2026-03-03 10:00")]


def test_a_circle_of_breach_and_level_is_not_told():
    assert "circle" not in {finding.code for finding in check(policy(BREACH_RAISES))}
