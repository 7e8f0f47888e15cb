"""What we ask of a supplier, what they decided, and what of it came back."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kept.records.archive.models import Customer
from kept.records.cases.models import Case
from kept.records.claims.models.decision import Decision
from kept.records.constraints import not_blank
from kept.records.money import amount_column, currency_column, payable
from kept.records.people.models import Person
from kept.records.releases.models import Giving
from kept.records.returns.models import Rma


class SupplierClaim(models.Model):
    """So much is asked of a supplier, for a repair or for what we gave a customer. Append-only."""

    case = models.ForeignKey(
        Case, models.PROTECT, related_name="supplier_claims", db_constraint=False
    )
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    rma = models.ForeignKey(
        Rma, models.PROTECT, null=True, related_name="supplier_claims", db_constraint=False
    )
    # What the broken promise made us give; none: it is about what the repair cost us.
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, related_name="supplier_claims", db_constraint=False
    )
    supplier = models.CharField(max_length=200)
    reference = models.CharField(max_length=120, blank=True)  # of the supplier
    reason = models.CharField(max_length=1000)
    currency = currency_column()
    amount = amount_column()
    due_at = models.DateTimeField()  # by when they are to answer
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["made_by", "key"], name="supplier_claim_asked_once"),
            models.UniqueConstraint(fields=["id", "currency"], name="supplier_claim_with_currency"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="supplier_claim_of_something"),
            payable("amount", name="supplier_claim_payable"),
            not_blank("supplier", name="supplier_claim_of_somebody"),
            not_blank("reason", name="supplier_claim_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.supplier}: {self.currency} {self.amount}"


class SupplierDecision(models.Model):
    """How much is to come of a claim, who said so, and why not all of it. Append-only.

    Nothing: it is refused, or given up. A later one takes the place of an earlier one.
    """

    claim = models.ForeignKey(
        SupplierClaim, models.PROTECT, related_name="decisions", db_constraint=False
    )
    currency = currency_column()
    amount = amount_column()
    said_by = models.CharField(max_length=150)  # who at the supplier, or who of us gave it up
    reason = models.CharField(max_length=1000, blank=True)
    due_at = models.DateTimeField(null=True)  # by when it is to come
    # That so much may be given up: it is less than what was agreed to, or claimed, before.
    giving = models.OneToOneField(
        Giving, models.PROTECT, null=True, related_name="supplier_decision"
    )
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["by", "key"], name="supplier_decision_asked_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="supplier_decision_not_below"),
            models.CheckConstraint(
                condition=Q(amount__gt=0) | Q(reason__regex=r"\S"),
                name="supplier_refusal_has_a_reason",
            ),
            payable("amount", name="supplier_decision_payable"),
            not_blank("said_by", name="supplier_decision_of_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id}: {self.currency} {self.amount}"


class Way(models.TextChoices):
    """How a supplier gives something back."""

    PAID = "paid", _("paid")
    CREDITED = "credited", _("credited")


class Recovery(models.Model):
    """So much came from a supplier on a day. Append-only; a mistake is undone by another row."""

    claim = models.ForeignKey(
        SupplierClaim, models.PROTECT, related_name="recoveries", db_constraint=False
    )
    currency = currency_column()
    amount = amount_column()
    way = models.CharField(max_length=8, choices=Way.choices)
    came_on = models.DateField()
    reference = models.CharField(max_length=120)  # of their payment or credit note
    undoes = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="undone", db_constraint=False
    )
    reason = models.CharField(max_length=1000, blank=True)  # why it is undone
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["by", "key"], name="recovery_asked_once"),
            models.UniqueConstraint(
                fields=["id", "claim", "amount"], name="recovery_with_claim_and_amount"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="recovery_of_something"),
            models.CheckConstraint(condition=Q(way__in=Way.values), name="recovery_way_known"),
            models.CheckConstraint(
                condition=Q(undoes=None) | Q(reason__regex=r"\S"), name="recovery_undone_why"
            ),
            payable("amount", name="recovery_payable"),
            not_blank("reference", name="recovery_has_a_reference"),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id}: {self.currency} {self.amount} on {self.came_on}"


class SupplierBalance(models.Model):
    """What is open of a claim: the last decision less all recoveries; nothing else changes it."""

    claim = models.OneToOneField(
        SupplierClaim, models.PROTECT, related_name="balance", db_constraint=False
    )
    currency = currency_column()
    claimed = amount_column()
    decided = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    recovered = models.DecimalField(max_digits=19, decimal_places=4, default=0)
    due_at = models.DateTimeField(null=True)  # by when they answer or pay; null: nothing is open

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"], name="supplier_owes", condition=Q(due_at__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided=None) | Q(decided__gte=0, decided__lte=F("claimed")),
                name="supplier_owes_no_more_than_claimed",
            ),
            models.CheckConstraint(
                condition=Q(recovered=0)
                | Q(decided__isnull=False, recovered__gte=0, recovered__lte=F("decided")),
                name="supplier_gave_no_more_than_decided",
            ),
            models.CheckConstraint(
                condition=Q(decided=None, due_at__isnull=False)
                | Q(decided__isnull=False, decided__gt=F("recovered"), due_at__isnull=False)
                | Q(decided__isnull=False, decided=F("recovered"), due_at=None),
                name="supplier_owes_by_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id}: {self.recovered} of {self.decided}"
