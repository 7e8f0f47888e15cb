"""A promise of time, as it stands."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kept.records.archive.models import Customer
from kept.records.cases.models.case import Case
from kept.rules.assess.assessment import ClockState
from kept.rules.policy.model import Strength


class Clock(models.Model):
    """One run of one promised clock. A projection: all of it follows from the case's facts.

    `plan` lists what time alone will do to it, oldest first, as [moment, what, nth]: a warning
    ("warned", nth) or the breach ("broken"). `look_at` is the first of them.
    """

    case = models.ForeignKey(
        Case, models.PROTECT, related_name="clocks", db_constraint=False, db_index=False
    )
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    key = models.CharField(max_length=80)  # "on_site", "answer#2"
    rule = models.CharField(max_length=80)
    run = models.PositiveIntegerField()
    names = models.JSONField()  # by language, as the policy calls it
    clauses = ArrayField(models.CharField(max_length=60))
    strength = models.CharField(max_length=10)
    state = models.CharField(max_length=12)
    certain = models.BooleanField()  # False: a condition is unknown, it runs as if it applied
    started_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    target_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    broken_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    limit = models.CharField(max_length=80, blank=True)  # as written: "PT3H"
    promise_version = models.PositiveIntegerField()  # 0: nothing promised yet
    plan = models.JSONField(default=list)
    look_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["look_at"], name="clock_look_at", condition=Q(look_at__isnull=False)
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["case", "key"], name="clock_once_per_key"),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in ClockState]), name="clock_state_known"
            ),
            models.CheckConstraint(
                condition=Q(strength__in=[s.value for s in Strength]), name="clock_strength_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["met", "late"]) | Q(done_at__isnull=False),
                name="clock_met_has_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="broken") | Q(broken_at__isnull=False),
                name="clock_broken_has_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.key}"
