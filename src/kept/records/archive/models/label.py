"""The code on a piece of equipment."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kept.records.archive.models.equipment import Equipment
from kept.records.constraints import paired
from kept.records.people.models import Person


class EquipmentLabel(models.Model):
    """A code that whoever stands before a machine can scan to ask for service.

    It is chance, not worked out from anything, and kept as it is: the same label can be printed
    again after years, whatever became of our keys. It shows the machine and what was promised for
    it, and takes requests; nothing about a customer can be read with it.
    """

    equipment = models.ForeignKey(Equipment, models.PROTECT, related_name="labels")
    code = models.CharField(max_length=32, unique=True)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["equipment"],
                condition=Q(revoked_at=None),
                name="equipment_label_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9A-Za-z_-]{22,}$"), name="equipment_label_is_long"
            ),
            paired("revoked_at", "revoked_by", name="equipment_label_revoked_by_someone"),
        ]

    def __str__(self) -> str:
        return f"label of {self.equipment_id}"
