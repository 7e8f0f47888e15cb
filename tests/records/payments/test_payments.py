"""Money that came is counted once, never used for more than is open, and tells the policy."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kept.records.cases.models import CaseFact
from kept.records.cases.queries import assessed
from kept.records.cases.services import HeldBack, KeyReused, ReasonMissing
from kept.records.payments.models import Invoice, Matching, OpenItem, Payment, Payout
from kept.records.payments.services import (
    AlreadyUndone,
    AmountUnclear,
    MoreThanOpen,
    OthersMoney,
    ReferenceMissing,
    SentAlready,
    ToldAlready,
    confirm_sent,
    match,
    refund_payment,
    undo_match,
)
from tests.desk import at
from tests.records.constraining import constraints_now
from tests.records.together import together


def item(row):
    field = "invoice" if isinstance(row, Invoice) else "payment_id"
    return OpenItem.objects.get(**{field: row if field == "invoice" else row.payment_id})


def gate(till, rule):
    lines = assessed(till.opened.case_id, at=at("18:00")).assessment.gates
    return next(line.state.value for line in lines if line.rule == rule)


class TestGates:
    def test_a_part_does_not_open_a_gate_that_wants_all(self, till):
        till.invoice(100)
        till.pay(60)

        assert (gate(till, "pay_first"), gate(till, "deposit_first")) == ("closed", "open")
        with pytest.raises(HeldBack):
            till.desk.record(till.opened, "repair.started", "12:30")

        till.pay(40)
        assert gate(till, "pay_first") == "open"
        till.desk.record(till.opened, "repair.started", "13:30")
        assert till.told() == [("payment.part_received", 60), ("payment.received", 40)]

    def test_what_is_paid_before_anything_is_asked_for_is_a_part(self, till):
        till.pay(500)
        assert gate(till, "pay_first") == "closed"

        invoice = till.invoice(300)
        held = OpenItem.objects.get(payment__isnull=False)
        match(
            held_id=held.pk,
            owed_id=item(invoice).pk,
            amount=Decimal(300),
            by=till.by,
            now=at("13:00"),
            key="deposit",
        )
        assert gate(till, "pay_first") == "open"

    def test_a_payment_that_was_put_there_by_mistake_closes_it_again(self, till):
        till.invoice(100)
        till.pay(100)
        made = Matching.objects.get()

        undo_match(
            matching_id=made.pk, reason="another case's", by=till.by, now=at("14:00"), key="undo"
        )

        assert (gate(till, "pay_first"), gate(till, "deposit_first")) == ("closed", "open")
        assert till.told()[-2:] == [("payment.returned", 100), ("payment.part_received", 100)]

    def test_BL_04_a_deposit_that_goes_back_opens_nothing(self, till):
        paid = till.pay(100)
        told = {"payment_id": paid.payment_id, "reason": "no order", "by": till.by}

        refund_payment(amount=Decimal(99), now=at("13:00"), key="one", **told)
        assert gate(till, "deposit_first") == "open"
        refund_payment(amount=Decimal(1), now=at("14:00"), key="two", **told)

        assert gate(till, "deposit_first") == "closed"
        assert till.told() == [("payment.part_received", 100), ("payment.returned", 1)]
        till.pay(20, now="15:00")
        assert gate(till, "deposit_first") == "open"

    def test_money_of_another_case_opens_nothing(self, till):
        till.invoice(100)

        till.pay(100, case_id=None)

        assert till.told() == []
        assert gate(till, "pay_first") == "closed"

    def test_one_of_two_invoices_is_a_part(self, till):
        first, _second = till.invoice(100), till.invoice(50)

        till.pay(100, invoice_id=first.pk)

        assert till.told() == [("payment.part_received", 100)]


class TestReceiving:
    def test_the_invoice_that_is_named_comes_first_then_the_one_due_first(self, till):
        later, sooner = till.invoice(100), till.invoice(80, due_on=at("10:00").date())

        till.pay(150, invoice_id=later.pk)

        assert (item(later).matched, item(sooner).matched) == (100, 50)

    def test_what_is_left_is_held(self, till):
        till.invoice(100)

        paid = till.pay(130)

        assert item(paid).amount - item(paid).matched == 30

    def test_ID_02_the_same_key_is_the_same_payment(self, till):
        invoice = till.invoice(100)
        first = till.pay(60, key="one")

        again = till.pay(60, key="one")

        assert (again.payment_id, again.repeated) == (first.payment_id, True)
        assert item(invoice).matched == 60
        for other in ({"amount": 61}, {"amount": 60, "reference": "another line of the bank"}):
            with pytest.raises(KeyReused):
                till.pay(key="one", **{"reference": "bank 60"} | other)

    @pytest.mark.parametrize("amount", ["0", "-5", "NaN", "Infinity", "1e308", "0.001"])
    def test_BL_04_an_amount_that_nobody_can_pay_is_refused(self, till, amount):
        with pytest.raises(AmountUnclear):
            till.pay(amount)

    def test_BL_04_currencies_never_meet(self, till):
        invoice = till.invoice(100)
        with pytest.raises(OthersMoney):
            till.pay(100, currency="USD", invoice_id=invoice.pk)
        paid = till.pay(100, currency="USD")

        with pytest.raises(OthersMoney):
            match(
                held_id=item(paid).pk,
                owed_id=item(invoice).pk,
                amount=Decimal(10),
                by=till.by,
                now=at("13:00"),
                key="x",
            )
        constraints_now()
        with pytest.raises(IntegrityError), transaction.atomic():
            OpenItem.objects.filter(invoice=invoice).update(currency="USD")

    def test_a_payment_can_be_found_at_the_bank(self, till):
        with pytest.raises(ReferenceMissing):
            till.pay(10, reference=" ")

    def test_ID_02_what_is_typed_twice_is_one_payment_until_its_reference_says_otherwise(
        self, till
    ):
        till.pay(130, reference="ICBC 1", is_typed=True)

        with pytest.raises(ToldAlready, match="ICBC 1 is on record for that day already"):
            till.pay(130, reference="ICBC 1 ", is_typed=True, now="12:07")

        till.pay(130, reference="ICBC 1, second", is_typed=True)
        till.pay(131, reference="ICBC 1", is_typed=True)
        assert Payment.objects.count() == 3

    def test_ID_02_two_windows_that_type_the_same_at_once_tell_of_it_once(self, committed_till):
        till = committed_till

        found = together(lambda nr: till.pay(9, key=f"window {nr}", is_typed=True), workers=6)

        assert [type(one) for one in found].count(ToldAlready) == 5
        assert Payment.objects.count() == 1

    def test_the_database_never_lets_more_be_used_than_there_is(self, till):
        invoice = till.invoice(100)
        with pytest.raises(IntegrityError), transaction.atomic():
            OpenItem.objects.filter(invoice=invoice).update(matched=F("amount") + 1)

    @pytest.mark.django_db(transaction=True)
    def test_CC_02_of_many_who_use_the_same_money_some_get_it_and_never_more(self, committed_till):
        till = committed_till
        paid = till.pay(100)
        invoices = [item(till.invoice(40)).pk for _ in range(6)]

        def work(number):
            return match(
                held_id=item(paid).pk,
                owed_id=invoices[number],
                amount=Decimal(40),
                by=till.by,
                now=at("13:00"),
                key=f"race {number}",
            )

        results = together(work, workers=6)

        assert sum(isinstance(each, MoreThanOpen) for each in results) == 4
        assert item(paid).matched == 80

    @pytest.mark.django_db(transaction=True)
    def test_CC_02_one_payment_told_many_times_at_once_is_one(self, committed_till):
        till = committed_till
        invoice = till.invoice(100)

        together(lambda _: till.pay(60, key="told", capture="c-1"), workers=6)

        assert Payment.objects.count() == 1
        assert item(invoice).matched == 60

    @pytest.mark.django_db(transaction=True)
    def test_CC_07_payments_of_two_cases_wait_for_each_other_and_none_is_lost(self, committed_till):
        till = committed_till
        cases = [till.opened.case_id, till.desk.log().case_id]
        for case_id in cases:
            till.invoice(500, case_id=case_id)

        results = together(lambda n: till.pay(50, case_id=cases[n % 2], key=f"both {n}"), workers=8)

        assert not [each for each in results if isinstance(each, Exception)]
        assert sum(OpenItem.objects.filter(is_owed=True).values_list("matched", flat=True)) == 400


class TestRefunds:
    def refund(self, till, paid, amount, *, key="", reason="paid twice"):
        return refund_payment(
            payment_id=paid.payment_id,
            amount=Decimal(str(amount)),
            reason=reason,
            by=till.by,
            now=at("15:00"),
            key=key or till.key(),
        )

    def test_what_settles_no_invoice_goes_back_once(self, till):
        till.invoice(100)
        paid = till.pay(130)

        self.refund(till, paid, 30, key="one")
        self.refund(till, paid, 30, key="one")

        assert Payout.objects.get().amount == 30
        with pytest.raises(MoreThanOpen):
            self.refund(till, paid, "0.01")

    def test_it_has_a_reason(self, till):
        with pytest.raises(ReasonMissing):
            self.refund(till, till.pay(10), 5, reason=" ")

    def test_the_money_leaves_once(self, till):
        asked = self.refund(till, till.pay(10), 5)
        told = {"payout_id": asked.payout_ids[0], "by": till.by, "now": at("16:00")}

        confirm_sent(reference="T-1", **told)
        confirm_sent(reference="T-1", **told)

        with pytest.raises(SentAlready):
            confirm_sent(reference="T-2", **told)

    def test_ID_02_a_matching_is_undone_once(self, till):
        till.invoice(10)
        till.pay(10)
        made = Matching.objects.get()
        told = {"matching_id": made.pk, "by": till.by, "now": at("14:00")}

        undo_match(reason="wrong", key="one", **told)

        with pytest.raises(AlreadyUndone):
            undo_match(reason="wrong", key="two", **told)
        with pytest.raises(KeyReused):
            undo_match(reason="wrong", key="one", **told | {"matching_id": made.pk + 1000})
        with pytest.raises(ReasonMissing):
            undo_match(reason="", key="three", **told)


AMOUNT = st.integers(1, 90).map(lambda n: Decimal(n) / 10)
STEPS = st.lists(st.tuples(st.sampled_from(["ask", "pay", "undo", "refund"]), AMOUNT), max_size=8)


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_whatever_is_done_what_is_used_is_what_was_matched(till, steps):
    with transaction.atomic():
        for kind, amount in steps:
            _step(till, kind, amount)
        for row in OpenItem.objects.all():
            side = row.taken if row.is_owed else row.given
            done = sum(m.amount * (-1 if m.undoes_id else 1) for m in side.all())
            assert row.matched == done
        told = list(CaseFact.objects.values_list("kind", flat=True))
        came = told.count("payment.received") + told.count("payment.part_received")
        assert told.count("payment.returned") <= came
        transaction.set_rollback(True)


def _step(till, kind, amount):
    if kind == "ask":
        till.invoice(amount)
    if kind == "pay":
        till.pay(amount)
    if kind == "undo":
        row = Matching.objects.filter(undoes=None, undone=None, owed__isnull=False).first()
        if row is not None:
            undo_match(matching_id=row.pk, reason="x", by=till.by, now=at("14:00"), key=till.key())
    if kind == "refund":
        row = OpenItem.objects.filter(payment__isnull=False, matched__lt=F("amount")).first()
        if row is not None:
            refund_payment(
                payment_id=row.payment_id,
                amount=row.amount - row.matched,
                reason="x",
                by=till.by,
                now=at("15:00"),
                key=till.key(),
            )
