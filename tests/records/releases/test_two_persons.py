"""Whoever asks to give away more than the limit is not who releases it, whatever way it goes."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError, ProgrammingError
from hypothesis import given
from hypothesis import strategies as st

from kept.records.cases.services import KeyReused, ReasonMissing
from kept.records.claims.models import Outcome
from kept.records.claims.services import NewDecision, decide_claim
from kept.records.ledger.queries import verify_stream
from kept.records.money import Money
from kept.records.notices.queries import notices
from kept.records.payments.models import Invoice, OpenItem, Payout
from kept.records.payments.services import (
    CreditWaits,
    MoreThanAsked,
    MoreThanOpen,
    WaitsAlready,
    match,
)
from kept.records.people.models import Role
from kept.records.releases.limits import is_above_limit
from kept.records.releases.models import Giving, Release
from kept.records.releases.services import (
    AnsweredAlready,
    NothingWaits,
    NotYoursToRelease,
    OwnRequest,
    Waiting,
)
from tests.desk import at
from tests.records.constraining import constraints_now
from tests.records.together import together


@given(
    amount=st.decimals(min_value=0, max_value=10**6, places=2),
    currency=st.sampled_from(["CNY", "EUR", "USD", "INR"]),
)
def test_the_limit_is_the_last_that_one_gives_alone(amount, currency):
    limits = {"CNY": 5000, "EUR": 600, "USD": 700}

    assert is_above_limit(Money(amount, currency)) == (amount > limits.get(currency, 0))


class TestCreditNotes:
    def test_BL_03_above_the_limit_nothing_is_issued_before_another_person_releases_it(self, books):
        invoice = books.invoice(9000)

        made = books.credit(invoice)

        assert books.waits(made)
        assert not Invoice.objects.filter(kind="credit_note").exists()
        assert OpenItem.objects.get(invoice=invoice).credited == 0
        with pytest.raises(OwnRequest):
            books.answer(made, by=books.by)
        with pytest.raises(NotYoursToRelease):
            books.answer(made, by=books.desk.hotline)
        for _ in range(2):
            books.answer(made)
        [note] = Invoice.objects.filter(kind="credit_note")
        assert (note.total, note.issued_by, note.giving_id) == (9000, books.by, made.giving_id)
        assert OpenItem.objects.get(invoice=invoice).credited == 9000
        assert verify_stream(invoice.case.stream) is None

    def test_BL_03_in_parts_it_needs_a_second_person_as_well(self, books):
        invoice = books.invoice(9000)

        first, second = books.credit(invoice, 4000), books.credit(invoice, 4000)

        assert (books.waits(first), books.waits(second)) == (False, True)
        assert not books.waits(books.credit(books.invoice(900), 1000 - 100))

    def test_BL_03_nor_over_two_invoices_of_a_case_or_a_decision_beside_it(self, books):
        one, other = books.invoice(4000), books.invoice(4000)
        assert not books.waits(books.credit(one))
        boss = books.desk.manager
        gift = NewDecision(case_id=books.opened.case_id, amount=Decimal(4000),
                           outcome=Outcome.PAYOUT, reason="a bad week")  # fmt: skip

        assert books.waits(books.credit(other, by=books.second))
        made = decide_claim(decision=gift, by=boss, now=at("13:30"), key="gift")

        assert not made.stands
        assert not Payout.objects.exists()

    def test_another_case_has_a_limit_of_its_own(self, books):
        books.credit(books.invoice(4000))
        other = books.invoice(4000, case_id=books.desk.log().case_id)

        assert not books.waits(books.credit(other))

    def test_without_a_case_the_parts_of_one_invoice_add_up(self, books):
        invoice = books.invoice(9000, case_id=None)

        assert not books.waits(books.credit(invoice, 4000))
        assert books.waits(books.credit(invoice, 4000))

    def test_ID_02_the_same_key_asks_once(self, books):
        invoice = books.invoice(9000)
        made = books.credit(invoice, key="one")

        assert books.credit(invoice, key="one") == Waiting(made.giving_id, True)
        with pytest.raises(KeyReused):
            books.credit(invoice, 8000, key="one")
        books.answer(made)
        assert books.credit(invoice, key="one").repeated
        assert Invoice.objects.filter(kind="credit_note").count() == 1

    def test_what_waits_is_not_asked_for_once_more(self, books):
        invoice, elsewhere = books.invoice(9000), books.invoice(9000)
        made = books.credit(invoice, 8000)

        with pytest.raises(CreditWaits, match="8,000.00 of .* only CNY 1,000.00 is left"):
            books.credit(invoice)

        assert books.waits(books.credit(elsewhere))
        assert books.note(books.credit(invoice, 1000)).total == 1000
        books.answer(made)
        with pytest.raises(MoreThanAsked):
            books.credit(invoice, 1)

    def test_what_was_refused_may_be_asked_for_again(self, books):
        invoice = books.invoice(9000)
        books.answer(books.credit(invoice), released=False, reason="the work was done")

        assert books.waits(books.credit(invoice))

    def test_it_is_refused_with_a_reason_and_then_nothing_follows(self, books):
        made = books.credit(books.invoice(9000))
        with pytest.raises(ReasonMissing):
            books.answer(made, released=False, reason=" ")

        books.answer(made, released=False, reason="the work was done")

        with pytest.raises(AnsweredAlready):
            books.answer(made)
        assert not Invoice.objects.filter(kind="credit_note").exists()

    def test_what_is_below_the_limit_waits_for_nobody(self, books):
        books.credit(books.invoice(100))

        with pytest.raises(NothingWaits):
            books.answer(type("Made", (), {"giving_id": Giving.objects.get().pk}))


class TestMoneyThatLeaves:
    def test_BL_03_a_refund_above_the_limit_waits_and_leaves_once(self, books):
        paid = books.pay(9000)

        made = books.refund(paid, 9000)

        assert books.waits(made)
        assert not Payout.objects.exists()
        books.answer(made)
        assert Payout.objects.get().amount == 9000
        with pytest.raises(MoreThanOpen):
            books.refund(paid, 1)

    def test_BL_03_a_refund_in_parts_waits_too(self, books):
        paid = books.pay(9000)

        assert not books.waits(books.refund(paid, 4000))
        assert books.waits(books.refund(paid, 4000))

    def test_what_is_used_meanwhile_does_not_go_back(self, books):
        paid = books.pay(9000)
        made = books.refund(paid, 9000)
        [held, owed] = [
            OpenItem.objects.get(**of).pk
            for of in ({"payment": paid.payment_id}, {"invoice": books.invoice(100)})
        ]
        told = {"by": books.by, "now": at("15:00"), "key": "used"}
        match(held_id=held, owed_id=owed, amount=Decimal(100), **told)

        with pytest.raises(MoreThanOpen):
            books.answer(made)

    def test_what_waits_is_not_asked_for_once_more(self, books):
        paid = books.pay(9500)
        made = books.refund(paid, 8000)

        with pytest.raises(WaitsAlready, match="8,000.00 of .* only CNY 1,500.00 can go back"):
            books.refund(paid, 8000)

        assert Giving.objects.count() == 1
        assert not books.waits(books.refund(paid, 1500))
        books.answer(made, released=False, reason="Not theirs")
        assert books.waits(books.refund(paid, 8000))

    def test_nor_is_the_pay_out_of_a_credit_note(self, books):
        invoice = books.invoice(4000)
        books.pay(4000)
        books.credit(invoice)
        note = Invoice.objects.get(kind="credit_note")
        books.refund(books.pay(4000), 4000)
        assert books.waits(books.pay_out(note, 3000))

        with pytest.raises(WaitsAlready, match="only CNY 1,000.00"):
            books.pay_out(note, 3000)

    def test_a_credit_that_is_paid_out_is_the_same_money(self, books):
        invoice = books.invoice(4000)
        books.pay(4000)

        note = books.note(books.credit(invoice))

        assert not books.waits(books.pay_out(note, 4000))
        assert books.waits(books.refund(books.pay(2000), 2000))  # this is more that leaves

    def test_BL_03_nobody_credits_and_pays_out_alone_above_the_limit(self, books):
        invoice = books.invoice(9000)
        books.pay(9000)
        made = books.credit(invoice)
        books.answer(made)
        note = Invoice.objects.get(kind="credit_note")

        paid = books.pay_out(note, 9000)

        assert books.waits(paid)
        with pytest.raises(OwnRequest):
            books.answer(paid, by=books.by)
        books.answer(paid)
        assert Payout.objects.get().amount == 9000


class TestTheDatabase:
    def test_BL_03_knows_that_it_is_another_person(self, books):
        made = books.credit(books.invoice(9000))
        constraints_now()
        answer = {"giving_id": made.giving_id, "released": True, "at": at("16:00"), "by": books.by}

        for said_asker in (books.by, books.second):
            with pytest.raises(IntegrityError), transaction.atomic():
                Release.objects.create(asked_by=said_asker, **answer)

    def test_BL_03_lets_no_money_leave_that_waits(self, books):
        made = books.refund(books.pay(9000), 9000)
        row = {
            "kind": "made_good", "customer": books.desk.customer, "payee": "x", "currency": "CNY",
            "reason": "x", "asked_at": at("15:00"), "asked_by": books.by,
        }  # fmt: skip

        for nth, giving in enumerate((made.giving_id, None)):
            with pytest.raises(IntegrityError), transaction.atomic():
                Payout.objects.create(amount=9000, giving_id=giving, key=f"x{nth}", **row)

    def test_BL_03_lets_no_more_leave_than_was_given(self, books):
        books.refund(books.pay(100), 40)
        row = Payout.objects.get()
        row.pk, row.key, row._state.adding = None, "again", True

        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)

    @pytest.mark.parametrize("table", ["releases_giving", "releases_release"])
    def test_SG_01_nobody_changes_what_was_asked_or_answered(self, books, table):
        for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
            with (
                pytest.raises((InternalError, ProgrammingError, IntegrityError)),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)


class TestAtOnce:
    @pytest.mark.django_db(transaction=True)
    def test_CC_02_of_many_parts_at_once_one_person_gives_no_more_than_the_limit(
        self, committed_books
    ):
        books = committed_books
        invoice = books.invoice(20000)

        made = together(lambda n: books.credit(invoice, 2000, key=f"race {n}"), workers=6)

        assert not [each for each in made if isinstance(each, Exception)]
        assert sum(isinstance(each, Waiting) for each in made) == 4
        assert OpenItem.objects.get(invoice=invoice).credited == 4000

    @pytest.mark.django_db(transaction=True)
    def test_CC_02_CC_07_released_and_refused_at_once_it_is_one_of_both(self, committed_books):
        books = committed_books
        made = books.refund(books.pay(9000, case_id=None), 9000)
        others = [books.second, *(books.hire(f"boss-{n}", Role.MANAGER) for n in range(3))]

        results = together(
            lambda n: books.answer(made, by=others[n], released=n % 2 == 0, reason="x"), workers=4
        )

        assert sum(each is None for each in results) == 1
        assert sum(isinstance(each, AnsweredAlready) for each in results) == 3
        assert Payout.objects.count() == Release.objects.filter(released=True).count()


class TestTelling:
    def test_all_who_may_release_it_are_told_and_who_asked_hears_the_answer(self, books):
        made = books.credit(books.invoice(9000))

        for who in (books.second, books.desk.manager):
            [notice] = [n for n in notices(receiver=who) if n.kind == "to_release"]
            assert "CNY 9,000.00" in notice.subject
        assert not [n for n in notices(receiver=books.by) if n.kind == "to_release"]
        books.answer(made, released=False, reason="the work was done")
        [told] = [n for n in notices(receiver=books.by) if n.kind == "not_released"]
        assert any("the work was done" in line for line in told.lines)
