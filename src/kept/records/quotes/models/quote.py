"""A quote of a case, and its draft."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Cast, Concat, Greatest, Length, LPad

from kept.records.archive.models import Customer
from kept.records.cases.models import Case
from kept.records.constraints import paired
from kept.records.money import currency_column
from kept.records.people.models import Language, Person

DIGITS = Cast("id", models.CharField())


class Quote(models.Model):
    """What a customer is asked to pay for in a case. `lines` and `note` are the draft.

    `edition` rises with each change of the draft, so that nobody writes over another's words.
    """

    number = models.GeneratedField(
        expression=Concat(
            Value("Q-"),
            LPad(DIGITS, Greatest(Length(DIGITS), Value(6)), Value("0")),
        ),
        output_field=models.CharField(max_length=24),
        db_persist=True,
        unique=True,
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="quotes", db_constraint=False)
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    currency = currency_column()
    languages = ArrayField(models.CharField(max_length=8, choices=Language.choices))
    lines = models.JSONField(default=list)
    note = models.JSONField(default=dict)  # {"zh-hans": "…"}: what a person adds
    edition = models.PositiveIntegerField(default=1)
    key = models.CharField(max_length=64)  # of the press that began it
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    # When the version that waits for an answer stops holding; null: none waits.
    expires_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", db_index=False
    )
    withdrawn_why = models.CharField(max_length=1000, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["expires_at"],
                name="quote_expires_at",
                condition=Q(expires_at__isnull=False),
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["id", "customer"], name="quote_with_customer"),
            models.UniqueConstraint(fields=["begun_by", "key"], name="quote_once_per_key"),
            models.CheckConstraint(
                condition=Q(languages__contained_by=Language.values)
                & Q(languages__len__gte=1, languages__len__lte=2),
                name="quote_in_one_or_two_languages",
            ),
            models.CheckConstraint(
                condition=Q(currency__regex="^[A-Z]{3}$"), name="quote_currency_is_iso"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_why="")
                | Q(withdrawn_at__isnull=False, withdrawn_why__regex=r"\S"),
                name="quote_withdrawn_for_a_reason",
            ),
            paired("withdrawn_at", "withdrawn_by", name="quote_withdrawn_by_someone"),
        ]

    def __str__(self) -> str:
        return str(self.number)
