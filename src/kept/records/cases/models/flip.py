"""What became of a promise, written once."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kept.records.archive.models import Customer
from kept.records.cases.models.case import Case


class FlipKind(models.TextChoices):
    """The moments in a promise's life that are kept as they were known then."""

    WARNED = "warned"
    BROKEN = "broken"
    UNDONE = "undone"  # a breach that a later-known fact took back
    MET = "met"  # in time, or without number in the paper
    LATE = "late"  # done after its due
    REOPENED = "reopened"  # was done and is owed again
    MOVED = "moved"  # its due moved: a pause, a corrected start
    CHANGED = "changed"  # another promise took its place: a new level, other terms
    ENDED = "ended"  # no longer owed


class Flip(models.Model):
    """A promise turned. Never changed: what was known then stays, also when it proves wrong.

    `at` is the instant of the turn, `noted_at` when Kept learned of it; `fact` is the number of
    the fact that told it, none if time alone did.
    """

    case = models.ForeignKey(
        Case, models.PROTECT, related_name="flips", db_constraint=False, db_index=False
    )
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    clock = models.CharField(max_length=80)  # its key
    kind = models.CharField(max_length=8, choices=FlipKind.choices)
    promise_version = models.PositiveIntegerField()
    nth = models.PositiveIntegerField()  # of a warning: which; else how often it came to this
    at = models.DateTimeField()
    noted_at = models.DateTimeField()
    due_before = models.DateTimeField(null=True)
    due_after = models.DateTimeField(null=True)
    fact = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "clock", "kind", "promise_version", "nth"], name="flip_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=FlipKind.values), name="flip_kind_known"),
            models.CheckConstraint(condition=Q(nth__gte=1), name="flip_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.clock} {self.kind} {self.nth}"
