"""A mailbox that is read, and how far."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kept.records.constraints import not_blank


class Mailbox(models.Model):
    """How far a mailbox has been read. Where it is stands in the settings, under the same name.

    Who reads it holds a lease that runs out by itself: a reader that died is in nobody's way.
    """

    name = models.CharField(max_length=200, unique=True)  # "service@example.com/INBOX"
    uid_validity = models.BigIntegerField(null=True)  # the server's; another one: numbers are new
    last_uid = models.BigIntegerField(default=0)
    looked_at = models.DateTimeField(null=True)  # the last look that went through
    problem = models.CharField(max_length=500, blank=True)  # of the last look; empty: it went well
    failing_since = models.DateTimeField(null=True)
    leased_to = models.CharField(max_length=160, blank=True)
    leased_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            not_blank("name", name="mailbox_has_a_name"),
            models.CheckConstraint(
                condition=Q(leased_to="", leased_until=None)
                | (~Q(leased_to="") & Q(leased_until__isnull=False)),
                name="mailbox_lease_ends",
            ),
            models.CheckConstraint(
                condition=Q(problem="", failing_since=None)
                | (~Q(problem="") & Q(failing_since__isnull=False)),
                name="mailbox_fails_since",
            ),
        ]

    def __str__(self) -> str:
        return self.name
