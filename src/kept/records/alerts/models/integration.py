"""Another program that may tell us something."""

from __future__ import annotations

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from kept.records.archive.models import Customer, Site
from kept.records.constraints import not_blank, paired
from kept.records.people.models import Person


class Scope(models.TextChoices):
    """What an integration may do."""

    TELL = "alerts.tell"  # tell of alerts
    READ = "alerts.read"  # ask what became of its own


class IntegrationQuerySet(models.QuerySet["Integration"]):
    """Integrations by whether they are let in."""

    def with_token(self, digest: str, now: datetime) -> IntegrationQuerySet:
        """Those that this token, hashed, still lets in."""
        is_old = Q(old_token_hash=digest, old_until__gt=now)
        return self.filter(Q(token_hash=digest) | is_old, ended_at=None)


class Integration(models.Model):
    """Another program, what it may do and for the machines of which customer and site.

    It proves itself by a token, of which we keep the hash. A new token leaves the old one a while,
    so that machines can be given the new one without a gap.
    """

    name = models.CharField(max_length=80)
    may = ArrayField(models.CharField(max_length=20, choices=Scope.choices))
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="+")
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    token_end = models.CharField(max_length=4)  # its last characters, to tell tokens apart by
    old_token_hash = models.CharField(max_length=64, blank=True)
    old_until = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    renewed_at = models.DateTimeField()
    heard_at = models.DateTimeField(null=True)  # the last time it told something
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    objects = IntegrationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Upper("name"), name="integration_name_once"),
            not_blank("name", name="integration_has_a_name"),
            models.CheckConstraint(
                condition=Q(may__contained_by=Scope.values) & Q(may__len__gt=0),
                name="integration_may_something",
            ),
            models.CheckConstraint(
                condition=Q(site=None) | Q(customer__isnull=False),
                name="integration_site_of_a_customer",
            ),
            models.CheckConstraint(
                condition=Q(token_hash__regex="^[0-9a-f]{64}$"),  # noqa: S106
                name="integration_token_is_hashed",
            ),
            models.CheckConstraint(
                condition=Q(old_token_hash="", old_until=None)
                | Q(old_token_hash__regex="^[0-9a-f]{64}$", old_until__isnull=False),  # noqa: S106
                name="integration_old_token_ends",
            ),
            paired("ended_at", "ended_by", name="integration_ended_by_someone"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def stream(self) -> str:
        """Return the name of the integration's stream in the ledger."""
        return f"integration:{self.pk}"

    @property
    def actor_id(self) -> str:
        """Return its key in the ledger."""
        return f"integration:{self.pk}"

    @property
    def actor_name(self) -> str:
        """Return its name in the ledger."""
        return self.name
