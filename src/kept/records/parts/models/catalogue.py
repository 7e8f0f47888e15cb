"""Which spare parts there are."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from kept.records.constraints import named, not_blank, paired
from kept.records.people.models import Person


class Tracking(models.TextChoices):
    """How closely single pieces of a part are followed."""

    QUANTITY = "quantity", _("by quantity")
    LOT = "lot", _("by lot")
    SERIAL = "serial", _("by serial number")


class Part(models.Model):
    """A spare part of a brand, as it is ordered. Never deleted."""

    brand = models.CharField(max_length=80)
    number = models.CharField(max_length=80)  # the maker's order number
    names = models.JSONField()  # what it is: {"en": "Main board", …}
    model = models.CharField(max_length=80, blank=True)
    maker = models.CharField(max_length=120, blank=True)  # if another firm makes it for the brand
    specification = models.TextField(blank=True)
    families = models.JSONField(default=list)  # product families it belongs to
    tracking = models.CharField(max_length=8, choices=Tracking.choices)
    unit = models.CharField(max_length=16, default="piece")  # what a quantity counts
    discontinued_on = models.DateField(null=True)
    found_by = models.TextField(default="")  # follows from the above
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            named(name="part_has_a_name"),
            not_blank("brand", name="part_has_a_brand"),
            not_blank("number", name="part_has_a_number"),
            models.UniqueConstraint(
                Upper("brand"), Upper("number"), name="part_number_once_per_brand"
            ),
            models.CheckConstraint(
                condition=Q(tracking__in=Tracking.values), name="part_tracking_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.brand} {self.number}"


class Substitute(models.Model):
    """A part of equal specification that may take another's place, if the customer approves."""

    part = models.ForeignKey(Part, models.PROTECT, related_name="substitutes")
    instead = models.ForeignKey(Part, models.PROTECT, related_name="+")
    evidence = models.CharField(max_length=200)  # where it is shown that they are equal
    named_at = models.DateTimeField()
    named_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(part=F("instead")), name="substitute_is_another_part"
            ),
            models.UniqueConstraint(
                fields=["part", "instead"],
                condition=Q(withdrawn_at=None),
                name="substitute_named_once",
            ),
            not_blank("evidence", name="substitute_has_evidence"),
            paired("withdrawn_at", "withdrawn_by", name="substitute_withdrawn_by_someone"),
        ]

    def __str__(self) -> str:
        return f"{self.instead_id} for {self.part_id}"
