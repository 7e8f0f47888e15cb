"""Macros: named lists of steps, in versions that are written once, and each time one was run."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kept.records.archive.models import Customer
from kept.records.cases.models import Case
from kept.records.constraints import named, not_blank, paired
from kept.records.people.models import Person

KEY = r"^[a-z0-9]+(-[a-z0-9]+)*$"


class Macro(models.Model):
    """One macro, known by its key for ever. What it does stands in its newest version."""

    key = models.CharField(max_length=40, unique=True)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True)
    retired_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(key__regex=KEY), name="macro_key_is_plain"),
            paired("retired_at", "retired_by", name="macro_retired_by_someone"),
        ]

    def __str__(self) -> str:
        return self.key


class MacroVersion(models.Model):
    """What a macro does, and in which cases it is offered, as one person wrote it. Append-only."""

    macro = models.ForeignKey(Macro, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    names = models.JSONField()
    case_types = ArrayField(models.CharField(max_length=40), default=list)  # none: of every type
    families = ArrayField(models.CharField(max_length=80), default=list)  # none: any machine
    steps = models.JSONField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["macro", "number"], name="macro_version_once"),
            named("names", name="macro_has_a_name"),
            models.CheckConstraint(condition=~Q(steps=[]), name="macro_does_something"),
        ]

    def __str__(self) -> str:
        return f"{self.macro_id} v{self.number}"


class MacroRun(models.Model):
    """A macro was run in a case: all of its steps, or there is no such row. Append-only.

    Case and customer are kept by one foreign key over both.
    """

    case = models.ForeignKey(
        Case, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    version = models.ForeignKey(MacroVersion, models.PROTECT, related_name="runs")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    by_name = models.CharField(max_length=200)  # as it was then
    key = models.CharField(max_length=50)  # given by the sender: the same key is the same run

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "key"], name="macro_run_once_per_key"),
            not_blank("by_name", name="macro_run_says_who"),
            not_blank("key", name="macro_run_has_a_key"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.version_id}"
