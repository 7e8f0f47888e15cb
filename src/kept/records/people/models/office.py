"""Where people work."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kept.records.constraints import in_order, named, not_blank
from kept.records.people.models.person import Person


class Office(models.Model):
    """A place of ours from which customers are served.

    The codes are those of the archive's territories: "CN", "CN-440000", "CN-440300".
    """

    code = models.CharField(max_length=20, unique=True)
    names = models.JSONField()  # {"en": …, "zh-hans": …, "zh-hant": …}
    time_zone = models.CharField(max_length=64)
    country_code = models.CharField(max_length=2)
    province_code = models.CharField(max_length=12, blank=True)
    city_code = models.CharField(max_length=16, blank=True)
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=32, blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            named(name="office_has_a_name"),
            not_blank("code", name="office_has_a_code"),
            models.CheckConstraint(
                condition=Q(country_code__regex="^[A-Z]{2}$"), name="office_country_is_iso"
            ),
            models.CheckConstraint(
                condition=Q(city_code="") | ~Q(province_code=""), name="office_city_in_province"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Membership(models.Model):
    """A person works at an office from a day, and until a day if that is known."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    office = models.ForeignKey(Office, models.PROTECT, related_name="memberships")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)  # the last day
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            in_order("starts_on", "ends_on", name="membership_ends_after_start"),
            models.UniqueConstraint(
                fields=["person", "office"],
                condition=Q(ends_on=None),
                name="membership_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}@{self.office_id}"
