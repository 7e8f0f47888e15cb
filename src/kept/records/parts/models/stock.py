"""How much of what lies where: what follows from the movements, and what is promised of it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from kept.records.cases.models import Case
from kept.records.constraints import not_blank, paired
from kept.records.parts.models.catalogue import Part
from kept.records.parts.models.place import StockPlace
from kept.records.people.models import Person

DIGITS, DECIMALS = 12, 3  # of quantities: thousandths of a unit at the finest


class Condition(models.TextChoices):
    """What a part is good for."""

    GOOD = "good", _("Good")
    FAULTY = "faulty", _("Defective")
    REMOVED = "removed", _("Taken out")  # of a customer's equipment, not decided about yet


class Stock(models.Model):
    """What lies of a part in a place; a projection of the movements, but for what is reserved."""

    place = models.ForeignKey(StockPlace, models.PROTECT, related_name="stocks")
    part = models.ForeignKey(Part, models.PROTECT, related_name="stocks")
    condition = models.CharField(max_length=7, choices=Condition.choices)
    on_hand = models.DecimalField(max_digits=DIGITS, decimal_places=DECIMALS, default=0)
    reserved = models.DecimalField(max_digits=DIGITS, decimal_places=DECIMALS, default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "part", "condition"], name="stock_once"),
            models.CheckConstraint(condition=Q(on_hand__gte=0), name="stock_never_below_zero"),
            models.CheckConstraint(
                condition=Q(reserved__gte=0, reserved__lte=F("on_hand")),
                name="stock_reserved_is_there",
            ),
            models.CheckConstraint(
                condition=Q(condition__in=Condition.values), name="stock_condition_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on_hand} of {self.part_id} in {self.place_id}"


class Lot(models.Model):
    """What lies of one lot of a part in a place; a projection of the movements."""

    place = models.ForeignKey(StockPlace, models.PROTECT, related_name="+")
    part = models.ForeignKey(Part, models.PROTECT, related_name="+")
    condition = models.CharField(max_length=7, choices=Condition.choices)
    lot = models.CharField(max_length=80)
    on_hand = models.DecimalField(max_digits=DIGITS, decimal_places=DECIMALS, default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint("place", "part", "condition", Upper("lot"), name="lot_once"),
            models.CheckConstraint(condition=Q(on_hand__gte=0), name="lot_never_below_zero"),
            not_blank("lot", name="lot_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.on_hand} of lot {self.lot}"


class SerialUnit(models.Model):
    """One piece of a part with a serial number; `place` is null while it is in no place of ours."""

    part = models.ForeignKey(Part, models.PROTECT, related_name="units")
    serial_number = models.CharField(max_length=80)
    place = models.ForeignKey(StockPlace, models.PROTECT, null=True, related_name="units")
    condition = models.CharField(max_length=7, choices=Condition.choices)

    class Meta:
        constraints = [
            not_blank("serial_number", name="serial_unit_has_a_number"),
            models.UniqueConstraint(
                "part", Upper("serial_number"), name="serial_unit_once_per_part"
            ),
        ]

    def __str__(self) -> str:
        return self.serial_number


class ReservationEnd(models.TextChoices):
    """How a reservation ended."""

    TAKEN = "taken", _("taken")
    RELEASED = "released", _("released")


class Reservation(models.Model):
    """So much of a part in a place is promised to a case."""

    place = models.ForeignKey(StockPlace, models.PROTECT, related_name="reservations")
    part = models.ForeignKey(Part, models.PROTECT, related_name="reservations")
    quantity = models.DecimalField(max_digits=DIGITS, decimal_places=DECIMALS)
    case = models.ForeignKey(Case, models.PROTECT, related_name="reservations")
    request = models.ForeignKey(
        "parts.PartRequest", models.PROTECT, null=True, related_name="reservations"
    )
    unit = models.ForeignKey(SerialUnit, models.PROTECT, null=True, related_name="+")
    lot = models.CharField(max_length=80, blank=True)  # with `unit`: which pieces, once picked
    picked_at = models.DateTimeField(null=True)
    picked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    on_site_at = models.DateTimeField(null=True)
    on_site_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    needed_at = models.DateTimeField(null=True)
    reserved_at = models.DateTimeField()
    reserved_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)
    end = models.CharField(max_length=8, choices=ReservationEnd.choices, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(
                fields=["place", "needed_at"],
                name="reservation_to_pick",
                condition=Q(end=""),
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="reservation_of_something"),
            models.UniqueConstraint(fields=["reserved_by", "key"], name="reservation_asked_once"),
            paired("ended_at", "ended_by", name="reservation_ended_by_someone"),
            paired("picked_at", "picked_by", name="reservation_picked_by_someone"),
            paired("on_site_at", "on_site_by", name="reservation_on_site_said_by_someone"),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(end=""), name="reservation_of_a_piece_once"
            ),
            models.CheckConstraint(
                condition=Q(end="", ended_at=None)
                | (Q(end__in=ReservationEnd.values) & Q(ended_at__isnull=False)),
                name="reservation_end_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.part_id} for case {self.case_id}"
