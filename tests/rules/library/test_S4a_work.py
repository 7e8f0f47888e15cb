"""S4a: evidence for the goods, who handles what, and what a repair waits for."""

import pytest

from kept.rules.assess.amounts import AmountState
from kept.rules.assess.remedies import RemedyState
from kept.rules.facts import Truth
from tests.rules.library.shipped import case, fact, judged, request, when
from tests.rules.library.work import assigned, done, gate, owed, remedy, shut

AT = "2026-03-02 10:00"
NOON = "2026-03-02 12:00"
LATER = "2026-03-05 10:00"
OLD = {"equipment__accepted": when("2019-06-01 00:00")}
EXPIRED = {"equipment__accepted": when("2021-06-01 00:00")}
DELIVERED = {"equipment__delivered": when("2026-02-20 00:00")}


def under(*facts, at=LATER, case_type="fault", **about):
    return judged("S4a", case(request(AT, case_type=case_type), *facts, **about), at)


def test_S4a_1_1_a_licence_is_filed_with_its_end_and_flagged_when_it_has_run_out():
    assert "licence" in owed(under(**DELIVERED))

    half = fact("licence.filed", NOON, product_line="pumps")
    assert under(half, **DELIVERED).duty("licence").lacks == ("valid_until",)

    filed = fact("licence.filed", NOON, product_line="pumps", valid_until=when("2027-01-01 00:00"))
    runs = {"equipment__licence_until": when("2027-01-01 00:00"), **DELIVERED}
    valid = under(filed, **runs)
    assert "licence" in done(valid)
    assert "licence_renewed" not in owed(valid)
    assert "licence_renewed" in owed(under(filed, at="2027-01-02 10:00", **runs))


@pytest.mark.parametrize("kind", ["goods.proved_genuine", "goods.proved_not_genuine"])
def test_S4a_1_2_delivered_goods_are_checked_by_their_serial_number(kind):
    assert "genuine" in owed(under(**DELIVERED))
    assert under(fact(kind, NOON), **DELIVERED).duty("genuine").lacks == ("serial",)
    assert "genuine" in done(under(fact(kind, NOON, serial="E17"), **DELIVERED))


def test_S4a_1_3_the_certificate_is_stored_with_the_equipment():
    other = fact("record.filed", NOON, document="photo", serial="E17")
    assert "inspection_certificate" in owed(under(other, **DELIVERED))

    stored = fact("record.filed", NOON, document="inspection_certificate", serial="E17")
    line = under(stored, **DELIVERED).duty("inspection_certificate")
    assert (line.state.value, line.keep) == ("done", "life")


def test_S4a_1_5a_goods_proved_not_genuine_may_go_back_at_any_age_without_a_repair():
    before = {line.rule: line.state for line in under(**OLD).remedies}
    assert before.get("return_not_genuine", RemedyState.CLOSED) is RemedyState.CLOSED

    line = remedy(under(fact("goods.proved_not_genuine", NOON), **OLD), "return_not_genuine")
    assert (line.state, line.chooser) == (RemedyState.OPEN, "customer")
    assert [option.key for option in line.options] == ["return"]


def test_S4a_1_5b_the_return_carries_a_claim_for_the_losses():
    proved = fact("goods.proved_not_genuine", NOON)
    (line,) = under(proved, **OLD).amounts
    assert (line.state, line.payer) == (AmountState.CLAIMABLE, "provider")

    claimed = fact("claim.made", "2026-03-03 10:00", claim="loss", amount=8000)
    decided = fact("claim.decided", "2026-03-04 10:00", claim="loss", amount=7500)
    (line,) = under(proved, claimed, decided, **OLD).amounts
    assert (line.state, line.value) == (AmountState.DECIDED, 7500)


def test_S4a_2_2a_accepted_equipment_belongs_to_service():
    line = assigned(under(**EXPIRED), "who_handles")

    assert (line.lead, line.may_close, line.truth) == ("service", ("service",), Truth.YES)
    assert "S4a-2.2a" in line.reason.clauses


def test_S4a_2_2b_delivered_and_not_accepted_it_belongs_to_sales():
    line = assigned(under(project=False, case_type="consultation", **DELIVERED), "who_handles")

    assert (line.lead, line.helpers) == ("sales", ("supply_chain",))
    assert "S4a-2.2b" in line.reason.clauses


def project(**about):
    asked = request(AT, project=True)
    return assigned(judged("S4a", case(asked, **about), LATER), "who_handles")


def test_S4a_2_3a_a_fault_in_a_project_belongs_to_its_manager_until_acceptance():
    line = project(**DELIVERED)
    assert (line.lead, line.helpers) == ("project_manager", ("supply_chain",))
    assert "S4a-2.3a" in line.reason.clauses
    assert project(**DELIVERED, **EXPIRED).lead == "service"


def test_S4a_2_3b_only_the_project_side_closes_it():
    line = project(**DELIVERED)

    assert line.may_close == ("project_manager",)
    assert "S4a-2.3b" in line.reason.clauses


def test_S4a_2_3c_closing_leaves_the_result_to_be_told_to_the_project_side():
    asked = request(AT, project=True)
    closed = fact("case.closed", NOON)
    told = fact("project.informed", "2026-03-03 09:00", text="Pump exchanged")

    assert "tell_the_project" not in owed(judged("S4a", case(asked, **DELIVERED), LATER))
    line = judged("S4a", case(asked, closed, **DELIVERED), LATER).duty("tell_the_project")
    assert (line.state.value, line.to, line.outlives) == ("owed", ("project_manager",), True)
    assert "tell_the_project" in done(judged("S4a", case(asked, closed, told, **DELIVERED), LATER))


def test_S4a_2_4a_a_special_exchange_goes_to_sales_and_the_unset_window_stays_possible():
    special = under(fact("request.described", NOON, special_exchange=True), case_type="exchange")
    line = assigned(special, "who_handles")
    assert (line.lead, line.helpers, line.truth) == ("sales", ("service",), Truth.YES)

    lines = under(case_type="exchange", **DELIVERED).assignments
    assert ("S4a-2.4a",) in {o.reason.clauses for o in lines if o.truth is Truth.UNKNOWN}


def test_S4a_2_4b_the_defective_item_comes_before_its_replacement():
    arranged = fact("return.arranged", NOON)
    assert "defective_first" in shut(under(arranged))

    received = fact("goods.received_for_repair", "2026-03-03 10:00")
    assert "defective_first" not in shut(under(arranged, received))

    early = fact("replacement.sent", "2026-03-02 15:00")
    assert len(gate(under(arranged, early, received), "defective_first").passed) == 1


def test_S4a_2_4c_a_part_sent_ahead_needs_a_reason_and_leaves_the_old_one_owed():
    facts = [fact("return.arranged", NOON), fact("advance.requested", NOON)]
    (part,) = under(*facts).provisions
    assert (part.effect.value, part.party) == ("with_approval", "supplier")

    silent = fact("advance.agreed", "2026-03-02 14:00")
    assert "defective_first" in shut(under(*facts, silent))

    facts.append(fact("advance.agreed", "2026-03-02 14:00", reason="production would stop"))
    facts.append(fact("replacement.sent", "2026-03-02 15:00"))
    sent = under(*facts)
    assert gate(sent, "defective_first").passed == ()
    assert sent.duty("return_owed").by == "customer"
    assert "return_owed" in owed(sent)
    assert "return_owed" in done(
        under(*facts, fact("goods.received_for_repair", "2026-03-04 10:00"))
    )


def test_S4a_2_4d_a_paid_repair_waits_until_its_cost_was_explained():
    assert "cost_explained" in shut(under(**EXPIRED))
    assert "cost_explained" not in shut(under(fact("quote.explained", NOON), **EXPIRED))


def test_S4a_2_4e_a_paid_repair_waits_for_the_payment():
    explained = fact("quote.explained", NOON)
    assert shut(under(explained, **EXPIRED)) == {"payment_first"}
    assert shut(under(explained, fact("payment.received", NOON), **EXPIRED)) == set()

    covered = {"equipment__accepted": when("2025-12-01 00:00")}
    quality = fact("cause.found", NOON, cause="quality")
    assert shut(under(quality, **covered)) == set()
    assert "payment_first" in shut(
        under(fact("cause.found", NOON, cause="improper_operation"), **covered)
    )
