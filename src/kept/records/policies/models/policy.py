"""Policies, their versions, and which one holds where no contract says otherwise."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kept.records.constraints import named, not_blank, paired
from kept.records.people.models import Person


class Policy(models.Model):
    """A policy under its name; what it says stands in its versions."""

    code = models.CharField(max_length=40, unique=True)  # "S2"
    names = models.JSONField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            named(name="policy_has_a_name"),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-Za-z0-9][A-Za-z0-9._-]*$"), name="policy_code_form"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class PolicyVersion(models.Model):
    """What a policy says from a day on. Once published it is never changed or deleted.

    A running case and a contract keep the version they started under. A row without
    `published_at` is a draft.
    """

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()  # 1, 2, 3 … within the policy
    text = models.TextField()  # the policy file, exactly
    sha256 = models.CharField(max_length=64)  # of the text in UTF-8
    effective_on = models.DateField(null=True)
    note = models.CharField(max_length=500, blank=True)  # what changed, for readers
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["policy", "number"], name="policy_version_number_once"),
            models.UniqueConstraint(
                fields=["policy", "sha256"],
                condition=Q(published_at__isnull=False),
                name="policy_text_published_once",
            ),
            paired("published_at", "published_by", name="policy_version_published_by_someone"),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(effective_on__isnull=False),
                name="policy_version_published_from_a_day",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="policy_version_from_one"),
            not_blank("text", name="policy_version_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.policy_id} v{self.number}"


class CompanyPolicy(models.Model):
    """From a day on, the version that holds for equipment without a contract."""

    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="+")
    starts_on = models.DateField(unique=True)
    chosen_at = models.DateTimeField()
    chosen_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.version_id} from {self.starts_on}"
