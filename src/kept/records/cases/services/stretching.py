"""Sharing work on many cases among processes: cut it, take a piece, put back what is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, QuerySet

from kept.records.cases.models.stretch import Stretch

Piece = TypeVar("Piece", bound=Stretch)
LONG = 50  # cases: one transaction, so what it holds is held no longer than that takes


def cut(keys: Sequence[int]) -> Iterator[list[int]]:
    """Yield the keys of the cases of each stretch."""
    for start in range(0, len(keys), LONG):
        yield list(keys[start : start + LONG])


def take(stretches: QuerySet[Piece], whole: str) -> Piece | None:
    """Return the next stretch that is to do and that nobody works on, held; None: there is none.

    `whole` is the name of what it is a part of; the oldest that runs comes first.
    """
    runs = {"done_at": None, f"{whole}__finished_at": None, f"{whole}__cancelled_at": None}
    rows = stretches.filter(**runs).order_by(f"{whole}_id", "tries", "pk")
    return rows.select_for_update(of=("self",), skip_locked=True).first()


def put_back(stretch: Stretch, *, later: Sequence[int], tried: bool, now: datetime) -> None:
    """Leave the cases that are still to come; without any the stretch is done."""
    stretch.waiting, stretch.tries = list(later), stretch.tries + tried
    stretch.done_at = None if later else now
    stretch.save()


def finish_done(wholes: QuerySet[Any], stretches: QuerySet[Piece], *, now: datetime) -> None:
    """Note of what runs, and has nothing more to do, that it is finished."""
    of_it = {str(wholes.model._meta.model_name): OuterRef("pk")}
    left = Exists(stretches.filter(**of_it, done_at=None))
    wholes.filter(~left, finished_at=None, cancelled_at=None).update(finished_at=now)
