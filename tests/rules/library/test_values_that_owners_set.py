"""Every value that a paper leaves out can be set, and the policy then works at once."""

from __future__ import annotations

import pytest

from kept.rules.assess import ScheduleState, assess
from kept.rules.facts import Facts
from kept.rules.policy import Severity, check, load, shipped
from kept.rules.policy.model import CellState, NoLength, NoNumber
from kept.rules.policy.pieces import filled, unset_values
from kept.rules.policy.walk import walk
from tests.rules.assess.scene import fact, when

# What an owner types, by the key under which it stands; a limit where nothing else is meant.
TYPED = {
    "every": "3 months",
    "keep": "10 years",
    "length": "1 year",
    "text": "{en: 3 Tower Road, zh-Hans: 塔路 3 号}",
}
A_LIMIT = "4 h"
# A machine of which everything is known that a schedule may be counted from or apply to.
ABOUT = {
    "equipment.accepted": when("2026-01-10 00:00"),
    "equipment.delivered": when("2026-01-05 00:00"),
    "equipment.final_accepted": when("2026-01-10 00:00"),
    "equipment.completion_signed": when("2026-01-10 00:00"),
    "contract.signed": when("2026-01-02 00:00"),
    "contract.warranty": "24 months",
    "equipment.in_service_scope": True,
    "equipment.long_running": True,
    "equipment.mechanical": True,
    "customer.key": True,
}


def typed(place) -> str:
    inside = [TYPED[key] for key in place.path if key in TYPED]
    return inside[0] if inside else A_LIMIT


def everything_set(code: str) -> str:
    text = shipped()[code].read_text(encoding="utf8")
    return filled(text, {place: typed(place) for place in unset_values(text)})


@pytest.mark.parametrize("code", sorted(shipped()))
def test_with_every_value_set_it_is_a_policy_without_mistakes_in_which_nothing_is_unset(code):
    policy = load(everything_set(code), file=code)

    errors = [str(found.saying) for found in check(policy) if found.severity is Severity.ERROR]
    assert errors == []
    unset = {CellState.UNSET, NoLength.UNSET, NoNumber.UNSET}
    left = [part for part in walk(policy.rules) for value in values(part) if value in unset]
    assert left == []
    assert all(rule.phases or rule.times or rule.before for rule in policy.schedules)


def values(part: object) -> list[object]:
    return [getattr(part, name, None) for name in ("state", "length", "lead", "grace", "keep")]


@pytest.mark.parametrize("code", sorted(shipped()))
def test_each_value_set_alone_is_read_as_well(code):
    text = shipped()[code].read_text(encoding="utf8")
    for place in unset_values(text):
        load(filled(text, {place: typed(place)}), file=code)


@pytest.mark.parametrize("code", sorted(shipped()))
def test_with_every_value_set_each_rhythm_is_due_on_a_day(code):
    policy = load(everything_set(code), file=code)
    request = fact("request.received", "2026-03-02 10:00", case_type="fault")
    known = {key: value for key, value in ABOUT.items() if key in {*policy.attributes}}

    answer = assess(policy, Facts((request,), known), when("2026-03-02 12:00"))

    set_by_owner = {
        place.path[1]
        for place in unset_values(shipped()[code].read_text(encoding="utf8"))
        if place.path[-1] == "every"
    }
    due = {
        line.rule
        for line in answer.schedules
        if line.state is not ScheduleState.UNKNOWN and line.next_due_at is not None
    }
    assert set_by_owner <= due
