"""Goodwill is a manager's decision, with a reason; the rules' answer stays as it is."""

import pytest

from kept.records.cases.asking import NewFact
from kept.records.cases.queries import case_card
from kept.records.cases.services import (
    DecidedByManagers,
    ReasonMissing,
    record_fact,
    withdraw_fact,
)
from kept.records.cases.vocabulary import UnknownValue, ValueMissing
from kept.rules.assess.charges import charges
from tests.desk import at

SAID = {"component": "labour", "reason": "third visit for the same fault"}


def grant(desk, opened, by, **said):
    fact = NewFact(kind="goodwill.granted", at=at("11:00"), values={**SAID, **said})
    key = f"goodwill {by.pk}"
    return record_fact(case_id=opened.case_id, fact=fact, by=by, now=at("11:00"), key=key)


@pytest.fixture
def opened(desk):
    return desk.log("10:02")


def test_a_manager_grants_it_and_may_take_it_back(desk, opened):
    made = grant(desk, opened, desk.manager, per_cent=50)

    card = case_card(opened.number, viewer=desk.manager, at=at("11:05"))
    [line] = [one for one in charges(card.assessment, card.facts) if one.component == "labour"]
    assert (line.goodwill.reason, line.goodwill.per_cent) == (SAID["reason"], 50)

    withdraw_fact(
        case_id=opened.case_id,
        seq=made.seq,
        reason="a slip",
        by=desk.manager,
        now=at("11:10"),
        key="back",
    )
    card = case_card(opened.number, viewer=desk.manager, at=at("11:15"))
    assert all(one.goodwill is None for one in charges(card.assessment, card.facts))


def test_BL_04_nobody_else_does_nor_takes_it_back(desk, opened):
    for person in (desk.hotline, desk.engineer, desk.dispatcher):
        with pytest.raises(DecidedByManagers):
            grant(desk, opened, person)
    made = grant(desk, opened, desk.manager)

    with pytest.raises(DecidedByManagers):
        withdraw_fact(
            case_id=opened.case_id,
            seq=made.seq,
            reason="no",
            by=desk.hotline,
            now=at("11:10"),
            key="back",
        )


def test_it_says_of_what_and_why(desk, opened):
    with pytest.raises(ReasonMissing):
        grant(desk, opened, desk.manager, reason="")
    with pytest.raises(ValueMissing):
        grant(desk, opened, desk.manager, component="")
    with pytest.raises(UnknownValue):
        grant(desk, opened, desk.manager, component="gold")


@pytest.mark.parametrize("share", [0, -1, 100.5, float("nan"), float("inf")])
def test_BL_04_shares_that_are_none_are_refused(desk, opened, share):
    with pytest.raises(UnknownValue):
        grant(desk, opened, desk.manager, per_cent=share)
