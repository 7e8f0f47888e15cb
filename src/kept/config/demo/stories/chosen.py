"""Which stories the demo company's past holds: a hundred and fifty, over all policies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time
from functools import partial
from random import Random
from typing import TypeAlias

from kept.config.demo.lives import Phase
from kept.config.demo.stories.asking import daytime
from kept.config.demo.stories.other_past import appointment, returned, swap
from kept.config.demo.stories.past import Course, complaint, question, repair
from kept.config.demo.stories.teller import Moments, Teller, teller
from kept.config.demo.words import requests as words
from kept.config.demo.words.fault import Fault
from kept.config.demo.world import HOME, PieceMade, World

Story: TypeAlias = Callable[[Teller, Fault, datetime], Moments]
LONG_AGO, LATELY = (14.0, 350.0), (0.7, 6.0)  # days before: what takes days, what takes hours


def _course(course: Course) -> Story:
    return lambda told, fault, at: repair(told, fault, at, course)


def _question(told: Teller, fault: Fault, at: datetime) -> Moments:
    return question(told, told.dice.choice(words.QUESTIONS), at)


def _complaint(told: Teller, fault: Fault, at: datetime) -> Moments:
    return complaint(told, told.dice.choice(words.COMPLAINTS), at)


def _guidance(told: Teller, fault: Fault, at: datetime) -> Moments:
    return appointment(told, "guidance", words.GUIDANCE, at)


def _planned(told: Teller, fault: Fault, at: datetime) -> Moments:
    return appointment(told, "planned_work", words.PLANNED_WORK, at)


# What happened how often, in which days, and under which policies (none named: any).
PAST: tuple[tuple[int, Story, tuple[float, float], tuple[str, ...]], ...] = (
    (52, _course(Course()), LONG_AGO, ()),
    (10, _course(Course(visit=False)), LONG_AGO, ()),
    (8, _course(Course(visit=False)), LATELY, ("S0", "S2", "S3b", "S4a", "S4b", "S4d")),
    (9, _course(Course(late="contact")), LONG_AGO, ("S0", "S2", "S3b", "S4a", "S4b", "S4c")),
    (9, _course(Course(late="visit")), LONG_AGO, ("S0", "S1", "S2", "S3b")),
    (5, _course(Course(late="repair")), LONG_AGO, ("S2",)),
    (9, _course(Course(entered_late=True)), LONG_AGO, ("S0", "S1", "S2", "S3b")),
    (8, _course(Course(waits=True)), LONG_AGO, ("S2", "S2", "S1", "S3c")),
    (6, _course(Course(again=True)), LONG_AGO, ()),
    (10, _question, LONG_AGO, ()),
    (4, _question, LATELY, ("S0", "S3a", "S4b", "S4d")),
    (5, _complaint, LONG_AGO, ("S1", "S1", "S3c")),
    (3, _guidance, LONG_AGO, ("S3b",)),
    (3, _planned, LONG_AGO, ("S3a", "S0")),
    (4, partial(returned, late=False), LONG_AGO, ("S4c",)),
    (1, partial(returned, late=True), LONG_AGO, ("S4c",)),
    (4, swap, LONG_AGO, ("S3a",)),
)


def past_stories(world: World) -> list[Moments]:
    """Return every story of the past; each yields the moments at which something is entered."""
    dice = world.dice("past")
    return [
        _begin(world, story, days, dice.choice(policies or tuple(world.policies)), dice)
        for count, story, days, policies in PAST
        for _ in range(count)
    ]


def _begin(
    world: World, story: Story, days: tuple[float, float], policy: str, dice: Random
) -> Moments:
    while True:
        at = daytime(dice, world.at, days)
        fitting = [piece for piece in world.pieces if _runs(piece, at, policy)]
        if fitting:
            break
    piece = dice.choice(fitting)
    own = Random(dice.getrandbits(64))  # noqa: S311 - nothing secret hangs on it
    fault = own.choice(words.faults_of(piece.model.code))
    return story(teller(world, piece, own), fault, at)


def _runs(piece: PieceMade, at: datetime, policy: str) -> bool:
    since = datetime.combine(piece.since, time(), HOME).astimezone(UTC)
    alive = piece.phase not in (Phase.NEW, Phase.RETIRED)
    return alive and since < at and policy == piece.policy
