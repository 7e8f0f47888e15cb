"""What gives money away, and what a second person said to it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kept.records.archive.models import Customer
from kept.records.cases.models import Case
from kept.records.constraints import not_blank
from kept.records.money import Money, amount_column, currency_column, payable
from kept.records.people.models import Person


class Kind(models.TextChoices):
    """By what money is given away."""

    GOODWILL = "goodwill", _("goodwill")
    SUPPLIER = "supplier", _("less from a supplier")
    DECISION = "decision", _("decision about a claim")
    CREDIT_NOTE = "credit_note", _("credit note")
    REFUND = "refund", _("refund of a payment")
    CREDIT_PAYOUT = "credit_payout", _("pay-out of a credit note")


class GivingQuerySet(models.QuerySet["Giving"]):
    """Givings by where they stand."""

    def waiting(self) -> GivingQuerySet:
        """Those to which a second person has not said anything yet."""
        return self.filter(needs_second=True, release=None)


class Giving(models.Model):
    """That somebody wants to give so much away, to whom and why. Append-only.

    Above the limit it is carried out only once a second person releases it. What is `about` one
    thing adds up for the limit. A credit that is paid out is the same money twice: so what `gives`
    (the customer owes us less, or we owe them more) is added up, and what `pays` (money leaves).
    """

    kind = models.CharField(max_length=13, choices=Kind.choices)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, related_name="givings", db_constraint=False
    )
    about = models.CharField(max_length=40)
    currency = currency_column()
    amount = amount_column()
    gives = models.BooleanField()
    pays = models.BooleanField()
    is_judged = models.BooleanField()  # else it is what the policy works out: that is owed
    subject = models.CharField(max_length=200)  # what for: a number, a reference, a claim
    payee = models.CharField(max_length=200)
    reason = models.CharField(max_length=1000, blank=True)
    what = models.JSONField(default=dict)  # that is carried out
    needs_second = models.BooleanField()
    # Up to how much one person gave alone when it was asked for. The database adds up by it.
    alone_up_to = amount_column()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=80)

    objects = GivingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["about", "currency"], name="giving_about"),
            models.Index(fields=["id"], name="giving_above_limit", condition=Q(needs_second=True)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["asked_by", "kind", "key"], name="giving_asked_once"),
            models.UniqueConstraint(fields=["id", "asked_by"], name="giving_with_asker"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="giving_of_something"),
            models.CheckConstraint(
                condition=Q(gives=True) | Q(pays=True), name="giving_on_one_side_at_least"
            ),
            payable("amount", name="giving_payable"),
            not_blank("about", name="giving_about_something"),
            not_blank("payee", name="giving_to_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.currency} {self.amount}"

    @property
    def money(self) -> Money:
        """Return how much it is."""
        return Money(self.amount, self.currency)


class Release(models.Model):
    """What a second person said about something above the limit, once. Append-only."""

    giving = models.OneToOneField(
        Giving, models.PROTECT, related_name="release", db_constraint=False
    )
    # Whose wish it is stands beside it, so that nobody releases one's own.
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    released = models.BooleanField()
    reason = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(by=F("asked_by")), name="release_by_another"),
            models.CheckConstraint(
                condition=Q(released=True) | Q(reason__regex=r"\S"), name="release_refuses_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.giving_id} {'released' if self.released else 'refused'}"
