"""Something a person is told, once, on one channel."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kept.records.constraints import not_blank, paired
from kept.records.people.models import Language, Person


class Channel(models.TextChoices):
    """How a notice reaches its receiver."""

    IN_APP = "in_app"
    EMAIL = "email"


class Delivery(models.TextChoices):
    """How far a notice has come."""

    SHOWN = "shown"  # in the application: it is there as soon as it is written
    WAITING = "waiting"  # to be sent when its time has come
    SENDING = "sending"  # handed to the mail server; the answer is not known yet
    SENT = "sent"
    GROUPED = "grouped"  # part of a digest, which is sent instead
    FAILED = "failed"  # will not be tried again; `problem` says why


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices by whom they are for and how far they have come."""

    def unread(self) -> NoticeQuerySet:
        """Those in the application that the receiver has not read."""
        return self.filter(channel=Channel.IN_APP, read_at=None)


class Notice(models.Model):
    """One message for one receiver, or one address outside, on one channel.

    Its words are made when it is read or sent.

    Mail is sent by who claims the row: state and attempt are written before the mail server is
    asked, so that whoever dies in between leaves a trace. The Message-ID is made of the row's
    key: a receiver who gets a message twice can see that it is one.
    """

    receiver = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="notices", db_index=False
    )
    address = models.EmailField(blank=True)  # of somebody without an account, instead
    channel = models.CharField(max_length=6, choices=Channel.choices)
    kind = models.CharField(max_length=20)  # names the templates
    language = models.CharField(max_length=8, choices=Language.choices)
    subject_key = models.CharField(max_length=80, blank=True)  # what it is about: "K-000123"
    data = models.JSONField(default=dict)
    dedup = models.CharField(max_length=240, unique=True)
    happened_at = models.DateTimeField()
    created_at = models.DateTimeField()
    state = models.CharField(max_length=7, choices=Delivery.choices)
    next_try_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    unsure = models.PositiveSmallIntegerField(default=0)  # attempts whose outcome nobody knows
    sent_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=500, blank=True)
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["next_try_at", "id"],
                name="notice_to_send",
                condition=Q(next_try_at__isnull=False),
            ),
            models.Index(
                fields=["receiver", "-id"], name="notice_in_app", condition=Q(channel="in_app")
            ),
            models.Index(
                fields=["address", "created_at"],
                name="notice_to_outside",
                condition=~Q(address=""),
            ),
            models.Index(
                fields=["receiver"],
                name="notice_unread",
                condition=Q(channel="in_app", read_at=None),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(channel="in_app", state="shown", next_try_at=None)
                | Q(channel="email", state__in=["waiting", "sending"], next_try_at__isnull=False)
                | Q(channel="email", state__in=["sent", "grouped", "failed"], next_try_at=None),
                name="notice_waits_or_is_done",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at=None)),
                name="notice_sent_has_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(receiver__isnull=False, address="")
                | (Q(receiver=None, channel="email") & ~Q(address="")),
                name="notice_has_one_receiver",
            ),
            models.CheckConstraint(
                condition=Q(language__in=Language.values), name="notice_language_known"
            ),
            paired("read_at", "read_by", name="notice_read_by_someone"),
            not_blank("kind", name="notice_has_a_kind"),
            not_blank("dedup", name="notice_has_a_key"),
        ]

    def __str__(self) -> str:
        return self.dedup
