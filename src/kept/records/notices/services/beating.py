"""Signs of life."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from kept.records.notices.models import Heartbeat

FORGOTTEN = timedelta(days=2)


@dataclass(frozen=True, kw_only=True)
class Beat:
    """One part of one worker, alive: since when, how often it says so, and what troubles it."""

    worker: str
    part: str
    started_at: datetime
    every_seconds: int
    clock_ahead_ms: int = 0
    problem: str = ""
    done: int = 0


def beat(*, beats: list[Beat], now: datetime) -> None:
    """Write down that parts of a worker are alive; forget workers that were silent for days."""
    Heartbeat.objects.bulk_create(
        [Heartbeat(**vars(each), beat_at=now) for each in beats],
        update_conflicts=True,
        unique_fields=["worker", "part"],
        update_fields=[
            *("started_at", "beat_at", "every_seconds", "clock_ahead_ms", "problem", "done"),
        ],
    )
    Heartbeat.objects.filter(beat_at__lt=now - FORGOTTEN).delete()


def end_beats(*, worker: str) -> None:
    """Forget a worker that stops on purpose: its silence is no trouble."""
    Heartbeat.objects.filter(worker=worker).delete()
