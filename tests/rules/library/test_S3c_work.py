"""S3c, clause by clause: tracking and contact, records and files, training, and agreed visits."""

from dataclasses import replace

import pytest

from kept.rules.assess import GateState, PeriodState, ScheduleState
from kept.rules.facts import Facts, Truth
from kept.rules.policy.model import ClauseState
from tests.rules.library.scenes import (
    MONDAY,
    assigned,
    case,
    counter,
    duties,
    duty_states,
    fact,
    gate,
    missing,
    promised,
    request,
    schedule,
    shipped,
    when,
)

EVENING = f"{MONDAY} 20:00"
FAULT = request(f"{MONDAY} 09:00", channel="telephone")
# Accepted half a year ago, two years of quality assurance.
PROJECT = {
    "equipment__accepted": when("2025-09-10 00:00"),
    "contract__warranty": "24 months",
    "contract__signed": when("2025-01-10 00:00"),
}
HANDED = "document.handed_over"


def judged(*facts, at=EVENING, **about):
    return promised("S3c", case(*facts, **about), at)


def filed(document, at=f"{MONDAY} 18:00", **contents):
    return fact("record.filed", at, document=document, **contents)


@pytest.mark.parametrize(
    ("rule", "clause", "about"),
    [
        ("quality_tracking", "S3c-1a", {}),
        ("contacts", "S3c-4.2a", {}),
        ("long_running_contacts", "S3c-4.7a", {"equipment__long_running": True}),
        ("long_running_inspections", "S3c-4.7b", {"equipment__long_running": True}),
        ("regular_maintenance", "S3c-4.10b", {}),
    ],
)
def test_S3c_what_comes_regularly_without_a_rhythm_is_shown_and_never_missed(rule, clause, about):
    """Years without any contact break nothing, because the paper gives no number."""
    line = schedule(judged(FAULT, **PROJECT, **about), rule)

    assert line.state is ScheduleState.UNSET
    assert not line.possible
    assert line.next_due_at is None
    assert line.reason.clauses == (clause,)
    assert "The owner sets" in shipped("S3c").rules[rule].note["en"]


def absent(*facts, **about):
    return {line.rule for line in judged(*facts, **about).absent}


def test_S3c_1a_only_an_accepted_project_is_tracked():
    later = PROJECT | {"equipment__accepted": when("2026-06-01 00:00")}

    assert "quality_tracking" in absent(FAULT, **later)
    assert "quality_tracking" not in absent(FAULT, **PROJECT)


def test_S3c_4_2a_contact_recurs_until_the_contract_ends():
    ours = "    every: unset\n    from: contract.signed\n"
    policy = shipped("S3c", (ours, ours.replace("unset", "6 months")))
    about = PROJECT | {"contract__ends": when("2026-05-01 00:00")}
    called = fact("user.contacted", "2025-12-01 09:00")

    line = schedule(promised(policy, case(FAULT, called, **about), EVENING), "contacts")

    assert [p.state for p in line.periods] == [PeriodState.MISSED, PeriodState.DONE]
    assert line.next_due_at is None  # the third would be due after the contract


@pytest.mark.parametrize("rule", ["long_running_contacts", "long_running_inspections"])
def test_S3c_4_7a_S3c_4_7b_are_for_projects_that_count_as_long_running(rule):
    assert rule in absent(FAULT, equipment__long_running=False)
    assert schedule(judged(FAULT), rule).possible


def test_S3c_4_10b_regular_maintenance_ends_with_the_warranty():
    ended = PROJECT | {"equipment__accepted": when("2020-09-10 00:00")}

    assert "regular_maintenance" in absent(FAULT, **ended)


def test_S3c_1b_bid_and_contract_stand_above_the_policy_within_the_warranty():
    (line,) = judged(FAULT, **PROJECT).precedence

    assert [rank["en"] for rank in line.ranks] == ["the bid", "the contract", "this policy"]
    assert line.truth is Truth.YES
    assert line.reason.clauses[0] == "S3c-1b"
    ended = PROJECT | {"equipment__accepted": when("2020-09-10 00:00")}
    assert judged(FAULT, **ended).precedence == ()


END = "2027-09-10 00:00"


def offer(*facts, at):
    return duty_states(judged(FAULT, *facts, at=at, **PROJECT), "maintenance_offer")


def test_S3c_1c_when_the_warranty_ends_a_maintenance_contract_is_recommended():
    sent = fact("maintenance_offer.sent", "2027-09-20 10:00")
    signed = fact("maintenance_contract.signed", "2027-09-15 10:00")

    assert judged(FAULT, **PROJECT).look_at <= when(END)
    assert offer(at="2027-09-09 23:00") == ["not_open"]
    assert offer(at="2027-09-11 09:00") == ["owed"]
    assert offer(sent, at="2027-09-21 09:00") == ["done"]
    assert offer(signed, at="2027-09-21 09:00") == ["lapsed"]


def test_S3c_1c_what_was_recommended_before_the_end_need_not_be_said_again():
    early = fact("maintenance_offer.sent", "2027-08-01 10:00")

    assert offer(early, at="2027-09-11 09:00") == []


PLAN = {
    "service_period": "24 months",
    "maintenance_staff": "Wang Lei, Zhao Lin",
    "service_program": "plan 3",
    "response_time": "2 hours",
}


def plan(**contents):
    return fact(HANDED, f"{MONDAY} 10:00", document="service_plan", **contents)


@pytest.mark.parametrize("left_out", sorted(PLAN))
def test_S3c_2b_a_plan_with_an_empty_field_does_not_hand_a_project_over(left_out):
    answer = judged(plan(**(PLAN | {left_out: ""})), **PROJECT)

    assert duties(answer, "service_plan")[0].lacks == (left_out,)
    assert missing(gate(answer, "plan_first")) == ["the complete service plan"]


def test_S3c_2b_a_complete_plan_does():
    handed = fact("service.taken_over", f"{MONDAY} 12:00")

    answer = judged(plan(**PLAN), handed, **PROJECT)
    too_early = judged(handed, **PROJECT)

    assert duty_states(answer, "service_plan") == ["done"]
    assert gate(answer, "plan_first").state is GateState.OPEN
    assert not gate(answer, "plan_first").passed
    assert len(gate(too_early, "plan_first").passed) == 1


def signature(party, document):
    at = f"{MONDAY} 12:00"
    return fact("report.signed", at, id=party, document=document, party=party)


def test_S3c_4_1_a_contract_without_its_warranty_agreement_is_flagged():
    agreement = fact(HANDED, f"{MONDAY} 10:00", document="warranty_agreement")
    both = [signature(p, "warranty_agreement") for p in ("provider", "customer")]
    rule = "warranty_agreement"

    assert duty_states(judged(FAULT), rule) == ["not_open"]
    assert duty_states(judged(FAULT, **PROJECT), rule) == ["owed"]
    half = duties(judged(agreement, both[0], **PROJECT), rule)[0]
    assert half.state.value == "owed"
    assert [s.party for s in half.signatures if s.outcome is None] == ["customer"]
    assert duty_states(judged(agreement, *both, **PROJECT), rule) == ["done"]


def test_S3c_4_2b_each_contact_leaves_a_survey_of_use_and_running():
    calls = [fact("user.contacted", f"{MONDAY} {h}:00") for h in (10, 14)]
    half = filed("survey", f"{MONDAY} 11:00", usage="daily")
    whole = filed("survey", f"{MONDAY} 12:00", usage="daily", running_state="stable")

    assert duty_states(judged(*calls), "survey") == ["owed", "owed"]
    assert duties(judged(calls[0], half), "survey")[0].lacks == ("running_state",)
    assert duty_states(judged(*calls, whole), "survey") == ["done", "owed"]


FILE = {
    "project_operation": "one shift",
    "equipment_use": "daily",
    "operator_skill": "two trained",
    "staff_changes": "Ms Li joined in March",
}


def test_S3c_4_3_each_delivered_project_has_an_operation_file():
    assert duty_states(judged(FAULT), "operation_file") == ["not_open"]
    assert duty_states(judged(FAULT, **PROJECT), "operation_file") == ["owed"]
    answer = judged(filed("operation_file", **FILE), **PROJECT)
    assert duty_states(answer, "operation_file") == ["done"]


@pytest.mark.parametrize("left_out", sorted(FILE))
def test_S3c_4_4_the_operation_file_tells_all_four_things(left_out):
    told = {k: v for k, v in FILE.items() if k != left_out}

    (line,) = duties(judged(filed("operation_file", **told), **PROJECT), "operation_file")

    assert line.state.value == "owed"
    assert line.lacks == (left_out,)
    assert "S3c-4.4" in line.reason.clauses


def operator_error(case_id, day):
    made = fact("cause.found", f"2026-02-{day:02} 10:00", cause="improper_operation")
    return replace(made, case=case_id)


def test_S3c_4_5_errors_of_operators_that_repeat_propose_a_training():
    def at_customer(*history, facts=(FAULT,)):
        known = (*facts, fact("note.added", f"{MONDAY} 10:00", typical_problem=False))
        return promised("S3c", Facts(known, {}, history), EVENING)

    one, two = operator_error("A", 1), operator_error("B", 9)
    held = fact("training.held", f"{MONDAY} 15:00", topic="typical_problem")

    assert counter(at_customer(one), "operator_problems").count == 1
    assert not [s for s in duty_states(at_customer(one), "operator_training") if s == "owed"]
    assert duty_states(at_customer(one, two), "operator_training") == ["owed"]
    trained = at_customer(one, two, facts=(FAULT, held))
    assert duty_states(trained, "operator_training") == ["done"]


def test_S3c_4_5_or_somebody_says_that_the_problem_is_typical():
    typical = fact("cause.found", f"{MONDAY} 10:00", cause="wear", typical_problem=True)

    assert duty_states(judged(FAULT, typical), "operator_training") == ["owed"]


def test_S3c_4_7c_contacts_and_inspections_of_long_running_projects_are_archived():
    old = {"equipment__long_running": True}
    events = [
        fact("user.contacted", f"{MONDAY} 10:00"),
        fact("inspection.completed", f"{MONDAY} 14:00"),
    ]
    record = filed("visit_record")

    assert duty_states(judged(*events, **old), "visit_archive") == ["owed", "owed"]
    (first, second) = duties(judged(*events, record, **old), "visit_archive")
    assert (first.state.value, second.state.value) == ("done", "owed")
    assert first.keep == "unset"
    assert not duties(judged(*events, equipment__long_running=False), "visit_archive")


def test_S3c_4_8_experienced_people_build_the_project():
    work = request(f"{MONDAY} 09:00", case_type="installation")

    (line,) = assigned(judged(work), "builders")

    assert line.lead == "builders"
    assert line.needs == ("long_experience",)
    assert not assigned(judged(FAULT), "builders")


def test_S3c_6_1a_each_project_has_its_training_in_the_system():
    other = fact("training.held", f"{MONDAY} 10:00", topic="typical_problem")
    held = fact("training.held", f"{MONDAY} 11:00", topic="system")

    assert duty_states(judged(FAULT), "system_training") == ["not_open"]
    assert duty_states(judged(other, **PROJECT), "system_training") == ["owed"]
    assert duty_states(judged(held, **PROJECT), "system_training") == ["done"]


def test_S3c_6_1b_operating_procedures_are_written_with_their_version():
    versionless = fact(HANDED, f"{MONDAY} 10:00", document="operating_procedure")
    written = fact(
        HANDED, f"{MONDAY} 10:00", document="operating_procedure", procedure_version="2.0"
    )

    assert duty_states(judged(FAULT, **PROJECT), "procedures") == ["owed"]
    assert duties(judged(versionless, **PROJECT), "procedures")[0].lacks == ("procedure_version",)
    assert duty_states(judged(written, **PROJECT), "procedures") == ["done"]


def test_S3c_6_1c_the_owner_signs_who_does_what_and_how_a_system_is_handed_over():
    contents = {"operator_duties": "table 4", "handover_rules": "form 2"}
    half = fact(HANDED, f"{MONDAY} 10:00", document="responsibilities", operator_duties="table 4")
    whole = fact(HANDED, f"{MONDAY} 10:00", document="responsibilities", **contents)
    signed = signature("customer", "responsibilities")

    def state(*facts):
        return duties(judged(*facts, **PROJECT), "responsibilities")[0]

    assert state(half, signed).lacks == ("handover_rules",)
    assert state(whole).state.value == "owed"
    assert state(whole, signed).state.value == "done"


def test_S3c_6_2_is_text_and_its_measure_is_worked_out():
    """Three days down in March's thirty-one; the text itself binds nobody."""
    began = fact("interruption.began", "2026-03-02 00:00")
    ended = fact("interruption.ended", "2026-03-05 00:00")

    answer = judged(began, ended, at="2026-03-31 09:00")

    assert shipped("S3c").clauses["S3c-6.2"].state is ClauseState.STATEMENT
    assert shipped("S3c").clauses["S3c-6.2"].note["en"] == "Availability of each system per month"
    assert "S3c-6.2" in answer.statements
    (line,) = [line for line in answer.measures if line.rule == "availability"]
    assert line.reason.clauses == ("S3c-6.2",)
    assert round(float(line.value), 2) == round(100 * (1 - 3 / 31), 2)


MECHANICAL = PROJECT | {"equipment__mechanical": True}


def maintained(day, what="mechanical"):
    return fact("maintenance.ended", f"{day} 10:00", maintained=what)


def monthly(*days, at=EVENING, **about):
    done = [maintained(day) for day in days]
    return schedule(judged(*done, at=at, **(about or MECHANICAL)), "mechanical_maintenance")


def test_S3c_6_3_mechanical_devices_are_maintained_every_month():
    """Accepted on 10 September: twelve in the first year; the month left out stays visible."""
    year = [f"2025-{month}-05" for month in (10, 11, 12)]
    year += [f"2026-{month:02}-05" for month in (1, 2, 4, 5, 6, 7, 8, 9)]

    line = monthly(*year, at="2026-09-11 09:00")
    first_year = [p for p in line.periods if p.due_at <= when("2026-09-11 00:00")]

    assert len(first_year) == 12
    assert [p.due_at.month for p in first_year if p.state is PeriodState.MISSED] == [3]
    assert line.next_due_at == when("2026-10-11 00:00")


def test_S3c_6_3_is_for_mechanical_devices_alone():
    other = [maintained("2026-02-20", "equipment")]
    rule = "mechanical_maintenance"

    assert rule in absent(FAULT, **(PROJECT | {"equipment__mechanical": False}))
    line = schedule(judged(*other, **MECHANICAL), rule)
    assert not [p for p in line.periods if p.done_at]


FAILED = fact("remote.attempted", f"{MONDAY} 09:30", mode="telephone", result="failed")
OUR_WORD = fact("visit.judged_necessary", f"{MONDAY} 09:40")
THEIR_WORD = fact("customer.demanded_visit", f"{MONDAY} 09:45")
SENT = fact("engineer.sent", f"{MONDAY} 10:00")


@pytest.mark.parametrize(
    ("facts", "lacks"),
    [
        ((), 3),
        ((FAILED,), 2),
        ((FAILED, OUR_WORD), 1),
        ((FAILED, THEIR_WORD), 1),
        ((OUR_WORD, THEIR_WORD), 1),
        ((FAILED, OUR_WORD, THEIR_WORD), 0),
    ],
)
def test_S3c_7_2a_a_visit_needs_the_word_of_both_sides_after_the_telephone_failed(facts, lacks):
    line = gate(judged(FAULT, *facts), "agreed_visit")
    sent = gate(judged(FAULT, *facts, SENT), "agreed_visit")

    assert len(line.missing) == lacks
    assert line.state is (GateState.CLOSED if lacks else GateState.OPEN)
    assert len(sent.passed) == (1 if lacks else 0)
    assert "C25" in line.reason.readings


def test_S3c_7_2a_is_about_requests_by_telephone():
    assert "agreed_visit" in absent(request(channel="fax"))


def test_S3c_X4_waits_for_its_owner():
    assert "complete this exclusion" in shipped("S3c").clauses["S3c-X4"].note["en"]
    assert "S3c-X4" in judged(FAULT).unset
