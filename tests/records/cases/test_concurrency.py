"""Many at once, on a real database with real commits."""

import threading
import uuid
from collections.abc import Callable
from typing import Any

from django.db import connection

from kept.records.cases.asking import NewFact
from kept.records.cases.models import Case, CaseFact, Flip, News
from kept.records.cases.services import (
    Closing,
    close_case,
    correct_fact,
    differences,
    open_case,
    record_fact,
    reopen_case,
    sweep,
)
from kept.records.ledger.models import Entry
from kept.records.ledger.queries import verify_all, verify_stream
from kept.records.refusal import Refused
from tests.desk import at, case, clock, flips


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Start all acts at the same instant, each in a thread; return what they gave or raised."""
    barrier = threading.Barrier(len(acts))
    outcomes: list[Any] = [None] * len(acts)

    def act(place: int) -> None:
        connection.ensure_connection()
        barrier.wait()
        try:
            outcomes[place] = acts[place]()
        except Exception as error:  # noqa: BLE001 - judged by the test
            outcomes[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes


def test_ID_01_the_same_request_in_parallel_opens_one_case(committed_desk):
    desk = committed_desk
    told = {"request": desk.request(), "by": desk.hotline, "now": at("10:02"), "key": "a"}

    outcomes = together(*[lambda: open_case(**told)] * 6)

    assert len({outcome.case_id for outcome in outcomes}) == 1
    assert sorted(outcome.repeated for outcome in outcomes) == [False] + [True] * 5
    assert Case.objects.count() == 1


def test_CC_06_parallel_requests_get_different_numbers(committed_desk):
    desk = committed_desk

    outcomes = together(*[desk.log] * 8)

    assert len({outcome.number for outcome in outcomes}) == 8
    assert list(verify_all()) == []


def test_ID_01_a_phone_that_sends_in_parallel_is_heard_once(committed_desk):
    desk = committed_desk
    opened = desk.log(answers={"visit_demanded": True})
    told = {
        "case_id": opened.case_id,
        "fact": NewFact(kind="visit.arrived", at=at("11:40")),
        "by": desk.engineer,
        "now": at("11:41"),
        "key": "op-1",
    }

    outcomes = together(*[lambda: record_fact(**told)] * 5)

    assert len({outcome.seq for outcome in outcomes}) == 1
    assert flips(opened, "on_site") == [("met", "11:40")]


def test_CC_05_two_corrections_of_one_fact_the_second_is_told(committed_desk):
    desk = committed_desk
    opened = desk.log(answers={"visit_demanded": True})
    recorded = desk.record(opened, "visit.arrived", "11:40")

    def correct(minute: str) -> Any:
        return correct_fact(
            case_id=opened.case_id,
            seq=recorded.seq,
            fact=NewFact(kind="visit.arrived", at=at(f"11:{minute}")),
            by=desk.hotline,
            now=at("12:00"),
            key=uuid.uuid4().hex,
        )

    outcomes = together(lambda: correct("20"), lambda: correct("30"))

    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 1
    corrected = CaseFact.objects.get(case_id=opened.case_id, corrects=recorded.seq)
    assert clock(opened, "on_site").done_at == corrected.at


def test_CC_04_state_machine_under_fire_keeps_a_legal_history(committed_desk):
    desk = committed_desk
    opened = desk.log(answers={"down": True})
    told = {"case_id": opened.case_id, "by": desk.hotline, "now": at("14:00")}

    def fire(number: int) -> None:
        for turn in range(4):
            key, closing = f"{number}-{turn}", Closing(at=at("14:00"), text="x")
            act = close_case if (number + turn) % 2 else reopen_case
            act(closing=closing, key=key, **told)

    outcomes = together(*[lambda n=n: fire(n) for n in range(6)])

    assert all(outcome is None or isinstance(outcome, Refused) for outcome in outcomes)
    facts = CaseFact.objects.filter(case_id=opened.case_id).order_by("seq")
    kinds = [fact.kind for fact in facts][1:]
    assert kinds == [["case.closed", "case.reopened"][n % 2] for n in range(len(kinds))]
    assert case(opened).state == ("closed" if len(kinds) % 2 else "open")
    entries = Entry.objects.filter(stream=f"case:{opened.number}", verb="fact.recorded")
    assert entries.count() == facts.count()
    assert verify_stream(f"case:{opened.number}") is None
    assert differences(case_id=opened.case_id, now=at("14:00")) == []


def test_CR_02_several_sweepers_at_once_double_nothing(committed_desk):
    desk = committed_desk
    cases = [desk.log(answers={"visit_demanded": True}) for _ in range(12)]

    def work() -> int:
        done = 0
        while True:
            swept = sweep(now=at("13:30"), limit=5)
            done += swept.flips
            if not swept.full:
                return done

    together(work, work, work)
    work()

    broken = Flip.objects.filter(kind="broken", clock="on_site")
    assert broken.count() == broken.values("case_id").distinct().count() == len(cases)
    assert News.objects.filter(kind="broken", data__clock="on_site").count() == len(cases)
    assert list(verify_all()) == []


def test_CC_07_facts_and_sweeps_in_parallel_neither_deadlock_nor_differ(committed_desk):
    desk = committed_desk
    cases = [desk.log(answers={"visit_demanded": True}) for _ in range(4)]

    def record() -> None:
        for opened in cases:
            desk.record(opened, "visit.arrived", "12:50", now="13:30")

    def work() -> None:
        for _ in range(6):
            sweep(now=at("13:30"), limit=3)

    outcomes = together(record, work, record, work)
    while sweep(now=at("13:30")).full:
        pass

    assert outcomes == [None] * 4
    for opened in cases:
        assert differences(case_id=opened.case_id, now=at("13:30")) == []
        broken = Flip.objects.filter(case_id=opened.case_id, clock="on_site", kind="broken")
        assert broken.count() == 1
    assert list(verify_all()) == []
