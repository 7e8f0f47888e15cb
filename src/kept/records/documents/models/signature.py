"""How a party signed a version: its hand, its refusal, or that nobody was there."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kept.records.archive.models import Customer
from kept.records.constraints import not_blank
from kept.records.documents.models.document import SHA256, Version
from kept.records.documents.models.link import SigningLink
from kept.records.people.models import Person

A_HAND = Q(outcome="signed", reason="") & (
    (Q(manner="drawn", scan_sha256="") & ~Q(strokes=[]) & ~Q(ink=""))
    | Q(manner="typed", strokes=[], ink="", scan_sha256="")
    | Q(manner="scan", strokes=[], ink="", scan_sha256__regex=SHA256)
)
A_REASON = Q(
    outcome__in=["refused", "absent"],
    manner="",
    strokes=[],
    ink="",
    scan_sha256="",
    reason__regex=r"\S",
)


class Party(models.TextChoices):
    """Who signs, by the words of the policies."""

    PROVIDER = "provider"
    CUSTOMER = "customer"


class Outcome(models.TextChoices):
    """What became of it; the words of the vocabulary."""

    SIGNED = "signed"
    REFUSED = "refused"
    ABSENT = "absent"


class Manner(models.TextChoices):
    """How somebody signed."""

    DRAWN = "drawn"  # on glass
    TYPED = "typed"  # the name in letters
    SCAN = "scan"  # on paper, of which there is a picture


class Signature(models.Model):
    """One outcome of one party for the exact bytes of a version. Written once.

    The last word of a party counts; who has signed a version does not sign it again. Either one of
    us took it, or the customer gave it by a link.
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
    manner = models.CharField(max_length=5, choices=Manner.choices, blank=True)  # of who signed
    name = models.CharField(max_length=150)
    role = models.CharField(max_length=120, blank=True)
    strokes = models.JSONField(default=list)  # [[[x, y], …], …] in whole thousandths of the field
    ink = models.CharField(max_length=64, blank=True)  # the hash of the strokes
    scan_sha256 = models.CharField(max_length=64, blank=True)  # of the picture of the paper
    reason = models.CharField(max_length=1000, blank=True)
    witness = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField()
    taken_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", db_index=False
    )
    link = models.ForeignKey(
        SigningLink,
        models.PROTECT,
        null=True,
        related_name="signatures",
        db_constraint=False,
        db_index=False,
    )
    device = models.CharField(max_length=300, blank=True)  # as the browser calls itself
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
            models.UniqueConstraint(
                fields=["scan_sha256", "party"],
                condition=~Q(scan_sha256=""),
                name="signature_scanned_once",
            ),
            models.CheckConstraint(condition=Q(sha256__regex=SHA256), name="signature_of_bytes"),
            models.CheckConstraint(condition=A_HAND | A_REASON, name="signature_or_a_reason"),
            models.CheckConstraint(
                condition=Q(taken_by__isnull=False, link=None)
                | Q(taken_by=None, link__isnull=False, party="customer"),
                name="signature_taken_or_by_link",
            ),
            models.CheckConstraint(
                condition=Q(link=None) | ~Q(outcome="absent"), name="signature_by_link_is_present"
            ),
            models.CheckConstraint(
                condition=Q(party__in=Party.values), name="signature_party_known"
            ),
            not_blank("name", name="signature_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:8]} {self.party} {self.outcome}"
