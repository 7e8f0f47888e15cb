"""What engineers are able and allowed to do."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import Q

from kept.records.constraints import days, in_order, named, not_blank, only
from kept.records.people.models.person import Person


class Skill(models.Model):
    """Something one must be able or licensed to do, such as work at height."""

    code = models.CharField(max_length=40, unique=True)
    names = models.JSONField()

    class Meta:
        constraints = [
            named(name="skill_has_a_name"),
            not_blank("code", name="skill_has_a_code"),
        ]

    def __str__(self) -> str:
        return self.code


class Competence(models.Model):
    """A person has a skill from a day, and until a day if the licence runs out."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="competences")
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(default=1)  # 1 with help, 2 alone, 3 teaches
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)  # the last day
    evidence = models.CharField(max_length=200, blank=True)  # certificate number
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            in_order("valid_from", "valid_until", name="competence_ends_after_start"),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=3), name="competence_level_1_to_3"
            ),
            ExclusionConstraint(
                name="competence_once_at_a_time",
                expressions=[
                    (only("person"), "&&"),
                    (only("skill"), "&&"),
                    (days("valid_from", "valid_until"), "&&"),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}:{self.skill_id}"
