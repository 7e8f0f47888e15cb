"""What was decided about what we owe."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kept.records.archive.models import Customer
from kept.records.cases.models import Case
from kept.records.claims.models.bill import ThirdPartyBill
from kept.records.constraints import named, not_blank
from kept.records.money import amount_column, currency_column, payable
from kept.records.payments.models import Invoice, Payout
from kept.records.people.models import Person
from kept.records.releases.models import Giving, Release


class Kind(models.TextChoices):
    """What a decision is about."""

    AMOUNT = "amount", _("an amount of the policy")
    THIRD_PARTY = "third_party", _("a third party’s invoice")
    # Its word in rows, ledgers and facts (`goodwill:7`) is older than that of the glossary, where
    # goodwill is a component that we take over.
    VOLUNTARY = "goodwill", _("voluntary compensation")


class Outcome(models.TextChoices):
    """How it is given."""

    PAYOUT = "payout", _("paid out")
    CREDIT_NOTE = "credit_note", _("as a credit note")
    NOTHING = "nothing", _("nothing is given")


class Decision(models.Model):
    """How much we give for one claim, and why. Append-only.

    Above the limit it stands only once a second person agrees. What somebody else refused may be
    decided once more, in its place: so there is never more than one that stands.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="decisions", db_constraint=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=11, choices=Kind.choices)
    rule = models.CharField(max_length=80, blank=True)  # of the policy: the amount's key
    bill = models.ForeignKey(
        ThirdPartyBill,
        models.PROTECT,
        null=True,
        related_name="decisions",
        db_constraint=False,
    )
    names = models.JSONField()  # what it is for
    clauses = ArrayField(models.CharField(max_length=120))  # that say so, the rule's own first
    currency = currency_column()
    asked = models.DecimalField(max_digits=19, decimal_places=4, null=True)  # by the customer
    worked_out = models.DecimalField(max_digits=19, decimal_places=4, null=True)  # by the formula
    amount = amount_column()
    outcome = models.CharField(max_length=11, choices=Outcome.choices)
    payee = models.CharField(max_length=200)
    reason = models.CharField(max_length=1000, blank=True)
    # That so much may be given: a second person has released it where one has to.
    giving = models.OneToOneField(Giving, models.PROTECT, null=True, related_name="decision")
    instead_of = models.OneToOneField(
        Release, models.PROTECT, null=True, related_name="successor", db_constraint=False
    )
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["-decided_at", "-id"], name="decision_latest")]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "rule"],
                condition=Q(instead_of=None) & ~Q(rule=""),
                name="decision_once_per_amount",
            ),
            models.UniqueConstraint(
                fields=["bill"],
                condition=Q(instead_of=None, bill__isnull=False),
                name="decision_once_per_bill",
            ),
            models.UniqueConstraint(fields=["decided_by", "key"], name="decision_asked_once"),
            models.UniqueConstraint(fields=["id", "decided_by"], name="decision_with_decider"),
            models.CheckConstraint(
                condition=(Q(kind="amount", bill=None) & ~Q(rule=""))
                | Q(kind="third_party", bill__isnull=False, rule="")
                | Q(kind="goodwill", bill=None, rule=""),
                name="decision_about_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0, outcome__in=("payout", "credit_note"))
                | Q(amount=0, outcome="nothing"),
                name="decision_gives_what_it_says",
            ),
            models.CheckConstraint(
                condition=Q(worked_out__isnull=False, worked_out=F("amount"))
                | Q(reason__regex=r"\S"),
                name="decision_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(amount=0, giving=None) | Q(amount__gt=0, giving__isnull=False),
                name="decision_gives_by_a_giving",
            ),
            payable("amount", name="decision_payable"),
            named(name="decision_says_what_for"),
            not_blank("payee", name="decision_for_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.rule or self.kind}: {self.currency} {self.amount}"


class Settlement(models.Model):
    """What followed from a decision that stands: money, or a credit note. Append-only."""

    decision = models.OneToOneField(
        Decision, models.PROTECT, related_name="settlement", db_constraint=False
    )
    payout = models.OneToOneField(
        Payout, models.PROTECT, null=True, related_name="settles", db_constraint=False
    )
    credit_note = models.OneToOneField(
        Invoice, models.PROTECT, null=True, related_name="settles", db_constraint=False
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(payout__isnull=False, credit_note=None)
                | Q(payout=None, credit_note__isnull=False)
                | Q(payout=None, credit_note=None),
                name="settlement_by_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} settled"
