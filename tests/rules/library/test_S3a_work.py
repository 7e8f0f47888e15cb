"""S3a, clause by clause: telephone and site, inspections, training, and the steps of a response."""

import pytest

from kept.rules.assess import GateState, ScheduleState, StepState
from kept.rules.facts import Truth
from kept.rules.policy.model import ClauseState, Effect
from tests.rules.library.scenes import (
    MONDAY,
    assigned,
    case,
    counter,
    duties,
    duty_states,
    fact,
    gate,
    ladder,
    missing,
    promised,
    request,
    schedule,
    shipped,
    when,
)

EVENING = f"{MONDAY} 20:00"
FAULT = request(f"{MONDAY} 09:00", channel="telephone")
CAUSE = fact("cause.found", f"{MONDAY} 14:00", cause="wear")
ARRIVED = fact("visit.arrived", f"{MONDAY} 13:00", mode="on_site")
SOLUTION = fact("solution.proposed", f"{MONDAY} 15:00")
RESTORED = fact("service.restored", f"{MONDAY} 16:00")


def judged(*facts, at=EVENING, **about):
    return promised("S3a", case(*facts, **about), at)


def by_phone(at="09:30", **values):
    return fact("remote.attempted", f"{MONDAY} {at}", mode="telephone", **values)


def test_S3a_2_1c_who_takes_reports_by_telephone_is_experienced():
    (line,) = assigned(judged(FAULT), "duty_desk")

    assert line.lead == "hotline"
    assert line.needs == ("experienced_engineer",)
    assert line.reason.clauses == ("S3a-2.1c",)
    assert not assigned(judged(request(channel="mail")), "duty_desk")


def test_S3a_2_2a_what_the_telephone_does_not_solve_goes_on_site():
    trying = ladder(judged(FAULT, by_phone()), "modes")
    failed = ladder(judged(FAULT, by_phone(result="failed")), "modes")
    solved = ladder(judged(FAULT, by_phone(result="worked")), "modes")

    assert (trying.state, trying.next) == ("telephone", "on_site")
    assert (failed.state, failed.next) == ("on_site", None)
    assert solved.state == "solved"
    assert "S3a-2.2a" in failed.reason.clauses


def test_S3a_2_2b_the_purchaser_alone_brings_us_to_the_site():
    """Nothing was tried by telephone, and nothing has to be."""
    demanded = fact("customer.demanded_visit", f"{MONDAY} 09:10")

    before = ladder(judged(FAULT), "modes")
    after = ladder(judged(FAULT, demanded), "modes")

    assert before.state == "telephone"
    assert after.state == "on_site"
    assert [step.state for step in after.steps] == [StepState.NOT_APPLICABLE, StepState.NEXT]
    assert after.steps[0].clauses == ("S3a-2.2b",)


def test_S3a_2_2b_nobody_skips_the_telephone_in_silence():
    line = ladder(judged(FAULT, ARRIVED), "modes")

    assert line.steps[0].state is StepState.SKIPPED


REFUSED = fact("provider.refused", f"{MONDAY} 10:00", reason="no spare staff")
APPROVED = fact("approval.given", f"{MONDAY} 09:50", role="manager")


@pytest.mark.parametrize(
    ("facts", "departures"),
    [
        ((REFUSED,), 1),
        ((APPROVED, REFUSED), 0),
        ((APPROVED, fact("provider.refused", f"{MONDAY} 10:00")), 1),  # without a reason
        ((fact("approval.given", f"{MONDAY} 09:50", role="engineer"), REFUSED), 1),
    ],
)
def test_S3a_2_2c_only_the_manager_refuses_and_says_why(facts, departures):
    line = gate(judged(FAULT, *facts), "no_refusal")

    assert len(line.passed) == departures
    assert line.reason.clauses == ("S3a-2.2c",)


def test_S3a_2_2c_every_time_a_case_is_passed_on_counts():
    passed = [fact("case.passed_on", f"{MONDAY} {h}:00") for h in (10, 11, 12)]

    assert counter(judged(FAULT), "passed_on").count == 0
    assert counter(judged(FAULT, *passed), "passed_on").count == 3


def test_S3a_2_2d_on_site_comes_the_cause_then_the_solution_then_the_repair():
    there = judged(FAULT, ARRIVED)
    understood = judged(FAULT, ARRIVED, CAUSE)
    planned = judged(FAULT, ARRIVED, CAUSE, SOLUTION)

    assert gate(there, "cause_first").state is GateState.CLOSED
    assert missing(gate(there, "cause_first")) == ["the cause"]
    assert gate(understood, "cause_first").state is GateState.OPEN
    assert missing(gate(understood, "solution_first")) == ["the solution"]
    assert gate(planned, "solution_first").state is GateState.OPEN
    (engineer,) = assigned(there, "on_site_people")
    assert engineer.needs == ("experienced_engineer",)


def test_S3a_2_2d_a_repair_without_a_cause_stays_visible():
    line = gate(judged(FAULT, ARRIVED, SOLUTION, RESTORED), "cause_first")

    assert [p.kind for p in line.passed] == ["solution.proposed", "service.restored"]


REPORT = "document.handed_over"


def report(**contents):
    return fact(REPORT, f"{MONDAY} 18:00", document="fault_analysis", **contents)


def test_S3a_2_2e_a_fault_that_was_removed_leaves_a_report_to_write():
    before = judged(FAULT)
    after = judged(FAULT, RESTORED)
    written = judged(FAULT, RESTORED, report(cause="wear", prevention="yearly change of the fan"))

    assert duty_states(before, "fault_report") == ["not_open"]
    assert duty_states(after, "fault_report") == ["owed"]
    assert "fault_report" in {line.rule for line in after.holding_back("case.closed")}
    assert duty_states(written, "fault_report") == ["done"]
    assert "fault_report" not in {line.rule for line in written.holding_back("case.closed")}


@pytest.mark.parametrize(
    ("contents", "lacks"),
    [
        ({"cause": "wear"}, ("prevention",)),
        ({"cause": "wear", "prevention": ""}, ("prevention",)),
        ({"prevention": "yearly change of the fan"}, ("cause",)),
    ],
)
def test_S3a_2_2f_a_report_with_an_empty_section_is_none(contents, lacks):
    (line,) = duties(judged(FAULT, RESTORED, report(**contents)), "fault_report")

    assert line.state.value == "owed"
    assert line.lacks == lacks
    assert "S3a-2.2f" in line.reason.clauses


def test_S3a_2_3a_stock_tells_spare_units_from_spare_parts():
    lines = [line for line in judged(FAULT).provisions if "S3a-2.3a" in line.reason.clauses]

    assert [line.items for line in lines] == [("spare_unit",), ("parts",)]
    assert {line.effect for line in lines} == {Effect.HOLDS}
    assert {line.truth for line in lines} == {Truth.YES}


SWAP = fact("goods.exchanged", f"{MONDAY} 15:30", serial="SN-1")


def settled(serial="SN-1", **values):
    return fact("removed_unit.settled", "2026-03-09 10:00", serial=serial, **values)


def test_S3a_2_3d_a_swap_leaves_the_removed_unit_open_until_it_is_settled():
    """Not before the system is back; each serial by itself; after the case is closed as well."""
    swapped = judged(FAULT, SWAP)
    back = judged(FAULT, SWAP, RESTORED)
    other = judged(FAULT, SWAP, RESTORED, settled("SN-2", unit_outcome="repaired"), at="2026-03-10")
    done = judged(FAULT, SWAP, RESTORED, settled(unit_outcome="replaced"), at="2026-03-10")

    assert "removed_unit" in {line.rule for line in swapped.absent}
    assert duty_states(back, "removed_unit") == ["owed"]
    assert duties(back, "removed_unit")[0].outlives
    assert duty_states(other, "removed_unit") == ["owed"]
    assert duty_states(done, "removed_unit") == ["done"]
    unsaid = judged(FAULT, SWAP, RESTORED, settled(), at="2026-03-10")
    assert duties(unsaid, "removed_unit")[0].lacks == ("unit_outcome",)


INSPECTED = fact("inspection.completed", f"{MONDAY} 10:00")


def test_S3a_2_4a_inspections_have_no_rhythm_and_only_what_is_in_scope_has_them():
    inside = schedule(judged(FAULT, equipment__in_service_scope=True), "inspections")
    outside = judged(FAULT, equipment__in_service_scope=False)

    assert inside.state is ScheduleState.UNSET
    assert not inside.possible
    assert inside.next_due_at is None
    assert inside.reason.clauses == ("S3a-2.4a",)
    assert "C27" in inside.reason.readings
    assert "inspections" in {line.rule for line in outside.absent}


def test_S3a_2_4a_runs_as_soon_as_its_owner_sets_the_rhythm():
    ours = "    when: {equipment.in_service_scope: yes}\n    every: "
    policy = shipped("S3a", (f"{ours}unset", f"{ours}3 months"))
    about = {"equipment__in_service_scope": True, "equipment__accepted": when("2025-12-15 00:00")}

    line = schedule(promised(policy, case(FAULT, **about), EVENING), "inspections")

    assert line.next_due_at == when("2026-03-16 00:00")


def test_S3a_2_4b_a_danger_that_was_found_is_followed_up_until_it_is_gone():
    found = fact("danger.found", f"{MONDAY} 10:00", problem="loose cable")
    other = fact("danger.removed", f"{MONDAY} 11:00", problem="dust")
    gone = fact("danger.removed", f"{MONDAY} 12:00", problem="loose cable")

    assert duty_states(judged(INSPECTED), "hidden_dangers") == ["not_open"]
    assert duty_states(judged(INSPECTED, found), "hidden_dangers") == ["owed"]
    assert duty_states(judged(INSPECTED, found, other), "hidden_dangers") == ["owed"]
    assert duty_states(judged(INSPECTED, found, gone), "hidden_dangers") == ["done"]


def signed(party):
    at = f"{MONDAY} 12:00"
    return fact("report.signed", at, id=party, document="inspection_form", party=party)


def test_S3a_2_4c_the_inspection_form_carries_both_signatures():
    filed = fact("record.filed", f"{MONDAY} 11:00", document="inspection_form")
    by_us, by_them = signed("provider"), signed("customer")

    assert duty_states(judged(INSPECTED), "inspection_form") == ["owed"]
    (one,) = duties(judged(INSPECTED, filed, by_us), "inspection_form")
    assert one.state.value == "owed"
    assert [s.party for s in one.signatures if s.outcome is None] == ["customer"]
    assert duty_states(judged(INSPECTED, filed, by_us, by_them), "inspection_form") == ["done"]


def test_S3a_2_4e_inspections_faults_and_changes_go_into_the_file():
    events = [INSPECTED, RESTORED, fact("software.adjusted", f"{MONDAY} 17:00")]
    entry = fact("record.filed", f"{MONDAY} 18:00", document="maintenance_file")

    assert duty_states(judged(FAULT), "maintenance_file") == ["not_open"]
    assert duty_states(judged(*events), "maintenance_file") == ["owed"] * 3
    assert duty_states(judged(*events, entry), "maintenance_file") == ["done", "owed", "owed"]


def test_S3a_2_4f_a_need_that_was_seen_is_advised_and_the_answer_is_kept():
    seen = fact("upgrade.indicated", f"{MONDAY} 10:00")
    made = fact("recommendation.made", f"{MONDAY} 12:00", text="replace the controller")
    answer = fact("recommendation.answered", f"{MONDAY} 13:00", customer_decision="declined")

    assert duty_states(judged(seen), "recommendation") == ["owed"]
    advised = judged(seen, made)
    assert duty_states(advised, "recommendation") == ["done"]
    assert duty_states(advised, "recommendation_answer") == ["owed"]
    answered = judged(seen, made, answer)
    assert duty_states(answered, "recommendation_answer") == ["done"]
    assert answer.id in duties(answered, "recommendation_answer")[0].reason.facts


def test_S3a_2_4g_engineers_who_ask_are_trained_during_the_inspection():
    wanted = fact("training.wanted", f"{MONDAY} 10:00")
    held = fact("training.held", f"{MONDAY} 11:00", topic="on_demand")

    assert duty_states(judged(INSPECTED), "inspection_training") == ["not_open"]
    assert duty_states(judged(INSPECTED, wanted), "inspection_training") == ["owed"]
    assert duty_states(judged(INSPECTED, wanted, held), "inspection_training") == ["done"]


def test_S3a_2_4h_both_papers_are_handed_over():
    def handed(**papers):
        values = {"document": "use_and_inspection", **papers}
        return judged(INSPECTED, fact(REPORT, f"{MONDAY} 11:00", **values))

    half = handed(basic_use_document="manual 3")
    whole = handed(basic_use_document="manual 3", inspection_document="checklist 7")

    assert duties(half, "use_documents")[0].lacks == ("inspection_document",)
    assert duty_states(whole, "use_documents") == ["done"]


def test_S3a_2_4i_the_guard_service_is_unset_yet_can_be_ordered():
    ordered = fact("guard.ordered", f"{MONDAY} 10:00")
    times = {"guard_from": when("2026-05-01 00:00"), "guard_until": when("2026-05-05 00:00")}
    planned = fact("guard.planned", f"{MONDAY} 11:00", performer="Wang Lei", **times)
    nameless = fact("guard.planned", f"{MONDAY} 11:00", **times)

    clause = shipped("S3a").clauses["S3a-2.4i"]
    assert clause.state is ClauseState.UNSET
    assert "what the guard service contains" in clause.note["en"]
    assert "S3a-2.4i" in judged(FAULT).unset
    assert duty_states(judged(ordered), "guard_order") == ["owed"]
    assert duties(judged(ordered, nameless), "guard_order")[0].lacks == ("performer",)
    assert duty_states(judged(ordered, planned), "guard_order") == ["done"]


def test_S3a_2_5a_the_exchange_has_no_rhythm_and_is_minuted():
    held = fact("exchange.held", f"{MONDAY} 10:00")
    minutes = fact("record.filed", f"{MONDAY} 17:00", document="exchange_minutes")

    line = schedule(judged(FAULT), "exchanges")

    assert line.state is ScheduleState.UNSET
    assert line.reason.clauses == ("S3a-2.5a",)
    assert duty_states(judged(held), "exchange_minutes") == ["owed"]
    assert duty_states(judged(held, minutes), "exchange_minutes") == ["done"]


def test_S3a_2_5b_daily_maintenance_is_a_training_of_its_own():
    accepted = {"equipment__accepted": when("2026-02-01 00:00")}
    other = fact("training.held", f"{MONDAY} 10:00", topic="on_demand")
    held = fact("training.held", f"{MONDAY} 11:00", topic="daily_maintenance")
    rule = "daily_maintenance_training"

    assert duty_states(judged(FAULT), rule) == ["not_open"]
    assert duty_states(judged(FAULT, other, **accepted), rule) == ["owed"]
    assert duty_states(judged(FAULT, held, **accepted), rule) == ["done"]


def test_S3a_2_6c_planned_work_is_not_closed_without_an_analysis():
    work = request(f"{MONDAY} 09:00", case_type="planned_work")
    note = fact("record.filed", f"{MONDAY} 18:00", document="operation_analysis", text="load 40 %")

    there = judged(work, ARRIVED)

    assert duty_states(there, "operation_analysis") == ["owed"]
    assert "operation_analysis" in {line.rule for line in there.holding_back("case.closed")}
    assert duty_states(judged(work, ARRIVED, note), "operation_analysis") == ["done"]
    assert "operation_analysis" in {line.rule for line in judged(FAULT, ARRIVED).absent}


def test_S3a_3_1_work_begins_with_the_request():
    too_early = fact("support.started", f"{MONDAY} 08:00")
    in_order = fact("support.started", f"{MONDAY} 09:30")

    assert [p.at for p in gate(judged(too_early, FAULT), "request_first").passed] == [too_early.at]
    line = gate(judged(FAULT, in_order), "request_first")
    assert line.state is GateState.OPEN
    assert not line.passed
    assert FAULT.id in judged(FAULT).clock("response").start_fact


def test_S3a_3_2_no_work_before_somebody_chose_telephone_or_site():
    chosen = fact("note.added", f"{MONDAY} 09:10", mode="on_site")
    started = fact("support.started", f"{MONDAY} 09:30")

    assert missing(gate(judged(FAULT), "mode_first")) == ["how we help"]
    assert gate(judged(FAULT, chosen), "mode_first").state is GateState.OPEN
    assert len(gate(judged(FAULT, started), "mode_first").passed) == 1
    assert not gate(judged(FAULT, chosen, started), "mode_first").passed


def side(value):
    return fact("cause.found", f"{MONDAY} 14:00", fault_side=value)


RMA = fact("rma.opened", f"{MONDAY} 15:00", rma_number="R-7", serial="SN-1")
ADJUSTED = fact("software.adjusted", f"{MONDAY} 15:00", version_before="4.1", version_after="4.2")


def test_S3a_3_3_hardware_or_software_decides_what_comes_next():
    unknown = judged(FAULT)
    hardware = judged(FAULT, side("hardware"))
    software = judged(FAULT, side("software"))

    assert missing(gate(unknown, "side_first")) == ["hardware or software"]
    assert duty_states(unknown, "hardware_return") == ["possible"]
    assert duty_states(unknown, "software_adjustment") == ["possible"]
    assert gate(hardware, "side_first").state is GateState.OPEN
    assert duty_states(hardware, "hardware_return") == ["owed"]
    assert not duties(hardware, "software_adjustment")
    assert duty_states(software, "software_adjustment") == ["owed"]
    assert not duties(software, "hardware_return")
    assert len(gate(judged(FAULT, RMA), "side_first").passed) == 1


def test_S3a_3_4_a_hardware_fault_goes_through_a_return_with_number_and_serial():
    hardware = side("hardware")
    numberless = fact("rma.opened", f"{MONDAY} 15:00", serial="SN-1")

    owed = judged(FAULT, hardware, RESTORED)  # a swap brought the system back: the return is owed

    assert "hardware_return" in {line.rule for line in owed.holding_back("case.closed")}
    assert duties(judged(FAULT, hardware, numberless), "hardware_return")[0].lacks == (
        "rma_number",
    )
    assert duty_states(judged(FAULT, hardware, RMA), "hardware_return") == ["done"]
    assert "C26" in duties(owed, "hardware_return")[0].reason.readings


def test_S3a_3_5_a_software_fault_asks_for_the_version_before_and_after():
    software = side("software")
    half = fact("software.adjusted", f"{MONDAY} 15:00", version_before="4.1")

    assert duties(judged(FAULT, software, half), "software_adjustment")[0].lacks == (
        "version_after",
    )
    assert duty_states(judged(FAULT, software, ADJUSTED), "software_adjustment") == ["done"]


CONFIRMED = fact("fault.confirmed_gone", f"{MONDAY} 17:00")
TOLD = fact("feedback.given", f"{MONDAY} 18:00", text="fan changed, running since 16:00")


def test_S3a_3_6_the_customer_confirms_before_feedback_and_closing():
    again = fact("case.reopened", f"{MONDAY} 19:00")

    waiting = judged(FAULT, RESTORED)

    assert missing(gate(waiting, "confirmed_first")) == [
        "the customer's word that the fault is gone"
    ]
    assert "confirmed_first" in {line.rule for line in waiting.holding_back("case.closed")}
    assert gate(judged(FAULT, RESTORED, CONFIRMED), "confirmed_first").state is GateState.OPEN
    assert len(gate(judged(FAULT, RESTORED, TOLD), "confirmed_first").passed) == 1
    assert not gate(judged(FAULT, RESTORED, CONFIRMED, TOLD), "confirmed_first").passed
    reopened = gate(judged(FAULT, RESTORED, CONFIRMED, again), "confirmed_first")
    assert reopened.state is GateState.CLOSED


def test_S3a_3_7_the_customer_is_told_what_was_done_before_the_case_is_closed():
    before = judged(FAULT)
    owed = judged(FAULT, RESTORED, CONFIRMED)
    told = judged(FAULT, RESTORED, CONFIRMED, TOLD)

    assert duty_states(before, "feedback") == ["not_open"]
    assert duty_states(owed, "feedback") == ["owed"]
    assert "feedback" in {line.rule for line in owed.holding_back("case.closed")}
    assert duty_states(told, "feedback") == ["done"]
    assert duties(owed, "feedback")[0].to == ("customer",)


def test_S3a_all_seven_steps_lead_to_a_case_that_may_be_closed():
    chosen = fact("note.added", f"{MONDAY} 09:10", mode="on_site")
    written = report(cause="wear", prevention="yearly change of the fan")
    done = judged(
        FAULT, chosen, ARRIVED, side("hardware"), SOLUTION, RMA, RESTORED, CONFIRMED, TOLD, written
    )

    assert done.holding_back("case.closed") == ()
    assert not [line.rule for line in done.gates if line.passed]
