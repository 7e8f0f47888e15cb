"""A version together with how it was signed, as one file."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kept.records.archive.models import Customer
from kept.records.documents.models.document import SHA256, Version
from kept.records.people.models import Person


class Seal(models.Model):
    """The final PDF of a version: its pages and the outcomes there were. Written once.

    An outcome that comes later makes another seal; the one before stays.
    """

    version = models.ForeignKey(
        Version, models.PROTECT, related_name="seals", db_constraint=False, db_index=False
    )
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    outcomes = models.PositiveIntegerField()  # how many of the version's outcomes stand in it
    sha256 = models.CharField(max_length=64)  # of the final PDF
    at = models.DateTimeField()
    sealed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "outcomes"], name="seal_once_per_outcome"),
            models.CheckConstraint(condition=Q(sha256__regex=SHA256), name="seal_has_a_sha256"),
            models.CheckConstraint(condition=Q(outcomes__gte=1), name="seal_of_an_outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} sealed with {self.outcomes}"
