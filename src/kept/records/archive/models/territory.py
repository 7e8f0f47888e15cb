"""Countries, provinces and cities."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kept.records.constraints import named


class TerritoryLevel(models.TextChoices):
    """How large a territory is."""

    COUNTRY = "country"
    PROVINCE = "province"
    CITY = "city"


class Territory(models.Model):
    """A country, a province in it, or a city in that. Comes with Kept; can be added to.

    Codes: countries as ISO 3166-1 ("CN"); in China GB/T 2260 ("CN-440000", "CN-440300"); elsewhere
    ISO 3166-2 and UN/LOCODE ("DE-BY", "DE-BY-MUC").
    """

    code = models.CharField(max_length=16, primary_key=True)
    level = models.CharField(max_length=8, choices=TerritoryLevel.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    names = models.JSONField()
    sort_key = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=64)

    class Meta:
        constraints = [
            named(name="territory_has_a_name"),
            models.CheckConstraint(
                condition=Q(level=TerritoryLevel.COUNTRY, parent=None)
                | Q(level__in=[TerritoryLevel.PROVINCE, TerritoryLevel.CITY], parent__isnull=False),
                name="territory_only_countries_are_roots",
            ),
            models.CheckConstraint(
                condition=Q(code__regex="^[A-Z]{2}(-[A-Z0-9]+){0,2}$"), name="territory_code_form"
            ),
        ]

    def __str__(self) -> str:
        return self.code
