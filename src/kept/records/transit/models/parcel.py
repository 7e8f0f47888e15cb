"""Parcels with a code on their label, and what carriers and receivers said by scanning it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kept.records.archive.models import Customer
from kept.records.cases.models import Case
from kept.records.constraints import not_blank
from kept.records.parts.models import Shipment
from kept.records.people.models import Person
from kept.records.returns.models import Rma


class Way(models.TextChoices):
    """Which way a parcel goes."""

    SPARE = "spare", _("to the customer, with spare parts")
    IN = "in", _("to us, for repair")
    BACK = "back", _("back to the customer")


class Parcel(models.Model):
    """What one label is stuck on. The code on it opens one page and nothing else, for a while.

    The address in the code is worked out of `seed`; we keep its hash.
    """

    way = models.CharField(max_length=5, choices=Way.choices)
    number = models.PositiveSmallIntegerField()  # among those of its return that go the same way
    case = models.ForeignKey(Case, models.PROTECT, related_name="parcels", db_constraint=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    rma = models.ForeignKey(Rma, models.PROTECT, null=True, related_name="parcels")
    # What was sent off is append-only, so nothing may be locked in it.
    shipment = models.OneToOneField(
        Shipment, models.PROTECT, null=True, related_name="parcel", db_constraint=False
    )
    contents = models.JSONField(default=list)  # [[line, pieces], …] of a return that goes back
    seed = models.CharField(max_length=32, unique=True)
    secret_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(way=Way.SPARE, shipment__isnull=False, rma=None)
                | Q(way__in=[Way.IN, Way.BACK], shipment=None, rma__isnull=False),
                name="parcel_of_a_shipment_or_a_return",
            ),
            models.UniqueConstraint(fields=["rma", "way", "number"], name="parcel_once"),
            models.UniqueConstraint(fields=["id", "customer"], name="parcel_with_customer"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="parcel_expires"),
        ]

    def __str__(self) -> str:
        return f"{self.way} {self.number} of {self.rma_id or self.shipment_id}"


class Deed(models.TextChoices):
    """What somebody says by scanning."""

    PICKED_UP = "picked_up", _("picked up")
    HANDED_OVER = "handed_over", _("handed over")


class Scan(models.Model):
    """Somebody without an account said what happened to a parcel, each thing once. Append-only.

    `counted`: the case and the return took it over; otherwise one of us has to look.
    """

    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="scans")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    deed = models.CharField(max_length=11, choices=Deed.choices)
    name = models.CharField(max_length=120)  # who said so, as they gave it
    at = models.DateTimeField()  # by their device
    received_at = models.DateTimeField()
    counted = models.BooleanField()
    address = models.GenericIPAddressField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["parcel", "deed"], name="scan_of_each_deed_once"),
            models.CheckConstraint(condition=Q(deed__in=Deed.values), name="scan_deed_known"),
            models.CheckConstraint(
                condition=Q(at__lte=F("received_at")), name="scan_not_before_it_happened"
            ),
            not_blank("name", name="scan_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.deed} {self.parcel_id}"
