"""Follow-up calls: what is kept, what follows, what is refused."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from kept.records.cases.models import CaseFact, CaseState
from kept.records.cases.services import Closing, close_case
from kept.records.followups.models import FollowUp, Outcome, PromisedCall
from kept.records.followups.queries import follow_ups, never_asked, promised_calls
from kept.records.followups.services import (
    AskedAlready,
    NobodyAsked,
    PromiseMissing,
    Told,
    WhyNotGone,
    record_follow_up,
)
from kept.records.ledger.queries import entries
from tests.desk import at, case, clock, open_desk


@pytest.fixture
def desk(db):
    return open_desk()


@pytest.fixture
def closed(desk):
    opened = desk.log("10:02")
    close(desk, opened)
    return opened


def close(desk, opened, then="11:00"):
    close_case(
        case_id=opened.case_id,
        closing=Closing(at=at(then)),
        by=desk.hotline,
        now=at(then),
        key=f"close {opened.case_id} {then}",
    )


def call(desk, opened, then="12:00", key="", **said):
    said = {"outcome": Outcome.REACHED, "asked": "Mei Lin"} | said
    return record_follow_up(
        told=Told(case_id=opened.case_id, **said),
        by=desk.hotline,
        now=at(then),
        key=key or f"{opened.case_id} {then}",
    )


def low(desk, opened, **said):
    said = {"score": 1, "owner_id": desk.manager.pk, "due_at": at("16:00")} | said
    return call(desk, opened, **said)


def kinds(opened):
    return list(
        CaseFact.objects.filter(case_id=opened.case_id)
        .order_by("seq")
        .values_list("kind", flat=True)
    )


def numbers(found):
    return [one.number for one in found]


def waiting(desk):
    return numbers(never_asked(viewer=desk.hotline, since=at("08:00")))


def promised(desk, until="24 23:59"):
    return promised_calls(viewer=desk.hotline, until=at(until))


def test_who_was_reached_is_a_fact_and_in_the_ledger(desk, closed):
    call(desk, closed, is_gone=True, score=5, words="All is well.")

    made = CaseFact.objects.get(case_id=closed.case_id, kind="follow_up.made")
    said = {"confirmed_by": "Mei Lin", "satisfaction": 5, "text": "All is well."}
    assert made.values == said
    (line,) = follow_ups(closed.case_id)
    assert (line.asked, line.by, line.is_gone, line.score) == ("Mei Lin", "周敏", True, 5)
    last = list(entries(case(closed).stream))[-1]
    assert (last.verb, last.data["words"]) == ("follow_up.recorded", "All is well.")


def test_that_the_fault_is_gone_is_a_fact_with_who_said_so_and_how(desk, closed):
    call(desk, closed, is_gone=True)

    gone = CaseFact.objects.get(case_id=closed.case_id, kind="fault.confirmed_gone")
    assert gone.values == {"confirmed_by": "Mei Lin", "channel": "telephone"}
    assert gone.at == at("12:00")


@pytest.mark.parametrize("said", [{}, {"is_gone": False, "words": "E-47 again"}])
def test_nobody_else_makes_that_fact(desk, closed, said):
    call(desk, closed, **said)

    assert "fault.confirmed_gone" not in kinds(closed)


def test_the_same_call_sent_twice_is_one(desk, closed):
    first = call(desk, closed, key="one")

    assert call(desk, closed, "12:05", key="one").pk == first.pk
    assert kinds(closed).count("follow_up.made") == 1


def test_who_was_not_reached_is_called_again(desk, closed):
    call(desk, closed, outcome=Outcome.NOT_REACHED, asked="")

    (line,) = never_asked(viewer=desk.hotline, since=at("08:00"))
    assert (line.number, line.tries) == (case(closed).number, 1)
    assert "follow_up.made" not in kinds(closed)


@pytest.mark.parametrize("outcome", [Outcome.REACHED, Outcome.DECLINED])
def test_who_answered_is_off_the_list(desk, closed, outcome):
    assert waiting(desk) == [case(closed).number]
    call(desk, closed, outcome=outcome)

    assert waiting(desk) == []


def test_closed_again_it_is_on_the_list_again(desk, closed):
    call(desk, closed, is_gone=False, words="E-47 again")
    assert waiting(desk) == []  # it is open
    close(desk, closed, "14:00")

    assert waiting(desk) == [case(closed).number]


def test_a_fault_that_is_not_gone_opens_the_case_and_its_clocks_go_on(desk, closed):
    before = clock(closed, "repair")
    call(desk, closed, is_gone=False, words="E-47 again")

    assert case(closed).state == CaseState.OPEN
    after = clock(closed, "repair")
    assert (after.started_at, after.state) == (before.started_at, "running")
    assert after.due_at == at("18:00")  # 8 h from the request, not from the reopening


def test_an_open_case_is_only_told_of_it(desk):
    opened = desk.log("10:02")
    call(desk, opened, is_gone=False, words="E-47 again")

    assert kinds(opened)[-1] == "follow_up.made"


def test_a_low_score_promises_a_call_with_an_owner_and_a_due(desk, closed):
    low(desk, closed)

    (line,) = promised(desk)
    assert (line.owner, line.due_at) == ("Marta Stein", at("16:00"))
    assert promised(desk, "15:00") == []


def test_a_good_score_promises_nothing(desk, closed):
    low(desk, closed, score=3)

    assert promised(desk) == []


def test_a_promised_call_is_kept_by_reaching_them(desk, closed):
    low(desk, closed)
    call(desk, closed, "13:00", outcome=Outcome.NOT_REACHED)
    assert promised(desk) != []
    call(desk, closed, "14:00")

    assert promised(desk) == []
    kept = PromisedCall.objects.get()
    assert (kept.done_at, kept.done_by) == (at("14:00"), desk.hotline)


def test_satisfaction_is_asked_once(desk, closed):
    call(desk, closed, score=4)

    with pytest.raises(AskedAlready):
        call(desk, closed, "13:00", score=5)
    assert FollowUp.objects.count() == 1


@pytest.mark.parametrize("due", [None, at("11:59"), datetime(9999, 12, 31, 23, tzinfo=UTC)])
def test_a_low_score_needs_a_time_to_come(desk, closed, due):
    with pytest.raises(PromiseMissing):
        low(desk, closed, due_at=due)


def test_a_low_score_needs_an_owner_who_works_here(desk, closed):
    with pytest.raises(PromiseMissing):
        low(desk, closed, owner_id=None)


def test_answers_are_somebodys(desk, closed):
    with pytest.raises(NobodyAsked):
        call(desk, closed, asked=" ")


def test_what_is_not_gone_is_said(desk, closed):
    with pytest.raises(WhyNotGone):
        call(desk, closed, is_gone=False)


@pytest.mark.parametrize(
    "said",
    [
        {"score": 6},
        {"score": 0},
        {"outcome": "not_reached", "score": 3},
        {"outcome": "not_reached", "is_gone": True},
        {"asked": " "},
        {"outcome": "later"},
        {"key": ""},
    ],
)
def test_the_database_refuses_what_cannot_be(desk, closed, said):
    row = {"outcome": "reached", "asked": "Mei Lin", "key": "x"} | said

    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUp.objects.create(
            case_id=closed.case_id, customer=desk.customer, at=at("12:00"), by=desk.hotline, **row
        )
