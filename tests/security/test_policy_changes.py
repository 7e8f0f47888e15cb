"""A policy changes while cases run: what was promised stays promised."""

from __future__ import annotations

from datetime import date

import pytest

from kept.records.cases.services import differences, sweep
from kept.records.policies.services import choose_company_policy
from tests.desk import POLICY, Desk, at, case, clock, flips, open_desk, publish

# The same policy with every promise shorter.
SHORTER = POLICY.replace("1 h", "20 min").replace("2 h", "40 min")


@pytest.fixture
def desk(db) -> Desk:
    return open_desk()


def choose(desk: Desk, text: str, on: date) -> int:
    version = publish(text, desk.manager, at("10:30"))
    told = {"starts_on": on, "by": desk.manager, "at": at("10:30")}
    choose_company_policy(version_id=version.pk, **told)
    return version.pk


def test_PO_06_a_running_case_keeps_its_version_and_its_clocks(desk):
    assert SHORTER != POLICY
    old = desk.log(answers={"visit_demanded": True})
    due = clock(old, "answer").due_at

    shorter = choose(desk, SHORTER, date(2026, 11, 24))
    young = desk.log(now="10:35", requested_at=at("10:35"))

    assert case(old).version_id == desk.version.pk
    assert case(young).version_id == shorter
    while sweep(now=at("10:58")).full:
        pass
    assert clock(old, "answer").due_at == due
    assert flips(old, "answer").count(("broken", "11:00")) == 0
    assert [kind for kind, _ in flips(young, "answer")].count("broken") == 1
    while sweep(now=at("11:01")).full:
        pass
    assert flips(old, "answer").count(("broken", "11:00")) == 1
    assert differences(case_id=old.case_id, now=at("11:01")) == []


def test_PO_06_going_back_to_the_version_before_moves_no_case_either(desk):
    shorter = choose(desk, SHORTER, date(2026, 11, 24))
    opened = desk.log(now="10:35", requested_at=at("10:35"))

    assert choose(desk, POLICY, date(2026, 11, 24)) == desk.version.pk

    assert case(opened).version_id == shorter
    later = desk.log(now="10:40", requested_at=at("10:40"))
    assert case(later).version_id == desk.version.pk
