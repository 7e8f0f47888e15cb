"""How a party signed a version: its hand, its refusal, or that nobody was there."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kept.records.archive.models import Customer
from kept.records.constraints import not_blank
from kept.records.documents.models.document import SHA256, Version
from kept.records.people.models import Person


class Party(models.TextChoices):
    """Who signs, by the words of the policies."""

    PROVIDER = "provider"
    CUSTOMER = "customer"


class Outcome(models.TextChoices):
    """What became of it; the words of the vocabulary."""

    SIGNED = "signed"
    REFUSED = "refused"
    ABSENT = "absent"


class Signature(models.Model):
    """One outcome of one party for the exact bytes of a version. Written once.

    The last word of a party counts; who has signed a version does not sign it again.
    """

    version = models.ForeignKey(
        Version, models.PROTECT, related_name="signatures", db_constraint=False, db_index=False
    )
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    sha256 = models.CharField(max_length=64)  # of the version's PDF
    party = models.CharField(max_length=8, choices=Party.choices)
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    name = models.CharField(max_length=150)
    role = models.CharField(max_length=120, blank=True)
    strokes = models.JSONField(default=list)  # [[[x, y], …], …] in whole thousandths of the field
    ink = models.CharField(max_length=64, blank=True)  # the hash of the strokes
    reason = models.CharField(max_length=1000, blank=True)
    witness = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField()
    taken_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    address = models.GenericIPAddressField(null=True)
    key = models.CharField(max_length=64)  # of the one press that made it

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "party"],
                condition=Q(outcome="signed"),
                name="signature_once_per_party",
            ),
            models.UniqueConstraint(fields=["key"], name="signature_once_per_key"),
            # No hand draws the same line twice: strokes that come again were copied.
            models.UniqueConstraint(
                fields=["ink"], condition=~Q(ink=""), name="signature_drawn_once"
            ),
            models.CheckConstraint(condition=Q(sha256__regex=SHA256), name="signature_of_bytes"),
            models.CheckConstraint(
                condition=(Q(outcome="signed", reason="") & ~Q(strokes=[]) & ~Q(ink=""))
                | (
                    Q(outcome__in=["refused", "absent"], strokes=[], ink="")
                    & Q(reason__regex=r"\S")
                ),
                name="signature_or_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(party__in=Party.values), name="signature_party_known"
            ),
            not_blank("name", name="signature_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:8]} {self.party} {self.outcome}"
