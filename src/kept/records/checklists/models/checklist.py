"""Checklists: what is to be looked at, in versions that are written once."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kept.records.constraints import named, paired
from kept.records.people.models import Person

KEY = r"^[a-z0-9]+(-[a-z0-9]+)*$"


class Checklist(models.Model):
    """One checklist, known by its key for ever. What it asks stands in its versions."""

    key = models.CharField(max_length=40, unique=True)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True)
    retired_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(key__regex=KEY), name="checklist_key_is_plain"),
            paired("retired_at", "retired_by", name="checklist_retired_by_someone"),
        ]

    def __str__(self) -> str:
        return self.key


class ChecklistVersion(models.Model):
    """What a checklist asks, and where it fits, as one person wrote it. Append-only.

    Empty lists mean: every type of case, every product family, every way of helping.
    """

    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    names = models.JSONField()
    case_types = ArrayField(models.CharField(max_length=40), default=list)
    families = ArrayField(models.CharField(max_length=80), default=list)
    ways = ArrayField(
        models.CharField(max_length=60), default=list
    )  # steps of the policies' ladders
    completes = models.CharField(max_length=60, blank=True)  # the fact that it is complete
    items = models.JSONField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["checklist", "number"], name="checklist_version_once"),
            models.UniqueConstraint(fields=["id", "checklist"], name="checklist_version_with_it"),
            named("names", name="checklist_has_a_name"),
            models.CheckConstraint(condition=~Q(items=[]), name="checklist_asks_something"),
        ]

    def __str__(self) -> str:
        return f"{self.checklist_id} v{self.number}"


class ChecklistPublication(models.Model):
    """A version became the one that new cases get. Append-only."""

    version = models.OneToOneField(ChecklistVersion, models.PROTECT, related_name="publication")
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)

    def __str__(self) -> str:
        return f"{self.version_id}"
