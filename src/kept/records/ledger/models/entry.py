"""What happened, written once."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kept.records.constraints import not_blank
from kept.records.ledger.chain import Link


class Entry(models.Model):
    """One thing that happened. Never changed, never deleted; the database refuses both.

    Nothing may point here with a foreign key: keeping one needs the right to update, which the
    owner has given up.
    """

    stream = models.CharField(max_length=80)  # "case:K-000123", "customer:7", "policy:S2"
    seq = models.PositiveBigIntegerField()  # 1, 2, 3 … within the stream, without gaps
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    name = models.CharField(max_length=200)  # of the actor, as it was then
    origin = models.CharField(max_length=80, blank=True)
    verb = models.CharField(max_length=80)  # "case.engineer_arrived"
    data = models.JSONField()
    prev = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stream", "seq"], name="entry_one_per_place"),
            models.CheckConstraint(condition=Q(seq__gte=1), name="entry_counts_from_one"),
            models.CheckConstraint(
                condition=Q(hash__regex="^[0-9a-f]{64}$", prev__regex="^[0-9a-f]{64}$"),
                name="entry_hash_is_sha256",
            ),
            not_blank("verb", name="entry_says_what"),
            not_blank("actor", name="entry_says_who"),
        ]

    def __str__(self) -> str:
        return f"{self.stream}#{self.seq} {self.verb}"

    def link(self) -> Link:
        """Return the entry as a plain value."""
        return Link(
            stream=self.stream,
            seq=self.seq,
            at=self.at,
            actor=self.actor,
            name=self.name,
            origin=self.origin,
            verb=self.verb,
            data=self.data,
            prev=self.prev,
        )


class Head(models.Model):
    """The last entry of a stream: locked by who writes the next one. Can be rebuilt."""

    stream = models.CharField(max_length=80, primary_key=True)
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64)
    anchored_seq = models.PositiveBigIntegerField(default=0)  # the last one an anchor names

    class Meta:
        indexes = [
            models.Index(
                fields=["stream"],
                name="head_not_anchored",
                condition=Q(seq__gt=F("anchored_seq")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.stream}#{self.seq}"
