"""Codes of what is seen, why it was, and what mended it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kept.records.archive.models import Customer
from kept.records.cases.models import Case
from kept.records.constraints import named, not_blank, paired
from kept.records.people.models import Person


class CodeKind(models.TextChoices):
    """What a code says."""

    SYMPTOM = "symptom", _("Symptom")
    CAUSE = "cause", _("Cause")
    REMEDY = "remedy", _("Measure taken")


class Code(models.Model):
    """One code of a product family (empty: of every family), perhaps below another.

    A cause names which of the policies' own words for causes it is.
    """

    kind = models.CharField(max_length=8, choices=CodeKind.choices)
    family = models.CharField(max_length=80, blank=True)
    code = models.CharField(max_length=40, unique=True)
    names = models.JSONField()
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    policy_cause = models.CharField(max_length=60, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True)
    retired_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=CodeKind.values), name="code_kind_known"),
            not_blank("code", name="code_has_a_code"),
            named(name="code_has_a_name"),
            models.CheckConstraint(
                condition=Q(kind=CodeKind.CAUSE, policy_cause__regex=r"\S")
                | (~Q(kind=CodeKind.CAUSE) & Q(policy_cause="")),
                name="code_of_a_cause_names_the_policys",
            ),
            paired("retired_at", "retired_by", name="code_retired_by_someone"),
        ]

    def __str__(self) -> str:
        return self.code


class CodeChoice(models.Model):
    """A code was chosen for a case. Append-only: the last of a kind counts."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_constraint=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+", db_constraint=False)
    code = models.ForeignKey(Code, models.PROTECT, related_name="choices")
    fact_seq = models.PositiveIntegerField(null=True)  # the fact that carries it
    chosen_at = models.DateTimeField()
    chosen_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)

    def __str__(self) -> str:
        return f"{self.case_id}: {self.code_id}"
