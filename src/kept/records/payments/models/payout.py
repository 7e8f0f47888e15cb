"""Money that we pay to customers or for them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kept.records.archive.models import Customer
from kept.records.cases.models import Case
from kept.records.constraints import not_blank
from kept.records.money import amount_column, currency_column, payable
from kept.records.payments.models.invoice import Invoice
from kept.records.payments.models.payment import Payment
from kept.records.people.models import Person
from kept.records.releases.models import Giving


class PayoutKind(models.TextChoices):
    """Why we pay."""

    REFUND = "refund", _("refund of a payment")
    CREDIT = "credit", _("pay-out of a credit note")
    MADE_GOOD = "made_good", _("made good")


class Payout(models.Model):
    """Money that is to be paid out. Append-only; a sending says that it was.

    `payment` is what goes back, through the provider where it came through it; `giving` is that it
    may: nothing is paid out that a second person has to release and did not.
    """

    kind = models.CharField(max_length=9, choices=PayoutKind.choices)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="payouts")
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, related_name="payouts", db_constraint=False
    )
    payment = models.ForeignKey(
        Payment, models.PROTECT, null=True, related_name="refunds", db_constraint=False
    )
    credit_note = models.ForeignKey(
        Invoice, models.PROTECT, null=True, related_name="payouts", db_constraint=False
    )
    giving = models.ForeignKey(Giving, models.PROTECT, null=True, related_name="payouts")
    payee = models.CharField(max_length=200)  # whom we pay
    currency = currency_column()
    amount = amount_column()
    reason = models.CharField(max_length=500)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asked_by", "key"], name="payout_asked_once"),
            models.UniqueConstraint(fields=["id", "customer"], name="payout_with_customer"),
            models.UniqueConstraint(fields=["id", "currency"], name="payout_with_currency"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payout_of_something"),
            models.CheckConstraint(
                condition=Q(kind="refund", payment__isnull=False, credit_note=None)
                | Q(kind="credit", credit_note__isnull=False)
                | Q(kind="made_good", payment=None, credit_note=None),
                name="payout_of_one_thing",
            ),
            payable("amount", name="payout_payable"),
            not_blank("payee", name="payout_to_somebody"),
            not_blank("reason", name="payout_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.amount} to {self.payee}"


class Sending(models.Model):
    """That the money of a payout has left, once. Append-only."""

    payout = models.OneToOneField(Payout, models.PROTECT, related_name="sending")
    reference = models.CharField(max_length=200)  # of the bank or of the provider
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [not_blank("reference", name="sending_has_a_reference")]

    def __str__(self) -> str:
        return f"{self.payout_id} {self.reference}"
