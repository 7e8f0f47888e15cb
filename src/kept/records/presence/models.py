"""Who has which case open just now."""

from __future__ import annotations

from datetime import timedelta

from django.db import models

from kept.records.cases.models import Case
from kept.records.people.models import Person

LASTS = timedelta(seconds=15)  # an open page says every few seconds that it is still there


class Presence(models.Model):
    """A case is open on somebody's screen. Nothing that happened: it is forgotten in no time.

    The table is not logged by the database: after a crash nobody is anywhere, which is true.
    """

    # A foreign key would lock the case, which others work on while it is looked at.
    case = models.ForeignKey(
        Case, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    seen_at = models.DateTimeField()
    wrote_at = models.DateTimeField(null=True)  # when a page last said that somebody types in it

    class Meta:
        indexes = [models.Index(fields=["seen_at"], name="presence_seen_at")]
        constraints = [
            models.UniqueConstraint(fields=["case", "person"], name="presence_once_per_case")
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.person_id}"
