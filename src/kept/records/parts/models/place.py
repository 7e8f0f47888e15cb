"""Where spare parts lie."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from kept.records.archive.models import Customer, Site
from kept.records.constraints import named, not_blank, paired
from kept.records.people.models import Office, Person


class PlaceKind(models.TextChoices):
    """What kind of place parts lie in."""

    WAREHOUSE = "warehouse", _("Warehouse")
    SHOP = "shop", _("Office shop")
    VAN = "van", _("Van")
    CONSIGNMENT = "consignment", _("At a customer's")
    OUT = "out", _("On the way, or on site")  # sent to cases and not fitted yet


class StockPlace(models.Model):
    """A place in which spare parts of ours lie, and the office that answers for it."""

    code = models.CharField(max_length=40)
    names = models.JSONField()
    kind = models.CharField(max_length=11, choices=PlaceKind.choices)
    office = models.ForeignKey(Office, models.PROTECT, related_name="stock_places")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="vans")
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="+")
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            named(name="stock_place_has_a_name"),
            not_blank("code", name="stock_place_has_a_code"),
            models.UniqueConstraint(Upper("code"), name="stock_place_code_once"),
            models.CheckConstraint(
                condition=Q(kind__in=PlaceKind.values), name="stock_place_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(kind=PlaceKind.VAN, person__isnull=False)
                | (~Q(kind=PlaceKind.VAN) & Q(person=None)),
                name="stock_place_van_is_somebodys",
            ),
            models.CheckConstraint(
                condition=Q(kind=PlaceKind.CONSIGNMENT, customer__isnull=False, site__isnull=False)
                | (~Q(kind=PlaceKind.CONSIGNMENT) & Q(customer=None, site=None)),
                name="stock_place_consignment_at_a_site",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(kind=PlaceKind.VAN, closed_at=None),
                name="stock_place_one_van_each",
            ),
            models.UniqueConstraint(
                fields=["office"],
                condition=Q(kind=PlaceKind.OUT, closed_at=None),
                name="stock_place_one_out_each",
            ),
            paired("closed_at", "closed_by", name="stock_place_closed_by_someone"),
        ]

    def __str__(self) -> str:
        return self.code
