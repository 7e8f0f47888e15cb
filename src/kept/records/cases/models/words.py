"""What a case can be found by."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from kept.records.cases.models.case import Case, CaseState


class CaseWords(models.Model):
    """A case's title, customer and serial number, as they are compared, and pieces of them.

    Beside the case, because the case's row changes often and this index is costly to write.
    """

    # A foreign key over case and state says that it is there, and lets the state follow the case's.
    case = models.OneToOneField(
        Case, models.CASCADE, primary_key=True, related_name="words", db_constraint=False
    )
    state = models.CharField(max_length=6, choices=CaseState.choices, default=CaseState.OPEN)
    folded = models.TextField()  # a line each
    grams = ArrayField(models.TextField())

    class Meta:
        # Apart, so that looking among what is open costs the same however much was closed.
        indexes = [
            GinIndex(fields=["grams"], name="case_words_open", condition=Q(state="open")),
            GinIndex(fields=["grams"], name="case_words_closed", condition=Q(state="closed")),
        ]

    def __str__(self) -> str:
        return self.folded
