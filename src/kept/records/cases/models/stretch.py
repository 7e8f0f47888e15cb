"""Work on many cases, cut into stretches that any number of processes share."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Stretch(models.Model):
    """Some cases of a larger piece of work; `waiting` are those still to come.

    Whoever works on it holds its row, and what was done leaves `waiting` in the transaction that
    did it: a process that dies lets go of a stretch with nothing lost and nothing done twice.
    """

    waiting = ArrayField(models.BigIntegerField())
    tries = models.PositiveIntegerField(default=0)  # those whose cases were not free come last
    done_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
