"""S1: the order of work, what follows a failed repair, training, complaints, who is responsible."""

import pytest

from kept.rules.assess import ClockState
from tests.rules.library.shipped import case, fact, judged, possible_payers, request, when
from tests.rules.library.shown import duty, gate, holds_back, line, missing, said_of

AT = "2026-03-02 14:00"
NEXT_DAY = "2026-03-03 14:00"
IN_WARRANTY = {"equipment__accepted": when("2025-06-01 00:00"), "contract__warranty": "24 months"}
ANSWERED = fact("response.given", "2026-03-02 14:01")
QUALITY = fact("cause.found", "2026-03-02 15:00", cause="quality")
MISUSE = fact("cause.found", "2026-03-02 15:00", cause="improper_use")
FAILED = fact("repair.closed", "2026-03-02 17:00", result="failed")
RESTORED = fact("service.restored", "2026-03-02 17:00")


def found(*facts, at=NEXT_DAY, **about):
    return judged("S1", case(*facts, **about), at)


def ways(result):
    """The step whose turn it is, and how each stands."""
    ladder = line(result.ladders, "ways")
    return ladder.state, {step.key: step.state.value for step in ladder.steps}


def choice(result):
    """What the customer may choose for sure after a failed repair; None: nothing is open."""
    remedy = line(result.remedies, "after_failed_repair")
    if remedy is None or remedy.state.value not in ("open", "chosen"):
        return None
    return {option.key for option in remedy.options if option.truth.name == "YES"}


def test_S1_1_1_is_shown_with_the_figures_that_stand_for_it():
    said = said_of("S1", "S1-1.1", found(request(AT)))

    assert "satisfaction" in said
    assert "complaints" in said


def test_S1_1_2a_no_step_of_the_procedure_is_skipped_without_a_recorded_exception():
    report = request(AT)
    assert missing(found(report), "by_the_book") == [
        "an answer to the customer",
        "the cause",
        "the work done",
    ]
    skipped = found(report, ANSWERED, RESTORED)
    assert missing(skipped, "by_the_book") == ["the cause"]
    assert "by_the_book" in holds_back(skipped, "case.closed")

    granted = fact("exception.granted", "2026-03-02 18:00", reason="unit scrapped")
    excused = found(report, ANSWERED, RESTORED, granted)
    assert gate(excused, "by_the_book") == "open"
    assert line(excused.gates, "by_the_book").excused_at == when("2026-03-02 18:00")
    assert gate(found(report, ANSWERED, QUALITY, RESTORED), "by_the_book") == "open"

    closed = fact("case.closed", "2026-03-02 17:30")
    rushed = line(found(report, ANSWERED, RESTORED, closed).gates, "by_the_book")
    assert [step.kind for step in rushed.passed] == ["case.closed"]


def test_S1_1_2b_what_was_required_is_accepted_at_closing():
    report = request(AT, case_type="project_work")
    assert gate(found(report), "requirements_met") is None

    stated = fact("requirement.stated", "2026-03-02 14:30", requirement="40 pieces a minute")
    open_yet = found(report, stated)
    assert "requirements_met" in holds_back(open_yet, "case.closed")

    judged_so = {"meets_customer": True, "meets_trade": False}
    half = found(report, stated, fact("result.judged", "2026-03-03 10:00", **judged_so))
    assert missing(half, "requirements_met") == ["the requirements of the trade met"]

    judged_so["meets_trade"] = True
    whole = found(report, stated, fact("result.judged", "2026-03-03 11:00", **judged_so))
    assert gate(whole, "requirements_met") == "open"


@pytest.mark.parametrize("kind", ["fault", "complaint", "training", "project_work"])
def test_S1_1_3a_every_case_belongs_to_the_centre_and_management_sees_it(kind):
    who = line(found(request(AT, case_type=kind)).assignments, "responsible")

    assert (who.lead, who.informed) == ("service_centre", ("management",))
    assert "S1-1.3a" in who.reason.clauses


def test_S1_1_3b_an_office_helps_and_the_centre_keeps_the_case():
    who = line(found(request(AT), site__city="Ningbo").assignments, "responsible")

    assert (who.lead, who.helpers) == ("service_centre", ("office",))
    assert "S1-1.3b" in who.reason.clauses


def test_S1_2_0_a_case_shows_which_remedies_are_open_and_whether_they_cost():
    before = found(request(AT), MISUSE, **IN_WARRANTY)
    assert choice(before) is None
    assert ways(before)[0] == "repair"

    after = found(request(AT), MISUSE, FAILED, **IN_WARRANTY)
    assert choice(after) == {"replacement"}
    assert "S1-2.0" in line(after.remedies, "after_failed_repair").reason.clauses
    assert possible_payers(after, "parts") == {"customer", "provider"}  # a person decides


def test_S1_2_1a_repair_is_the_first_remedy_of_a_quality_problem():
    state, steps = ways(found(request(AT), QUALITY, **IN_WARRANTY))

    assert state == "repair"
    assert steps == {"repair": "next", "replacement": "later"}


def test_S1_2_1b_a_repair_ends_with_a_test_that_was_passed():
    report = request(AT)
    untested = found(report, QUALITY)
    assert "repaired_for_good" in holds_back(untested, "repair.finished")

    missed = fact("repair.closed", "2026-03-02 16:00", result="worked", performance_met=False)
    departed = line(found(report, missed).gates, "repaired_for_good")
    assert [step.kind for step in departed.passed] == ["repair.closed"]

    passed = fact("repair.finished", "2026-03-02 17:00", performance_met=True)
    done = line(found(report, passed).gates, "repaired_for_good")
    assert (done.state.value, done.passed) == ("open", ())


def test_S1_2_1b_a_repair_may_end_as_failed_without_a_passed_test():
    assert line(found(request(AT), FAILED).gates, "repaired_for_good").passed == ()


def test_S1_2_2_a_failed_test_after_the_repair_makes_replacement_available():
    report = request(AT)
    assert choice(found(report, MISUSE)) is None

    failed = found(report, MISUSE, FAILED)
    assert ways(failed) == ("replacement", {"repair": "failed", "replacement": "next"})
    assert "replacement" in choice(failed)

    # closed as repaired, and yet the test was not passed
    missed = fact("repair.closed", "2026-03-02 17:00", result="worked", performance_met=False)
    assert "replacement" in choice(found(report, MISUSE, missed))

    new = fact("goods.exchanged", "2026-03-03 10:00", result="worked")
    assert ways(found(report, MISUSE, FAILED, new))[0] == "solved"


def test_S1_2_3_after_a_failed_repair_of_a_quality_problem_it_may_be_given_back():
    report = request(AT)
    assert choice(found(report, QUALITY)) is None  # no failed repair, no choice
    assert choice(found(report, QUALITY, FAILED)) == {"replacement", "return"}
    assert choice(found(report, MISUSE, FAILED)) == {"replacement"}  # C05
    assert (
        line(found(report, QUALITY, FAILED).remedies, "after_failed_repair").chooser == "customer"
    )

    picked = fact(
        "remedy.chosen", "2026-03-02 18:00", remedy="after_failed_repair", option="return"
    )
    taken = line(found(report, QUALITY, FAILED, picked).remedies, "after_failed_repair")
    assert (taken.state.value, taken.chosen) == ("chosen", "return")
    assert "S1-2.3" in taken.reason.clauses

    refused = line(found(report, MISUSE, FAILED, picked).remedies, "after_failed_repair")
    assert refused.state.value == "open"  # what was not on offer was not chosen


def test_S1_3_1_a_product_comes_with_its_operation_and_maintenance_explained():
    ordered = request(AT, case_type="installation")
    delivered = fact("goods.delivered", "2026-03-02 16:00")
    assert duty(found(ordered), "explanation") == "not_open"
    assert duty(found(ordered, delivered), "explanation") == "owed"

    half = fact("document.handed_over", "2026-03-02 17:00", how_to_operate="manual, part 1")
    assert found(ordered, delivered, half).duty("explanation").lacks == ("how_to_maintain",)
    both = {"how_to_operate": "manual, part 1", "how_to_maintain": "manual, part 2"}
    whole = fact("document.handed_over", "2026-03-02 18:00", **both)
    assert duty(found(ordered, delivered, half, whole), "explanation") == "done"


def test_S1_3_3_a_training_covers_four_topics_and_shows_which_are_done():
    asked = request(AT, case_type="training")
    held = [
        fact("training.held", f"2026-03-03 0{hour}:00", topic=topic)
        for hour, topic in enumerate(("operation", "maintenance", "diagnosis", "calibration"), 8)
        if hour < 10
    ]
    late = [
        fact("training.held", "2026-03-03 10:00", topic="diagnosis"),
        fact("training.held", "2026-03-03 11:00", topic="calibration"),
    ]

    half = found(asked, *held)
    assert missing(half, "topics") == ["diagnosis", "calibration"]
    assert duty(half, "training") == "owed"
    assert "topics" in holds_back(half, "case.closed")

    whole = found(asked, *held, *late)
    assert duty(whole, "training") == "done"
    assert whole.duty("training").done_at == when("2026-03-03 11:00")
    assert gate(whole, "topics") == "open"


def test_S1_3_4a_a_complaint_has_an_owner_whatever_way_it_came():
    for channel in ("telephone", "mail", "web"):
        taken = found(request(AT, case_type="complaint", channel=channel))
        assert line(taken.assignments, "responsible").lead == "service_centre"
        assert "S1-3.4a" in line(taken.assignments, "responsible").reason.clauses
        assert taken.clock("reply_time").started_at == when(AT)


@pytest.mark.parametrize("kind", ["complaint", "feedback"])
def test_S1_3_4b_it_is_not_closed_before_a_reply_and_the_time_is_measured_without_a_limit(kind):
    entered = request(AT, case_type=kind)
    open_yet = found(entered)
    assert "replied" in holds_back(open_yet, "case.closed")
    assert open_yet.clock("reply_time").state is ClockState.UNSET
    assert open_yet.clock("reply_time").broken_at is None

    replied = found(entered, fact("reply.given", "2026-03-02 16:30"))
    assert "replied" not in holds_back(replied, "case.closed")
    assert replied.clock("reply_time").spent_seconds == 2.5 * 3600


def test_S1_4_1a_the_contract_stands_above_the_policy():
    order = line(found(request(AT)).precedence, "what_comes_first")

    assert [rank["en"] for rank in order.ranks] == ["the contract", "this policy"]
    assert order.reason.clauses == ("S1-4.1a",)


def test_S1_4_1b_a_product_without_a_procedure_of_its_own_says_that_the_standard_one_is_used():
    def said(**about):
        return [
            (one.name["en"], one.truth.name, *one.reason.clauses)
            for one in found(request(AT), **about).provisions
            if one.rule == "procedure"
        ]

    assert said(equipment__procedure="press line, 12 steps") == [
        ("the product's own procedure", "YES", "S1-4.1b")
    ]
    assert said() == [
        ("the standard procedure, as the product has none of its own", "YES", "S1-4.1b")
    ]


def test_S1_no_clause_waits_for_its_rule():
    assert judged("S1", case(request(AT)), AT).pending == ()
