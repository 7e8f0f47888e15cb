"""A message that came in."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kept.records.archive.models import Contact, Customer
from kept.records.cases.models import Case
from kept.records.constraints import paired
from kept.records.files.models import StoredFile
from kept.records.mail.models.mailbox import Mailbox
from kept.records.people.models import Person


class Outcome(models.TextChoices):
    """What became of a letter."""

    TAKEN = "taken"  # its bytes are kept; nobody has read it yet
    OPENED = "opened"  # it is a case of its own
    ADDED = "added"  # it belongs to a case that there was
    WAITING = "waiting"  # a person has to decide; `why` says why
    SET_ASIDE = "set_aside"  # nothing to do; `why` says why


class LetterQuerySet(models.QuerySet["Letter"]):
    """Letters by what became of them."""

    def waiting(self) -> LetterQuerySet:
        """Those that a person has to decide about."""
        return self.filter(outcome=Outcome.WAITING)


class Letter(models.Model):
    """One message of one mailbox: its bytes, what stands in it, what became of it.

    The bytes are kept before anything reads them. A message is one letter however often it is
    fetched.
    """

    mailbox = models.ForeignKey(Mailbox, models.PROTECT, related_name="letters")
    raw = models.ForeignKey(StoredFile, models.PROTECT, related_name="letters")  # as it came
    received_at = models.DateTimeField()  # when our own mail server took it
    taken_at = models.DateTimeField()  # when we did
    outcome = models.CharField(max_length=9, choices=Outcome.choices, default=Outcome.TAKEN)
    why = models.CharField(max_length=40, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    message_id = models.CharField(max_length=998, blank=True)
    sender = models.CharField(max_length=320, blank=True)
    sender_name = models.CharField(max_length=500, blank=True)
    subject = models.CharField(max_length=1000, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    attached = models.JSONField(default=list)  # names, kinds and sizes of its files
    # What is known of who wrote it: a guess until a person or a proof says so.
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="+")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="letters")
    mentions = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decision = models.CharField(max_length=500, blank=True)  # why a person set it aside

    objects = LetterQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["next_try_at", "id"],
                name="letter_to_read",
                condition=Q(outcome="taken"),
            ),
            models.Index(
                fields=["received_at", "id"],
                name="letter_waiting",
                condition=Q(outcome="waiting"),
            ),
            models.Index(fields=["outcome", "-received_at"], name="letter_by_outcome"),
            models.Index(fields=["message_id"], name="letter_message_id"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["mailbox", "raw"], name="letter_once"),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="letter_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome="taken", next_try_at__isnull=False)
                | (~Q(outcome="taken") & Q(next_try_at=None)),
                name="letter_is_tried_until_read",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["opened", "added"], case__isnull=False)
                | (~Q(outcome__in=["opened", "added"]) & Q(case=None)),
                name="letter_in_a_case",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["waiting", "set_aside"]) | ~Q(why=""),
                name="letter_says_why",
            ),
            paired("decided_at", "decided_by", name="letter_decided_by_someone"),
        ]

    def __str__(self) -> str:
        return self.subject or f"{self.pk}"

    @property
    def stream(self) -> str:
        """Return the name of the letter's stream in the ledger."""
        return f"letter:{self.pk}"
