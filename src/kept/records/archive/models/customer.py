"""Whom we serve."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from kept.records.constraints import named
from kept.records.people.models import Language, Person


class Customer(models.Model):
    """An organisation we serve."""

    key = models.UUIDField(default=uuid.uuid4, unique=True)  # given by who asked: repeats are one
    names = models.JSONField()
    short_name = models.CharField(max_length=80, blank=True)
    sort_key = models.CharField(max_length=600)
    initials = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=8, choices=Language.choices)
    is_key = models.BooleanField(default=False)  # a key customer
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["sort_key", "id"], name="customer_sorted")]
        constraints = [
            named(name="customer_has_a_name"),
            models.CheckConstraint(
                condition=Q(language__in=Language.values), name="customer_language_known"
            ),
        ]

    def __str__(self) -> str:
        return self.short_name or next(iter(self.names.values()), "")
