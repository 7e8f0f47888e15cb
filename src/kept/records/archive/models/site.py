"""Where customers run their equipment."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from kept.records.archive.models.customer import Customer
from kept.records.archive.models.territory import Territory
from kept.records.constraints import named
from kept.records.people.models import Office, Person


class Site(models.Model):
    """A place of a customer where equipment stands."""

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="sites")
    names = models.JSONField()
    sort_key = models.CharField(max_length=600)
    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+")
    address = models.CharField(max_length=300, blank=True)
    time_zone = models.CharField(max_length=64)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")  # responsible
    distance_km = models.DecimalField(max_digits=7, decimal_places=1, null=True)  # by road
    access_hours = models.CharField(max_length=300, blank=True)
    directions = models.TextField(blank=True)
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            named(name="site_has_a_name"),
            models.UniqueConstraint(fields=["id", "customer"], name="site_with_customer"),
            models.CheckConstraint(
                condition=Q(distance_km=None) | Q(distance_km__gte=0), name="site_distance_positive"
            ),
        ]

    def __str__(self) -> str:
        return next(iter(self.names.values()), "")


class System(models.Model):
    """Pieces of equipment that work together at a site."""

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, models.PROTECT, related_name="systems")
    names = models.JSONField()
    code = models.CharField(max_length=60, blank=True)  # as the customer calls it
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            named(name="system_has_a_name"),
            models.UniqueConstraint(fields=["id", "customer"], name="system_with_customer"),
            models.UniqueConstraint(fields=["id", "site"], name="system_with_site"),
        ]

    def __str__(self) -> str:
        return next(iter(self.names.values()), "")
