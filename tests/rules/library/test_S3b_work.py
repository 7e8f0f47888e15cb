"""S3b, clause by clause: quality, the third failed repair, training, and what is left to set."""

from dataclasses import replace

import pytest

from kept.rules.assess import (
    ClockState,
    CounterState,
    GateState,
    PeriodState,
    RemedyState,
    ScheduleState,
)
from kept.rules.facts import Facts
from kept.rules.policy.check.words import missing_in
from kept.rules.policy.model import ClauseState
from tests.rules.library.scenes import (
    MONDAY,
    assigned,
    called_in,
    case,
    counter,
    duties,
    duty_states,
    fact,
    gate,
    promised,
    remedy,
    request,
    schedule,
    shipped,
    when,
)

EVENING = f"{MONDAY} 18:00"
REPAIR = request(f"{MONDAY} 09:00")
ACCEPTED = {"equipment__accepted": when("2026-01-10 00:00")}
DELIVERED = {"equipment__delivered": when("2026-01-05 00:00")}


def judged(*facts, at=EVENING, **about):
    return promised("S3b", case(*facts, **about), at)


@pytest.mark.parametrize("clause", ["S3b-0", "S3b-6.2b"])
def test_S3b_what_nobody_can_measure_is_shown_as_text(clause):
    assert shipped("S3b").clauses[clause].state is ClauseState.STATEMENT
    assert clause in judged(REPAIR).statements


def test_S3b_0_is_policy_text_alone():
    assert not shipped("S3b").clauses["S3b-0"].note


def test_S3b_6_2b_proposes_a_measure_instead():
    assert shipped("S3b").clauses["S3b-6.2b"].note == {
        "en": "Faults caused by misuse, per customer",
        "zh-Hans": "每个客户因使用不当引起的故障数",
    }


def test_S3b_1_1_the_equipment_carries_its_standard_and_certificate():
    def filed(**values):
        return fact("record.filed", f"{MONDAY} 10:00", document="standard_proof", **values)

    half, whole = filed(standard="GB 4943"), filed(standard="GB 4943", certificate="No. 17")

    assert duty_states(judged(REPAIR), "standard_proof") == ["not_open"]
    assert duty_states(judged(REPAIR, **DELIVERED), "standard_proof") == ["owed"]
    assert duties(judged(half, **DELIVERED), "standard_proof")[0].lacks == ("certificate",)
    assert duty_states(judged(whole, **DELIVERED), "standard_proof") == ["done"]


def test_S3b_1_2_the_test_report_comes_with_the_delivery():
    values = {"document": "test_report", "test_result": "all figures within limits"}
    report = fact("document.handed_over", f"{MONDAY} 10:00", **values)

    assert duty_states(judged(REPAIR, **DELIVERED), "test_report") == ["owed"]
    assert duty_states(judged(report, **DELIVERED), "test_report") == ["done"]


def test_S3b_1_2_nothing_is_shipped_before_a_test_was_passed():
    ordered = fact("goods.ordered", f"{MONDAY} 09:00")
    bad = fact("product.tested", f"{MONDAY} 10:00", result="failed")
    good = fact("product.tested", f"{MONDAY} 12:00", result="worked")
    sent = fact("goods.shipped", f"{MONDAY} 11:00")

    assert gate(judged(ordered, bad), "tested_first").state is GateState.CLOSED
    assert gate(judged(ordered, bad, good), "tested_first").state is GateState.OPEN
    assert len(gate(judged(ordered, bad, sent, good), "tested_first").passed) == 1


ORDERED = fact("goods.ordered", f"{MONDAY} 09:00", due_on=when("2026-03-20 17:00"))
ASKED = fact("earlier_delivery.asked", "2026-03-03 09:00")


def test_S3b_2b_an_earlier_day_keeps_the_old_one_and_who_agreed():
    agreed = {"previous_due_on": when("2026-03-20 17:00"), "due_on": when("2026-03-16 17:00")}
    nameless = fact("earlier_delivery.agreed", "2026-03-04 09:00", **agreed)
    named = fact("earlier_delivery.agreed", "2026-03-04 09:00", agreed_with="Ms Li", **agreed)
    at = "2026-03-05 09:00"

    before = judged(ORDERED, ASKED, at=at)
    after = judged(ORDERED, ASKED, named, at=at)

    assert duty_states(before, "earlier_delivery") == ["owed"]
    assert before.clock("delivery").due_at == when("2026-03-20 17:00")
    assert duty_states(after, "earlier_delivery") == ["done"]
    assert after.clock("delivery").due_at == when("2026-03-16 17:00")
    lacking = duties(judged(ORDERED, ASKED, nameless, at=at), "earlier_delivery")[0]
    assert lacking.lacks == ("agreed_with",)


def test_S3b_2b_what_came_before_the_agreed_day_is_in_time():
    agreed = fact("earlier_delivery.agreed", "2026-03-04 09:00", due_on=when("2026-03-16 17:00"))
    in_time = fact("goods.delivered", "2026-03-14 10:00")
    late = fact("goods.delivered", "2026-03-17 10:00")

    def state(delivered):
        return judged(ORDERED, ASKED, agreed, delivered, at="2026-03-30 09:00").clock("delivery")

    assert state(in_time).state is ClockState.MET
    assert state(late).state is ClockState.LATE


def test_S3b_2b_an_earlier_day_that_was_declined_is_no_longer_owed():
    declined = fact("earlier_delivery.declined", "2026-03-04 09:00")

    line = judged(ORDERED, ASKED, declined, at="2026-03-05 09:00")

    assert duty_states(line, "earlier_delivery") == ["lapsed"]
    assert line.clock("delivery").due_at == when("2026-03-20 17:00")


UNPACKED = request(f"{MONDAY} 09:00", found_at_unpacking=True)
DELIVERY = fact("goods.delivered", "2026-02-20 09:00")


def test_S3b_3_what_is_wrong_at_unpacking_offers_new_goods_at_once():
    """No repair has been tried; the user chooses."""
    chosen = fact("remedy.chosen", f"{MONDAY} 10:00", remedy="unpacking", option="new")

    line = remedy(judged(DELIVERY, UNPACKED), "unpacking")

    assert line.state is RemedyState.OPEN
    assert line.chooser == "customer"
    assert [option.key for option in line.options] == ["repair", "exchange", "new"]
    assert line.reason.clauses == ("S3b-3",)
    assert remedy(judged(DELIVERY, UNPACKED, chosen), "unpacking").chosen == "new"
    other = remedy(judged(DELIVERY, request(found_at_unpacking=False)), "unpacking")
    assert other is None


def test_S3b_3_how_long_after_delivery_is_measured_and_never_too_late():
    line = judged(DELIVERY, UNPACKED).clock("unpacking_report")

    assert line.state is ClockState.UNSET
    assert line.due_at is None
    assert line.spent_seconds == 10 * 24 * 3600


def closed(case_id, day, problem="E17", serial="SN-1", **values):
    values = {"cause": "quality", "result": "failed"} | values
    at = f"2026-02-{day:02} 10:00"
    made = fact("repair.closed", at, problem=problem, serial=serial, **values)
    return replace(made, case=case_id)


IN_WARRANTY = {"equipment.accepted": when("2025-06-01 00:00"), "contract.warranty": "12 months"}


def repairs(*earlier, about=IN_WARRANTY, at=EVENING):
    described = request(f"{MONDAY} 09:00", problem="E17", serial="SN-1")
    return promised("S3b", Facts((described,), about, earlier), at)


def test_S3b_4a_the_third_failed_repair_of_one_problem_opens_replacement():
    two = [closed("A", 1), closed("B", 5)]

    before = repairs(*two)
    after = repairs(*two, closed("C", 9))

    assert counter(before, "failed_repairs").state is CounterState.BELOW
    assert remedy(before, "new_device") is None
    assert counter(after, "failed_repairs").state is CounterState.REACHED
    assert remedy(after, "new_device").state is RemedyState.OPEN
    (option,) = remedy(after, "new_device").options
    assert option.name["en"] == "a new device of the same brand and type"


@pytest.mark.parametrize(
    ("third", "count"),
    [
        (closed("C", 9, problem="fan"), 2),
        (closed("C", 9, serial="SN-2"), 2),
        (closed("C", 9, cause="improper_use"), 2),
        (closed("C", 9, result="worked"), 0),
    ],
)
def test_S3b_4a_another_problem_unit_or_cause_or_a_good_repair_does_not_count(third, count):
    answer = repairs(closed("A", 1), closed("B", 5), third)

    assert counter(answer, "failed_repairs").count == count
    assert remedy(answer, "new_device") is None


def test_S3b_4a_repairs_after_the_warranty_do_not_count():
    expired = IN_WARRANTY | {"equipment.accepted": when("2020-06-01 00:00")}

    answer = repairs(closed("A", 1), closed("B", 5), closed("C", 9), about=expired)

    assert counter(answer, "failed_repairs").count == 0


def test_S3b_4a_a_good_repair_that_is_opened_again_has_failed():
    made = [closed("A", 1), closed("B", 5), closed("C", 9, result="worked")]
    same = {"problem": "E17", "serial": "SN-1", "cause": "quality", "result": "failed"}
    again = replace(fact("case.reopened", "2026-02-12 10:00", **same), case="C")

    assert counter(repairs(*made), "failed_repairs").count == 0
    assert counter(repairs(*made, again), "failed_repairs").state is CounterState.REACHED


def test_S3b_4a_two_are_enough_where_the_law_says_so():
    statutory = IN_WARRANTY | {"equipment.three_guarantees": True}

    line = counter(repairs(closed("A", 1), closed("B", 5), about=statutory), "failed_repairs")

    assert line.reach == 2
    assert line.state is CounterState.REACHED
    assert "C29" in line.reason.readings


@pytest.mark.parametrize(
    ("clause", "asks_for"),
    [
        ("S3b-5c", "Address of the spare parts store"),
        ("S3b-5d", "Address of the manufacturer's repair station"),
        ("S3b-6.3d", "Telephone number"),
    ],
)
def test_S3b_5c_S3b_5d_S3b_6_3d_what_the_owner_has_to_fill_in_is_required(clause, asks_for):
    (needed,) = [one for one in missing_in(shipped("S3b")) if clause in one.source]

    assert asks_for in needed.name["en"]
    assert clause in judged(REPAIR).unset


def test_S3b_6_1a_one_unit_sells_and_serves():
    (line,) = assigned(judged(REPAIR), "service_unit")

    assert line.lead == "sales_and_service"
    assert shipped("S3b").roles["sales_and_service"].name["en"] == "the sales and service unit"


def test_S3b_6_1b_correct_use_is_taught_before_anything_is_delivered():
    prepared = fact("sale.prepared", "2025-12-01 09:00")
    taught = fact("training.held", "2025-12-08 09:00", training_kind="before_sale")
    at = "2025-12-10 09:00"

    assert duty_states(judged(prepared, at=at), "training_before_sale") == ["owed"]
    assert duty_states(judged(prepared, taught, at=at), "training_before_sale") == ["done"]


@pytest.mark.parametrize(
    ("rule", "clause", "done"),
    [
        ("guidance_visits", "S3b-6.2a", "guidance.given"),
        ("visits", "S3b-7.2a", "inspection.completed"),
    ],
)
def test_S3b_6_2a_S3b_7_2a_visits_have_no_rhythm_until_it_is_set(rule, clause, done):
    line = schedule(judged(REPAIR), rule)

    assert line.state is ScheduleState.UNSET
    assert line.next_due_at is None
    assert line.reason.clauses == (clause,)

    counted = f"    from: {{one_of: [equipment.accepted, equipment.delivered]}}\n    done: {done}\n"
    policy = shipped("S3b", (f"    every: unset\n{counted}", f"    every: 6 months\n{counted}"))
    made = fact(done, "2026-02-20 09:00")
    set_line = schedule(promised(policy, case(REPAIR, made, **ACCEPTED), EVENING), rule)
    assert [p.state for p in set_line.periods if p.done_at] == [PeriodState.DONE]
    assert set_line.periods[0].due_at == when("2026-07-11 00:00")


def test_S3b_6_3e_each_call_has_a_record_with_person_time_and_solution():
    first = fact("contact.answered_live", f"{MONDAY} 09:00")
    second = fact("contact.answered_live", f"{MONDAY} 11:00")
    said = {"document": "call", "performer": "Zhao Lin", "text": "no picture"}
    half = fact("record.filed", f"{MONDAY} 09:10", **said)
    whole = fact("record.filed", f"{MONDAY} 09:20", solution="cable pushed in", **said)

    assert duty_states(judged(first, second), "call_record") == ["owed", "owed"]
    assert duties(judged(first, half), "call_record")[0].lacks == ("solution",)
    answer = judged(first, half, whole, second)
    assert duty_states(answer, "call_record") == ["done", "owed"]
    assert duties(answer, "call_record")[0].done_at == when(f"{MONDAY} 09:20")


def trained(at=f"{MONDAY} 10:00", kind="on_site", **values):
    return fact("training.held", at, training_kind=kind, **values)


def test_S3b_7_1a_acceptance_makes_a_training_with_a_named_engineer():
    assert duty_states(judged(REPAIR), "training_on_site") == ["not_open"]
    assert duty_states(judged(REPAIR, **ACCEPTED), "training_on_site") == ["owed"]
    (nameless,) = duties(judged(trained(), **ACCEPTED), "training_on_site")
    assert nameless.lacks == ("performer",)
    done = judged(trained(performer="Wang Lei"), **ACCEPTED)
    assert duty_states(done, "training_on_site") == ["done"]
    assert done.cost("training").payer == "provider"


def test_S3b_7_1a_training_is_given_as_often_as_asked_for():
    asked = [fact("training.asked", f"{MONDAY} {h}:00") for h in ("08", "11", "14")]
    held = [trained(f"{MONDAY} {h}:00", performer="Wang Lei") for h in (10, 12)]

    states = duty_states(judged(*asked, *held, **ACCEPTED), "training_again")

    assert states == ["done", "done", "owed"]


def courses(*days, at):
    held = [trained(f"{day} 09:00", kind="course") for day in days]
    return schedule(judged(REPAIR, *held, at=at), "courses")


def test_S3b_7_1b_two_courses_a_year():
    """One of two done: the year is due; training on site is not a course; too few is missed."""
    one = courses("2026-03-10", at="2026-06-01 09:00")
    two = courses("2026-03-10", "2026-09-10", at="2026-10-01 09:00")
    on_site = schedule(judged(REPAIR, trained(f"{MONDAY} 10:00")), "courses")

    assert one.state is ScheduleState.DUE
    year = next(p for p in one.periods if p.start == when("2026-01-01 00:00"))
    assert (len(year.done_at), year.least) == (1, 2)
    assert two.state is ScheduleState.ON_TRACK
    assert not [p for p in on_site.periods if p.done_at]


@pytest.mark.parametrize(
    ("rule", "topic"),
    [
        ("teach_operation", "covers_operation"),
        ("teach_first_faults", "covers_first_faults"),
        ("teach_common_faults", "covers_common_faults"),
    ],
)
def test_S3b_7_1c_S3b_7_1d_S3b_7_1e_each_topic_is_ticked_by_itself(rule, topic):
    ticked = trained(performer="Wang Lei", **{topic: True})
    left_out = trained(performer="Wang Lei", **{topic: False})
    rules = {"teach_operation", "teach_first_faults", "teach_common_faults"}

    assert duty_states(judged(left_out, **ACCEPTED), rule) == ["owed"]
    after = judged(ticked, **ACCEPTED)
    assert duty_states(after, rule) == ["done"]
    assert {r for r in rules if duty_states(after, r) == ["owed"]} == rules - {rule}


def test_S3b_7_2b_a_hard_case_calls_several_experts_and_leaves_minutes():
    hard = fact("cause.found", f"{MONDAY} 10:00", hard_case=True)
    easy = fact("cause.found", f"{MONDAY} 10:00", hard_case=False)
    held = fact("consultation.held", f"{MONDAY} 14:00")

    (line,) = called_in(judged(REPAIR, hard), "consultation")

    assert line.to == ("expert", "manager")
    assert line.since == when(f"{MONDAY} 10:00")
    assert line.reason.clauses == ("S3b-7.2b",)
    assert not called_in(judged(REPAIR, easy), "consultation")
    assert duty_states(judged(REPAIR, hard, held), "consultation_minutes") == ["owed"]
    minutes = fact(
        "record.filed",
        f"{MONDAY} 16:00",
        document="consultation_minutes",
        text="change the bearing",
    )
    assert duty_states(judged(REPAIR, hard, held, minutes), "consultation_minutes") == ["done"]


def test_S3b_7_2b_failed_repairs_are_counted_by_person_for_rewards_and_penalties():
    made = [closed("A", 1, performer="Wang"), closed("B", 5, performer="Wang")]
    made += [closed("C", 9, performer="Zhao")]

    groups = counter(repairs(*made), "failed_by_performer").groups

    assert {g.values[0][1]: g.count for g in groups} == {"Wang": 2, "Zhao": 1}
