"""A document that a policy requires."""

from __future__ import annotations

from django.db import models

from kept.records.constraints import not_blank
from kept.records.files.models.stored import StoredFile
from kept.records.people.models import Person
from kept.records.policies.models import Policy


class PolicyDocument(models.Model):
    """A file kept with a policy under the name of what requires it; the newest one counts."""

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="documents")
    requirement = models.CharField(max_length=100)  # its key under `required`
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)  # as given, made safe to show
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["policy", "requirement", "file"], name="policy_document_once"
            ),
            not_blank("requirement", name="policy_document_is_required"),
            not_blank("name", name="policy_document_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.policy_id}: {self.name}"
