"""How much of what goodwill may take over is used, and by what."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q

from kept.records.archive.models import Customer
from kept.records.cases.models import Case
from kept.records.constraints import paired
from kept.records.money import amount_column, currency_column, payable
from kept.records.people.models import Person
from kept.records.quotes.models.answer import Outcome
from kept.records.quotes.models.version import QuoteVersion


class TakenOverQuerySet(models.QuerySet["TakenOver"]):
    """What counts."""

    def standing(self) -> TakenOverQuerySet:
        """Return what invoices and quotes use that were not taken back, answered no, or over."""
        newer = QuoteVersion.objects.filter(
            quote=OuterRef("version__quote"), number__gt=OuterRef("version__number")
        )
        waits = Q(version__quote__expires_at__isnull=False)
        accepted = Q(version__answer__outcome=Outcome.ACCEPTED)
        return self.filter(
            Q(version=None, freed_at=None)
            | (Q(version__isnull=False) & ~Exists(newer) & (waits | accepted))
        )


class TakenOver(models.Model):
    """So much of one decision of goodwill is used, by a version of a quote or by an invoice.

    The database adds up what stands: it never comes to more than the decision says. An invoice that
    is taken back as a whole frees what it used; a quote, once it cannot be accepted any more.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_constraint=False)
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    fact = models.PositiveIntegerField()  # the number of the decision among the case's facts
    currency = currency_column()
    amount = amount_column()
    version = models.ForeignKey(
        QuoteVersion, models.PROTECT, null=True, related_name="taken_over", db_constraint=False
    )
    bill = models.CharField(max_length=32, blank=True)  # an invoice's number
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    freed_at = models.DateTimeField(null=True)
    freed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = TakenOverQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["bill"], name="taken_over_by_bill")]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="taken_over_something"),
            payable("amount", name="taken_over_payable"),
            models.CheckConstraint(
                condition=Q(version__isnull=False, bill="", freed_at=None)
                | (Q(version=None) & ~Q(bill="")),
                name="taken_over_by_one_thing",
            ),
            paired("freed_at", "freed_by", name="taken_over_freed_by_someone"),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.amount} of fact {self.fact}"
