"""What became of a version: the link, what was said about it, and the customer's answer."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kept.records.archive.models import Customer
from kept.records.constraints import not_blank
from kept.records.documents.models.document import SHA256
from kept.records.documents.models.link import SecretLink, link_constraints
from kept.records.people.models import Person
from kept.records.quotes.models.quote import Quote
from kept.records.quotes.models.version import QuoteVersion


class QuoteLink(SecretLink):
    """A link by which somebody at the customer reads a version, asks about it and answers it."""

    version = models.ForeignKey(
        QuoteVersion, models.PROTECT, related_name="links", db_constraint=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "version"], name="quote_link_with_version"),
            models.UniqueConstraint(
                fields=["version"], condition=Q(revoked_at=None), name="quote_link_one_at_a_time"
            ),
            *link_constraints("quote_link"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} to {self.address}"


class Speech(models.TextChoices):
    """What kind of thing was said about a quote."""

    ASKED = "asked", _("The customer asked")
    ANSWERED = "answered", _("We answered")
    EXPLAINED = "explained", _("We explained the cost")


class Exchange(models.Model):
    """Something that was said about a quote. Written once."""

    quote = models.ForeignKey(Quote, models.PROTECT, related_name="exchanges", db_constraint=False)
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    version = models.ForeignKey(
        QuoteVersion,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    speech = models.CharField(max_length=10, choices=Speech.choices)
    name = models.CharField(max_length=150)  # who said it, or to whom it was explained
    text = models.TextField()
    at = models.DateTimeField()
    taken_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", db_index=False
    )
    link = models.ForeignKey(QuoteLink, models.PROTECT, null=True, related_name="exchanges")
    key = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["quote", "key"], name="quote_exchange_once_per_key"),
            models.CheckConstraint(
                condition=Q(speech__in=Speech.values), name="quote_exchange_known"
            ),
            models.CheckConstraint(
                condition=Q(taken_by__isnull=False, link=None)
                | Q(taken_by=None, link__isnull=False, speech="asked"),
                name="quote_exchange_told_or_by_link",
            ),
            not_blank("text", name="quote_exchange_says_something"),
            not_blank("name", name="quote_exchange_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.speech} {self.text[:40]}"


class Outcome(models.TextChoices):
    """What the customer answered."""

    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")


class Way(models.TextChoices):
    """How the answer came."""

    LINK = "link", _("by link and code")
    TELEPHONE = "telephone", _("by telephone")
    MAIL = "mail", _("by mail")
    PAPER = "paper", _("on paper")
    IN_PERSON = "in_person", _("in person")


class Answer(models.Model):
    """The customer's word about the exact bytes of a version. Written once, and only once."""

    version = models.OneToOneField(
        QuoteVersion, models.PROTECT, related_name="answer", db_constraint=False
    )
    quote = models.ForeignKey(Quote, models.PROTECT, related_name="answers", db_constraint=False)
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    sha256 = models.CharField(max_length=64)  # of the version's PDF
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    way = models.CharField(max_length=10, choices=Way.choices)
    name = models.CharField(max_length=150)
    role = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=1000, blank=True)  # why it was declined
    evidence = models.CharField(max_length=500, blank=True)  # where it is written down
    at = models.DateTimeField()
    taken_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", db_index=False
    )
    link = models.ForeignKey(QuoteLink, models.PROTECT, null=True, related_name="answers")
    device = models.CharField(max_length=300, blank=True)
    address = models.GenericIPAddressField(null=True)
    key = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["quote"], condition=Q(outcome="accepted"), name="quote_accepted_once"
            ),
            models.UniqueConstraint(fields=["key"], name="quote_answer_once_per_key"),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="quote_answer_known"
            ),
            models.CheckConstraint(condition=Q(sha256__regex=SHA256), name="quote_answer_of_bytes"),
            models.CheckConstraint(
                condition=Q(way="link", link__isnull=False, taken_by=None)
                | Q(way__in=["telephone", "mail", "paper", "in_person"], link=None)
                & Q(taken_by__isnull=False, evidence__regex=r"\S"),
                name="quote_answer_by_link_or_with_evidence",
            ),
            models.CheckConstraint(
                condition=Q(outcome="accepted") | Q(reason__regex=r"\S"),
                name="quote_declined_for_a_reason",
            ),
            not_blank("name", name="quote_answer_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.outcome} by {self.name}"
