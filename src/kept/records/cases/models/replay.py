"""What another text of a policy would change in cases that are there."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kept.records.archive.models import Customer
from kept.records.cases.models.case import Case
from kept.records.cases.models.stretch import Stretch
from kept.records.constraints import paired
from kept.records.people.models import Person
from kept.records.policies.models import Policy


class Replay(models.Model):
    """A text of a policy tried on cases, a batch at a time; nothing of the cases is touched.

    `at` is the moment all of them are looked at.
    """

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="+")
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    closed_cases = models.PositiveIntegerField()  # how many of the last closed ones were asked for
    total = models.PositiveIntegerField()
    finished_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(
                fields=["id"],
                name="replay_unfinished",
                condition=Q(finished_at=None, cancelled_at=None),
            )
        ]
        constraints = [
            paired("cancelled_at", "cancelled_by", name="replay_cancelled_by_someone"),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(cancelled_at=None), name="replay_ends_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.policy_id} {self.sha256[:8]}"


class ReplayStretch(Stretch):
    """Some cases of a trial, and what was found in them (see `replaying.Sums`)."""

    replay = models.ForeignKey(Replay, models.CASCADE, related_name="stretches")
    sums = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(
                fields=["replay", "tries", "id"],
                name="replay_to_do",
                condition=Q(done_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.replay_id}/{self.pk}"


class ReplayedCase(models.Model):
    """A case that would be different under the text, and in what (see `replaying.Difference`)."""

    replay = models.ForeignKey(Replay, models.CASCADE, related_name="cases")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_constraint=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+", db_constraint=False)
    clocks = models.JSONField()
    costs = models.JSONField()
    problem = models.CharField(max_length=500, blank=True)  # why it could not be tried

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["replay", "case"], name="replay_case_once"),
        ]

    def __str__(self) -> str:
        return f"{self.replay_id}/{self.case_id}"
