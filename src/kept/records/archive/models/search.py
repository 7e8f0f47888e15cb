"""What can be found: a projection of the archive that can be rebuilt at any time."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from kept.records.archive.models.customer import Customer


class SearchKind(models.TextChoices):
    """What a search can find."""

    CUSTOMER = "customer"
    CONTACT = "contact"
    SITE = "site"
    EQUIPMENT = "equipment"


class SearchRow(models.Model):
    """One thing that can be found, with all it can be found by."""

    kind = models.CharField(max_length=10)
    object_id = models.BigIntegerField()
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="+", db_index=False)
    titles = models.JSONField()  # by language, as the finder is shown it
    subtitles = models.JSONField()
    weight = models.SmallIntegerField(default=0)  # more is shown earlier among equals
    # Folded; equipment only. "C": so that the index also gives what a text begins with.
    serial = models.CharField(max_length=80, blank=True, db_collation="C")
    shown = models.TextField()  # what it can be found by, a line each, as written
    folded = models.TextField()  # the same lines as they are compared, then those of its place
    grams = ArrayField(models.TextField())  # pieces of the folded lines, for the index

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="search_row_once"),
            models.CheckConstraint(
                condition=Q(kind__in=SearchKind.values), name="search_kind_known"
            ),
        ]
        indexes = [
            # Two indexes, so that a few customers are not looked for among 100,000 serial numbers.
            # New pieces wait in a list of 256 kB: long enough to be sorted in four times as fast,
            # short enough to be looked through in no time.
            GinIndex(
                fields=["grams"],
                name="search_equipment_grams",
                gin_pending_list_limit=256,
                condition=Q(kind=SearchKind.EQUIPMENT),
            ),
            GinIndex(
                fields=["grams"],
                name="search_other_grams",
                gin_pending_list_limit=256,
                condition=~Q(kind=SearchKind.EQUIPMENT),
            ),
            models.Index(
                fields=["serial"],
                name="search_serial",
                condition=Q(kind=SearchKind.EQUIPMENT),
            ),
            models.Index(fields=["customer", "kind"], name="search_of_customer"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
