"""S0: visits and what they leave open, checks, installation, training, records, parts."""

import pytest

from kept.rules.assess import ClockState, assess
from kept.rules.policy.model import Strength
from tests.rules.library.shipped import case, fact, judged, request, shipped, when
from tests.rules.library.shown import duties, duty, gate, holds_back, line, missing, said_of

AT = "2026-03-02 10:00"
NEXT_DAY = "2026-03-03 10:00"
ACCEPTED = when("2025-06-01 00:00")
IN_WARRANTY = {"equipment__accepted": ACCEPTED, "contract__warranty": "24 months"}
EXPIRED = {"equipment__accepted": when("2021-06-01 00:00"), "contract__warranty": "24 months"}


def found(*facts, at=NEXT_DAY, **about):
    return judged("S0", case(*facts, **about), at)


def clauses(one):
    return one.reason.clauses


def test_S0_1_1_is_shown_with_the_figures_that_stand_for_it():
    said = said_of("S0", "S0-1.1", found(request(AT)))

    assert "satisfaction" in said
    assert "promises kept" in said


def test_S0_2_4d_is_shown_with_the_answer_that_stands_for_it():
    assert "satisfaction answer" in said_of("S0", "S0-2.4d", found(request(AT)))


def test_S0_1_2_the_version_at_the_request_governs_the_case():
    before = line(found().precedence, "what_comes_first")
    assert before.version_at is None

    later = found(request(AT), at="2027-01-01 10:00")
    order = line(later.precedence, "what_comes_first")
    assert order.version_at == when(AT)
    assert (later.policy, later.version) == ("S0", shipped("S0").version)
    assert "S0-1.2" in clauses(order)


def test_S0_2_2e_the_contract_stands_above_its_agreement_and_the_policy():
    order = line(found(request(AT)).precedence, "what_comes_first")

    assert [rank["en"] for rank in order.ranks] == [
        "the contract",
        "its technical agreement",
        "this policy",
    ]
    assert "S0-2.2e" in clauses(order)


def test_S0_2_1a_planned_work_is_a_visit_with_tests_and_care():
    asked = request(AT, case_type="planned_work")
    assert duty(found(asked), "visit_order") == "owed"
    assert duty(found(request(AT)), "visit_order") is None

    half = fact("visit.ended", "2026-03-02 15:00", performance_tested="earthing, load")
    assert found(asked, half).duty("visit_order").lacks == ("care_given",)

    whole = fact("visit.ended", "2026-03-02 16:00", performance_tested="load", care_given="filters")
    assert duty(found(asked, half, whole), "visit_order") == "done"


def test_S0_2_1b_what_is_left_open_is_settled_or_carried_forward_with_a_reason():
    noted = [
        request(AT, case_type="planned_work"),
        fact("open_item.found", "2026-03-02 11:00", open_item="loose cable"),
        fact("open_item.found", "2026-03-02 11:10", open_item="worn belt"),
    ]
    assert duties(found(*noted), "open_items") == {"open_items": "owed", "open_items#2": "owed"}
    assert "open_items" in holds_back(found(*noted), "case.closed")

    dealt = fact(
        "open_item.dealt_with",
        "2026-03-02 12:00",
        open_item="loose cable",
        outcome="settled",
        reason="fixed to the tray",
    )
    silent = fact(
        "open_item.dealt_with", "2026-03-02 12:05", open_item="worn belt", outcome="carried_forward"
    )
    half = found(*noted, dealt, silent)
    assert duties(half, "open_items") == {"open_items": "done", "open_items#2": "owed"}
    assert half.duty("open_items#2").lacks == ("reason",)

    said = fact(
        "open_item.dealt_with",
        "2026-03-02 12:10",
        open_item="worn belt",
        outcome="carried_forward",
        reason="part comes next week",
    )
    assert "open_items" not in holds_back(found(*noted, dealt, silent, said), "case.closed")


def test_S0_2_2a_a_fault_is_not_closed_from_afar_unless_it_is_removed():
    report = request(AT, emergency=False, service_down=False)
    waiting = found(report)
    assert duty(waiting, "somebody_comes") == "owed"
    assert "somebody_comes" in holds_back(waiting, "case.closed")
    assert "S0-2.2a" in clauses(line(waiting.duties, "somebody_comes"))

    removed = found(report, fact("service.restored", "2026-03-02 12:00"))
    assert duty(removed, "somebody_comes") == "lapsed"
    assert "somebody_comes" not in holds_back(removed, "case.closed")

    visited = found(report, fact("visit.arrived", "2026-03-02 16:00"))
    assert duty(visited, "somebody_comes") == "done"


def test_S0_2_3a_an_interval_chosen_by_the_owner_makes_checks_due():
    about = {"equipment__accepted": when("2026-01-05 00:00")}
    open_yet = line(found(request(AT), **about).schedules, "checks")
    assert open_yet.next_due_at is None  # the paper does not say how often: nothing is missed
    assert open_yet.periods == ()
    assert "S0-2.3a" in clauses(open_yet)

    chosen = shipped(
        "S0", ("every: unset\n    from: equipment", "every: 1 month\n    from: equipment")
    )
    system = fact("inspection.completed", "2026-01-20 10:00", checked="system")
    wiring = fact("inspection.completed", "2026-01-21 10:00", checked="supporting")
    missed = assess(chosen, case(request(AT), system, **about), when(NEXT_DAY))
    states = [p.state.value for p in line(missed.schedules, "checks").periods]
    assert states[0] == "missed"  # a check of the system itself is another one

    kept = assess(chosen, case(request(AT), system, wiring, **about), when(NEXT_DAY))
    periods = line(kept.schedules, "checks").periods
    assert periods[0].state.value == "done"
    assert periods[0].due_at == when("2026-02-06 00:00")


def test_S0_2_3b_a_fault_found_at_a_check_waits_for_its_cause():
    noted = [
        request(AT, case_type="planned_work"),
        fact("check.found_fault", "2026-03-02 11:00", problem="E17"),
    ]
    open_yet = found(*noted)
    assert duty(open_yet, "causes") == "owed"
    assert gate(open_yet, "causes_in_report") == "closed"
    assert "causes_in_report" in holds_back(open_yet, "inspection_report.submitted")

    other = fact("cause.found", "2026-03-02 12:00", problem="E18", cause="wear")
    assert duty(found(*noted, other), "causes") == "owed"

    # still under analysis: a provisional cause is a cause
    cause = fact(
        "cause.found", "2026-03-02 12:30", problem="E17", cause="other", finding="provisional"
    )
    assert duty(found(*noted, cause), "causes") == "done"
    assert gate(found(*noted, cause), "causes_in_report") == "open"


def test_S0_2_4c_work_waits_until_the_quotation_is_agreed():
    report = request(AT)
    sent = fact("quote.sent", "2026-03-02 11:00")
    told = fact("quote.explained", "2026-03-02 11:30")
    agreed = fact("quote.accepted", "2026-03-02 14:00")
    began = fact("repair.started", "2026-03-02 12:00")

    assert missing(found(report, **EXPIRED), "agreed_price") == [
        "our quotation",
        "the customer's agreement",
    ]
    assert missing(found(report, sent, told, **EXPIRED), "agreed_price") == [
        "the customer's agreement"
    ]
    assert "agreed_price" in holds_back(found(report, sent, **EXPIRED), "repair.started")
    assert gate(found(report, sent, told, agreed, **EXPIRED), "agreed_price") == "open"

    rushed = line(found(report, sent, began, agreed, **EXPIRED).gates, "agreed_price")
    assert [step.kind for step in rushed.passed] == ["repair.started"]  # stays visible


def test_S0_2_4c_declined_or_free_work_needs_no_agreement_or_never_gets_one():
    report, sent = request(AT), fact("quote.sent", "2026-03-02 11:00")
    declined = found(report, sent, fact("quote.declined", "2026-03-02 12:00"), **EXPIRED)
    assert gate(declined, "agreed_price") == "closed"
    assert "somebody_comes" not in holds_back(declined, "case.closed")

    quality = fact("cause.found", "2026-03-02 11:00", cause="material")
    assert gate(found(report, quality, **IN_WARRANTY), "agreed_price") is None
    assert gate(found(report, **IN_WARRANTY), "agreed_price") == "possible"


def test_S0_2_5a_a_contract_with_installation_opens_the_order_on_delivery():
    ordered = request(AT, case_type="installation")
    delivered = fact("goods.delivered", "2026-03-02 15:00")
    with_it = {"contract__installation": True}

    assert duty(found(ordered, **with_it), "installation") == "not_open"
    assert duty(found(ordered, delivered, **with_it), "installation") == "owed"
    assert duty(found(ordered, delivered, contract__installation=False), "installation") is None

    installed = {**with_it, "equipment__installed": when("2026-03-03 09:00")}
    assert duty(found(ordered, delivered, **installed), "installation") == "done"


def test_S0_2_5b_the_contract_says_until_when_staff_are_trained():
    delivered = fact("goods.delivered", AT)
    ordered = request("2026-03-01 10:00", case_type="installation")
    about = {"contract__training_within": "14 days", "contract__installation": True}

    assert "training_in_time" not in {one.rule for one in found(ordered, delivered).clocks}
    running = found(ordered, delivered, **about).clock("training_in_time")
    assert running.due_at == when("2026-03-17 00:00")
    assert running.strength is Strength.GUARANTEE

    late = found(ordered, delivered, at="2026-03-17 00:00", **about).clock("training_in_time")
    assert late.state is ClockState.BROKEN
    held = fact("training.held", "2026-03-12 09:00")
    kept = found(ordered, delivered, held, at="2026-03-18 09:00", **about)
    assert kept.clock("training_in_time").state is ClockState.MET


@pytest.mark.parametrize("key", [{"customer__key": True}, {"site__key_region": True}])
def test_S0_2_6a_marking_a_customer_or_a_region_makes_visits_come_round(key):
    chosen = shipped(
        "S0", ("every: unset\n    from: contract", "every: 3 months\n    from: contract")
    )
    plain = {"customer__key": False, "site__key_region": False}
    about = {**plain, "contract__signed": when("2025-11-10 00:00")}

    assert line(found(request(AT), **about).schedules, "key_visits") is None
    unset = line(found(request(AT), **(about | key)).schedules, "key_visits")
    assert unset.periods == ()  # no interval in the paper

    marked = case(request(AT), **(about | key))
    due = line(assess(chosen, marked, when(NEXT_DAY)).schedules, "key_visits")
    assert due.state.value == "missed"
    assert due.periods[0].due_at == when("2026-02-11 00:00")

    visited = case(request(AT), fact("key_visit.made", "2026-02-01 10:00"), **(about | key))
    kept = line(assess(chosen, visited, when(NEXT_DAY)).schedules, "key_visits")
    assert kept.periods[0].state.value == "done"


def test_S0_2_6b_the_visit_form_has_every_topic():
    visit = [request(AT, case_type="planned_work"), fact("key_visit.made", "2026-03-02 14:00")]
    assert duty(found(*visit), "visit_form") == "owed"

    said = {"use_of_product": "two shifts", "opinion_on_design": "good"}
    half = found(*visit, fact("visit_form.filled", "2026-03-02 17:00", **said))
    assert half.duty("visit_form").lacks == ("opinion_on_compatibility", "opinion_on_workmanship")

    said |= {"opinion_on_compatibility": "fits", "opinion_on_workmanship": "a sharp edge"}
    whole = found(*visit, fact("visit_form.filled", "2026-03-02 18:00", **said))
    assert duty(whole, "visit_form") == "done"


def test_S0_2_7a_the_record_of_a_training_names_trainer_attendees_and_topic():
    asked = request(AT, case_type="training")
    assert duty(found(asked), "training") == "owed"
    assert duty(found(request(AT)), "training") is None

    bare = found(asked, fact("training.held", "2026-03-02 14:00", trainer="Wu", topic="operation"))
    assert bare.duty("training").lacks == ("attendees",)

    full = fact("training.held", AT, trainer="Wu", attendees="Li, Chen", topic="operation")
    line_ = found(asked, full).duty("training")
    assert (line_.state.value, line_.done_at) == ("done", when(AT))


def test_S0_2_7b_each_trainee_has_a_result_for_each_aim():
    asked = request(AT, case_type="training")
    both = [
        fact("trainee.attended", f"2026-03-02 1{n}:00", trainee=who)
        for n, who in ((1, "Li"), (2, "Chen"))
    ]
    passed = {"operates": True, "recognises_faults": True, "clears_simple_faults": True}
    li = fact("trainee.examined", "2026-03-02 15:00", trainee="Li", **passed)
    repeat = passed | {"clears_simple_faults": False}
    chen = fact("trainee.examined", "2026-03-02 15:10", trainee="Chen", **repeat)

    first = found(asked, *both, li, chen)
    assert {
        dict(one.values)["trainee"]: one.state.value
        for one in first.duties
        if one.rule == "trained_staff"
    } == {"Li": "done", "Chen": "owed"}

    again = fact("trainee.examined", "2026-03-02 17:00", trainee="Chen", **passed)
    assert set(duties(found(asked, *both, li, chen, again), "trained_staff").values()) == {"done"}


def test_S0_2_10a_every_service_is_recorded_and_the_record_outlives_the_case():
    report, ended = request(AT), fact("visit.ended", "2026-03-02 15:00")
    assert duty(found(report), "service_record") == "not_open"

    closed = found(report, ended, fact("case.closed", "2026-03-02 16:00"))
    assert duty(closed, "service_record") == "owed"
    assert closed.duty("service_record").opened_at == when("2026-03-02 15:00")

    empty = found(report, ended, fact("record.filed", "2026-03-02 17:00"))
    assert empty.duty("service_record").lacks == ("text",)

    filed = fact("record.filed", "2026-03-02 17:00", text="fan replaced 14:10, run-in until 14:50")
    kept = found(report, ended, filed).duty("service_record")
    assert (kept.state.value, kept.keep, kept.keep_until) == ("done", "unset", None)


def test_S0_2_10b_a_visit_is_closed_with_a_sheet_that_both_have_signed():
    visit = [
        request(AT),
        fact("visit.arrived", "2026-03-02 13:00"),
        fact("visit.ended", "2026-03-02 15:00"),
    ]
    ours = fact("report.signed", "2026-03-02 15:05", party="provider", signature="signed")
    theirs = fact("report.signed", "2026-03-02 15:10", party="customer", signature="signed")

    half = found(*visit, ours)
    assert duty(half, "service_sheet") == "owed"
    assert "service_sheet" in holds_back(half, "case.closed")
    assert [s.party for s in half.duty("service_sheet").signatures if s.at is None] == ["customer"]

    both = found(*visit, ours, theirs)
    assert duty(both, "service_sheet") == "done"
    assert "service_sheet" not in holds_back(both, "case.closed")
    assert both.duty("service_sheet").keep == "unset"


def parts(**values):
    """What may be fitted, by what is known of the part, with the clause that says so."""
    result = found(request(AT), fact("cause.found", "2026-03-02 12:00", **values))
    return {
        (one.effect.value, *clauses(one)) for one in result.provisions if one.truth.name == "YES"
    }


def test_S0_2_11a_a_part_of_another_brand_is_refused_with_the_reason():
    assert parts(same_part=True) == {("allowed", "S0-2.11a")}
    assert parts(same_part=False, discontinued=False) == {("refused", "S0-2.11a")}


def test_S0_2_11b_a_part_no_longer_made_may_be_replaced_by_one_with_equal_data_only():
    gone = {"same_part": False, "discontinued": True}

    assert parts(**gone, equal_data=True) == {("with_approval", "S0-2.11b")}
    assert parts(**gone, equal_data=False) == {("refused", "S0-2.11b")}


def test_S0_2_11c_a_substitute_waits_for_the_customers_approval():
    gone = {"same_part": False, "discontinued": True, "equal_data": True}
    chosen = [request(AT), fact("cause.found", "2026-03-02 12:00", **gone)]
    ours = fact("approval.given", "2026-03-02 12:30", party="provider")
    theirs = fact("approval.given", "2026-03-02 13:00", party="customer")

    waiting = found(*chosen, ours)
    assert missing(waiting, "approved_substitute") == ["the customer's approval"]
    assert "approved_substitute" in holds_back(waiting, "part.fitted")
    assert "S0-2.11c" in clauses(line(waiting.gates, "approved_substitute"))
    assert gate(found(*chosen, theirs), "approved_substitute") == "open"

    early = fact("part.fitted", "2026-03-02 12:45")
    passed = line(found(*chosen, early, theirs).gates, "approved_substitute").passed
    assert [step.kind for step in passed] == ["part.fitted"]

    unasked = fact("cause.found", "2026-03-02 12:00", same_part=False)
    assert missing(found(request(AT), unasked, theirs), "approved_substitute") == [
        "equal technical data"
    ]

    same = fact("cause.found", "2026-03-02 12:00", same_part=True)
    assert gate(found(request(AT), same), "approved_substitute") is None


def test_S0_no_clause_waits_for_its_rule():
    assert judged("S0", case(request(AT)), AT).pending == ()
