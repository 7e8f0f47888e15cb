"""What happened in a case, written once."""

from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q

from kept.records.archive.models import Customer
from kept.records.cases.models.case import Case
from kept.records.constraints import not_blank
from kept.records.people.models import Person


class CaseFact(models.Model):
    """One thing that happened, with its three times. Never changed: a correction is a new fact.

    The database refuses changes. Case and customer are kept by one foreign key over both.
    """

    case = models.ForeignKey(
        Case, models.PROTECT, related_name="facts", db_constraint=False, db_index=False
    )
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    seq = models.PositiveIntegerField()  # 1, 2, 3 … within the case
    kind = models.CharField(max_length=60)
    at = models.DateTimeField()  # when it happened
    recorded_at = models.DateTimeField(null=True)  # when a device wrote it down, by its own clock
    received_at = models.DateTimeField()  # when we got it
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    by_name = models.CharField(max_length=200)  # as it was then
    values = models.JSONField(default=dict)
    corrects = models.PositiveIntegerField(null=True)  # the number of the fact it replaces
    key = models.CharField(max_length=64)  # given by the sender: the same key is the same fact
    source = models.CharField(max_length=80, blank=True)  # the door or device it came through
    # What the policy wanted first, as rules with their clauses, and why it happened nevertheless.
    against = models.JSONField(default=list)
    despite = models.CharField(max_length=2000, blank=True)

    class Meta:
        indexes = [
            # Facts are only ever added, so those of a stretch of time lie together.
            BrinIndex(fields=["received_at"], name="fact_received"),
            # What once was a complaint counts as one for ever, whatever it is called later.
            models.Index(
                fields=["case"],
                name="fact_of_complaint",
                condition=Q(kind="request.received", values__case_type="complaint"),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["case", "seq"], name="fact_one_per_place"),
            models.UniqueConstraint(fields=["case", "key"], name="fact_once_per_key"),
            # Two corrections of the same fact: the second must look at the first.
            models.UniqueConstraint(
                fields=["case", "corrects"],
                condition=Q(corrects__isnull=False),
                name="fact_corrected_once",
            ),
            models.CheckConstraint(condition=Q(seq__gte=1), name="fact_counts_from_one"),
            models.CheckConstraint(
                condition=Q(corrects=None) | Q(corrects__lt=F("seq")),
                name="fact_corrects_an_earlier_one",
            ),
            models.CheckConstraint(
                condition=~Q(kind="fact.withdrawn") | Q(corrects__isnull=False),
                name="fact_withdrawn_names_one",
            ),
            models.CheckConstraint(
                condition=Q(at__lte=F("received_at")), name="fact_not_in_the_future"
            ),
            models.CheckConstraint(
                condition=Q(against=[], despite="") | (~Q(against=[]) & ~Q(despite="")),
                name="fact_against_the_policy_says_why",
            ),
            not_blank("kind", name="fact_has_a_kind"),
            not_blank("by_name", name="fact_says_who"),
            not_blank("key", name="fact_has_a_key"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}#{self.seq} {self.kind}"
