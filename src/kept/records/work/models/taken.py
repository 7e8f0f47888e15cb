"""What of the work done stands on an invoice."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kept.records.constraints import not_blank, paired
from kept.records.parts.models import Movement
from kept.records.people.models import Person
from kept.records.work.models.entry import Entry


class Taken(models.Model):
    """So much of an entry, or a fitted part, was billed. The same is billed once at a time.

    `share` parts what one entry comes to: its hours of one band, its kilometres, its trips. No more
    hours of an entry are billed than it took, whatever policy parted them. An invoice that is taken
    back as a whole frees what it billed.
    """

    entry = models.ForeignKey(Entry, models.PROTECT, null=True, related_name="taken")
    movement = models.ForeignKey(Movement, models.PROTECT, null=True, related_name="taken")
    share = models.CharField(max_length=20)
    seconds = models.PositiveIntegerField(default=0)  # of hours: how much of the entry it is
    bill = models.CharField(max_length=32)  # the number of the invoice; kept by a foreign key
    position = models.PositiveSmallIntegerField()
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    freed_at = models.DateTimeField(null=True)
    freed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        indexes = [models.Index(fields=["bill"], name="taken_by_bill")]
        constraints = [
            models.CheckConstraint(
                condition=Q(entry=None, movement__isnull=False)
                | Q(entry__isnull=False, movement=None),
                name="taken_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["entry", "share"], condition=Q(freed_at=None), name="taken_work_once"
            ),
            models.UniqueConstraint(
                fields=["movement", "share"], condition=Q(freed_at=None), name="taken_part_once"
            ),
            not_blank("share", name="taken_says_which_share"),
            not_blank("bill", name="taken_on_a_bill"),
            paired("freed_at", "freed_by", name="taken_freed_by_someone"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id or self.movement_id} {self.share} on {self.bill}"
