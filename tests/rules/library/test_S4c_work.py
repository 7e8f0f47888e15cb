"""S4c: the steps of a fault, the checks of the year, returns and visits."""

from kept.rules.assess.ladders import StepState
from kept.rules.assess.schedules import PeriodState
from tests.rules.library.shipped import case, fact, judged, request, shipped, when
from tests.rules.library.work import assigned, done, gate, ladder, owed, shut

AT = "2026-03-02 10:00"
NOON = "2026-03-02 12:00"
LATER = "2026-03-05 10:00"
IN_WARRANTY = {"equipment__accepted": when("2025-06-01 00:00"), "contract__warranty": "12 months"}
EXPIRED = {"equipment__accepted": when("2021-06-01 00:00"), "contract__warranty": "12 months"}
FROM_AFAR = [
    fact("remote.attempted", "2026-03-02 11:00", result="failed"),
    fact("guidance.given", "2026-03-02 11:30", result="failed"),
]


def under(*facts, at=LATER, case_type="fault", **about):
    return judged("S4c", case(request(AT, case_type=case_type), *facts, **about), at)


def test_S4c_1_1b_a_remote_session_is_tried_first_and_logged_with_consent():
    assert ladder(under(), "ways").state == "remote"

    tried = fact("remote.attempted", NOON)
    half = fact("session.logged", "2026-03-02 13:00", session_ended=when("2026-03-02 12:40"))
    assert under(tried, half).duty("session").lacks == ("consent",)
    logged = fact(
        "session.logged", "2026-03-02 13:00", session_ended=when("2026-03-02 12:40"), consent=True
    )
    assert "session" in done(under(tried, logged))


def test_S4c_1_1c_guidance_follows_and_its_result_ends_the_steps_or_not():
    tried = FROM_AFAR[0]
    line = ladder(under(tried), "ways")
    assert line.state == "guidance"
    assert {step.key: step.clauses for step in line.steps}["guidance"] == ("S4c-1.1c",)
    worked = fact("guidance.given", NOON, result="worked")
    assert ladder(under(tried, worked), "ways").state == "solved"
    assert ladder(under(*FROM_AFAR), "ways").state == "on_site"


def test_S4c_1_2b_a_fault_of_quality_opens_a_task_of_the_supplier():
    quality = fact("cause.found", NOON, cause="quality")
    line = under(quality, **IN_WARRANTY).duty("supplier_task")
    assert (line.state.value, line.by, line.to) == ("owed", "supplier", ("customer",))

    exchanged = fact("goods.exchanged", "2026-03-04 10:00")
    assert "supplier_task" in done(under(quality, exchanged, **IN_WARRANTY))
    assert "supplier_task" not in owed(
        under(fact("cause.found", NOON, cause="wear"), **IN_WARRANTY)
    )


def checks(*days, at):
    facts = [fact("inspection.completed", f"{day} 10:00", performer="Wu Min") for day in days]
    (line,) = under(*facts, at=at, **IN_WARRANTY).schedules
    return line.periods[0]


def test_S4c_1_3a_two_or_three_checks_a_year_and_no_more():
    year = checks("2025-09-10", at="2026-03-05 10:00")
    assert (year.least, year.most, year.state) == (2, 3, PeriodState.DUE)
    assert year.start == when("2025-06-01 00:00")
    assert checks("2025-09-10", "2026-01-10", at=LATER).state is PeriodState.DONE
    four = ("2025-08-10", "2025-10-10", "2025-12-10", "2026-02-10")
    assert checks(*four, at=LATER).state is PeriodState.TOO_MANY
    assert checks("2025-09-10", at="2026-06-02 10:00").state is PeriodState.MISSED


def test_S4c_1_3b_the_supplier_names_an_experienced_expert():
    line = assigned(under(case_type="regular_check", **IN_WARRANTY), "checked_by")

    assert (line.lead, line.needs, line.of) == ("expert", ("experienced",), ("supplier",))


def test_S4c_1_3c_the_expert_stays_unless_the_customer_agrees():
    first = fact("inspection.completed", "2025-09-10 10:00", performer="Wu Min")
    result = under(first, case_type="regular_check", **IN_WARRANTY)
    assert assigned(result, "checked_by").same_person == "Wu Min"

    other = fact("inspection.completed", "2026-03-03 10:00", performer="Li Na")
    (line,) = under(first, other, case_type="regular_check", **IN_WARRANTY).schedules
    assert line.not_the_same == (other.id,)

    assert "other_expert" in shut(result)
    assert "other_expert" in shut(under(first, fact("approval.given", NOON, party="customer")))
    agreed = fact("approval.given", NOON, party="customer", reason="ill")
    assert "other_expert" not in shut(under(first, agreed))


def test_S4c_1_3d_a_check_ends_with_a_complete_checklist():
    assert "whole_check" in shut(under(case_type="regular_check"))
    short = fact("inspection.completed", NOON)
    assert len(gate(under(short), "whole_check").passed) == 1
    assert "whole_check" not in shut(under(fact("checklist.completed", "2026-03-02 11:00")))


def test_S4c_1_3e_a_check_closes_with_a_report():
    checked = fact("inspection.completed", NOON)
    held = under(checked, case_type="regular_check").holding_back("case.closed")
    assert "check_report" in {line.rule for line in held}
    report = fact("inspection_report.submitted", "2026-03-03 10:00")
    assert "check_report" in done(under(checked, report, case_type="regular_check"))


def test_S4c_1_3f_an_upgrade_needs_the_makers_technician():
    line = assigned(under(case_type="software_upgrade"), "upgrade_guide")

    assert line.of == ("manufacturer",)
    assert "upgrade_guide" not in {line.rule for line in under().assignments}


def test_S4c_2_1_a_report_without_description_is_taken_and_asks_for_more():
    line = under().duty("describe")
    assert (line.state.value, line.by) == ("owed", "customer")
    assert under().clock("answer").started_at == when(AT)

    more = fact("request.described", NOON, text="It hums and stops.")
    assert "describe" in done(under(more))
    full = request(AT, text="It hums and stops.")
    assert "describe" in done(judged("S4c", case(full), LATER))


def test_S4c_2_2b_a_clear_answer_waits_for_a_likely_cause():
    clear = fact("response.clear", NOON)
    assert len(gate(under(clear), "cause_first").passed) == 1
    likely = fact("cause.found", "2026-03-02 11:00", cause="wear", finding="provisional")
    assert gate(under(likely, clear), "cause_first").passed == ()


def test_S4c_2_2c_a_simple_step_waits_for_the_customer():
    asked = fact("self_check.asked", "2026-03-02 10:20")
    result = under(asked)
    assert ladder(result, "ways").state == "simple_step"
    assert result.duty("simple_step_tried").by == "customer"
    assert "simple_step_tried" in owed(result)

    tried = fact("self_check.tried", "2026-03-02 10:50", result="failed")
    assert ladder(under(asked, tried), "ways").state == "remote"
    assert "simple_step_tried" in done(under(asked, tried))
    assert ladder(under(), "ways").steps[0].state is StepState.NOT_APPLICABLE


def test_S4c_2_3a_a_unit_that_has_to_be_taken_out_is_sent_in_by_the_customer():
    dismantle = fact("cause.found", NOON, cause="wear", must_dismantle=True)
    line = ladder(under(*FROM_AFAR, dismantle), "ways")

    assert line.state == "send_in"
    assert line.steps[-1].clauses == ("S4c-2.3a",)
    sent = fact("goods.sent_in", "2026-03-03 10:00")
    assert ladder(under(*FROM_AFAR, dismantle, sent), "ways").steps[-1].state is StepState.TRYING


def test_S4c_2_3d_the_freight_rule_is_told_before_the_customer_ships():
    arranged = fact("return.arranged", NOON)
    result = under(arranged)
    assert "freight_notice" in owed(result)
    assert "freight_before_sending" in shut(result)

    told = under(arranged, fact("freight.told", "2026-03-02 13:00"))
    assert "freight_notice" in done(told)
    assert "freight_before_sending" not in shut(told)


def test_S4c_2_4b_a_repair_at_the_supplier_owes_the_customer_a_new_date():
    received = fact("goods.received_for_repair", "2026-03-02 11:00")
    away = fact("goods.sent_to_supplier", NOON)
    assert "long_repair" not in owed(under(received))
    assert "long_repair" in owed(under(received, away))

    vague = fact("customer.told", "2026-03-02 13:00")
    assert under(received, away, vague).duty("long_repair").lacks == ("expected_on",)
    dated = fact("customer.told", "2026-03-02 13:00", expected_on=when("2026-03-20 00:00"))
    assert "long_repair" in done(under(received, away, dated))


def test_S4c_2_5_nothing_is_sent_back_before_it_is_paid():
    assert "pay_before_return" in shut(under(**EXPIRED))
    assert "pay_before_return" not in shut(under(fact("payment.received", NOON), **EXPIRED))
    quality = fact("cause.found", NOON, cause="quality")
    assert "pay_before_return" not in shut(under(quality, **IN_WARRANTY))


def test_S4c_2_6_a_visit_waits_until_the_customer_knows_who_pays():
    assert "costs_before_visit" in shut(under(**EXPIRED))
    told = fact("visit_costs.acknowledged", NOON)
    assert "costs_before_visit" not in shut(under(told, **EXPIRED))


def test_S4c_2_6b_an_outlet_may_repair_on_site():
    assert assigned(under(), "on_site_by").of == ("repair_outlet", "provider")
    assert shipped("S4c").parties["repair_outlet"].name["en"] == "a repair outlet"


VISIT = [fact("visit.arrived", NOON), fact("repair.finished", "2026-03-02 14:00")]


def test_S4c_2_7a_a_repair_on_site_leaves_a_service_sheet():
    assert "service_sheet" not in owed(under(VISIT[1]))
    assert under(*VISIT).duty("service_sheet").by == "engineer"
    assert "service_sheet" in owed(under(*VISIT))
    assert "service_sheet" in done(under(*VISIT, fact("service_sheet.filled", "2026-03-02 14:10")))


def test_S4c_2_7b_the_customer_signs_before_the_case_is_closed():
    held = under(*VISIT).holding_back("case.closed")
    assert "signed_off" in {line.rule for line in held}
    signed = fact("report.signed", "2026-03-02 14:20", known="2026-03-03 08:00", signature="signed")
    assert "signed_off" not in shut(under(*VISIT, signed))


def test_S4c_2_8_the_last_word_is_shown_as_a_text():
    assert "S4c-2.8" in under().statements
    assert "last word" in shipped("S4c").clauses["S4c-2.8"].text["en"]
