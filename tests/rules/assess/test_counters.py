"""Counters: what counts, what begins the count again, and when it is too often."""

from dataclasses import replace

import pytest

from kept.rules.assess import CounterState
from kept.rules.assess.say import document
from kept.rules.facts import Facts, Truth
from tests.rules.assess.scene import case, fact, judged, policy, when

FAILED = """
rules:
  failed_repairs:
    form: counter
    name: Failed repairs
    source: T-1
    counts: {event: repair.closed, where: {result: failed}}
    per: problem
    consecutive: {event: repair.closed, where: {result: worked}}
    reach: {smallest_of: [3, {if: {equipment.class: statutory}, is: 2}]}
  replace:
    form: cover
    name: Replacement
    cases:
      - {is: in, source: T-2, name: new one, when: {counter.failed_repairs: reached}}
      - {is: in, source: T-3, name: often, when: {count.failed_repairs: {at_least: 2}}}
"""


def repair(day, problem="E17", result="failed", **more):
    return fact("repair.closed", f"2026-05-{day:02} 10:00", problem=problem, result=result, **more)


def line(rules, facts, at="2026-06-01 10:00"):
    return judged(rules, facts, at).counters[0]


# A fan repair between three failed ones of E17 does not begin E17 again; a good one does.
@pytest.mark.parametrize(
    ("repairs", "state", "count", "reached"),
    [
        ([1, 9, 20], "reached", 3, "2026-05-20 10:00"),
        ([1, (12, "fan"), 9, 20], "reached", 3, "2026-05-20 10:00"),
        ([1, (12, "fan", "worked"), 9, 20], "reached", 3, "2026-05-20 10:00"),
        ([1, 9, (15, "E17", "worked"), 20], "below", 1, None),
        ([1, 9], "below", 2, None),
        ([], "below", 0, None),
    ],
)
def test_three_consecutive_failed_repairs_of_one_problem(repairs, state, count, reached):
    made = [repair(*r) if isinstance(r, tuple) else repair(r) for r in repairs]
    described = fact("request.described", "2026-05-01 08:00", problem="E17")

    found = line(FAILED, case(described, *made))

    assert (found.state, found.count) == (CounterState(state), count)
    mine = [g for g in found.groups if g.values == (("problem", "E17"),)]
    assert [g.reached_at for g in mine if g.reached_at] == ([when(reached)] if reached else [])


def test_the_statute_counts_two_and_an_unknown_class_leaves_three():
    two = [repair(1), repair(9)]

    assert line(FAILED, case(*two)).reach == 3
    assert line(FAILED, case(*two)).missing == ("equipment.class",)
    statutory = line(FAILED, case(*two, equipment__class="statutory"))
    assert (statutory.reach, statutory.state) == (2, CounterState.REACHED)


def test_failures_of_earlier_cases_count_too_each_once():
    earlier = tuple(replace(repair(day), case=f"C{day}") for day in (1, 9))
    facts = Facts((repair(20), repair(20, result="worked", id="later")), {}, earlier)

    then = judged(FAILED, facts, "2026-05-20 09:00")
    assert then.counters[0].count == 2
    assert [c.truth for c in then.cover] == [Truth.YES]  # at least two, not three

    assert line(FAILED, Facts((repair(20),), {}, earlier)).state is CounterState.REACHED


LASTING = f"""
events:
  repair.closed: {{name: repair closed, undone_by: case.reopened}}
{FAILED}"""


@pytest.mark.parametrize(
    ("again", "count"),
    [
        ([], 1),  # the good repair began the count again
        ([("A", 16)], 3),  # but it did not last
        ([("B", 16)], 1),  # another case says nothing about it
        ([("A", 14)], 1),  # nor does what came before it
    ],
)
def test_a_good_repair_that_did_not_last_does_not_begin_the_count_again(again, count):
    made = [repair(1), repair(9), repair(15, result="worked")]
    history = [replace(f, case="A") for f in made]
    history += [
        replace(fact("case.reopened", f"2026-05-{day} 10:00"), case=name) for name, day in again
    ]
    facts = Facts((repair(20),), {}, tuple(history))

    assert line(LASTING, facts).count == count


def test_without_a_known_problem_the_worst_one_speaks():
    facts = case(repair(1, "fan"), repair(2), repair(3), repair(4))
    other = fact("request.described", "2026-05-05 08:00", problem="fan")

    assert line(FAILED, Facts((), {}, tuple(replace(f, case="A") for f in facts.facts))).count == 3
    assert line(FAILED, facts.with_more([other])).count == 1


QUALITY = """
rules:
  free: {form: term, name: Free, source: T-1, start: equipment.accepted, length: 1 year}
  failures:
    form: counter
    name: Failures
    source: T-2
    counts: [case.closed, {event: repair.closed, where: {result: failed}}]
    when: {cause: quality, term.free: active}
    reach: 2
"""


def closed(case_id, began, **values):
    return (
        replace(fact("fault.started", f"{began} 08:00", **values), case=case_id),
        replace(fact("case.closed", f"{began} 09:00"), case=case_id),
    )


@pytest.mark.parametrize(
    ("cases", "state", "sure", "possible"),
    [
        ([("A", "2026-01-05", "quality"), ("B", "2026-02-05", "material")], "reached", 2, 2),
        ([("A", "2026-01-05", "quality"), ("B", "2027-02-05", "quality")], "below", 1, 1),
        ([("A", "2026-01-05", "quality"), ("B", "2026-02-05", None)], "possible", 1, 2),
        ([("A", "2026-01-05", "wear"), ("B", "2026-02-05", None)], "below", 0, 1),
    ],
)
def test_each_fact_is_asked_in_its_own_case_at_its_own_moment(cases, state, sure, possible):
    history = [
        f
        for name, day, cause in cases
        for f in closed(name, day, **({"cause": cause} if cause else {}))
    ]
    facts = Facts((), {"equipment.accepted": when("2026-01-01 00:00")}, tuple(history))

    found = line(QUALITY, facts, "2027-06-01 10:00")

    assert found.state is CounterState(state)
    assert [(g.count, g.possible) for g in found.groups] == [(sure, possible)]


WITHIN = """
rules:
  often:
    form: counter
    name: Often
    source: T-1
    counts: case.closed
    within: 30 days
    reach: 3
  answer:
    form: clock
    name: Answer
    source: T-2
    start: request.received
    stop: response.given
    limit: {by: counter.often, cells: {reached: 1 h, "*": 4 h}}
    calendar: elapsed
    when: {count.often: {less_than: 5}}
"""


def at_days(*days):
    return tuple(fact("case.closed", f"2026-{1 + d // 28:02}-{1 + d % 28:02} 10:00") for d in days)


# The oracle looks at every window that ends with a fact.
@pytest.mark.parametrize("days", [(0, 10, 20), (0, 20, 45, 60), (0, 20, 45, 55), (0, 29, 58), (0,)])
def test_only_those_close_together_count(days):
    facts = case(*at_days(*days))
    moments = [f.at for f in facts.facts]

    found = line(WITHIN, facts, "2026-05-01 10:00")

    windows = [sum(0 <= (end - at).days <= 30 for at in moments) for end in moments]
    assert (found.state is CounterState.REACHED) == (max(windows) >= 3)
    assert found.count == 0


def test_the_number_falls_by_time_and_says_when():
    facts = case(*at_days(0, 1))

    found = judged(WITHIN, facts, "2026-01-31 09:59")

    assert found.counters[0].count == 2
    assert judged(WITHIN, facts, "2026-01-31 10:01").counters[0].count == 1


def test_a_clock_follows_a_counter_that_is_reached_meanwhile():
    facts = case(*at_days(0, 1), fact("request.received", "2026-01-03 09:00"), *at_days(2))

    promises = judged(WITHIN, facts, "2026-01-03 10:30").clock("answer").promises

    assert [p.limit for p in promises] == ["4 hours", "1 hour"]
    assert promises[-1].since == when("2026-01-03 10:00")


def test_a_counter_without_a_number_only_counts():
    number = "reach: {smallest_of: [3, {if: {equipment.class: statutory}, is: 2}]}"
    rules = FAILED.replace(number, "see: T-4")

    found = judged(rules, case(repair(1), repair(2)), "2026-06-01 10:00")

    assert (found.counters[0].state, found.counters[0].count) == (CounterState.POSSIBLE, 2)
    assert [c.truth for c in found.cover] == [Truth.UNKNOWN, Truth.YES]


def test_counters_in_words_and_as_a_document():
    told = document(policy(FAILED), judged(FAILED, case(repair(1), repair(9)), "2026-06-01 10:00"))

    found = told["counters"][0]
    assert found["text"] == {
        "en": "Failed repairs: 2 of 3 (E17).",
        "zh-Hans": "Failed repairs：2 次，满 3 次为止（E17）。",
    }
    assert (found["state"], found["reach"], found["groups"][0]["values"]) == (
        "below",
        "3",
        {"problem": "E17"},
    )
