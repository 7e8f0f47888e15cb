"""Projections of many cases, worked out again from their facts."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kept.records.cases.models.stretch import Stretch


class Rebuild(models.Model):
    """Cases whose projections are worked out again, or only looked at, by any number of processes.

    `zones` is the version of the zone data under which that is done: a machine with another one
    would get other answers, so it leaves the work to others.
    """

    scope = models.CharField(max_length=120)  # in words: "all", "open", "DESK version 2"
    only_check = models.BooleanField()
    zones = models.CharField(max_length=40)
    at = models.DateTimeField()
    total = models.PositiveIntegerField()
    finished_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "only_check"],
                name="rebuild_one_of_a_kind_runs",
                condition=Q(finished_at=None, cancelled_at=None),
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(cancelled_at=None), name="rebuild_ends_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scope}, {self.at}"


class RebuildStretch(Stretch):
    """Some cases of a rebuild, and what was found in them (see `findings.Findings`)."""

    rebuild = models.ForeignKey(Rebuild, models.CASCADE, related_name="stretches")
    found = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(
                fields=["rebuild", "tries", "id"],
                name="rebuild_to_do",
                condition=Q(done_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rebuild_id}/{self.pk}"
