"""What happened, whichever part of Kept wrote it down: a projection of their tables."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from kept.records.archive.models import Customer, Equipment, Site, System
from kept.records.cases.models import Case


class EntryKind(models.TextChoices):
    """By what a history is narrowed."""

    CASE = "case"
    COMPLAINT = "complaint"
    VISIT = "visit"
    REPAIR = "repair"
    PART = "part"
    CALL = "call"
    LETTER = "letter"
    DOCUMENT = "document"
    FILE = "file"
    FOLLOW_UP = "follow_up"
    UPKEEP = "upkeep"
    TRAINING = "training"
    CONTRACT = "contract"
    MONEY = "money"
    MACHINE = "machine"
    CHECKLIST = "checklist"
    WORDS = "words"  # notes, and what was told to each other
    OTHER = "other"


class Entry(models.Model):
    """One thing that happened. Written by the database itself, whenever its source is written.

    A function for each source says what its entries are (`sources.py`); triggers keep them. So
    nothing can be forgotten, and all can be written anew. What it is found by is filled in later.
    """

    source = models.CharField(max_length=16)  # whose function says it
    object_id = models.BigIntegerField()  # the row it comes from
    kind = models.CharField(max_length=10, choices=EntryKind.choices)
    at = models.DateTimeField()
    # No foreign keys: what is meant can never go, and nothing may wait for a history.
    customer = models.ForeignKey(
        Customer, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    site = models.ForeignKey(
        Site, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    system = models.ForeignKey(
        System, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    equipment = models.ForeignKey(
        Equipment,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    case = models.ForeignKey(
        Case, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    by = models.CharField(max_length=200)
    title = models.TextField()  # words that people wrote: what it is known by
    body = models.TextField()  # more of them
    data = models.JSONField()  # what else the page says of it
    folded = models.TextField(null=True)  # noqa: DJ001  # None: not yet worked out
    grams = ArrayField(models.TextField(), null=True)

    class Meta:
        indexes = [
            models.Index(
                "customer", "kind", F("at").desc(), F("id").desc(), name="entry_of_customer"
            ),
            models.Index(
                "site",
                "kind",
                F("at").desc(),
                F("id").desc(),
                name="entry_of_site",
                condition=Q(site__isnull=False),
            ),
            models.Index(
                "equipment",
                F("at").desc(),
                F("id").desc(),
                name="entry_of_equipment",
                condition=Q(equipment__isnull=False),
            ),
            models.Index(
                fields=["system"], name="entry_of_system", condition=Q(system__isnull=False)
            ),
            models.Index(fields=["id"], name="entry_to_fold", condition=Q(folded=None)),
            GinIndex(fields=["grams"], name="entry_grams", gin_pending_list_limit=256),
        ]
        constraints = [
            models.UniqueConstraint(fields=["source", "object_id"], name="entry_once"),
            models.CheckConstraint(condition=Q(kind__in=EntryKind.values), name="entry_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.object_id}"
