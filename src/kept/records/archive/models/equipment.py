"""What we look after, piece by piece."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from kept.records.archive.models.customer import Customer
from kept.records.archive.models.product import ProductModel
from kept.records.archive.models.site import Site, System
from kept.records.constraints import not_blank, paired
from kept.records.people.models import Person


class Equipment(models.Model):
    """One piece of equipment, known by its serial number. Never deleted.

    A unit that came to us for good and goes to somebody anew is another piece there, with the same
    model and serial number: what belongs to a customer stays with that customer.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    product = models.ForeignKey(ProductModel, models.PROTECT, related_name="pieces")
    serial_number = models.CharField(max_length=80)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="equipment")
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="equipment")
    system = models.ForeignKey(System, models.PROTECT, null=True, related_name="equipment")
    label = models.CharField(max_length=120, blank=True)  # as the customer calls it: "PT-101"
    recognised = models.BooleanField(default=True)  # in our archive of deliveries
    supplied_by_us = models.BooleanField(default=True)
    particulars = models.JSONField(default=dict)  # what is so of this piece alone
    # The piece it took the place of: the chain of serial numbers through replacements.
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    left_at = models.DateTimeField(null=True)  # it came to us for good
    left_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(Upper("serial_number"), "product", name="equipment_of_a_unit")]
        constraints = [
            not_blank("serial_number", name="equipment_has_a_serial"),
            models.UniqueConstraint(
                Upper("serial_number"),
                "product",
                condition=Q(left_at=None),
                name="equipment_of_a_unit_at_one_customer",
            ),
            paired("left_at", "left_by", name="equipment_left_by_someone"),
            models.UniqueConstraint(fields=["id", "customer"], name="equipment_with_customer"),
            models.CheckConstraint(
                condition=Q(system=None) | Q(site__isnull=False), name="equipment_system_at_a_site"
            ),
            models.CheckConstraint(
                condition=Q(replaces=None) | ~Q(replaces=F("id")),
                name="equipment_not_its_own_successor",
            ),
        ]

    def __str__(self) -> str:
        return self.serial_number


class MilestoneKind(models.TextChoices):
    """The days in a piece's life on which terms may start or end."""

    MANUFACTURED = "manufactured"
    PURCHASED = "purchased"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    INSTALLED = "installed"
    ACCEPTED = "accepted"
    FINAL_ACCEPTED = "final_accepted"
    COMPLETION_SIGNED = "completion_signed"
    RETIRED = "retired"


class Milestone(models.Model):
    """A day in a piece's life, with its evidence. A correction is a new row; the old one stays."""

    equipment = models.ForeignKey(Equipment, models.PROTECT, related_name="milestones")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=MilestoneKind.choices)
    on = models.DateField()
    evidence = models.CharField(max_length=200, blank=True)  # number of the signed document
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    superseded_at = models.DateTimeField(null=True)
    superseded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["equipment", "kind"],
                condition=Q(superseded_at=None),
                name="milestone_one_valid_per_kind",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=MilestoneKind.values), name="milestone_kind_known"
            ),
            # Warranty usually starts here: a day without a signed document proves nothing.
            models.CheckConstraint(
                condition=~Q(kind=MilestoneKind.ACCEPTED) | Q(evidence__regex=r"\S"),
                name="milestone_acceptance_has_evidence",
            ),
            paired("superseded_at", "superseded_by", name="milestone_superseded_by_someone"),
        ]

    def __str__(self) -> str:
        return f"{self.equipment_id} {self.kind} {self.on}"
