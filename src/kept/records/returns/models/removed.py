"""What became of units that were taken out of a customer's equipment."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kept.records.constraints import not_blank
from kept.records.parts.models import Movement
from kept.records.people.models import Person


class UnitOutcome(models.TextChoices):
    """What was decided about a unit; the words of the standard fact."""

    REPAIRED = "repaired", _("repaired")
    REPLACED = "replaced", _("replaced")
    SCRAPPED = "scrapped", _("scrapped")


class RemovedDecision(models.Model):
    """So much of what was taken out is settled, by somebody, for a reason. Append-only."""

    # Movements can never go, nor may they be locked: a foreign key would do that.
    movement = models.ForeignKey(
        Movement, models.PROTECT, related_name="decisions", db_constraint=False
    )
    quantity = models.DecimalField(max_digits=12, decimal_places=3)
    outcome = models.CharField(max_length=8, choices=UnitOutcome.choices)
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["by", "key"], name="removed_decided_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="removed_of_something"),
            models.CheckConstraint(
                condition=Q(outcome__in=UnitOutcome.values), name="removed_outcome_known"
            ),
            not_blank("reason", name="removed_decided_for_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.movement_id} {self.outcome}"
