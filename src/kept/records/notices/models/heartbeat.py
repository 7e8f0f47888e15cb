"""A sign of life."""

from __future__ import annotations

from django.db import models

from kept.records.constraints import not_blank


class Heartbeat(models.Model):
    """The last sign of life of one part of one worker process. For `kept doctor`."""

    worker = models.CharField(max_length=120)  # "host:pid"
    part = models.CharField(max_length=40)  # "sweeper"
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField()  # by the database's clock
    every_seconds = models.PositiveIntegerField()  # how often it should beat
    clock_ahead_ms = models.IntegerField(default=0)  # of the machine against the database
    problem = models.CharField(max_length=500, blank=True)  # the last error; empty when all is well
    done = models.PositiveBigIntegerField(default=0)  # how many things it has done since the start

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["worker", "part"], name="heartbeat_once"),
            not_blank("worker", name="heartbeat_has_a_worker"),
        ]

    def __str__(self) -> str:
        return f"{self.worker} {self.part}"
