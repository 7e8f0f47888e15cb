"""What we owe is decided once, by a name, with its figure; money follows."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError, ProgrammingError

from kept.records.cases.services import (
    KeyReused,
    ReasonMissing,
    differences,
    move_case_to_policy,
    withdraw_fact,
)
from kept.records.claims.models import Decision, Outcome, ThirdPartyBill
from kept.records.claims.services import (
    BilledAlready,
    ClaimTooLate,
    DecidedAlready,
    NewBill,
    NotClaimed,
    NotOwed,
    NotYoursToDecide,
    OutcomeUnclear,
    OwedLess,
    answer_giving,
    record_bill,
)
from kept.records.payments.models import Invoice, Payout
from kept.records.payments.services import AmountUnclear
from kept.records.releases.models import Release
from kept.records.releases.services import NotYoursToRelease, OwnRequest
from tests.desk import at, publish
from tests.records.claims.conftest import TEXT
from tests.records.constraining import constraints_now
from tests.records.together import together


class TestByFormula:
    def test_bands_and_cap_come_to_a_figure_that_is_decided_as_it_is(self, owed):
        owed.interrupt()
        owed.claim("credit")

        row = owed.decide("600", "credit", outcome=Outcome.CREDIT_NOTE)

        assert (row.worked_out, row.amount, row.reason) == (600, 600, "")  # half, at most 600
        assert row.clauses[:2] == ["D-20", "D-21"]
        assert Invoice.objects.get(settles__decision=row).total == 600
        assert owed.line("credit").state.value == "decided"

    def test_another_figure_needs_a_reason(self, owed):
        owed.interrupt("180")
        owed.claim("credit")

        with pytest.raises(ReasonMissing):
            owed.decide("100", "credit")
        row = owed.decide("100", "credit", reason="agreed by telephone")

        assert (row.worked_out, row.amount) == (Decimal("123.46"), 100)  # 123.456, rounded once

    def test_it_has_to_be_asked_for(self, owed):
        owed.interrupt()

        with pytest.raises(NotClaimed, match="D-22"):
            owed.decide("600", "credit")

    def test_BL_03_asked_after_its_window_nothing_is_given_and_the_clause_says_why(self, owed):
        owed.interrupt()
        owed.claim("credit", now="27 00:01")  # two days end with the 26th

        with pytest.raises(ClaimTooLate, match="D-22"):
            owed.decide("600", "credit", now="27 09:00")
        assert owed.case.owed_since is None

    def test_what_is_for_the_use_is_taken_from_what_is_given_back(self, owed):
        owed.desk.record(owed.opened, "remedy.chosen", "11:00")

        row = owed.decide("8499.75", "refund")

        assert row.worked_out == Decimal("8499.75")
        assert row.giving.needs_second

    def test_it_waits_on_the_case_until_it_is_decided(self, owed):
        assert owed.case.owed_since is None
        owed.interrupt()
        assert owed.case.owed_since is None  # nobody asked
        owed.claim("credit")
        assert owed.case.owed_since == at("20:10")

        owed.decide("600", "credit")

        assert owed.case.owed_since is None
        assert differences(case_id=owed.opened.case_id, now=at("22:00")) == []


class TestByClaim:
    def test_what_was_asked_for_stands_beside_what_is_given(self, owed):
        owed.desk.record(owed.opened, "provider.refused", "11:00")
        owed.claim("loss", "4000.10")

        row = owed.decide("3500", "loss", reason="the invoice shows 3,500")

        assert (row.asked, row.worked_out, row.amount) == (Decimal("4000.10"), None, 3500)
        assert Payout.objects.get(settles__decision=row).amount == 3500
        assert owed.line("loss").value == 3500

    def test_without_a_figure_there_is_nothing_to_claim(self, owed):
        owed.desk.record(owed.opened, "provider.refused", "11:00")

        with pytest.raises(AmountUnclear):
            owed.claim("loss")

    @pytest.mark.parametrize("amount", ["-1", "NaN", "1e308", "0.001"])
    def test_BL_04_nobody_decides_about_what_cannot_be_paid(self, owed, amount):
        owed.desk.record(owed.opened, "provider.refused", "11:00")
        owed.claim("loss", "10")

        with pytest.raises(AmountUnclear):
            owed.decide(amount, "loss", reason="x", outcome=Outcome.PAYOUT)

    def test_nothing_is_given_with_a_reason(self, owed):
        owed.desk.record(owed.opened, "provider.refused", "11:00")
        owed.claim("loss", "10")
        with pytest.raises(OutcomeUnclear):
            owed.decide("0", "loss", reason="x", outcome=Outcome.PAYOUT)
        with pytest.raises(ReasonMissing):
            owed.decide("0", "loss")

        owed.decide("0", "loss", reason="nothing was lost")

        assert not Payout.objects.exists()
        assert owed.line("loss").state.value == "decided"

    def test_what_the_policy_does_not_owe_is_not_decided(self, owed):
        with pytest.raises(NotOwed):
            owed.decide("10", "loss", reason="x")

    def test_only_a_manager_decides(self, owed):
        owed.desk.record(owed.opened, "provider.refused", "11:00")
        owed.claim("loss", "10")

        with pytest.raises(NotYoursToDecide):
            owed.decide("10", "loss", reason="x", by=owed.desk.hotline)


class TestOnce:
    @pytest.fixture
    def claimed(self, owed):
        owed.desk.record(owed.opened, "provider.refused", "11:00")
        owed.claim("loss", "10000")
        return owed

    def test_the_same_key_is_the_same_decision(self, claimed):
        rows = [claimed.decide("10", "loss", reason="x", key="one") for _ in range(2)]

        assert rows[0] == rows[1]
        with pytest.raises(KeyReused):
            claimed.decide("11", "loss", reason="x", key="one")
        with pytest.raises(DecidedAlready):
            claimed.decide("10", "loss", reason="x")

    @pytest.mark.django_db(transaction=True)
    def test_CC_02_of_many_decisions_at_once_one_stands(self, committed_owed):
        owed = committed_owed
        owed.desk.record(owed.opened, "provider.refused", "11:00")
        owed.claim("loss", "100")

        results = together(
            lambda n: owed.decide(n + 1, "loss", reason="x", key=f"race {n}"), workers=6
        )

        assert sum(isinstance(each, Decision) for each in results) == 1
        assert sum(isinstance(each, DecidedAlready) for each in results) == 5
        assert Payout.objects.count() == 1

    def test_BL_03_above_the_limit_a_second_person_agrees(self, claimed):
        row = claimed.decide("9000", "loss", reason="x")
        told = {"giving_id": row.giving_id, "reason": "", "now": at("21:30")}

        assert not Payout.objects.exists()
        assert claimed.line("loss").state.value == "claimed"
        with pytest.raises(OwnRequest):
            answer_giving(released=True, by=claimed.by, **told)
        with pytest.raises(NotYoursToRelease):
            answer_giving(released=True, by=claimed.desk.hotline, **told)
        answer_giving(released=True, by=claimed.second, **told)
        answer_giving(released=True, by=claimed.second, **told)

        payout = Payout.objects.get()
        assert (payout.amount, payout.asked_by) == (9000, claimed.by)
        assert claimed.line("loss").value == 9000

    def test_BL_03_the_database_knows_that_it_is_another_person(self, claimed):
        row = claimed.decide("9000", "loss", reason="x")
        constraints_now()
        answer = {"giving": row.giving, "released": True, "at": at("21:30"), "by": claimed.by}

        for said_asker in (claimed.by, claimed.second):
            with pytest.raises(IntegrityError), transaction.atomic():
                Release.objects.create(asked_by=said_asker, **answer)

    def test_what_was_refused_is_decided_once_more_and_no_more(self, claimed):
        row = claimed.decide("9000", "loss", reason="x")
        with pytest.raises(DecidedAlready):
            claimed.decide("100", "loss", reason="x")
        told = {"giving_id": row.giving_id, "by": claimed.second, "now": at("21:30")}
        with pytest.raises(ReasonMissing):
            answer_giving(released=False, reason=" ", **told)
        answer_giving(released=False, reason="too much", **told)

        again = claimed.decide("100", "loss", reason="as shown")

        assert again.instead_of.giving == row.giving
        with pytest.raises(DecidedAlready):
            claimed.decide("100", "loss", reason="x")
        assert Payout.objects.get().amount == 100

    @pytest.mark.parametrize(
        "table",
        [
            "claims_decision",
            "claims_settlement",
            "claims_thirdpartybill",
            "releases_giving",
            "releases_release",
        ],
    )
    def test_SG_01_nobody_changes_what_was_decided(self, claimed, table):
        for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
            with (
                pytest.raises((InternalError, ProgrammingError, IntegrityError)),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)

    def test_what_is_voluntary_has_a_name_and_a_reason(self, owed):
        with pytest.raises(ReasonMissing):
            owed.decide("50")

        row = owed.decide("50", reason="a bad week", clause="D-3")

        assert (row.kind, row.clauses, row.decided_by) == ("goodwill", ["D-3"], owed.by)


class TestThirdPartyAtOurCost:
    def bill(self, owed, *, now="15:00", key="", **said):
        bill = NewBill(
            case_id=owed.opened.case_id,
            firm="Quick Repairs",
            number="QR-17",
            dated_on=date(2026, 11, 24),
            text="Fan replaced",
            amount=Decimal("880.50"),
            currency="CNY",
        )
        return record_bill(
            bill=replace(bill, **said), by=owed.desk.hotline, now=at(now), key=key or owed.key()
        )

    def test_whom_we_let_wait_is_given_back_what_somebody_else_took(self, owed):
        owed.desk.record(owed.opened, "remedy.chosen", "12:00", option="engage")
        bill = self.bill(owed, paid_by_customer=True)

        row = owed.decide("880.50", bill_id=bill, reason="invoice looked at")

        assert row.clauses == ["D-26"]
        assert Payout.objects.get(settles__decision=row).payee == "东岸数据中心"

    def test_BL_03_who_was_answered_in_time_pays_it(self, owed):
        owed.desk.record(owed.opened, "response.given", "10:20")
        owed.desk.record(owed.opened, "remedy.chosen", "12:00", option="engage")
        bill = self.bill(owed)

        with pytest.raises(NotOwed, match="D-27"):
            owed.decide("880.50", bill_id=bill, reason="x")

    def test_BL_03_the_same_invoice_comes_once(self, owed):
        self.bill(owed)

        with pytest.raises(BilledAlready, match="QR-17"):
            self.bill(owed, firm=" quick  repairs ", number="qr-17")
        other = replace(owed.opened, case_id=owed.desk.log().case_id)
        with pytest.raises(BilledAlready):
            self.bill(owed, case_id=other.case_id)
        assert ThirdPartyBill.objects.count() == 1

    def test_BL_03_it_is_decided_once(self, owed):
        owed.desk.record(owed.opened, "remedy.chosen", "12:00", option="engage")
        bill = self.bill(owed)
        owed.decide("880.50", bill_id=bill, reason="x")

        with pytest.raises(DecidedAlready):
            owed.decide("880.50", bill_id=bill, reason="x")

    def test_BL_03_a_huge_one_waits_for_a_second_person(self, owed):
        owed.desk.record(owed.opened, "remedy.chosen", "12:00", option="engage")
        bill = self.bill(owed, amount=Decimal(99_999_999))

        assert owed.decide("99999999", bill_id=bill, reason="x").giving.needs_second
        assert not Payout.objects.exists()

    @pytest.mark.parametrize("number", ["ＱＲ－１７", "QR\u200b-17", "qr–17", " QR-17 "])
    def test_BL_03_nor_written_another_way(self, owed, number):
        self.bill(owed)

        with pytest.raises(BilledAlready):
            self.bill(owed, number=number, firm="Ｑｕｉｃｋ  Repairs")

    def test_ID_02_the_key_of_one_bill_decides_no_other(self, owed):
        owed.desk.record(owed.opened, "remedy.chosen", "12:00", option="engage")
        one, other = self.bill(owed), self.bill(owed, number="QR-18")
        row = owed.decide("50", bill_id=one, reason="x", key="one")

        assert owed.decide("50", bill_id=one, reason="x", key="one") == row
        for more in ({"bill_id": other}, {"bill_id": one, "outcome": Outcome.CREDIT_NOTE}):
            with pytest.raises(KeyReused):
                owed.decide("50", reason="x", key="one", **more)


def test_BL_03_given_in_parts_it_needs_a_second_person_as_well(owed):
    first, second = (owed.decide("3000", reason="a bad week") for _ in range(2))

    assert (first.giving.needs_second, second.giving.needs_second) == (False, True)
    assert Payout.objects.get().amount == 3000
    told = {"giving_id": second.giving_id, "reason": "", "now": at("21:30")}
    answer_giving(released=True, by=owed.second, **told)
    assert not owed.decide("2000", reason="once more").giving.needs_second
    assert not owed.decide("600", reason="in euros", currency="EUR").giving.needs_second
    assert owed.decide("0.01", reason="and more").giving.needs_second


def test_BL_03_what_the_policy_works_out_takes_nothing_from_it(owed):
    owed.interrupt()
    owed.claim("credit")
    owed.decide("600", "credit")

    assert not owed.decide("5000", reason="a bad week").giving.needs_second


@pytest.mark.parametrize("amount", ["999999999999999.99", "1000000000000"])
def test_BL_03_a_claim_of_a_fortune_is_seen_and_decided(owed, amount):
    owed.desk.record(owed.opened, "provider.refused", "11:00")
    owed.claim("loss", amount)

    assert owed.decide("10", "loss", reason="as shown").amount == 10


def test_BL_03_what_is_owed_no_more_is_not_agreed_to(owed):
    refusal = owed.desk.record(owed.opened, "provider.refused", "11:00")
    owed.claim("loss", "10000")
    row = owed.decide("9000", "loss", reason="as shown")
    withdraw_fact(
        case_id=owed.opened.case_id, seq=refusal.seq, reason="we never refused", by=owed.by,
        now=at("21:10"), key="back",
    )  # fmt: skip
    told = {"giving_id": row.giving_id, "by": owed.second, "now": at("21:30")}

    with pytest.raises(NotOwed):
        answer_giving(released=True, reason="", **told)

    answer_giving(released=False, reason="we never refused", **told)
    assert not Payout.objects.exists()


def test_BL_03_what_the_policy_works_out_less_of_by_now_is_not_released(owed):
    owed.desk.record(owed.opened, "remedy.chosen", "11:00")
    row = owed.decide("8499.75", "refund")
    assert row.giving.needs_second
    version = publish(TEXT.replace("formula: 10000", "formula: 6000"), owed.by, at("21:10"))
    move_case_to_policy(
        case_id=owed.opened.case_id, version_id=version.pk, reason="the right contract",
        by=owed.by, now=at("21:10"),
    )  # fmt: skip
    told = {"giving_id": row.giving_id, "by": owed.second, "now": at("21:30")}

    with pytest.raises(OwedLess, match="CNY 4,499.75"):
        answer_giving(released=True, reason="", **told)

    assert not Payout.objects.exists()
