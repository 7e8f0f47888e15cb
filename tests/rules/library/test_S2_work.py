"""S2: who is responsible and called in, the file, explanations, third parties, tender figures."""

import pytest

from tests.rules.library.shipped import (
    case,
    cited,
    fact,
    judged,
    possible_payers,
    request,
    when,
    who_pays,
)
from tests.rules.library.shown import duties, duty, gate, holds_back, line, missing

AT = "2026-03-02 10:00"
IN_WARRANTY = {"equipment__accepted": when("2025-06-01 00:00"), "contract__warranty": "24 months"}
EXPIRED = {"equipment__accepted": when("2021-06-01 00:00"), "contract__warranty": "24 months"}
CALM = {"emergency": False, "visit_demanded": False, "visit_necessary": False}
REPORT = request(AT, **CALM)
ANSWERED = fact("response.given", "2026-03-02 10:20")
ENGAGED = fact("third_party.engaged", "2026-03-02 13:05")


def found(*facts, at, **about):
    return judged("S2", case(*facts, **(about or IN_WARRANTY)), at)


def called_in(result):
    """Who is called in, and since when."""
    return {role: step.since for step in result.escalations for role in step.to}


def test_S2_0a_the_vice_general_manager_stands_at_the_top():
    calm = found(REPORT, ANSWERED, at="2026-03-02 12:00")
    assert called_in(calm) == {}
    who = line(calm.assignments, "responsible")
    assert "vice_general_manager" in who.informed
    assert "S2-0a" in who.reason.clauses

    overdue = found(REPORT, ANSWERED, at="2026-03-03 10:00")
    assert called_in(overdue) == {
        "engineering_head": when("2026-03-03 10:00"),
        "vice_general_manager": when("2026-03-03 10:00"),
    }
    assert max(overdue.escalations, key=lambda step: step.number).to == ("vice_general_manager",)


def test_S2_0b_the_head_of_engineering_is_called_in_before_that():
    sought = request(AT, emergency=False, visit_demanded=True)
    late = found(
        sought, ANSWERED, fact("provider.refused", "2026-03-02 09:00"), at="2026-03-02 12:00"
    )
    assert "engineering_head" not in called_in(late)

    nobody_came = found(sought, ANSWERED, at="2026-03-02 13:00")
    (first, *_) = nobody_came.escalations
    assert (first.to, first.since) == (("engineering_head",), when("2026-03-02 13:00"))
    assert "S2-0b" in first.reason.clauses
    assert "engineering_head" in line(nobody_came.assignments, "responsible").informed


def test_S2_0c_the_daily_work_lies_with_the_engineering_office():
    who = line(found(REPORT, at=AT).assignments, "responsible")

    assert who.lead == "engineering_office"
    assert "S2-0c" in who.reason.clauses


def test_S2_1a_every_case_makes_an_entry_in_the_customers_file():
    for kind in ("fault", "guidance", "ip_dispute"):
        opened = found(request(AT, case_type=kind), at=AT).duty("service_file")
        assert (opened.state.value, opened.by) == ("owed", "engineering_office")

    closed = found(REPORT, fact("case.closed", "2026-03-02 15:00"), at="2026-03-05 10:00")
    assert duty(closed, "service_file") == "owed"  # closing the case does not end it

    filed = fact("record.filed", "2026-03-02 16:00", category="repair")
    kept = found(REPORT, filed, at="2026-03-05 10:00").duty("service_file")
    assert (kept.state.value, kept.keep) == ("done", "unset")
    assert "S2-1a" in kept.reason.clauses


def test_S2_1b_an_entry_without_its_kind_is_not_yet_filed():
    loose = found(REPORT, fact("record.filed", "2026-03-02 16:00"), at="2026-03-05 10:00")

    assert duty(loose, "service_file") == "owed"
    assert loose.duty("service_file").lacks == ("category",)
    assert "S2-1b" in loose.duty("service_file").reason.clauses


def test_S2_3a_at_24_hours_an_explanation_in_writing_is_owed_until_it_is_sent():
    before = found(REPORT, ANSWERED, at="2026-03-03 09:59")
    assert duty(before, "explanation") in (None, "not_open")

    owed = found(REPORT, ANSWERED, at="2026-03-03 10:00").duty("explanation")
    assert (owed.state.value, owed.opened_at) == ("owed", when("2026-03-03 10:00"))
    assert (owed.to, owed.through) == (("customer",), ("mail", "email"))
    assert "S2-3a" in owed.reason.clauses

    told = {"reason": "the board is on its way", "against_loss": "loaner"}
    sent = fact("explanation.sent", "2026-03-03 11:00", **told)
    assert duty(found(REPORT, ANSWERED, sent, at="2026-03-03 12:00"), "explanation") == "done"


def test_S2_3b_the_explanation_names_what_is_done_against_the_loss():
    bare = fact("explanation.sent", "2026-03-03 11:00", reason="the board is on its way")
    lacking = found(REPORT, ANSWERED, bare, at="2026-03-03 12:00").duty("explanation")

    assert (lacking.state.value, lacking.lacks) == ("owed", ("against_loss",))
    assert "S2-3b" in lacking.reason.clauses


def right(*facts, at, **about):
    """How the right to a third party stands."""
    remedy = line(found(*facts, at=at, **about).remedies, "third_party")
    return remedy.state.value if remedy else None


@pytest.mark.parametrize(
    ("facts", "before", "at"),
    [
        ([REPORT], "2026-03-02 10:59", "2026-03-02 11:00"),  # no answer
        ([request(AT, visit_demanded=True), ANSWERED], "2026-03-02 12:59", "2026-03-02 13:00"),
        (
            [REPORT, ANSWERED, fact("provider.refused", "2026-03-02 10:40")],
            "2026-03-02 10:39",
            "2026-03-02 10:40",
        ),
    ],
)
def test_S2_4a_silence_absence_or_a_refusal_opens_the_right_to_a_third_party(facts, before, at):
    assert right(*facts, at=before) in (None, "possible")
    assert right(*facts, at=at) == "open"

    opened = line(found(*facts, at=at).remedies, "third_party")
    assert (opened.chooser, opened.since) == ("customer", when(at))
    assert "S2-4a" in opened.reason.clauses
    assert "vice_general_manager" in called_in(found(*facts, at=at))


def test_S2_4a_after_the_warranty_four_hours_without_anybody_open_it_as_well():
    emergency = request(AT, **(CALM | {"emergency": True}))

    assert right(emergency, ANSWERED, at="2026-03-02 13:59", **EXPIRED) is None
    assert right(emergency, ANSWERED, at="2026-03-02 14:00", **EXPIRED) == "open"


def test_S2_4a_a_right_used_in_good_faith_survives_a_late_fact():
    sought = request(AT, emergency=False, visit_demanded=True)
    arrived = fact("visit.arrived", "2026-03-02 12:58", known="2026-03-02 14:00")

    assert right(sought, ANSWERED, ENGAGED, at="2026-03-02 13:30") == "chosen"
    assert right(sought, ANSWERED, ENGAGED, arrived, at="2026-03-02 15:00") == "kept"
    assert right(sought, ANSWERED, arrived, at="2026-03-02 15:00") is None  # nothing was used
    kept = found(sought, ANSWERED, ENGAGED, arrived, at="2026-03-02 15:00")
    assert who_pays(kept, "third_party") == "provider"


def test_S2_4a_a_way_back_to_work_closes_what_was_not_used():
    restored = fact("service.restored", "2026-03-02 12:00")

    assert right(REPORT, restored, at="2026-03-02 13:00") == "closed"


def test_S2_4b_who_turns_to_others_without_cause_is_not_paid_for():
    worn = fact("cause.found", "2026-03-02 12:00", cause="wear")
    needless = found(REPORT, ANSWERED, worn, ENGAGED, at="2026-03-02 14:00")
    assert "provider" not in possible_payers(needless, "third_party")

    needed = found(REPORT, ENGAGED, at="2026-03-02 14:00")
    assert who_pays(needed, "third_party") == "provider"
    assert cited(needed, "third_party") == ("S2-4b",)


def defect(cause="supplied_defect", **values):
    return fact("cause.found", "2026-03-02 12:00", cause=cause, **values)


def missed(name, value):
    return fact("figure.missed", f"2026-03-02 12:{10 + len(name)}", figure=name, measured=value)


def test_S2_6c_the_case_closes_when_every_figure_that_was_missed_was_measured_again():
    flow, heat = missed("flow", "38 m3/h"), missed("heating", "71 C")
    open_yet = found(
        REPORT, defect(tender_indicator_missed=True), flow, heat, at="2026-03-03 09:00"
    )
    assert duties(open_yet, "figures") == {"figures": "owed", "figures#2": "owed"}
    assert "figures_reached" in holds_back(open_yet, "case.closed")

    again = fact("figure.reached", "2026-03-03 10:00", figure="flow", measured="42 m3/h")
    half = found(REPORT, defect(), flow, heat, again, at="2026-03-03 11:00")
    assert missing(half, "figures_reached") == ["every figure that was missed"]

    bare = fact("figure.reached", "2026-03-03 12:00", figure="heating")
    unmeasured = found(REPORT, defect(), flow, heat, again, bare, at="2026-03-03 13:00")
    assert "figures_reached" in holds_back(unmeasured, "case.closed")

    both = fact("figure.reached", "2026-03-03 14:00", figure="heating", measured="80 C")
    whole = found(REPORT, defect(), flow, heat, again, both, at="2026-03-03 15:00")
    assert gate(whole, "figures_reached") == "open"
    assert set(duties(whole, "figures").values()) == {"done"}


def test_S2_6c_without_a_list_the_answer_of_the_engineer_closes_it_too():
    closed = found(
        REPORT, defect("our_guidance", tender_indicator_missed=True), at="2026-03-02 13:00"
    )
    assert "figures_reached" in holds_back(closed, "case.closed")

    mended = fact(
        "cause.found", "2026-03-03 12:00", cause="our_guidance", tender_indicator_missed=False
    )
    after = found(
        REPORT, defect("our_guidance", tender_indicator_missed=True), mended, at="2026-03-03 13:00"
    )
    assert gate(after, "figures_reached") is None

    theirs = found(
        REPORT, defect("customer_modification", tender_indicator_missed=True), at="2026-03-02 13:00"
    )
    assert gate(theirs, "figures_reached") is None


def test_S2_7b_a_loss_is_claimed_and_decided_by_a_named_person():
    stop = [
        fact("stop.began", "2026-03-02 11:00", stopped_by="provider"),
        fact("stop.ended", "2026-03-02 16:00"),
    ]
    claim = fact("claim.made", "2026-03-04 10:00", amount=8000, claim="stop_loss")
    decided = fact(
        "claim.decided", "2026-03-06 10:00", amount=6500, claim="stop_loss", reason="two shifts"
    )

    def loss(*more, about=IN_WARRANTY):
        return line(
            found(REPORT, *stop, *more, at="2026-03-07 10:00", **about).amounts, "stop_loss"
        )

    assert (loss().state.value, loss().value) == ("claimable", None)
    assert (loss(claim).state.value, loss(claim).decided_by) == ("claimed", "engineering_head")
    assert (loss(claim, decided).state.value, loss(claim, decided).value) == ("decided", 6500)
    assert (loss().payer, loss().payee) == ("provider", "customer")
    assert "S2-7b" in loss().reason.clauses
    assert loss(about=EXPIRED) is None or loss(about=EXPIRED).state.value == "none"


def test_S2_10a_each_quotation_has_its_licences_on_file():
    quoted = fact("quote.sent", "2026-03-02 11:00")
    again = fact("quote.sent", "2026-03-02 12:00")
    assert duties(found(REPORT, quoted, again, at="2026-03-02 13:00"), "licences") == {
        "licences": "owed",
        "licences#2": "owed",
    }

    bare = fact("licence.filed", "2026-03-02 14:00")
    filed = fact("licence.filed", "2026-03-02 15:00", licensed_by="maker of the controller")
    assert found(REPORT, quoted, bare, at="2026-03-02 16:00").duty("licences").lacks == (
        "licensed_by",
    )
    assert duty(found(REPORT, quoted, bare, filed, at="2026-03-02 16:00"), "licences") == "done"


def test_S2_10b_a_dispute_about_rights_has_an_owner():
    dispute = found(request(AT, case_type="ip_dispute"), at="2026-03-02 10:30")

    assert line(dispute.assignments, "responsible").lead == "engineering_office"
    assert "S2-10b" in line(dispute.assignments, "responsible").reason.clauses
    assert duty(dispute, "service_file") == "owed"  # its folder


def test_S2_no_clause_waits_for_its_rule():
    assert judged("S2", case(request(AT)), AT).pending == ()


def test_S2_4a_once_the_right_is_open_a_last_notice_is_owed_with_a_clock_of_its_own():
    def notice(*facts, at):
        result = found(REPORT, *facts, at=at)
        clocks = {c.key: c.started_at for c in result.clocks if c.rule == "last_notice_time"}
        states = [d.state.value for d in result.duties if d.rule == "last_notice"]
        return states, list(clocks.values())

    assert notice(at="2026-03-02 10:59")[1] in ([], [None])
    assert notice(at="2026-03-02 11:30") == (["owed"], [when("2026-03-02 11:00")])
    sent = fact("last_notice.sent", "2026-03-02 11:40", text="An engineer comes at 14:00.")
    assert notice(sent, at="2026-03-02 12:00")[0] == ["done"]
    waits = fact("third_party.declined", "2026-03-02 11:40")
    assert notice(waits, at="2026-03-02 12:00")[0] == ["lapsed"]


def test_S2_3a_the_explanation_has_a_clock_of_its_own_from_the_moment_of_the_breach():
    result = found(REPORT, ANSWERED, at="2026-03-03 11:00")

    (clock,) = [c for c in result.clocks if c.rule == "explanation_time"]
    assert clock.started_at == when("2026-03-03 10:00")
    assert clock.due_at is None  # the paper gives no number
