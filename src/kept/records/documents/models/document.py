"""A document of a case, and the versions that left the house."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Cast, Concat, Greatest, Length, LPad

from kept.records.archive.models import Customer
from kept.records.cases.models import Case
from kept.records.constraints import not_blank, paired
from kept.records.documents.kinds import DocumentKind
from kept.records.parts.models import Proposal
from kept.records.people.models import Language, Person

DIGITS = Cast("id", models.CharField())
SHA256 = "^[0-9a-f]{64}$"


class Document(models.Model):
    """What is to be handed over about a case. `texts` is the draft, which anybody may go on with.

    `edition` rises with each change of the draft, so that nobody writes over another's words.
    """

    number = models.GeneratedField(
        expression=Concat(
            Value("D-"),
            LPad(DIGITS, Greatest(Length(DIGITS), Value(6)), Value("0")),
        ),
        output_field=models.CharField(max_length=24),
        db_persist=True,
        unique=True,
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="documents", db_constraint=False)
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    kind = models.CharField(max_length=24, choices=DocumentKind.choices)
    duty = models.CharField(max_length=80, blank=True)  # the key of the duty that asks for it
    # What a customer approves by signing it.
    proposal = models.OneToOneField(
        Proposal, models.PROTECT, null=True, related_name="document", db_constraint=False
    )
    languages = ArrayField(models.CharField(max_length=8, choices=Language.choices))
    texts = models.JSONField(default=dict)  # {"found": {"zh-hans": "…"}}
    edition = models.PositiveIntegerField(default=1)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    dropped_at = models.DateTimeField(null=True)
    dropped_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "customer"], name="document_with_customer"),
            models.CheckConstraint(
                condition=Q(kind__in=DocumentKind.values), name="document_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(languages__contained_by=Language.values)
                & Q(languages__len__gte=1, languages__len__lte=2),
                name="document_in_one_or_two_languages",
            ),
            paired("dropped_at", "dropped_by", name="document_dropped_by_someone"),
            models.CheckConstraint(
                condition=Q(kind=DocumentKind.SUBSTITUTE_APPROVAL, proposal__isnull=False)
                | (~Q(kind=DocumentKind.SUBSTITUTE_APPROVAL) & Q(proposal=None)),
                name="document_approval_of_a_proposal",
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)


class Version(models.Model):
    """A document as it was issued: what it was made from, and its bytes. Written once."""

    document = models.ForeignKey(
        Document, models.PROTECT, related_name="versions", db_constraint=False, db_index=False
    )
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    number = models.PositiveIntegerField()  # 1, 2, 3 … within the document
    data = models.JSONField()  # facts and words, frozen; what the PDF was made from
    key = models.CharField(max_length=64)  # given by who issued it: the same key, the same version
    sha256 = models.CharField(max_length=64)  # of its PDF, which is kept among the files
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="version_once"),
            models.UniqueConstraint(fields=["id", "customer"], name="version_with_customer"),
            models.UniqueConstraint(fields=["document", "key"], name="version_once_per_key"),
            models.CheckConstraint(condition=Q(number__gte=1), name="version_counts_from_one"),
            models.CheckConstraint(condition=Q(sha256__regex=SHA256), name="version_has_a_sha256"),
            not_blank("key", name="version_has_a_key"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} version {self.number}"
