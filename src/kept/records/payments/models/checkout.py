"""What we asked a payment provider for, and what it told us."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kept.records.constraints import not_blank
from kept.records.money import amount_column, currency_column, payable
from kept.records.payments.models.asking import Deposit, PayLink
from kept.records.payments.models.invoice import Invoice
from kept.records.payments.models.payment import Payment
from kept.records.people.models import Person


class Checkout(models.Model):
    """A page at the provider where an invoice or a deposit can be paid. Append-only.

    `link` is by which a customer asked for it; else one of us did.
    """

    invoice = models.ForeignKey(Invoice, models.PROTECT, null=True, related_name="checkouts")
    deposit = models.ForeignKey(Deposit, models.PROTECT, null=True, related_name="checkouts")
    provider_key = models.CharField(max_length=120, unique=True)
    url = models.URLField(max_length=500)
    currency = currency_column()
    amount = amount_column()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    link = models.ForeignKey(PayLink, models.PROTECT, null=True, related_name="checkouts")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="checkout_of_something"),
            models.CheckConstraint(
                condition=Q(invoice=None, deposit__isnull=False)
                | Q(invoice__isnull=False, deposit=None),
                name="checkout_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(made_by=None, link__isnull=False) | Q(made_by__isnull=False, link=None),
                name="checkout_made_by_somebody",
            ),
            payable("amount", name="checkout_payable"),
            not_blank("provider_key", name="checkout_has_a_key"),
        ]

    def __str__(self) -> str:
        return self.provider_key


class Notification(models.Model):
    """A signed message of the provider, taken in once however often it comes. Append-only."""

    event = models.CharField(max_length=120, unique=True)
    checkout = models.ForeignKey(Checkout, models.PROTECT, related_name="notifications")
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="notifications")
    received_at = models.DateTimeField()

    class Meta:
        constraints = [not_blank("event", name="notification_has_a_key")]

    def __str__(self) -> str:
        return self.event
