"""What time alone does, and what becomes of the projections."""

import uuid
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kept.records.cases.asking import NewFact
from kept.records.cases.models import Case, Clock, Flip, News
from kept.records.cases.services import (
    Closing,
    Waiting,
    begin_waiting,
    close_case,
    differences,
    end_waiting,
    rebuild,
    record_fact,
    reopen_case,
    sweep,
)
from kept.records.ledger.queries import entries, verify_stream
from kept.records.refusal import Refused
from tests.desk import at, case, clock, flips


@pytest.fixture
def opened(desk):
    return desk.log(answers={"down": True, "visit_demanded": True})


class TestSweep:
    def test_warns_and_breaks_each_once_at_its_instant(self, desk, opened):
        for now in ("10:44:59", "10:45", "10:46", "11:00", "11:00:01", "11:30"):
            sweep(now=at(now))

        assert flips(opened, "answer") == [("warned", "10:45"), ("broken", "11:00")]
        assert clock(opened, "answer").broken_at == at("11:00")
        assert clock(opened, "answer").look_at is None

    def test_leaves_everything_alone_before_its_time(self, desk, opened):
        before = case(opened).change

        assert sweep(now=at("10:44:59")).clocks == 0
        assert case(opened).change == before

    def test_every_turn_stands_in_the_ledger_and_is_news(self, desk, opened):
        sweep(now=at("11:05"))

        told = [e for e in entries(f"case:{opened.number}") if e.verb == "clock.broken"]
        assert [(e.actor, e.origin) for e in told] == [("system:clock", "worker:sweeper")]
        assert told[0].data["at"] == "2026-11-24T03:00:00.000000Z"
        assert verify_stream(f"case:{opened.number}") is None
        kinds = News.objects.filter(case_id=opened.case_id).order_by("pk")
        assert [n.kind for n in kinds if n.data["clock"] == "answer"] == ["warned", "broken"]

    def test_CR_05_after_hours_dead_every_missed_item_comes_once_oldest_first(self, desk):
        cases = [desk.log(requested_at=at(f"10:0{n}"), now="10:09") for n in range(5)]

        sweep(now=at("25 16:00"), limit=3)
        first = Flip.objects.filter(kind="broken", clock="answer").values_list("at", flat=True)
        assert set(first) <= {at(f"11:0{n}") for n in range(3)}
        while sweep(now=at("25 16:00"), limit=3).full:
            pass

        broken = Flip.objects.filter(kind="broken", clock="answer")
        assert sorted(f.at for f in broken) == [at(f"11:0{n}") for n in range(5)]
        assert {f.noted_at for f in broken} == {at("25 16:00")}
        assert len(cases) == broken.count()

    def test_CK_01_a_clock_that_jumps_back_fires_nothing_twice(self, desk, opened):
        for now in ("11:05", "10:05", "11:05", "09:00", "11:06"):
            sweep(now=at(now))

        assert flips(opened, "answer") == [("warned", "10:45"), ("broken", "11:00")]

    def test_the_breach_of_one_clock_starts_another_without_a_fact(self, desk, opened):
        sweep(now=at("11:00"))

        assert clock(opened, "explain").due_at == at("13:00")

    def test_a_done_clock_neither_warns_nor_breaks(self, desk, opened):
        desk.record(opened, "response.given", "10:20")
        sweep(now=at("12:00"))

        assert flips(opened, "answer") == [("met", "10:20")]

    def test_a_case_that_cannot_be_assessed_does_not_stop_the_others(self, desk, opened):
        other = desk.log()
        Case.objects.filter(pk=other.case_id).update(overrides=[{"rule": "gone"}])

        swept = sweep(now=at("11:05"))

        assert swept.failed == 1
        assert clock(opened, "answer").state == "broken"
        assert case(other).reassess_at == at("11:15")

    def test_is_the_same_whether_the_worker_or_a_fact_came_first(self, desk):
        swept, not_swept = (desk.log(answers={"visit_demanded": True}) for _ in range(2))
        sweep_only(swept, "13:10")
        for each in (swept, not_swept):
            desk.record(each, "visit.arrived", "12:50", now="14:10")

        history = [
            list(
                Flip.objects.filter(case_id=each.case_id)
                .order_by("at", "clock", "kind", "nth")
                .values_list("clock", "kind", "nth", "at", "due_before", "due_after")
            )
            for each in (swept, not_swept)
        ]
        assert history[0] == history[1]


def sweep_only(opened, now):
    """Sweep one case, as if the other were held by someone."""
    rebuild(case_id=opened.case_id, now=at(now))


FACTS = (
    "response.given",
    "visit.arrived",
    "service.restored",
    "customer.demanded_visit",
    "interruption.began",
    "interruption.ended",
)
QUARTERS = st.integers(0, 40)  # of an hour
STEPS = st.tuples(
    st.sampled_from([*FACTS, "wait", "go on", "close", "reopen", "sweep", "sweep"]),
    QUARTERS,
    QUARTERS,
)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEPS, max_size=8))
def test_projections_are_what_follows_from_the_facts(desk, steps):
    """Whatever happens, late or in time: stored rows equal those worked out anew."""
    opened = desk.log(answers={"down": False})
    now = at("10:02")
    for act, later, ago in steps:
        now += timedelta(minutes=15 * later)
        with suppress(Refused):
            do(desk, opened, act, now, max(now - timedelta(minutes=15 * ago), at("10:00")))

    while sweep(now=now).full:
        pass
    assert differences(case_id=opened.case_id, now=now) == []
    planned = Clock.objects.filter(case_id=opened.case_id).values_list("look_at", "plan")
    assert all((look is None) == (plan == []) for look, plan in planned)
    assert verify_stream(f"case:{opened.number}") is None


def do(desk, opened, act, now, then):
    told = {"case_id": opened.case_id, "by": desk.hotline, "now": now, "key": uuid.uuid4().hex}
    if act == "sweep":
        sweep(now=now)
    elif act == "wait":
        begin_waiting(waiting=Waiting(waiting_for="customer", at=then), **told)
    elif act == "go on":
        end_waiting(at=then, **told)
    elif act == "close":
        close_case(closing=Closing(at=then), **told)
    elif act == "reopen":
        reopen_case(closing=Closing(at=then, text="Back"), **told)
    else:
        record_fact(fact=NewFact(kind=act, at=then), **told)
