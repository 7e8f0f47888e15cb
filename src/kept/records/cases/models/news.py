"""What somebody must still be told."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kept.records.archive.models import Customer
from kept.records.cases.models.case import Case


class NewsKind(models.TextChoices):
    """What people are told about a case."""

    ASSIGNED = "assigned"
    WARNED = "warned"
    BROKEN = "broken"
    UNDONE = "undone"
    CALLED_IN = "called_in"
    REMINDED = "reminded"
    HANDED_OVER = "handed_over"
    CONTESTED = "contested"
    DECIDED = "decided"


class News(models.Model):
    """Something that happened to a case and has not been turned into notices yet.

    Written in the transaction that made it happen and deleted in the one that tells of it: the
    outbox of this app. What it said stays in flips and ledger.
    """

    case = models.ForeignKey(
        Case, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    kind = models.CharField(max_length=12, choices=NewsKind.choices)
    dedup = models.CharField(max_length=200, unique=True)  # one piece of news, once
    at = models.DateTimeField()  # when it happened
    noted_at = models.DateTimeField()
    data = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=NewsKind.values), name="news_kind_known"),
        ]

    def __str__(self) -> str:
        return self.dedup
