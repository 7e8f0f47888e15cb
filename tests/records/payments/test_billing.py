"""Billing what was accepted: once, never more than that, and never what the policy lays on us."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from kept.records.cases.models import CaseFact
from kept.records.cases.queries import assessed
from kept.records.cases.services import withdraw_fact
from kept.records.payments.billing import Fate, accepted_of, billing_of
from kept.records.payments.models import (
    Invoice,
    InvoiceLine,
    InvoiceTax,
    Matching,
    Method,
    OpenItem,
)
from kept.records.payments.services import (
    AcceptedQuote,
    MoreThanAccepted,
    NewCredit,
    NewInvoice,
    NewLine,
    NewPayment,
    NotAccepted,
    NothingToBill,
    PayerChanged,
    credit_invoice,
    invoice_quote,
    issue_invoice,
    receive_payment,
)
from kept.records.quotes.models import Outcome
from kept.records.quotes.services import expire_quotes
from tests.desk import at, open_desk, publish
from tests.goodwill import grant
from tests.records.quotes.conftest import QUOTING, Counter
from tests.records.together import together

TODAY, LATER = date(2026, 11, 24), date(2026, 12, 24)


@pytest.fixture
def counter(db, settings, tmp_path) -> Counter:
    settings.FILES = tmp_path / "files"
    return Counter(open_desk(QUOTING))


@pytest.fixture
def committed_counter(transactional_db, settings, tmp_path) -> Counter:
    settings.FILES = tmp_path / "files"
    return Counter(open_desk(QUOTING))


def accepted(counter, *lines, cause="negligence"):
    version = counter.sent(*lines, cause=cause)
    counter.answer(version)
    return version


def both(counter):
    return counter.line(counter.fuse, "2"), counter.line(counter.hour, "1.5")


def bill(counter, version, *, seen="", now="12:00", by=None):
    quote = AcceptedQuote(version_id=version.pk, issued_on=TODAY, due_on=LATER, seen=seen)
    return invoice_quote(quote=quote, by=by or counter.desk.manager, now=at(now))


def what_becomes(counter, now="12:00"):
    [version] = accepted_of(counter.opened.case_id)
    return billing_of(version, assessed(counter.opened.case_id, at=at(now)))


def granted(counter, **values):
    grant(counter.opened.case_id, by=counter.desk.manager, now=at("11:40"), **values)
    return CaseFact.objects.get(kind="goodwill.granted")


def by_hand(counter, price, component="parts", currency="CNY", key="hand"):
    line = NewLine(text="More", quantity=Decimal(1), unit_price=Decimal(price), component=component)
    invoice = NewInvoice(
        customer_id=counter.desk.customer.pk,
        case_id=counter.opened.case_id,
        currency=currency,
        lines=(line,),
        issued_on=TODAY,
        due_on=LATER,
    )
    return issue_invoice(invoice=invoice, by=counter.desk.manager, now=at("12:30"), key=key)


def pay(counter, amount, now="11:40"):
    payment = NewPayment(
        customer_id=counter.desk.customer.pk,
        case_id=counter.opened.case_id,
        amount=Decimal(amount),
        currency="CNY",
        received_at=at(now),
        method=Method.TRANSFER,
        reference=f"bank {amount}",
    )
    return receive_payment(payment=payment, by=counter.desk.manager, now=at(now), key=f"p{amount}")


def test_SG_01_one_press_bills_what_was_accepted_with_its_taxes_and_its_hash(counter):
    version = accepted(counter, *both(counter))

    made = bill(counter, version)

    row = Invoice.objects.get(pk=made.invoice_id)
    assert (row.net, row.tax, row.total) == (version.net, version.tax, version.total)
    assert row.quote_version == version
    assert version.sha256 in str(row.data)
    lines = InvoiceLine.objects.filter(invoice=row).order_by("position")
    assert [(line.component, line.quantity, line.net) for line in lines] == [
        ("parts", 2, 20),
        ("labour", Decimal("1.5"), 450),
    ]
    taxes = InvoiceTax.objects.filter(invoice=row).order_by("code")
    assert [(tax.code, tax.rate, tax.tax) for tax in taxes] == [
        ("VAT-13", 13, Decimal("2.60")),
        ("VAT-6", 6, 27),
    ]


def test_BL_04_a_second_press_changes_nothing(counter):
    version = accepted(counter, *both(counter))

    first, second = bill(counter, version), bill(counter, version, by=counter.desk.hotline)

    assert (second.number, second.repeated) == (first.number, True)
    assert Invoice.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_CC_02_many_presses_at_once_write_one_invoice(committed_counter):
    counter = committed_counter
    version = accepted(counter, *both(counter))

    results = together(lambda _: bill(counter, version).number, workers=5)

    assert set(results) == {str(Invoice.objects.get().number)}


def test_what_was_not_accepted_is_not_billed(counter):
    version = counter.sent(*both(counter))
    with pytest.raises(NotAccepted):
        bill(counter, version)

    counter.answer(version, Outcome.DECLINED)

    with pytest.raises(NotAccepted):
        bill(counter, version)


def test_BL_04_what_a_finding_lays_on_us_after_the_answer_is_not_billed(counter):
    version = accepted(counter, *both(counter))
    counter.found("quality", now="11:45")

    assert [line.fate for line in what_becomes(counter).lines] == [Fate.OURS, Fate.OURS]
    with pytest.raises(NothingToBill):
        bill(counter, version)
    assert not Invoice.objects.exists()


def test_BL_04_where_the_payer_changed_somebody_looks_before_it_is_billed(counter):
    version = accepted(counter, *both(counter))
    counter.found("wear", now="11:45")  # the customer pays 40 % of the parts, we the labour
    billing = what_becomes(counter)
    assert [(line.fate, line.bill.amount) for line in billing.lines] == [
        (Fate.LESS, 8),
        (Fate.OURS, 0),
    ]

    with pytest.raises(PayerChanged):
        bill(counter, version)
    with pytest.raises(PayerChanged):
        bill(counter, version, seen="of another time")
    made = bill(counter, version, seen=billing.fingerprint)

    row = Invoice.objects.get(pk=made.invoice_id)
    assert (row.net, row.tax) == (8, Decimal("1.04"))


def test_who_pays_is_not_known_yet_so_it_is_billed_later(counter):
    version = accepted(counter, *both(counter), cause="")

    assert [line.fate for line in what_becomes(counter).lines] == [Fate.OPEN, Fate.OPEN]
    with pytest.raises(NothingToBill):
        bill(counter, version)
    counter.found("negligence", now="11:45")

    assert bill(counter, version).number == "R2026-000001"


def test_BL_04_two_invoices_of_one_quote_never_come_to_more_than_it_says(counter):
    """The hours are known to be theirs later; the tax is rounded over both invoices together."""
    desk = counter.desk
    version = accepted(counter, *both(counter))
    goodwill = {"component": "labour", "per_cent": "100", "reason": "a bad week"}
    given = granted(counter, **goodwill)
    first = bill(counter, version, seen=what_becomes(counter).fingerprint)
    withdraw_fact(
        case_id=counter.opened.case_id, seq=given.seq, reason="not that week",
        by=desk.manager, now=at("12:10"), key="w",
    )  # fmt: skip

    second = bill(counter, version, now="12:20")

    rows = Invoice.objects.filter(number__in=[first.number, second.number])
    assert sum(row.total for row in rows) == version.total
    assert bill(counter, version, now="12:30").repeated


def test_BL_04_by_hand_no_more_is_billed_than_was_accepted(counter):
    version = accepted(counter, *both(counter))

    for price, component in (("20.01", "parts"), ("0.01", "travel")):
        with pytest.raises(MoreThanAccepted):
            by_hand(counter, price, component, key=price)
    with pytest.raises(MoreThanAccepted):
        by_hand(counter, "1", currency="EUR")
    by_hand(counter, "5")

    with pytest.raises(MoreThanAccepted):
        bill(counter, version)


def test_BL_04_the_database_refuses_more_than_was_accepted(counter):
    version = accepted(counter, *both(counter))
    made = bill(counter, version)
    line = InvoiceLine.objects.filter(invoice_id=made.invoice_id).first()

    again = InvoiceLine(
        invoice_id=made.invoice_id,
        position=9,
        text="again",
        quantity=1,
        unit_price=1,
        tax_rate=0,
        net=1,
        quote_line_id=line.quote_line_id,
    )
    with pytest.raises(IntegrityError, match="not accepted for so much"), transaction.atomic():
        again.save(force_insert=True)


def test_what_was_taken_back_as_a_whole_can_be_billed_again(counter):
    version = accepted(counter, *both(counter))
    first = bill(counter, version)
    credit = NewCredit(invoice_id=first.invoice_id, reason="wrong address", issued_on=TODAY)
    credit_invoice(credit=credit, by=counter.desk.manager, now=at("12:10"), key="c")

    second = bill(counter, version, now="12:20")

    assert second.number == "R2026-000002"
    assert not second.repeated


def test_deposits_are_counted_and_the_policy_is_told(counter):
    version = accepted(counter, *both(counter))
    pay(counter, "100"), pay(counter, "1000")

    made = bill(counter, version)

    item = OpenItem.objects.get(invoice_id=made.invoice_id)
    assert item.matched == item.amount == version.total
    assert [match.amount for match in Matching.objects.order_by("pk")] == [
        100,
        version.total - 100,
    ]
    told = CaseFact.objects.filter(case_id=counter.opened.case_id, kind="payment.received")
    assert told.count() == 1
    row = Invoice.objects.get(pk=made.invoice_id)
    assert "尚需支付" in str(row.data)  # in the language of who gets it


def test_PO_06_a_bill_follows_the_version_under_which_the_case_runs(counter):
    version = accepted(counter, *both(counter))
    later = QUOTING.replace("pays: {all: customer}", "pays: {all: provider}")
    publish(later, counter.desk.manager, at("11:50"))

    made = bill(counter, version)

    assert Invoice.objects.get(pk=made.invoice_id).total == version.total


@pytest.mark.django_db(transaction=True)
def test_CC_07_bills_payments_and_facts_of_one_case_at_once_wait_for_nobody(committed_counter):
    counter = committed_counter
    version = accepted(counter, *both(counter))
    open_one = counter.send(counter.drafted(counter.line(counter.fuse), key="b"), key="b")
    steps = (
        lambda: bill(counter, version),
        lambda: pay(counter, "100"),
        lambda: counter.desk.record(counter.opened, "remote.attempted", "12:00", result="failed"),
        lambda: expire_quotes(now=open_one.valid_until, limit=5),
        lambda: pay(counter, "60"),
    )

    results = together(lambda n: steps[n](), workers=len(steps))

    assert [one for one in results if isinstance(one, Exception)] == []
    paid = OpenItem.objects.filter(payment__isnull=False)
    item = OpenItem.objects.get(invoice__isnull=False)
    assert sum(one.matched for one in paid) == item.matched
