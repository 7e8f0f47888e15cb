"""What a customer is asked for: a deposit, and the link by which they see and pay what is open."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kept.records.archive.models import Customer
from kept.records.cases.models import Case
from kept.records.constraints import not_blank
from kept.records.documents.models.link import SecretLink, link_constraints
from kept.records.money import amount_column, currency_column, payable
from kept.records.people.models import Person


class Deposit(models.Model):
    """How much a customer is asked for before there is an invoice. Append-only.

    The last word of a case counts; zero takes it back.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="deposits", db_constraint=False)
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    currency = currency_column()
    amount = amount_column()
    reason = models.CharField(max_length=500)  # the customer reads it
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asked_by", "key"], name="deposit_asked_once"),
            models.UniqueConstraint(fields=["id", "customer"], name="deposit_with_customer"),
            models.UniqueConstraint(fields=["id", "currency"], name="deposit_with_currency"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="deposit_not_below_zero"),
            payable("amount", name="deposit_payable"),
            not_blank("reason", name="deposit_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.currency} {self.amount}"


class PayLink(SecretLink):
    """A link by which somebody at the customer sees what a case's customer owes, and pays it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="pay_links", db_constraint=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "customer"], name="pay_link_with_customer"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(revoked_at=None), name="pay_link_one_at_a_time"
            ),
            *link_constraints("pay_link"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} to {self.address}"
