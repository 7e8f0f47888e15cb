"""Invoices are numbered without gaps, come to their lines, and never change."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError, ProgrammingError
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from kept.records.cases.services import KeyReused
from kept.records.documents.storing import bytes_of
from kept.records.ledger.queries import verify_stream
from kept.records.money import DIGITS, total
from kept.records.payments.lines import sums
from kept.records.payments.models import Invoice, InvoiceLine, OpenItem
from kept.records.payments.services import (
    ComponentMissing,
    LinesUnclear,
    MoreThanAsked,
    NewCredit,
    NewLine,
    NothingToPay,
    NotKnownWhoPays,
    NotTheirsToPay,
    credit_invoice,
)
from tests.desk import at
from tests.records.constraining import constraints_now
from tests.records.payments.conftest import TODAY
from tests.records.together import together


def line(price, quantity=1, tax=0, **more):
    return NewLine(
        **{
            "text": "Fan",
            "quantity": Decimal(str(quantity)),
            "unit_price": Decimal(str(price)),
            "tax_rate": Decimal(str(tax)),
            "component": "travel",  # of which this policy says nothing
        }
        | more
    )


AMOUNTS = st.decimals(min_value=0, max_value=99999, places=0)
LINES = st.lists(
    st.builds(
        line,
        AMOUNTS,
        quantity=st.decimals(min_value=Decimal("0.001"), max_value=999, places=3),
        tax=st.sampled_from([0, 6, 9, 13, Decimal("8.25")]),
    ),
    min_size=1,
    max_size=12,
)


@given(lines=LINES, currency=st.sampled_from(["CNY", "JPY", "KWD", "CLF"]))
def test_BL_04_lines_always_come_to_the_total(lines, currency):
    try:
        found = sums(lines, currency)
    except NothingToPay:
        return

    assert total(found.nets, currency) == found.net
    assert total((each.base for each in found.taxes), currency) == found.net
    assert found.net + total((each.tax for each in found.taxes), currency) == found.total
    exponent = found.total.amount.as_tuple().exponent
    assert exponent == -DIGITS[currency]


@pytest.mark.parametrize(
    "wrong",
    [
        line(-1),
        line(1, quantity=-1),
        line(1, quantity=0),
        line(1, quantity="1e9"),
        line(1, quantity="0.0001"),
        line("NaN"),
        line("Infinity"),
        line("1e308"),
        line("0.001"),  # finer than a fen
        line(1, tax=-1),
        line(1, tax=100),
        line(1, tax="19.00001"),  # would be stored as another rate than it was worked out with
        NewLine(text=" ", quantity=Decimal(1), unit_price=Decimal(1)),
    ],
)
def test_BL_04_what_nobody_can_pay_stands_on_no_invoice(till, wrong):
    with pytest.raises(LinesUnclear):
        till.invoice(wrong)

    assert not Invoice.objects.exists()


def test_BL_04_nobody_pays_for_what_the_policy_lays_on_us(till):
    till.desk.record(till.opened, "cause.found", "10:30", cause="quality", finding="final")

    with pytest.raises(NotTheirsToPay) as refused:
        till.invoice(line(100, component="parts"))
    assert "D-11" in str(refused.value)

    till.desk.record(till.opened, "cause.found", "10:40", cause="improper_use", finding="final")
    till.invoice(line(100, component="parts"))
    with pytest.raises(NotTheirsToPay):
        till.invoice(line(100, component="labour"))


@pytest.mark.parametrize("component", ["", "favours"])
def test_BL_04_no_line_is_of_a_kind_about_which_nothing_can_be_said(till, component):
    with pytest.raises(ComponentMissing):
        till.invoice(line(100, component=component))


def test_BL_04_nothing_is_charged_before_it_is_known_who_pays(till):
    with pytest.raises(NotKnownWhoPays):
        till.invoice(line(100, component="parts"))


def test_numbers_follow_each_other_within_a_series(till):
    numbers = [till.invoice(10).number for _ in range(3)]

    assert numbers == ["R2026-000001", "R2026-000002", "R2026-000003"]
    assert till.invoice(10, issued_on=TODAY.replace(year=2025)).number == "R2025-000001"


@pytest.mark.django_db(transaction=True)
def test_CC_06_of_many_at_once_each_has_the_next_number_and_what_fails_leaves_no_gap(
    committed_till,
):
    till = committed_till

    def work(number):
        price = -1 if number % 3 == 0 else 10
        return till.invoice(price, key=f"at once {number}", case_id=None).number

    results = together(work, workers=9)

    made = sorted(each for each in results if isinstance(each, str))
    assert made == [f"R2026-{n:06}" for n in range(1, 7)]
    assert sum(isinstance(each, LinesUnclear) for each in results) == 3


def test_CC_06_the_database_refuses_a_gap(till):
    first = till.invoice(10)
    values = {f.attname: getattr(first, f.attname) for f in Invoice._meta.fields}
    for generated in ("id", "number"):
        del values[generated]

    for sequence, before in ((3, 2), (3, 1), (2, None)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Invoice.objects.create(**values | {"sequence": sequence, "before": before, "key": "x"})


def test_the_same_key_is_the_same_invoice(till):
    first = till.invoice(10, key="one")

    assert till.invoice(10, key="one") == first
    with pytest.raises(KeyReused):
        till.invoice(11, key="one")


@pytest.mark.parametrize("table", ["invoice", "invoiceline", "invoicetax", "matching", "payment"])
def test_SG_01_nobody_changes_what_was_issued(till, table):
    till.invoice(10)
    till.pay(10)

    for statement in (f"UPDATE payments_{table} SET id = id", f"DELETE FROM payments_{table}"):
        with (
            pytest.raises((InternalError, ProgrammingError, IntegrityError)),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_BL_04_the_database_refuses_lines_that_do_not_come_to_the_total(till):
    invoice = till.invoice(10)
    more = InvoiceLine(
        invoice=invoice, position=9, text="Extra", quantity=1, unit_price=5, tax_rate=0, net=5
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        add(more)


def add(more):
    more.save()
    constraints_now()


def test_the_pdf_says_what_the_invoice_says(till, tmp_path):
    invoice = till.invoice(line("1234.50", quantity=2, tax=13))

    file = tmp_path / "invoice.pdf"
    file.write_bytes(bytes_of(invoice.sha256))
    said = "".join(page.extract_text() for page in PdfReader(file).pages)
    assert "R2026-000001" in said
    assert "2,789.97" in said
    assert verify_stream(f"case:{till.opened.number}") is None


class TestCreditNotes:
    def credit(self, till, invoice, *lines, reason="wrong part", key=""):
        credit = NewCredit(invoice_id=invoice.pk, reason=reason, issued_on=TODAY, lines=lines)
        issued = credit_invoice(credit=credit, by=till.by, now=at("13:00"), key=key or till.key())
        return Invoice.objects.get(pk=issued.invoice_id)

    def test_takes_back_all_that_is_open(self, till):
        invoice = till.invoice(100, 20)

        note = self.credit(till, invoice)

        assert (note.number, note.total) == ("G2026-000001", 120)
        assert OpenItem.objects.get(invoice=invoice).matched == 120
        assert OpenItem.objects.get(invoice=note).matched == 120
        assert till.told() == []  # nothing was paid

    def test_what_was_paid_is_held_for_the_customer(self, till):
        invoice = till.invoice(100)
        till.pay(70)

        note = self.credit(till, invoice, line(50))

        assert OpenItem.objects.get(invoice=invoice).matched == 100
        assert OpenItem.objects.get(invoice=note).matched == 30
        assert till.told() == [("payment.part_received", 70), ("payment.received", 50)]

    def test_never_takes_back_more_than_was_asked(self, till):
        invoice = till.invoice(100)
        self.credit(till, invoice, line(60))

        with pytest.raises(MoreThanAsked, match=r"40\.00"):
            self.credit(till, invoice, line(41))
        self.credit(till, invoice, line(40))

    def test_ID_02_asked_twice_it_is_written_once(self, till):
        invoice = till.invoice(100)

        notes = {self.credit(till, invoice, line(60), key="one").pk for _ in range(2)}

        assert len(notes) == 1
        with pytest.raises(KeyReused):
            self.credit(till, invoice, line(40), key="one")
