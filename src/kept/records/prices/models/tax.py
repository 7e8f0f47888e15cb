"""Taxes on what is charged, and their rates by date."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kept.records.constraints import days, in_order, named, not_blank, only, paired
from kept.records.people.models import Person


class Tax(models.Model):
    """A tax of a country. `components`: what it is on; empty: on all that no other tax names."""

    code = models.CharField(max_length=20, unique=True)
    names = models.JSONField()
    country_code = models.CharField(max_length=2)
    components = ArrayField(models.CharField(max_length=40), default=list)
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            not_blank("code", name="tax_has_a_code"),
            named(name="tax_has_a_name"),
            models.CheckConstraint(
                condition=Q(country_code__regex="^[A-Z]{2}$"), name="tax_country_is_iso"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class TaxRate(models.Model):
    """How many per cent a tax is, from a day until a day if that is known."""

    tax = models.ForeignKey(Tax, models.PROTECT, related_name="rates")
    per_cent = models.DecimalField(max_digits=7, decimal_places=4)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)  # the last day
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(per_cent__gte=0, per_cent__lte=100), name="tax_rate_is_a_share"
            ),
            in_order("valid_from", "valid_until", name="tax_rate_ends_after_it_begins"),
            ExclusionConstraint(
                name="tax_rate_one_at_a_time",
                expressions=[(only("tax"), "&&"), (days("valid_from", "valid_until"), "&&")],
                condition=Q(withdrawn_at=None),
            ),
            paired("withdrawn_at", "withdrawn_by", name="tax_rate_withdrawn_by_someone"),
        ]

    def __str__(self) -> str:
        return f"{self.per_cent} % from {self.valid_from}"
