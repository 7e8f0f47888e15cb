"""Price lists: what something costs, from which day until which."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from kept.records.constraints import days, in_order, named, not_blank, only, paired
from kept.records.contracts.models import Contract
from kept.records.money import amount_column, currency_column, payable
from kept.records.parts.models import Part
from kept.records.people.models import Person


class Band(models.TextChoices):
    """When work is done, where that changes its price."""

    ANY = "", _("at any time")
    WORKING = "working", _("in working hours")
    EVENING = "evening", _("outside working hours")
    NIGHT = "night", _("at night")
    WEEKEND = "weekend", _("at weekends")
    HOLIDAY = "holiday", _("on public holidays")


class PriceList(models.Model):
    """Prices of one basis in one currency: for everyone, or the unit prices of one contract.

    `basis` is a price basis of the policies: "price_list", "at_cost", "ex_factory", …
    """

    code = models.CharField(max_length=40)
    names = models.JSONField()
    basis = models.CharField(max_length=40)
    currency = currency_column()
    contract = models.ForeignKey(Contract, models.PROTECT, null=True, related_name="price_lists")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("code"), name="price_list_once_per_code"),
            models.UniqueConstraint(fields=["id", "currency"], name="price_list_with_currency"),
            not_blank("code", name="price_list_has_a_code"),
            not_blank("basis", name="price_list_has_a_basis"),
            named(name="price_list_has_a_name"),
            models.CheckConstraint(
                condition=Q(currency__regex="^[A-Z]{3}$"), name="price_list_currency_is_iso"
            ),
            paired("closed_at", "closed_by", name="price_list_closed_by_someone"),
        ]

    def __str__(self) -> str:
        return self.code


class PriceItem(models.Model):
    """What a price is for: a part of the catalogue, or work and other things by a code."""

    list = models.ForeignKey(PriceList, models.PROTECT, related_name="items")
    component = models.CharField(max_length=40)  # of the policies: parts, labour, travel, …
    part = models.ForeignKey(Part, models.PROTECT, null=True, related_name="+")
    code = models.CharField(max_length=60, blank=True)  # where it is no part
    names = models.JSONField(default=dict)
    band = models.CharField(max_length=10, choices=Band.choices, blank=True)
    unit = models.CharField(max_length=20)  # piece, hour, km, …

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["list", "part"],
                condition=Q(part__isnull=False),
                name="price_item_once_per_part",
            ),
            models.UniqueConstraint(
                "list", "component", Lower("code"), "band",
                condition=Q(part=None),
                name="price_item_once_per_code",
            ),
            models.CheckConstraint(
                condition=Q(part__isnull=False, code="", band="", component="parts")
                | Q(part=None, code__regex=r"\S", names__has_any_keys=["en", "zh-hans", "zh-hant"]),
                name="price_item_is_a_part_or_has_a_name",
            ),
            models.CheckConstraint(
                condition=Q(band__in=Band.values), name="price_item_band_known"
            ),
            models.UniqueConstraint(fields=["id", "list"], name="price_item_with_list"),
            not_blank("component", name="price_item_has_a_component"),
            not_blank("unit", name="price_item_has_a_unit"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.code or f"part {self.part_id}"


class Price(models.Model):
    """What one unit costs without tax, from a day until a day if that is known.

    A price is never changed: it ends and another one begins, or it was a mistake and is withdrawn.
    """

    item = models.ForeignKey(PriceItem, models.PROTECT, related_name="prices")
    list = models.ForeignKey(PriceList, models.PROTECT, related_name="+", db_index=False)
    amount = amount_column()
    currency = currency_column()  # the list's
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)  # the last day
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="price_not_below_zero"),
            payable("amount", name="price_can_be_paid"),
            in_order("valid_from", "valid_until", name="price_ends_after_it_begins"),
            ExclusionConstraint(
                name="price_one_at_a_time",
                expressions=[(only("item"), "&&"), (days("valid_from", "valid_until"), "&&")],
                condition=Q(withdrawn_at=None),
            ),
            paired("withdrawn_at", "withdrawn_by", name="price_withdrawn_by_someone"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency} from {self.valid_from}"
