"""Contracts, what they cover, and where they differ from their policy."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import Q

from kept.records.archive.models import Customer, Equipment, Site, System
from kept.records.constraints import days, in_order, not_blank, only, paired
from kept.records.people.models import Person
from kept.records.policies.models import PolicyVersion


class ContractKind(models.IntegerChoices):
    """What a contract is about. Two of one kind never cover the same thing on the same day."""

    SUPPLY = 1  # equipment was sold; usually without end, as its warranty has one of its own
    SERVICE = 2  # equipment is looked after for a period


class Contract(models.Model):
    """What was promised to a customer: a policy version, from a day on, until a day if agreed."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="contracts")
    number = models.CharField(max_length=60, unique=True)
    kind = models.PositiveSmallIntegerField(choices=ContractKind.choices)
    signed_on = models.DateField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)  # the last day
    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="contracts")
    tier = models.CharField(max_length=40, blank=True)  # service level agreed, such as "A"
    terms = models.JSONField(default=dict)  # {"warranty_months": 36, "installation": true}
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            not_blank("number", name="contract_has_a_number"),
            in_order("starts_on", "ends_on", name="contract_ends_after_start"),
            models.CheckConstraint(
                condition=Q(kind__in=ContractKind.values), name="contract_kind_known"
            ),
            models.UniqueConstraint(fields=["id", "customer"], name="contract_with_customer"),
            models.UniqueConstraint(fields=["id", "kind"], name="contract_with_kind"),
        ]

    def __str__(self) -> str:
        return self.number


def _never_twice(target: str) -> ExclusionConstraint:
    """Say that two contracts of one kind never cover the same thing on the same day."""
    return ExclusionConstraint(
        name=f"contract_line_one_per_{target}",
        expressions=[
            (only(target), "&&"),
            (only("kind"), "&&"),
            (days("starts_on", "ends_on"), "&&"),
        ],
        condition=Q(covers=target),
    )


class ContractLine(models.Model):
    """A contract covers a piece of equipment, a system, a site, or all of a customer's."""

    class Covers(models.TextChoices):
        """What a line covers, most specific first."""

        EQUIPMENT = "equipment"
        SYSTEM = "system"
        SITE = "site"
        CUSTOMER = "customer"

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="lines")
    kind = models.PositiveSmallIntegerField()  # the contract's, for the exclusions below
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    covers = models.CharField(max_length=10, choices=Covers.choices)
    equipment = models.ForeignKey(Equipment, models.PROTECT, null=True, related_name="+")
    system = models.ForeignKey(System, models.PROTECT, null=True, related_name="+")
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)  # the last day
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            in_order("starts_on", "ends_on", name="contract_line_ends_after_start"),
            models.CheckConstraint(
                condition=(
                    Q(covers="equipment", equipment__isnull=False, system=None, site=None)
                    | Q(covers="system", equipment=None, system__isnull=False, site=None)
                    | Q(covers="site", equipment=None, system=None, site__isnull=False)
                    | Q(covers="customer", equipment=None, system=None, site=None)
                ),
                name="contract_line_covers_one_thing",
            ),
            _never_twice("equipment"),
            _never_twice("system"),
            _never_twice("site"),
            _never_twice("customer"),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.covers}"


class ContractOverride(models.Model):
    """Where a contract differs from its policy: one value of one rule, with its source.

    Withdrawn ones stay: a case keeps what held when it started.
    """

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="overrides")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    rule = models.CharField(max_length=80)
    field = models.CharField(max_length=120)
    value = models.JSONField()
    source = models.CharField(max_length=120)  # clause of the contract
    reason = models.CharField(max_length=500)
    starts_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "rule", "field", "starts_on"],
                condition=Q(withdrawn_at=None),
                name="contract_override_one_valid",
            ),
            not_blank("rule", name="contract_override_names_a_rule"),
            not_blank("field", name="contract_override_names_a_field"),
            not_blank("source", name="contract_override_has_a_source"),
            not_blank("reason", name="contract_override_has_a_reason"),
            paired("withdrawn_at", "withdrawn_by", name="contract_override_withdrawn_by_someone"),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.rule}.{self.field}"
