"""Where whoever contested something is told what was decided."""

from __future__ import annotations

from django.db import models

from kept.records.archive.models import Customer
from kept.records.cases.models.case import Case
from kept.records.constraints import not_blank
from kept.records.people.models import Language


class ContestReply(models.Model):
    """An address outside, to which the decision about a contest is sent.

    Whoever contested and has an account is told there. Case and customer are those of the fact.
    """

    case = models.ForeignKey(
        Case, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    seq = models.PositiveIntegerField()  # the number of the fact that contests
    address = models.EmailField()
    language = models.CharField(max_length=8, choices=Language.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "seq"], name="contest_reply_once"),
            not_blank("address", name="contest_reply_has_an_address"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}#{self.seq}"
