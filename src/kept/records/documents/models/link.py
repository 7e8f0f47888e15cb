"""A link by which somebody at the customer signs a version, without an account."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kept.records.archive.models import Contact, Customer
from kept.records.constraints import not_blank, paired
from kept.records.documents.models.document import SHA256, Version
from kept.records.people.models import Language, Person

MOST_WRONG = 5  # codes, then the link is dead: six digits stand no more guesses


class CodeBy(models.TextChoices):
    """How the code reaches the customer."""

    PHONE = "phone"  # we read it out
    MAIL = "mail"  # in a mail of its own


class SecretLink(models.Model):
    """For one contact. Link and code are worked out of `seed`, never stored.

    What it opens, and what else ends it, the app says whose link it is.
    """

    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    contact = models.ForeignKey(
        Contact, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    name = models.CharField(max_length=150)  # of the contact, as it was then
    address = models.EmailField()
    language = models.CharField(max_length=8, choices=Language.choices)
    seed = models.CharField(max_length=32, unique=True)
    secret_sha256 = models.CharField(max_length=64, unique=True)
    code_by = models.CharField(max_length=5, choices=CodeBy.choices)
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        abstract = True


def link_constraints(prefix: str) -> list[models.CheckConstraint]:
    """Return what must never be false of a link; the names begin with `prefix`."""
    return [
        models.CheckConstraint(
            condition=Q(wrong_codes__lte=MOST_WRONG), name=f"{prefix}_guesses_limited"
        ),
        models.CheckConstraint(condition=Q(secret_sha256__regex=SHA256), name=f"{prefix}_by_hash"),
        models.CheckConstraint(condition=Q(code_by__in=CodeBy.values), name=f"{prefix}_code_known"),
        models.CheckConstraint(
            condition=Q(language__in=Language.values), name=f"{prefix}_language_known"
        ),
        models.CheckConstraint(
            condition=Q(expires_at__gt=models.F("made_at")), name=f"{prefix}_expires"
        ),
        paired("revoked_at", "revoked_by", name=f"{prefix}_revoked_by_someone"),
        not_blank("name", name=f"{prefix}_of_somebody"),
        not_blank("address", name=f"{prefix}_sent_somewhere"),
    ]


class SigningLink(SecretLink):
    """For one version and one contact.

    It ends with its time, when it is revoked, with too many wrong codes, with a newer version and
    with the customer's signature; of these only the first three are told by the row itself.
    """

    version = models.ForeignKey(
        Version, models.PROTECT, related_name="links", db_constraint=False, db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "version"], name="signing_link_with_version"),
            models.UniqueConstraint(
                fields=["version"], condition=Q(revoked_at=None), name="signing_link_one_at_a_time"
            ),
            *link_constraints("signing_link"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} to {self.address}"
