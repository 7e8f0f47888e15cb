"""Schedules: what is done, due, missed and planned; a beginning that moves duplicates nothing."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from kept.rules.assess import ScheduleState
from kept.rules.assess.say import document
from kept.rules.facts import Facts, Truth
from tests.rules.assess.scene import case, fact, judged, policy, when

MONTHLY = """
rules:
  free: {form: term, name: Free, see: T-2, start: equipment.accepted, length: 1 year}
  inspections:
    form: schedule
    name: Inspections
    source: T-1
    what: an inspection
    every: 1 month
    from: equipment.accepted
    until: {end_of: free}
    done: inspection.completed
    same: performer
  cover:
    form: cover
    name: Cover
    cases:
      - {is: out, source: T-3, name: not cared for, when: {schedule.inspections: missed}}
"""


def inspected(*days, by="", **values):
    return tuple(
        fact("inspection.completed", f"2026-{d} 10:00", id=d, by=by, **values) for d in days
    )


def line(facts, at, rules=MONTHLY, accepted="2026-01-10 09:00"):
    about = {"equipment.accepted": when(accepted)}
    return judged(rules, replace(facts, about=about), at).schedules[0]


def states(found):
    return [p.state.value for p in found.periods]


# Accepted on 10 January: due by the end of 10 February, 10 March, …
@pytest.mark.parametrize(
    ("days", "at", "expected", "state"),
    [
        ([], "2026-02-10 23:59", ["due", "planned"], "due"),
        ([], "2026-02-11 00:00", ["missed", "due", "planned"], "missed"),
        (["02-10"], "2026-02-10 23:59", ["done", "planned"], "on_track"),
        (["02-05", "03-09"], "2026-03-20 00:00", ["done", "done", "due", "planned"], "due"),
        # the second of a period makes up for the missed one before it
        (["02-12", "03-09"], "2026-03-20 00:00", ["done", "done", "due", "planned"], "due"),
        # or counts ahead, but never twice
        (["02-05", "02-06"], "2026-02-20 00:00", ["done", "done", "planned"], "on_track"),
        (["03-05"], "2026-03-20 00:00", ["missed", "done", "due", "planned"], "missed"),
    ],
)
def test_a_rhythm(days, at, expected, state):
    found = line(case(*inspected(*days)), at)

    assert (states(found), found.state) == (expected, ScheduleState(state))
    assert found.periods[0].due_at == when("2026-02-11 00:00")
    used = [f for p in found.periods for f in p.facts]
    assert len(used) == len(set(used))


def test_it_ends_with_its_term_and_the_last_one_is_on_its_last_day():
    found = line(case(), "2028-01-01 00:00")

    assert len(found.periods) == 12
    assert found.periods[-1].due_at == when("2027-01-11 00:00")
    assert found.next_due_at is None


@pytest.mark.parametrize("moved", [-3, -1, 0, 1, 3])
def test_what_was_done_stays_done_when_the_beginning_moves(moved):
    """Visits two days before each due; a corrected day of acceptance asks for none again."""
    days = ["02-08", "03-08", "04-08", "05-08"]
    accepted = when("2026-01-10 09:00") + timedelta(days=moved)

    rules = MONTHLY.replace("same: performer", "grace: 1 week")

    found = line(
        case(*inspected(*days)), "2026-05-01 00:00", rules, accepted=f"{accepted:%Y-%m-%d %H:%M}"
    )

    assert "missed" not in states(found)
    assert sum(len(p.facts) for p in found.periods) == 3


@pytest.mark.parametrize(
    ("at", "state"), [("2026-02-17 23:59", "due"), ("2026-02-18 00:00", "missed")]
)
def test_within_the_grace_it_is_still_due(at, state):
    rules = MONTHLY.replace("same: performer", "grace: 1 week")

    assert line(case(), at, rules).state.value == state
    assert line(case(*inspected("02-17")), "2026-02-20 00:00", rules).state.value == "due"
    assert states(line(case(*inspected("02-17")), "2026-02-20 00:00", rules))[0] == "done"


PHASES = MONTHLY.replace(
    "every: 1 month", "phases: [{for: 3 months, every: 1 month}, {every: 3 months}]"
)


def test_phases_by_age():
    found = line(case(), "2026-08-01 00:00", PHASES)

    dues = [(p.due_at - timedelta(days=1)).strftime("%m-%d") for p in found.periods]
    assert dues == ["02-10", "03-10", "04-10", "07-10", "10-10", "01-10"]


def test_earlier_cases_count_and_the_same_person_is_asked_for():
    history = tuple(
        replace(f, case="A")
        for f in (*inspected("02-05", by="Wu"), *inspected("03-05", performer="Li"))
    )

    found = line(Facts(inspected("04-05", by="Wu"), {}, history), "2026-04-20 00:00")

    assert states(found) == ["done", "done", "done", "due", "planned"]
    assert (found.same_as, found.not_the_same) == ("Wu", ("03-05",))


def test_a_missed_one_can_end_a_cover_and_time_alone_does_it():
    facts = replace(case(), about={"equipment.accepted": when("2026-01-10 09:00")})

    before, after = (judged(MONTHLY, facts, at) for at in ("2026-02-10 12:00", "2026-02-11 00:00"))

    assert (before.cover, before.look_at) == ((), when("2026-02-11 00:00"))
    assert [c.truth for c in after.cover] == [Truth.YES]


TIMES = """
rules:
  visits: {form: schedule, name: Visits, source: T-1, times: 2 .. 3 per quarter, done: visit.ended}
"""


@pytest.mark.parametrize(
    ("count", "at", "state", "whole"),
    [
        (1, "2026-03-20 00:00", "due", "due"),
        (2, "2026-03-20 00:00", "done", "on_track"),
        (3, "2026-03-20 00:00", "done", "on_track"),
        (4, "2026-03-20 00:00", "too_many", "on_track"),
    ],
)
def test_so_often_a_period(count, at, state, whole):
    visits = [fact("visit.ended", f"2026-0{1 + n % 3}-1{n} 10:00") for n in range(count)]

    found = line(case(*visits), at, TIMES)

    assert (states(found)[0], found.state.value) == (state, whole)
    assert found.periods[0].end == when("2026-04-01 00:00")


LAST = """
rules:
  free:
    form: term
    name: Free
    see: T-2
    start: equipment.accepted
    length: 1 year
    extend: [{from: stop.began, until: stop.ended}]
  last:
    form: schedule
    name: Last check
    source: T-1
    before: {end_of: free}
    lead: 1 month
    done: inspection.completed
"""


def test_before_the_end_of_a_term_that_moves():
    stops = (fact("stop.began", "2026-12-01 00:00"), fact("stop.ended", "2026-12-11 00:00"))

    open_one = line(case(*stops), "2026-12-12 00:00", LAST)
    done = line(case(*inspected("12-05"), *stops), "2026-12-25 00:00", LAST)

    assert open_one.periods[0].due_at == when("2026-12-20 09:00")
    assert states(done) == ["done"]
    assert states(line(case(), "2026-12-25 00:00", LAST)) == ["missed"]


@pytest.mark.parametrize(("day", "state"), [("12-16", "done"), ("12-18", "missed")])
def test_within_the_grace_the_last_one_counts(day, state):
    """It is due on December 10th."""
    rules = LAST.replace("lead: 1 month", "lead: 1 month\n    grace: 1 week")

    found = line(case(*inspected(day)), "2026-12-25 00:00", rules)

    assert states(found) == [state]


def test_a_day_off_moves_it_to_the_next_working_day():
    rules = MONTHLY.replace("same: performer", "calendar: office")

    found = line(case(), "2026-01-20 00:00", rules, accepted="2026-01-14 09:00")

    assert found.periods[0].due_at == when("2026-02-16 12:00")  # 14 Feb 2026 is a Saturday


def test_regularly_is_shown_and_never_missed():
    rules = """
rules:
  care: {form: schedule, name: Care, source: T-1, every: unset, from: agreed, done: case.closed}
"""

    found = line(case(), "2030-01-01 00:00", rules)

    assert (found.state, found.periods) == (ScheduleState.UNSET, ())


def test_without_a_beginning_it_is_unknown():
    found = judged(MONTHLY, case(), "2026-05-01 00:00")

    assert found.schedules[0].state is ScheduleState.UNKNOWN
    assert found.schedules[0].missing == ("equipment.accepted",)
    assert [c.truth for c in found.cover] == [Truth.UNKNOWN]


def test_in_words_and_as_a_document():
    facts = replace(case(), about={"equipment.accepted": when("2026-01-10 09:00")})

    told = document(policy(MONTHLY), judged(MONTHLY, facts, "2026-02-20 00:00"))["schedules"][0]

    assert told["text"]["en"] == (
        "Inspections: missed, due by 11 Feb 2026. Next: an inspection by 11 Mar 2026 00:00."
    )


# Without fills from one period to another, the oracle counts what lies in each month.
@pytest.mark.parametrize("seed", range(40))
def test_the_work_of_every_visit_counts_at_most_once_and_no_more_is_missed_than_must_be(seed):
    rng = random.Random(seed)
    start = when("2026-01-10 09:00")
    visits = sorted(start + timedelta(days=rng.randint(1, 200)) for _ in range(rng.randint(0, 9)))
    facts = case(
        *(
            replace(fact("inspection.completed", "2026-01-01 00:00", id=str(n)), at=at)
            for n, at in enumerate(visits)
        )
    )

    found = line(facts, "2026-08-01 00:00")

    used = [f for p in found.periods for f in p.facts]
    assert len(used) == len(set(used))
    alone = [sum(p.start <= at < p.end for at in visits) for p in found.periods]
    ended = [n for n, p in enumerate(found.periods) if p.due_at <= when("2026-08-01 00:00")]
    missed = sum(found.periods[n].state.value == "missed" for n in ended)
    assert missed <= sum(alone[n] == 0 for n in ended)


def test_so_often_a_year_of_a_term_that_has_no_start_is_unknown():
    rules = """
rules:
  free: {form: term, name: Free, see: T-2, start: equipment.accepted, length: 1 year}
  visits:
    form: schedule
    name: Visits
    source: T-1
    times: {is: 2, per: {year_of: free}}
    done: visit.ended
"""

    assert judged(rules, case(), "2026-03-01 00:00").schedules[0].missing == ("term.free",)
    found = line(case(fact("visit.ended", "2026-02-01 10:00")), "2026-03-01 00:00", rules)
    assert (states(found), found.next_due_at) == (["due", "planned"], when("2027-01-10 09:00"))
