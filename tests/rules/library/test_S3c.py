"""S3c, clause by clause: two phases, three classes of causes, exclusions, and a hotline number."""

from dataclasses import replace

import pytest

from kept.rules.assess import ClockState, TermState
from kept.rules.facts import Truth
from kept.rules.policy.model import CellState, ClauseState
from tests.rules.library.scenes import (
    MONDAY,
    case,
    covers,
    deciders,
    excluded,
    fact,
    found,
    grade,
    kept_by_rules,
    payers,
    price,
    promised,
    request,
    shipped,
    term,
    when,
)

ACCEPTED = when("2025-06-01 00:00")
OURS = {"equipment__recognised": True, "equipment__supplied_by_us": True}
PHASE_1 = OURS | {
    "equipment__accepted": ACCEPTED,
    "equipment__completion_signed": ACCEPTED,
    "contract__warranty": "24 months",
}
PHASE_2 = PHASE_1 | {"equipment__accepted": when("2021-06-01 00:00")}
FAULT = request(f"{MONDAY} 09:00")
NORMAL = {"environment_normal": True, "use_proper": True}
EVENING = f"{MONDAY} 18:00"


def judged(*facts, at=EVENING, **about):
    return promised("S3c", case(*facts, **about), at)


def by_cause(cause, /, about=PHASE_1, **values):
    return judged(FAULT, found(cause, **values), **about)


def test_S3c_2a():
    """Before acceptance the project team has the cases, from acceptance on the service."""
    early = judged(request("2025-05-31 23:00"), at="2025-05-31 23:30", **PHASE_1)
    later = judged(request("2025-06-01 08:00"), at="2025-06-01 09:00", **PHASE_1)

    assert term(early, "service").state is TermState.NOT_STARTED
    assert term(later, "service").state is TermState.ACTIVE


def test_S3c_3a():
    line = term(judged(FAULT, **PHASE_1), "service")

    assert line.start == ACCEPTED
    assert "S3c-3a" in line.reason.clauses
    assert term(judged(FAULT, **OURS), "service").start is None


def test_S3c_3b():
    """Two phases stand back to back; the contract gives the length of the first."""
    answer = judged(FAULT, **PHASE_1)

    assert term(answer, "assurance").end == when("2027-06-01 00:00")
    assert term(answer, "maintenance").start == when("2027-06-01 00:00")
    assert "S3c-3b" in term(answer, "assurance").reason.clauses


def test_S3c_3b_without_a_length_is_open():
    about = {k: v for k, v in PHASE_1.items() if k != "contract__warranty"}

    line = term(judged(FAULT, **about), "assurance")

    assert line.length == "unset"
    assert line.state is TermState.UNKNOWN
    assert "C35" in line.reason.readings


def test_S3c_3c():
    answer = by_cause("quality")

    assert answer.cost("parts").payer == "provider"
    assert price(answer.cost("parts")) == "free"
    assert deciders(answer.cost("parts")) == {"S3c-3c"}


def test_S3c_3d():
    """Normal use, another cause than quality: the parts are charged."""
    answer = by_cause("wear", **NORMAL)

    assert answer.cost("parts").payer == "customer"
    assert price(answer.cost("parts")) == "at_cost"
    assert deciders(answer.cost("parts")) == {"S3c-3d"}
    assert answer.cost("labour").payer == "provider"


@pytest.mark.parametrize("cause", ["our_staff", "our_guidance", "authorised_modification"])
def test_S3c_3d_does_not_charge_for_our_own_errors(cause):
    assert by_cause(cause, **NORMAL).cost("parts").payer == "provider"


def test_S3c_3e():
    """A case of the day before still counts as phase 1, one of the next morning as phase 2."""
    before = request("2027-05-31 23:59")
    after = request("2027-06-01 00:00")

    old = judged(before, at="2027-06-02 09:00", **PHASE_1)
    new = judged(after, at="2027-06-02 09:00", **PHASE_1)

    assert term(old, "assurance").at_fault is TermState.ACTIVE
    assert term(new, "assurance").at_fault is TermState.ENDED
    assert term(new, "maintenance").at_fault is TermState.ACTIVE
    assert new.cost("labour").payer == "customer"


def test_S3c_3f():
    """No end is shown; only retiring the equipment ends it."""
    line = term(judged(FAULT, **PHASE_2), "maintenance")
    retired = PHASE_2 | {"equipment__retired": when("2026-01-31 00:00")}

    assert line.length == "life"
    assert line.end is None
    assert line.state is TermState.ACTIVE
    assert term(judged(FAULT, **retired), "maintenance").state is TermState.ENDED


def test_S3c_3g():
    answer = by_cause("quality", about=PHASE_2)

    assert answer.cost("parts").payer == "customer"
    assert price(answer.cost("parts")) == "contract_unit_price_cap"
    assert deciders(answer.cost("parts")) == {"S3c-3g"}


@pytest.mark.parametrize("cause", ["quality", "improper_use"])
def test_S3c_3g_caps_the_price_whatever_the_cause(cause):
    assert price(by_cause(cause, about=PHASE_2).cost("parts")) == "contract_unit_price_cap"


def test_S3c_3h():
    line = by_cause("wear", about=PHASE_2).cost("labour")

    assert line.payer == "customer"
    assert price(line) == "quote"
    assert deciders(line) == {"S3c-3h"}


def test_S3c_4_6():
    """ "In time" has no number: the time until arrival is recorded, nothing can be broken."""
    arrived = fact("visit.arrived", "2026-03-05 09:00")

    waiting = judged(FAULT, at="2026-03-04 09:00").clock("on_site")
    there = judged(FAULT, arrived, at="2026-03-06 09:00").clock("on_site")

    assert waiting.state is ClockState.UNSET
    assert waiting.due_at is None
    assert waiting.broken_at is None
    assert waiting.spent_seconds == 48 * 3600
    assert there.spent_seconds == 72 * 3600


def test_S3c_4_6_stops_counting_once_the_fault_is_gone():
    solved = fact("service.restored", "2026-03-03 09:00")

    line = judged(FAULT, solved, at="2026-03-06 09:00").clock("on_site")

    assert line.state is ClockState.ENDED
    assert line.spent_seconds == 24 * 3600


def test_S3c_4_9():
    """A maintenance visit within the warranty costs nothing; the later acceptance starts it."""
    final = PHASE_1 | {"equipment__final_accepted": when("2025-08-01 00:00")}
    visit = request(f"{MONDAY} 09:00", case_type="maintenance")

    answer = judged(visit, **final)

    assert term(answer, "assurance").start == when("2025-08-01 00:00")
    for component in ("parts", "labour", "travel"):
        assert answer.cost(component).payer == "provider"
        assert price(answer.cost(component)) == "free"
    assert "S3c-4.9" in deciders(answer.cost("labour"))


def test_S3c_4_10a():
    """Found to come from the equipment itself: the whole repair is free, with who found it."""
    finding = found("inherent_defect", by="Wang Lei", finding="final", text="cracked weld, photo 3")

    answer = judged(FAULT, finding, **PHASE_1)

    for component in ("parts", "labour", "travel", "diagnosis", "freight_in", "freight_out"):
        assert answer.cost(component).payer == "provider"
        assert price(answer.cost(component)) == "free"
    (outcome,) = answer.cost("labour").payers
    assert outcome.reason.clauses == ("S3c-4.10a",)
    assert finding.id in outcome.reason.facts
    assert not outcome.provisional


def test_S3c_5_0():
    """The warranty starts at acceptance; without the signed report its proof is missing."""
    unsigned = {k: v for k, v in PHASE_1.items() if k != "equipment__completion_signed"}

    assert term(judged(FAULT, **PHASE_1), "assurance").start == ACCEPTED
    assert not term(judged(FAULT, **PHASE_1), "assurance").evidence_missing
    assert term(judged(FAULT, **unsigned), "assurance").evidence_missing
    assert "C34" in term(judged(FAULT, **PHASE_1), "assurance").reason.readings


@pytest.mark.parametrize("level", ["1", "2", "3", None])
def test_S3c_5_1(level):
    """Every cell of the grid is empty; a level is what a person sets."""
    set_by_hand = [fact("case.graded", f"{MONDAY} 09:00", level="fault", grade=level)] * bool(level)

    answer = judged(FAULT, *set_by_hand, at="2026-03-20 09:00")

    assert answer.clock("answer").state is ClockState.UNSET
    assert answer.clock("answer").due_at is None
    assert grade(answer, "level.fault").value == level
    assert {row.cell.state for row in shipped("S3c").rules["answer"].limit.rows} == {
        CellState.UNSET
    }


def test_S3c_5_2a():
    (line,) = covers(judged(FAULT, **PHASE_1), "S3c-5.2a")

    assert line.inside
    assert line.items == ("travel",)
    assert not covers(judged(FAULT, **PHASE_2), "S3c-5.2a")


def test_S3c_5_2b():
    """Cover stays open until environment and use have been looked at."""
    (open_line,) = covers(judged(FAULT, **PHASE_1), "S3c-5.2b")
    (sure,) = covers(by_cause("wear", **NORMAL), "S3c-5.2b")

    assert open_line.truth is Truth.UNKNOWN
    assert sure.truth is Truth.YES
    assert not covers(by_cause("wear", environment_normal=True, use_proper=False), "S3c-5.2b")


@pytest.mark.parametrize(
    "values",
    [
        {"environment_normal": False, "use_proper": True},
        {"environment_normal": True, "use_proper": False},
    ],
)
def test_S3c_5_2c(values):
    """An abnormal failure is served, at the separate list."""
    answer = by_cause("other", **values)

    assert answer.cost("parts").payer == "customer"
    assert answer.cost("labour").payer == "customer"
    assert price(answer.cost("labour")) == "separate_list"
    assert deciders(answer.cost("labour")) == {"S3c-5.2c"}


def test_S3c_5_2c_stays_open_until_the_cause_is_known():
    answer = judged(FAULT, **PHASE_1)

    assert payers(answer.cost("parts")) == {"provider", "customer"}
    assert answer.cost("parts").payer is None


def outside(**about):
    return judged(FAULT, found("quality"), **(PHASE_1 | about))


def test_S3c_5_2d():
    answer = outside(equipment__recognised=False)

    assert excluded(answer, "S3c-5.2d")
    assert not [line for line in answer.cover if line.inside]
    assert price(answer.cost("parts")) == "separate_list"
    assert not excluded(outside(), "S3c-5.2d")


def test_S3c_5_2e():
    answer = outside(equipment__supplied_by_us=False)

    assert excluded(answer, "S3c-5.2e")
    assert answer.cost("parts").payer == "customer"
    assert not excluded(outside(), "S3c-5.2e")


def test_S3c_5_2f():
    """The decision and its author stand in the case, when it was taken there."""
    decision = fact("note.added", f"{MONDAY} 11:00", by="Chen Min", equipment__recognised=False)

    answer = judged(FAULT, decision, **PHASE_1)

    (line,) = [line for line in covers(answer, "S3c-5.2f") if not line.inside]
    assert line.truth is Truth.YES
    assert decision.id in line.reason.facts


REFUSED = fact("improvement.refused", "2026-02-01 10:00", by="customer")
RELATED = {"refused_improvement_related": True}


def test_S3c_5_2g():
    """From the refusal on, and for related faults only."""
    later = judged(REFUSED, FAULT, found("quality", **RELATED), **PHASE_1)
    refused_after = fact("improvement.refused", f"{MONDAY} 12:00")
    earlier_fault = judged(FAULT, refused_after, found("quality", **RELATED), **PHASE_1)
    unrelated = judged(
        REFUSED, FAULT, found("quality", refused_improvement_related=False), **PHASE_1
    )

    assert excluded(later, "S3c-5.2g")
    assert later.cost("parts").payer == "customer"
    assert not covers(earlier_fault, "S3c-5.2g")
    assert earlier_fault.cost("parts").payer == "provider"
    assert not covers(unrelated, "S3c-5.2g")
    assert unrelated.cost("parts").payer == "provider"


def test_S3c_5_2g_counts_from_the_start_of_the_fault():
    began = fact("fault.started", "2026-01-31 10:00")

    answer = judged(began, REFUSED, FAULT, found("quality", **RELATED), **PHASE_1)

    assert not covers(answer, "S3c-5.2g")


def test_S3c_5_2g_a_refusal_in_an_earlier_case_of_the_machine_counts():
    refused = replace(REFUSED, case="C-1")
    facts = case(FAULT, found("quality", **RELATED), **PHASE_1)

    answer = promised("S3c", replace(facts, history=(refused,)), f"{MONDAY} 16:00")

    assert excluded(answer, "S3c-5.2g")
    assert answer.cost("parts").payer == "customer"
    [line] = [one for one in answer.cover if "S3c-5.2g" in one.reason.clauses]
    assert "C-1" in {part.case for one in line.reason.because for part in (one, *one.parts)}


def charged(clause, *causes):
    """Each cause leads out of cover by this clause, and to the separate list."""
    for cause in causes:
        answer = by_cause(cause)
        assert excluded(answer, clause), cause
        assert answer.cost("parts").payer == "customer", cause
        assert price(answer.cost("parts")) == "separate_list", cause
    assert not excluded(by_cause("quality"), clause)


def test_S3c_X1():
    charged("S3c-X1", "improper_tools")


def test_S3c_X2():
    charged("S3c-X2", "environment")
    read_out_of_limits = by_cause("other", environment_normal=False, use_proper=True)
    assert excluded(read_out_of_limits, "S3c-X2")


@pytest.mark.parametrize("cause", ["quality", "our_staff"])
def test_S3c_X2_takes_no_cover_from_what_is_ours(cause):
    """C36: cover and costs agree; bad conditions alone do not make our fault the owner's."""
    answer = by_cause(cause, environment_normal=False, use_proper=True)

    assert not covers(answer, "S3c-X2")
    assert answer.cost("parts").payer == "provider"


def test_S3c_X3a():
    charged("S3c-X3a", "accident", "natural_disaster")


def test_S3c_X3b():
    charged("S3c-X3b", "negligence", "improper_use", "improper_operation")


def test_S3c_X3c():
    charged("S3c-X3c", "war", "riot", "strike")


def test_S3c_X3d():
    charged("S3c-X3d", "lightning", "power_failure")


def test_S3c_X3e():
    charged("S3c-X3e", "improper_handling")


def test_S3c_X3f():
    """Work by us or a listed subcontractor keeps cover, by others it does not."""
    charged("S3c-X3f", "unauthorised_modification", "customer_modification")

    by_subcontractor = by_cause("authorised_modification", **NORMAL)
    assert not excluded(by_subcontractor, "S3c-X3f")
    assert by_subcontractor.cost("parts").payer == "provider"


def test_S3c_X_each_cause_of_the_excluded_class_has_its_exclusion():
    choices = {c.key: c.within for c in shipped("S3c").attributes["cause"].choices}
    class_of = {k: choices.get(w, w) or w for k, w in choices.items() if w}
    causes = [k for k, wide in class_of.items() if wide == "excluded"]

    assert len(causes) == 15
    for cause in causes:
        assert [line for line in by_cause(cause).cover if not line.inside], cause


def test_S3c_X4():
    """Shown as text only: bad maintenance is not excluded by a sentence without a condition."""
    answer = by_cause("improper_maintenance", **NORMAL)

    assert shipped("S3c").clauses["S3c-X4"].state is ClauseState.UNSET
    assert "S3c-X4" in answer.unset
    assert not covers(answer, "S3c-X4")
    assert [line.inside for line in answer.cover] == [True, True]
    assert deciders(answer.cost("parts")) == {"S3c-3d"}


def test_S3c_7_1a():
    policy = shipped("S3c")

    assert policy.channels["telephone"].source == ("S3c-7.1a",)
    assert "fax" in policy.channels


def number_change(planned, told=None, *, at, channel="email"):
    effective = when("2026-03-12 00:00")
    plan = fact("number.change_planned", planned, effective_at=effective)
    notice = [fact("number.notified", told, channel=channel)] if told else []
    return judged(plan, *notice, at=at).clock("number_notice")


def test_S3c_7_1b():
    """Two days ahead is too late at once; three days ahead can be kept by telling everybody."""
    too_late = number_change("2026-03-10 00:00", at="2026-03-10 00:00")
    in_time = number_change("2026-03-09 00:00", "2026-03-09 00:00", at="2026-03-09 00:00")

    assert too_late.due_at == when("2026-03-09 00:00")
    assert too_late.state is ClockState.BROKEN
    assert in_time.state is ClockState.MET
    assert number_change("2026-03-02 09:00", at="2026-03-08 09:00").state is ClockState.RUNNING


@pytest.mark.parametrize(
    ("channel", "state"),
    [
        ("email", ClockState.MET),
        ("fax", ClockState.MET),
        ("telephone", ClockState.MET),
        ("mail", ClockState.BROKEN),
    ],
)
def test_S3c_7_1b_names_the_ways_to_tell(channel, state):
    told = number_change(
        "2026-03-02 09:00", "2026-03-05 09:00", at="2026-03-11 09:00", channel=channel
    )

    assert told.state is state


def test_S3c_7_3():
    """A question by telephone has no clock of a fault."""
    call = request(f"{MONDAY} 09:00", case_type="consultation", channel="telephone")

    answer = judged(call, **PHASE_1)

    assert {"answer", "on_site"} <= {line.rule for line in answer.absent}
    assert not [line for line in answer.clocks if line.started_at]


def test_S3c_7_4():
    complaint = request(f"{MONDAY} 09:00", case_type="complaint", channel="web")

    answer = judged(complaint)

    assert shipped("S3c").case_types["complaint"].source == ("S3c-7.4",)
    assert {"answer", "on_site"} <= {line.rule for line in answer.absent}


def test_S3c_keeps_its_clauses():
    assert len(shipped("S3c").clauses) == 55
    assert len(kept_by_rules("S3c")) == 53
