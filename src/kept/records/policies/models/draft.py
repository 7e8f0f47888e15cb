"""Texts that may become versions: one person writes, another one reviews."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kept.records.constraints import paired
from kept.records.people.models import Person
from kept.records.policies.models.policy import Policy, PolicyVersion


class PolicyDraftQuerySet(models.QuerySet["PolicyDraft"]):
    """Drafts, narrowed."""

    def open(self) -> PolicyDraftQuerySet:
        """Those that are neither published nor discarded."""
        return self.filter(version=None, discarded_at=None)


class PolicyDraft(models.Model):
    """A text on its way to a version. Whoever changed it cannot approve it.

    `edition` grows with every change, so that nobody overwrites what they have not read.
    """

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="drafts")
    based_on = models.ForeignKey(PolicyVersion, models.PROTECT, null=True, related_name="+")
    text = models.TextField(blank=True)  # as typed: it may not be readable yet
    edition = models.PositiveIntegerField(default=1)
    authors = ArrayField(models.BigIntegerField())  # everyone who changed the text
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    remark = models.CharField(max_length=2000, blank=True)  # the reviewer's last word
    discarded_at = models.DateTimeField(null=True)
    discarded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    version = models.OneToOneField(
        PolicyVersion, models.PROTECT, null=True, related_name="draft"
    )  # what it became

    objects = PolicyDraftQuerySet.as_manager()

    class Meta:
        constraints = [
            paired("submitted_at", "submitted_by", name="policy_draft_submitted_by_someone"),
            paired("approved_at", "approved_by", name="policy_draft_approved_by_someone"),
            paired("discarded_at", "discarded_by", name="policy_draft_discarded_by_someone"),
            models.CheckConstraint(
                condition=Q(approved_at=None) | Q(submitted_at__isnull=False),
                name="policy_draft_approved_after_submission",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None)
                | (~Q(approved_by=F("submitted_by")) & ~Q(approved_by=F("changed_by"))),
                name="policy_draft_reviewed_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(version=None) | Q(approved_at__isnull=False, discarded_at=None),
                name="policy_draft_published_when_approved",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.policy_id} draft {self.pk}"
