"""What happened to parts, movement by movement."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kept.records.cases.models import Case
from kept.records.constraints import not_blank
from kept.records.parts.models.catalogue import Part
from kept.records.parts.models.place import StockPlace
from kept.records.parts.models.stock import DECIMALS, DIGITS, Condition, SerialUnit
from kept.records.people.models import Person


class MovementKind(models.TextChoices):
    """Why parts moved."""

    RECEIVED = "received", _("received")
    TRANSFERRED = "transferred", _("transferred")
    FITTED = "fitted", _("fitted")
    TAKEN_OUT = "taken_out", _("taken out")
    RETURNED = "returned", _("returned to the supplier")
    FOUND = "found", _("found when counting")
    MISSED = "missed", _("missed when counting")
    SCRAPPED = "scrapped", _("scrapped")
    # What was taken out is taken out of that condition and put into another, in the same place.
    SORTED_OUT = "sorted_out", _("decided about")
    SORTED_IN = "sorted_in", _("put back")
    # Whole units: one goes to a customer in place of theirs, theirs comes to us for good.
    SHIPPED = "shipped", _("sent to a customer")
    TAKEN_IN = "taken_in", _("taken in from a customer")


COMING = (
    *(MovementKind.RECEIVED, MovementKind.TAKEN_OUT, MovementKind.FOUND),
    *(MovementKind.SORTED_IN, MovementKind.TAKEN_IN),
)
GOING = (
    *(MovementKind.FITTED, MovementKind.RETURNED, MovementKind.MISSED, MovementKind.SCRAPPED),
    *(MovementKind.SORTED_OUT, MovementKind.SHIPPED),
)
OF_A_CASE = (
    *(MovementKind.FITTED, MovementKind.TAKEN_OUT),
    *(MovementKind.SORTED_OUT, MovementKind.SORTED_IN),
    *(MovementKind.SHIPPED, MovementKind.TAKEN_IN),
)
# When it is sent to one, or comes back from one; when what came out of it is scrapped.
FOR_A_CASE = (MovementKind.TRANSFERRED, MovementKind.SCRAPPED)


class Movement(models.Model):
    """So much of a part moved: into a place, out of one, or between two. Append-only.

    What lies where is the sum of these, and nothing else changes it.
    """

    kind = models.CharField(max_length=11, choices=MovementKind.choices)
    part = models.ForeignKey(Part, models.PROTECT, related_name="movements")
    quantity = models.DecimalField(max_digits=DIGITS, decimal_places=DECIMALS)
    condition = models.CharField(max_length=7, choices=Condition.choices)
    lot = models.CharField(max_length=80, blank=True)
    unit = models.ForeignKey(SerialUnit, models.PROTECT, null=True, related_name="movements")
    source = models.ForeignKey(StockPlace, models.PROTECT, null=True, related_name="+")
    target = models.ForeignKey(StockPlace, models.PROTECT, null=True, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="part_movements")
    reason = models.CharField(max_length=500)  # the delivery note, why it was scrapped
    at = models.DateTimeField()  # when it moved
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)

    class Meta:
        indexes = [
            models.Index(fields=["part", "-id"], name="movement_of_part"),
            models.Index(fields=["source", "-id"], name="movement_from_place"),
            models.Index(fields=["target", "-id"], name="movement_to_place"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="movement_of_something"),
            models.CheckConstraint(
                condition=Q(kind__in=COMING, source=None, target__isnull=False)
                | Q(kind__in=GOING, source__isnull=False, target=None)
                | Q(kind=MovementKind.TRANSFERRED, source__isnull=False, target__isnull=False),
                name="movement_from_and_to_by_kind",
            ),
            models.CheckConstraint(
                condition=Q(source=None) | Q(target=None) | ~Q(source=F("target")),
                name="movement_moves",
            ),
            models.CheckConstraint(
                condition=(Q(kind__in=OF_A_CASE) & Q(case__isnull=False))
                | (~Q(kind__in=OF_A_CASE) & (Q(case=None) | Q(kind__in=FOR_A_CASE))),
                name="movement_of_a_case_by_kind",
            ),
            models.CheckConstraint(
                condition=Q(unit=None) | Q(quantity=1), name="movement_of_one_unit"
            ),
            not_blank("reason", name="movement_has_a_reason"),
            models.UniqueConstraint(fields=["recorded_by", "key"], name="movement_asked_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.quantity} of {self.part_id}"
