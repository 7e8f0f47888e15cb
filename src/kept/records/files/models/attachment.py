"""A file of a case."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kept.records.archive.models import Customer
from kept.records.cases.models import Case
from kept.records.constraints import not_blank, paired
from kept.records.files.models.stored import StoredFile
from kept.records.people.models import Person


class Kind(models.TextChoices):
    """What an attachment is to a case."""

    PHOTO = "photo", _("Photo")
    VOICE = "voice", _("Voice note")
    DOCUMENT = "document", _("Document")
    MAIL = "mail", _("Mail")
    REPORT = "report", _("Report")


class Attachment(models.Model):
    """A file as part of a case. It may be withdrawn for a reason; it is never deleted.

    Case and customer are kept by one foreign key over both.
    """

    case = models.ForeignKey(
        Case, models.PROTECT, related_name="attachments", db_constraint=False, db_index=False
    )
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=120)  # as given, made safe to show
    kind = models.CharField(max_length=8, choices=Kind.choices)
    note = models.CharField(max_length=500, blank=True)
    for_customer = models.BooleanField()  # False: inside only
    added_at = models.DateTimeField()
    # Somebody without an account has a name only.
    added_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", db_index=False
    )
    added_by_name = models.CharField(max_length=200)  # as it was then
    source = models.CharField(max_length=80, blank=True)  # the door it came through
    key = models.CharField(max_length=64)  # given by the sender: the same key is the same file
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", db_index=False
    )
    withdrawn_why = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["customer"], name="attachment_of_customer"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["case", "key"], name="attachment_once_per_key"),
            models.UniqueConstraint(fields=["id", "case"], name="attachment_with_case"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="attachment_kind_known"),
            paired("withdrawn_at", "withdrawn_by", name="attachment_withdrawn_by_someone"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_why="")
                | Q(withdrawn_at__isnull=False, withdrawn_why__regex=r"\S"),
                name="attachment_withdrawn_for_a_reason",
            ),
            not_blank("name", name="attachment_has_a_name"),
            not_blank("added_by_name", name="attachment_says_who"),
            not_blank("key", name="attachment_has_a_key"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.name}"
