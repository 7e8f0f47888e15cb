"""Numbers without gaps."""

from __future__ import annotations

from django.db import models


class Counter(models.Model):
    """The last number given out under a name."""

    name = models.CharField(max_length=80, primary_key=True)
    value = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}: {self.value}"
