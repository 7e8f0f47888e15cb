"""The demo company's money: enough to try every page of it."""

from django.db.models import F

from kept.records.claims.models import Decision, ThirdPartyBill
from kept.records.payments.models import OpenItem, Payment, Payout


def test_invoices_are_paid_paid_in_part_and_open(demo):
    owed = OpenItem.objects.filter(is_owed=True)

    assert owed.filter(matched=F("amount")).exists()
    assert owed.filter(matched__gt=0, matched__lt=F("amount")).exists()
    assert owed.filter(matched=0, invoice__due_on__lt=demo.date()).exists()
    assert Payment.objects.exists()


def test_something_was_made_good_and_something_waits_for_a_decision(demo):
    assert Payout.objects.filter(sending=None).exists()
    assert Decision.objects.filter(needs_second=True, review=None).exists()
    assert ThirdPartyBill.objects.filter(decisions=None).exists()
