"""Money that customers paid us."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kept.records.archive.models import Customer
from kept.records.cases.models import Case
from kept.records.constraints import not_blank
from kept.records.money import amount_column, currency_column, payable
from kept.records.people.models import Person


class Method(models.TextChoices):
    """How money came."""

    TRANSFER = "transfer", _("bank transfer")
    ONLINE = "online", _("online")
    CARD = "card", _("card")
    CASH = "cash", _("cash")
    OTHER = "other", _("another way")


class Payment(models.Model):
    """Money received, for an invoice or before there is one. Append-only."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="payments")
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, related_name="payments", db_constraint=False
    )
    currency = currency_column()
    amount = amount_column()
    received_at = models.DateTimeField()
    method = models.CharField(max_length=8, choices=Method.choices)
    reference = models.CharField(max_length=200)  # of the bank or of the provider
    capture = models.CharField(max_length=120, blank=True)  # the provider's key of the payment
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "customer"], name="payment_with_customer"),
            models.UniqueConstraint(fields=["id", "currency"], name="payment_with_currency"),
            models.UniqueConstraint(fields=["recorded_by", "key"], name="payment_asked_once"),
            models.UniqueConstraint(
                fields=["capture"], condition=~Q(capture=""), name="payment_captured_once"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_of_something"),
            models.CheckConstraint(
                condition=Q(method__in=Method.values), name="payment_method_known"
            ),
            payable("amount", name="payment_payable"),
            not_blank("reference", name="payment_has_a_reference"),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.amount} {self.reference}"
