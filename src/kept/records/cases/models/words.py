"""What a case can be found by."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from kept.records.cases.models.case import Case


class CaseWords(models.Model):
    """A case's title, customer and serial number, as they are compared, and pieces of them.

    Beside the case, because the case's row changes often and this index is costly to write.
    """

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="words")
    folded = models.TextField()  # a line each
    grams = ArrayField(models.TextField())

    class Meta:
        indexes = [GinIndex(fields=["grams"], name="case_words")]

    def __str__(self) -> str:
        return self.folded
