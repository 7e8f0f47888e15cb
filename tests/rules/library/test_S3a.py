"""S3a, clause by clause: fault levels 1-3, tiers A-C, duty phone, spares, planned work."""

from datetime import timedelta

import pytest

from kept.rules.assess import ClockState
from kept.rules.facts import Truth
from kept.rules.hours import compiled
from kept.rules.policy.model import CellState
from tests.rules.library.scenes import (
    MONDAY,
    case,
    covers,
    fact,
    grade,
    kept_by_rules,
    promised,
    request,
    shipped,
    when,
)

# What the caller said when asked; each test changes the answers it is about.
ALL_WELL = {
    "basic_functions_lost": False,
    "critical_data_lost": False,
    "service_partly_lost": False,
    "outage_risk": False,
}
AT = f"{MONDAY} 10:30"


def level(*facts, at=AT):
    return grade(promised("S3a", case(*facts), at), "level.fault")


def said(**answers):
    return request(**(ALL_WELL | answers))


def graded(at, value, **more):
    return fact("case.graded", at, level="fault", grade=value, **more)


def test_S3a_1_0():
    """The customer sets the level; staff change it with a reason that stays in the case."""
    first = graded(f"{MONDAY} 10:00", "1", by="customer")
    silent = graded(f"{MONDAY} 10:10", "3", by="engineer")
    reasoned = graded(f"{MONDAY} 10:20", "3", by="engineer", reason="only the display is dark")

    assert shipped("S3a").scales["level.fault"].graders == ("customer",)
    assert level(said(), first).value == "1"
    assert level(said(), first, silent).value == "1"
    changed_by_staff = level(said(), first, silent, reasoned)
    assert changed_by_staff.value == "3"
    assert reasoned.id in changed_by_staff.reason.facts


def test_S3a_1_1a():
    line = level(said(basic_functions_lost=True))

    assert line.value == "1"
    assert "S3a-1.1a" in line.reason.clauses


def test_S3a_1_1b():
    """Graded 2 while an interruption runs: level 1 at minute 10 by itself, and clocks change."""
    began = fact("interruption.began", f"{MONDAY} 10:00")
    facts = case(began, said(service_partly_lost=True))
    owner_set = shipped("S3a", ("{1: unset, 2: unset, 3: unset}", "{1: 1 h, 2: 4 h, 3: 8 h}"))

    before = promised(owner_set, facts, f"{MONDAY} 10:09")
    after = promised(owner_set, facts, f"{MONDAY} 10:10")

    assert grade(before, "level.fault").value == "2"
    assert grade(before, "level.fault").changes_at == when(f"{MONDAY} 10:10")
    assert before.clock("response").due_at == when(f"{MONDAY} 14:00")
    assert grade(after, "level.fault").value == "1"
    assert grade(after, "level.fault").since == when(f"{MONDAY} 10:10")
    assert after.clock("response").due_at == when(f"{MONDAY} 11:00")
    assert [p.limit for p in after.clock("response").promises] == ["4 hours", "1 hour"]


def test_S3a_1_1b_not_when_the_interruption_ended_in_time():
    began = fact("interruption.began", f"{MONDAY} 10:00")
    ended = fact("interruption.ended", f"{MONDAY} 10:09")

    assert level(began, ended, said(service_partly_lost=True)).value == "2"


def test_S3a_1_1c():
    assert level(said(critical_data_lost=True)).value == "1"


def test_S3a_1_2a():
    assert level(said(service_partly_lost=True)).value == "2"
    assert level(said(service_partly_lost=True, basic_functions_lost=True)).value == "1"


def test_S3a_1_2b():
    assert level(said(outage_risk=True)).value == "2"


def test_S3a_1_3():
    line = level(said())

    assert line.value == "3"
    assert "S3a-1.3" in line.reason.clauses


def test_S3a_levels_are_not_guessed_while_questions_are_open():
    line = level(request(service_partly_lost=True))

    assert line.value is None
    assert line.possible == ("1", "2")


@pytest.mark.parametrize("answer", ["basic_functions_lost", "service_partly_lost", "none"])
def test_S3a_1_4(answer):
    """No cell has a number: elapsed time is measured, nothing is due, nothing can be broken."""
    facts = case(said(**({} if answer == "none" else {answer: True})))

    line = promised("S3a", facts, "2026-03-30 10:00").clock("response")

    assert line.state is ClockState.UNSET
    assert line.due_at is None
    assert line.broken_at is None
    assert line.spent_seconds == 28 * 24 * 3600
    assert {row.cell.state for row in shipped("S3a").rules["response"].limit.rows} == {
        CellState.UNSET
    }
    assert "C20" in line.reason.readings


def test_S3a_2_1a():
    """A phone consultation is a case type of its own, without the clocks of a fault."""
    call = request(case_type="consultation", channel="telephone", answered_live=True)

    answer = promised("S3a", case(call), AT)

    assert shipped("S3a").case_types["consultation"].source == ("S3a-2.1a",)
    assert "response" in {line.rule for line in answer.absent}
    assert answer.clock("pick_up").done_at == when(f"{MONDAY} 10:00")


def test_S3a_2_1b():
    """No hour of the week is uncovered, and a call picked up by nobody keeps its clock running."""
    duty = compiled(shipped("S3a").calendars["duty_phone"].spec)
    week = (when(f"{MONDAY} 00:00") + timedelta(hours=h) for h in range(7 * 24))
    missed = case(fact("contact.received", "2026-03-08 03:00", channel="telephone"))

    assert all(duty.is_open(hour) for hour in week)
    line = promised("S3a", missed, "2026-03-08 03:05").clock("pick_up")
    assert line.spent_seconds == 300
    assert line.done_at is None
    assert shipped("S3a").calendars["duty_phone"].source == ("S3a-2.1b",)


def test_S3a_2_1d():
    """A fault told by telephone keeps caller and time, and the call's own clock."""
    call = request(
        f"{MONDAY} 23:40", channel="telephone", requester="Ms Li, plant 2", answered_live=True
    )

    answer = promised("S3a", case(call), "2026-03-03 00:10")

    assert shipped("S3a").channels["telephone"].calendar == "duty_phone"
    assert answer.clock("response").started_at == when(f"{MONDAY} 23:40")
    assert answer.clock("response").start_fact == call.id
    assert answer.clock("pick_up").done_at == when(f"{MONDAY} 23:40")
    assert answer.clock("pick_up").reason.clauses == ("S3a-2.1d", "S3a-2.1b")
    by_letter = case(request(f"{MONDAY} 23:40", channel="mail"))
    absent = promised("S3a", by_letter, "2026-03-03 00:10").absent
    assert "pick_up" in {line.rule for line in absent}


def call_back(tier, at="2026-03-08 03:00"):
    looked_up = fact("call.taken_lookup_needed", at)
    about = {"contract__service_tier": tier} if tier else {}
    return promised("S3a", case(looked_up, **about), at).clock("call_back")


@pytest.mark.parametrize("tier", ["A", "B"])
def test_S3a_2_1e(tier):
    """ "Will call back" on a Sunday night: ten minutes, because the duty phone never sleeps."""
    line = call_back(tier)

    assert line.due_at == when("2026-03-08 03:10")
    assert line.certain
    assert line.reason.clauses == ("S3a-2.1e",)


def test_S3a_2_1f():
    line = call_back("C")

    assert line.due_at == when("2026-03-08 03:30")
    assert line.certain
    assert line.reason.clauses == ("S3a-2.1f",)


def test_S3a_2_1e_holds_while_the_tier_is_not_known():
    line = call_back(None)

    assert line.due_at == when("2026-03-08 03:10")
    assert not line.certain


def test_S3a_2_1e_counts_each_call_by_itself():
    calls = case(
        fact("call.taken_lookup_needed", f"{MONDAY} 10:00"),
        fact("reply.given", f"{MONDAY} 10:08"),
        fact("call.taken_lookup_needed", f"{MONDAY} 11:00"),
        contract__service_tier="A",
    )

    answer = promised("S3a", calls, f"{MONDAY} 11:10")

    assert answer.clock("call_back").state is ClockState.MET
    assert answer.clock("call_back#2").state is ClockState.BROKEN


NEEDED = f"{MONDAY} 10:00"


def spare(*facts, at=f"{MONDAY} 14:00", **values):
    needed = fact("spare.needed", NEEDED, **values)
    answer = promised("S3a", case(request(f"{MONDAY} 09:00"), needed, *facts), at)
    return next((line for line in answer.clocks if line.rule == "spare"), None)


def test_S3a_2_3b():
    """The engineer's finding or the customer's wish opens it; the fact keeps the reason."""
    by_finding = spare(service_down=True, quickly_repairable=False, reason="board burnt")
    by_wish = spare(spare_wanted_by_customer=True, quickly_repairable=True, by="customer")
    neither = spare(service_down=True, quickly_repairable=True, spare_wanted_by_customer=False)
    not_said = spare(service_down=True)

    assert by_finding.certain
    assert f"spare.needed@{NEEDED}" in by_finding.reason.facts
    assert by_wish.certain
    assert neither is None
    assert not not_said.certain


def test_S3a_2_3c():
    """Four hours from the need to the receipt on site; dispatch at 13:20 stops nothing."""
    down = {"service_down": True, "quickly_repairable": False}
    sent = fact("goods.shipped", f"{MONDAY} 13:20")
    received = fact("spare.received", f"{MONDAY} 13:58")

    assert spare(**down).due_at == when(f"{MONDAY} 14:00")
    assert spare(sent, at=f"{MONDAY} 13:59", **down).state is ClockState.RUNNING
    assert spare(sent, **down).state is ClockState.BROKEN
    assert spare(sent, received, **down).state is ClockState.MET
    assert spare(**down).assumed["start"] == "C23"


@pytest.mark.parametrize(
    ("finished", "due"),
    [
        ("2026-03-05 15:00", "2026-03-10 18:00"),  # Thursday: Tuesday
        ("2026-04-02 15:00", "2026-04-08 18:00"),  # the Monday after is Qingming: Wednesday
    ],
)
def test_S3a_2_4d(finished, due):
    done = case(fact("inspection.completed", finished))

    line = promised("S3a", done, finished).clock("inspection_report")

    assert line.due_at == when(due)
    assert line.calendar == "working_days"


def planned(*facts, at):
    order = request(f"{MONDAY} 09:00", case_type="planned_work")
    agreed = fact("visit.agreed", f"{MONDAY} 09:30", agreed_at=when("2026-03-07 22:00"))
    return promised("S3a", case(order, agreed, *facts), at).clock("planned_arrival")


def test_S3a_2_6a():
    """Agreed for Saturday 22:00: there by then is kept, a minute later is a miss."""
    early = fact("visit.arrived", "2026-03-07 21:45")
    late = fact("visit.arrived", "2026-03-07 22:01")

    assert planned(at=f"{MONDAY} 10:00").due_at == when("2026-03-07 22:00")
    assert planned(early, at="2026-03-07 21:50").state is ClockState.MET
    assert planned(early, at="2026-03-08 10:00").state is ClockState.MET
    assert planned(late, at="2026-03-08 10:00").state is ClockState.LATE
    assert planned(at="2026-03-07 22:00").state is ClockState.BROKEN


def test_S3a_2_6a_warns_before_the_appointment():
    assert planned(at=f"{MONDAY} 10:00").warn_at == (
        when("2026-03-07 20:00"),
        when("2026-03-07 21:30"),
    )


def test_S3a_2_6b():
    """Each kind is a planned work of the service; a fault is none."""
    kinds = shipped("S3a").attributes["planned_work_kind"].choices

    assert [k.key for k in kinds] == [
        "dual_machine",
        "relocation",
        "upgrade",
        "cutover",
        "stop_and_start",
        "troubleshooting",
    ]
    for kind in kinds:
        work = case(request(case_type="planned_work", planned_work_kind=kind.key))
        (line,) = covers(promised("S3a", work, AT), "S3a-2.6b")
        assert line.inside
        assert line.truth is Truth.YES
    assert not covers(promised("S3a", case(said()), AT), "S3a-2.6b")


def test_S3a_keeps_its_clauses():
    assert len(shipped("S3a").clauses) == 45
    assert len(kept_by_rules("S3a")) == 44
