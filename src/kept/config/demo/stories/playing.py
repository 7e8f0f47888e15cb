"""Letting the past pass: every story at its moments, and the sweeper and the notices beside."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection

from kept.config.demo.stories.teller import Moments
from kept.records.cases.services import sweep
from kept.records.notices.services import tell

SWEEPER_COMES = timedelta(seconds=1)  # so long after a clock ran out
TOLD_WITHIN = timedelta(days=2)  # what is older, nobody would look for among the notices
TOLD_EVERY = timedelta(hours=2)
NEXT_LOOK = """
    SELECT least(
        (SELECT min(look_at) FROM cases_clock WHERE look_at IS NOT NULL),
        (SELECT min(reassess_at) FROM cases_case WHERE reassess_at IS NOT NULL)
    )
"""


def play(stories: Iterable[Moments], *, at: datetime) -> None:
    """Let all stories happen in the order of their moments, up to `at`."""
    waiting: list[tuple[datetime, int, Moments]] = []
    for number, story in enumerate(stories):
        _go_on(waiting, number, story)
    told = at - TOLD_WITHIN
    while waiting and waiting[0][0] <= at:
        now, number, story = heapq.heappop(waiting)
        told = _tell(told, now)
        sweep_until(now)
        _go_on(waiting, number, story)
    sweep_until(at)
    while tell(now=at):
        pass


def sweep_until(now: datetime) -> None:
    """Let the sweeper come whenever a clock ran out or a case had to be looked at again."""
    while (look_at := _next_look()) is not None and look_at + SWEEPER_COMES <= now:
        sweep(now=look_at + SWEEPER_COMES)


def _next_look() -> datetime | None:
    with connection.cursor() as cursor:
        cursor.execute(NEXT_LOOK)
        found: datetime | None = cursor.fetchone()[0]
    return found


def _tell(told: datetime, now: datetime) -> datetime:
    """Let the notices be written now and then; return when they were, or will be first."""
    if now < told + TOLD_EVERY:
        return told
    while tell(now=now):
        pass
    return now


def _go_on(waiting: list[tuple[datetime, int, Moments]], number: int, story: Moments) -> None:
    moment = next(story, None)
    if moment is not None:
        heapq.heappush(waiting, (moment, number, story))
