"""S4b: installation and training, the steps of a fault, the report, and what follows."""

import pytest

from kept.rules.assess.ladders import StepState
from kept.rules.assess.remedies import RemedyState
from tests.rules.library.shipped import case, fact, judged, price, request, shipped, who_pays
from tests.rules.library.work import assigned, done, gate, ladder, owed, remedy, shut

AT = "2026-03-02 10:00"
NOON = "2026-03-02 12:00"
LATER = "2026-03-05 10:00"


def under(*facts, case_type="fault", **values):
    return judged("S4b", case(request(AT, case_type=case_type, **values), *facts), LATER)


def test_S4b_1_1b_an_installation_closes_only_when_it_runs_normally():
    before = under(case_type="installation")
    assert "runs_normally" in {line.rule for line in before.holding_back("case.closed")}

    runs = under(fact("equipment.running_normally", NOON), case_type="installation")
    assert "runs_normally" not in {line.rule for line in runs.holding_back("case.closed")}


def test_S4b_1_3_an_installation_owes_a_free_training_in_three_things():
    topics = {"basic_operation": "start, stop", "daily_care": "filters"}
    half = fact("training.held", NOON, attendees="Li Na", **topics)
    whole = fact("training.held", NOON, attendees="Li Na", software_use="reports", **topics)

    result = under(half, case_type="installation")
    assert "training" in owed(result)
    assert result.duty("training").lacks == ("software_use",)
    assert (who_pays(result, "training"), price(result, "training")) == ("provider", "free")
    assert "training" in done(under(whole, case_type="installation"))


def test_S4b_1_6b_what_cannot_be_repaired_opens_an_exchange_for_new_goods():
    repairable = fact("cause.found", NOON, cause="wear", repairable=True)
    beyond = fact("cause.found", NOON, cause="wear", repairable=False)

    closed = {line.rule for line in under(repairable).remedies if line.state is RemedyState.OPEN}
    assert closed == set()
    line = remedy(under(beyond), "new_for_old")
    assert (line.state, line.options[0].key) == (RemedyState.OPEN, "exchange")


def test_S4b_1_9a_calls_wait_for_their_rhythm():
    assert "S4b-1.9a" in under().unset
    assert "telephoned" in shipped("S4b").clauses["S4b-1.9a"].note["en"]


def test_S4b_3_1a_follow_ups_wait_for_their_rhythm():
    assert "S4b-3.1a" in under().unset
    assert "after a fault" in shipped("S4b").clauses["S4b-3.1a"].note["en"]


def test_S4b_1_9b_a_call_leaves_notes_and_a_problem_leaves_a_case():
    called = fact("user.called", NOON, problem_found=True)
    result = under(called)
    assert {"call_notes", "call_problem"} <= owed(result)

    notes = fact("record.filed", "2026-03-02 13:00", running_state="well", problems="noise")
    opened = fact("request.received", "2026-03-02 13:00", case_type="fault")
    after = under(called, notes, opened)
    assert {"call_notes", "call_problem"} <= done(after)
    assert "call_problem" not in owed(under(fact("user.called", NOON, problem_found=False)))


def test_S4b_2_3a_a_case_is_handed_on_once_its_kind_of_fault_is_known():
    assert "kind_of_fault" in shut(under())
    assert "kind_of_fault" not in shut(under(fault_type="network"))


def test_S4b_2_3b_the_engineer_has_the_skill_of_the_fault():
    for skill in ("hardware", "software", "network", "operation"):
        line = assigned(under(fault_type=skill), "which_engineer")
        assert (line.lead, line.needs) == ("engineer", (skill,))


def test_S4b_2_3c_a_view_of_the_cause_comes_before_anything_is_tried():
    tried = fact("self_check.tried", NOON, result="failed")
    assert len(gate(under(tried), "rough_cause").passed) == 1

    view = fact("cause.found", "2026-03-02 11:00", cause="wear", finding="provisional")
    assert "rough_cause" not in shut(under(view))
    assert gate(under(view, tried), "rough_cause").passed == ()


def test_S4b_2_3d_the_customer_tries_first():
    line = ladder(under(), "steps")
    assert (line.state, line.steps[0].clauses) == ("self_check", ("S4b-2.3d",))

    helped = fact("self_check.tried", NOON, result="worked")
    assert ladder(under(helped), "steps").state == "solved"


@pytest.mark.parametrize("result", ["failed", "waived"])
def test_S4b_2_3e_remote_control_comes_when_the_self_check_failed_or_was_waived(result):
    tried = fact("self_check.tried", NOON, result=result, reason="no staff on site")
    assert ladder(under(tried), "steps").state == "remote"

    jumped = fact("remote.attempted", NOON)
    assert ladder(under(jumped), "steps").steps[0].state is StepState.SKIPPED


def test_S4b_2_3f_the_visit_comes_last_with_parts_software_and_tools():
    facts = [
        fact("self_check.tried", "2026-03-02 11:00", result="failed"),
        fact("remote.attempted", NOON, result="failed"),
    ]
    result = under(*facts)
    assert ladder(result, "steps").state == "on_site"
    assert len(gate(result, "packed").missing) == 3

    half = fact("visit.packed", NOON, parts_packed=True, software_packed=True)
    (missing,) = gate(under(*facts, half), "packed").missing
    assert missing.name["en"] == "the tools"
    tools = fact("visit.packed", NOON, tools_packed=True)
    assert "packed" not in shut(under(*facts, half, tools))


def test_S4b_2_4a_the_engineer_owes_a_report_once_the_fault_is_cleared():
    restored = fact("service.restored", NOON)
    assert "service_report" not in owed(under())
    assert under(restored).duty("service_report").by == "engineer"
    assert "service_report" in owed(under(restored))
    written = fact("service_report.written", "2026-03-02 12:30", work_done="fan exchanged")
    assert "service_report" in done(under(restored, written))


def test_S4b_2_4b_a_visit_ends_with_a_signature_or_a_recorded_refusal():
    assert "report_confirmed" in shut(under())
    assert "report_confirmed" in shut(under(fact("report.signed", NOON, signature="absent")))
    for answer in ("signed", "refused"):
        assert "report_confirmed" not in shut(under(fact("report.signed", NOON, signature=answer)))


def test_S4b_2_4c_a_confirmed_report_goes_back_to_the_specialist():
    signed = fact("report.signed", NOON, signature="signed")
    line = under(signed).duty("report_handed_in")
    assert (line.state.value, line.to) == ("owed", ("hotline",))
    handed = fact("service_report.handed_in", "2026-03-02 17:00")
    assert "report_handed_in" in done(under(signed, handed))


def test_S4b_3_1b_a_follow_up_is_filed_in_the_archive():
    made = fact("follow_up.made", NOON)
    assert "follow_up_filed" in owed(under(made))
    filed = fact("follow_up.archived", "2026-03-02 13:00", running_state="runs well")
    line = under(made, filed).duty("follow_up_filed")
    assert (line.state.value, line.keep) == ("done", "unset")
