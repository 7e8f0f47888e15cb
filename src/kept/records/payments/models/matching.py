"""What is open of invoices and payments, and what of them was put against each other."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kept.records.archive.models import Customer
from kept.records.constraints import not_blank
from kept.records.money import Money, amount_column, currency_column
from kept.records.payments.models.invoice import Invoice
from kept.records.payments.models.payment import Payment
from kept.records.payments.models.payout import Payout
from kept.records.people.models import Person


class OpenItem(models.Model):
    """What an invoice asks for, or a payment or credit note holds, and how much of it is used up.

    The sum of its matchings; nothing else changes it. `credited` is what credit notes took back of
    an invoice; it is used up by them like by payments, or paid back where it had been paid.
    """

    invoice = models.OneToOneField(
        Invoice, models.PROTECT, null=True, related_name="item", db_constraint=False
    )
    payment = models.OneToOneField(
        Payment, models.PROTECT, null=True, related_name="item", db_constraint=False
    )
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    is_owed = models.BooleanField()  # to us; else we hold it for the customer
    currency = currency_column()
    amount = amount_column()
    matched = models.DecimalField(max_digits=19, decimal_places=4, default=0)
    credited = models.DecimalField(max_digits=19, decimal_places=4, default=0)

    class Meta:
        indexes = [
            models.Index(
                fields=["is_owed", "id"],
                name="item_still_open",
                condition=Q(matched__lt=F("amount")),
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["id", "customer"], name="item_with_customer"),
            models.UniqueConstraint(fields=["id", "currency"], name="item_with_currency"),
            models.CheckConstraint(
                condition=Q(matched__gte=0, matched__lte=F("amount")),
                name="item_never_more_than_open",
            ),
            models.CheckConstraint(
                condition=Q(credited__gte=0, credited__lte=F("amount")),
                name="item_never_more_credited",
            ),
            models.CheckConstraint(
                condition=Q(invoice__isnull=False, payment=None)
                | Q(invoice=None, payment__isnull=False, is_owed=False),
                name="item_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id or self.payment_id} {self.matched} of {self.amount}"

    @property
    def open(self) -> Money:
        """Return what of it is not used up, as it was when it was read."""
        return Money(self.amount - self.matched, self.currency)


class Matching(models.Model):
    """So much of what we hold is for this invoice, or was paid back. Append-only.

    One that was a mistake is undone by another row, once.
    """

    held = models.ForeignKey(OpenItem, models.PROTECT, related_name="given")
    owed = models.ForeignKey(OpenItem, models.PROTECT, null=True, related_name="taken")
    payout = models.OneToOneField(Payout, models.PROTECT, null=True, related_name="matching")
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+", db_index=False)
    currency = currency_column()
    amount = amount_column()
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["by", "key"], name="matching_asked_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="matching_of_something"),
            models.CheckConstraint(
                condition=Q(owed__isnull=False, payout=None)
                | Q(owed=None, payout__isnull=False, undoes=None),
                name="matching_with_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(undoes=None) | Q(reason__regex=r"\S"), name="matching_undone_why"
            ),
            not_blank("key", name="matching_has_a_key"),
        ]

    def __str__(self) -> str:
        return f"{self.held_id} to {self.owed_id or self.payout_id}: {self.amount}"
