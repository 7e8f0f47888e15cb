"""The demo company's money: enough to try every page of it."""

from django.db.models import F

from kept.records.cases.queries import assessed
from kept.records.claims.models import Decision, ThirdPartyBill
from kept.records.payments.billing import billing_of
from kept.records.payments.models import OpenItem, PayLink, Payment, Payout
from kept.records.payments.owed import owed_of
from kept.records.quotes.models import Outcome, QuoteVersion


def test_invoices_are_paid_paid_in_part_and_open(demo):
    owed = OpenItem.objects.filter(is_owed=True)

    assert owed.filter(matched=F("amount")).exists()
    assert owed.filter(matched__gt=0, matched__lt=F("amount")).exists()
    assert owed.filter(matched=0, invoice__due_on__lt=demo.date()).exists()
    assert Payment.objects.exists()


def test_something_was_made_good_and_something_waits_for_a_decision(demo):
    assert Payout.objects.filter(sending=None).exists()
    assert Decision.objects.filter(giving__needs_second=True, giving__release=None).exists()
    assert ThirdPartyBill.objects.filter(decisions=None).exists()


def test_one_accepted_quote_is_billed_and_another_waits_for_the_press(demo):
    accepted = QuoteVersion.objects.filter(answer__outcome=Outcome.ACCEPTED)

    assert accepted.filter(invoices__isnull=False).exists()
    waiting = accepted.filter(invoices=None).select_related("quote__case", "answer")
    known = {one: assessed(one.quote.case_id, at=demo) for one in waiting}
    assert any(billing_of(version, found).net for version, found in known.items())


def test_a_customer_has_a_link_to_pay_what_is_open(demo):
    link = PayLink.objects.get()

    assert owed_of(link.case_id)
