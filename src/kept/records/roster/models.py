"""Who is on duty, who is away, and what one shift tells the next."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kept.records.constraints import not_blank, paired
from kept.records.people.models import Office, Person


class Duty(models.TextChoices):
    """What somebody is on duty for."""

    HOTLINE = "hotline", _("Hotline")
    SECOND_LINE = "second_line", _("Second line")
    LEAD = "lead", _("Duty lead")


class Shift(models.Model):
    """A person is on duty for an office from a moment to another. A change is a new shift."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="shifts")
    duty = models.CharField(max_length=11, choices=Duty.choices)
    person = models.ForeignKey(Person, models.PROTECT, related_name="shifts")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(
                fields=["starts_at", "ends_at"],
                name="shift_that_counts",
                condition=Q(cancelled_at__isnull=True),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "duty", "person", "starts_at"],
                condition=Q(cancelled_at=None),
                name="shift_once",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="shift_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=Q(duty__in=Duty.values), name="shift_duty_known"),
            paired("cancelled_at", "cancelled_by", name="shift_cancelled_by_someone"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.duty} {self.starts_at}"


class Leave(models.Model):
    """A person is away: their shifts meanwhile count for nothing."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="leaves")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="leave_ends_after_it_starts"
            ),
            paired("cancelled_at", "cancelled_by", name="leave_cancelled_by_someone"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.starts_at}"


class HandOver(models.Model):
    """What those on duty tell who comes next, who read it. The ledger holds it too."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    text = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["office", "-written_at"], name="hand_over_latest")]
        constraints = [not_blank("text", name="hand_over_says_something")]

    def __str__(self) -> str:
        return f"{self.office_id} {self.written_at}"


class HandOverRead(models.Model):
    """A person has read a hand-over."""

    hand_over = models.ForeignKey(HandOver, models.PROTECT, related_name="reads")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hand_over", "person"], name="hand_over_read_once"),
        ]

    def __str__(self) -> str:
        return f"{self.hand_over_id} {self.person_id}"
