"""What is made and sold."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from kept.records.constraints import named, not_blank
from kept.records.people.models import Person


class ProductModel(models.Model):
    """A model of a brand: what pieces of equipment are pieces of."""

    brand = models.CharField(max_length=80)
    code = models.CharField(max_length=80)  # the maker's designation, such as "EJA110E"
    family = models.CharField(max_length=80, blank=True)
    names = models.JSONField()  # what it is: {"en": "Pressure transmitter", …}
    specification = models.TextField(blank=True)
    design_life_months = models.PositiveIntegerField(null=True)
    particulars = models.JSONField(
        default=dict
    )  # what else policies ask of it: {"mechanical": true}
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            named(name="product_has_a_name"),
            not_blank("brand", name="product_has_a_brand"),
            not_blank("code", name="product_has_a_code"),
            models.UniqueConstraint(
                Upper("brand"), Upper("code"), name="product_code_once_per_brand"
            ),
            models.CheckConstraint(
                condition=Q(design_life_months=None) | Q(design_life_months__gt=0),
                name="product_life_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.brand} {self.code}"
