"""Telephone exchanges that tell us of calls."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from kept.records.constraints import not_blank
from kept.records.people.models import Office, Person


class Exchange(models.Model):
    """A telephone exchange. It proves itself by a secret, of which we keep the hash."""

    name = models.CharField(max_length=80)
    country = models.CharField(max_length=2)  # as it writes numbers without a country's code
    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    opened_at = models.DateTimeField()
    renewed_at = models.DateTimeField()  # when the address was last made anew
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(Upper("name"), name="exchange_name_once"),
            not_blank("name", name="exchange_has_a_name"),
            models.CheckConstraint(
                condition=Q(country__regex="^[A-Z]{2}$"), name="exchange_country_is_iso"
            ),
            models.CheckConstraint(
                condition=Q(token_hash__regex="^[0-9a-f]{64}$"),  # noqa: S106
                name="exchange_token_is_hashed",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def stream(self) -> str:
        """Return the name of the exchange's stream in the ledger."""
        return f"exchange:{self.pk}"


class Extension(models.Model):
    """Whose telephone an extension of an exchange is."""

    exchange = models.ForeignKey(Exchange, models.PROTECT, related_name="extensions")
    number = models.CharField(max_length=40)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["exchange", "number"], name="extension_once"),
            not_blank("number", name="extension_has_a_number"),
        ]

    def __str__(self) -> str:
        return self.number
