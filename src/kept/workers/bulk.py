"""Work on many cases: rebuilds and trials, a stretch at a time, with more hands when it is much.

Both are cut into stretches, so any number of processes on any number of machines share them. One
that is killed lets go of its stretch, and another takes it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from kept.records.cases.queries import stretches_to_do
from kept.records.cases.services import follow_zones, rebuild_some, replay_some
from kept.records.ledger.actor import System
from kept.workers.loop import Loop, Step
from kept.workers.zones import zone_data

log = structlog.get_logger(__name__)

HAND = "kept.workers.hand"
MANY = 10  # stretches that are worth a hand
PAUSE = 0.2  # seconds until cases that somebody holds are looked at again
MOST_FAILURES = 5  # in a row, before a hand gives up; whoever started it may start another


def do_some(now: datetime) -> int | None:
    """Do the next stretch; return for how many cases it is done, None if nothing waits.

    People wait for trials, so those come first.
    """
    done = replay_some(now=now)
    return rebuild_some(now=now, zones=zone_data()) if done is None else done


def start_hand() -> subprocess.Popen[bytes]:
    """Start a process that does its share until nothing waits, or until we are gone."""
    return subprocess.Popen([sys.executable, "-m", HAND], stdin=subprocess.DEVNULL)  # noqa: S603


@dataclass
class Bulk:
    """The part of the workers that does this."""

    hands_at_most: int = field(default_factory=lambda: (os.cpu_count() or 1) - 1)
    hands: list[subprocess.Popen[bytes]] = field(default_factory=list)
    has_followed: bool = False

    def step(self, now: datetime) -> Step:
        """Do a stretch, with as many hands beside us as there are other cores."""
        if not self.has_followed:
            self._follow_zone_data(now)
        self._get_help()
        done = do_some(now)
        return Step(done or 0, again=bool(done))

    def _follow_zone_data(self, now: datetime) -> None:
        """Let open cases be worked out again if our zone data is newer than what they had."""
        made = follow_zones(zones=zone_data(), by=System("zones"), at=now)
        self.has_followed = True
        if made is not None:
            log.info("open cases follow new zone data", zones=made.zones, cases=made.total)

    def _get_help(self) -> None:
        self.hands = [hand for hand in self.hands if hand.poll() is None]
        if len(self.hands) < self.hands_at_most and stretches_to_do(most=MANY) == MANY:
            self.hands.append(start_hand())


def help_out(stop: threading.Event, *, is_wanted: Callable[[], bool]) -> int:
    """Do stretch after stretch until nothing waits; return 0, or 1 after too many failures."""
    done: list[int | None] = []

    def step(now: datetime) -> Step:
        done[:] = [do_some(now)]
        return Step(done[0] or 0, again=bool(done[0]))

    loop = Loop("hand", step, every=PAUSE)
    while not stop.is_set() and is_wanted():
        pause = loop.take_step()
        if loop.failures > MOST_FAILURES:
            return 1
        if not loop.failures and done == [None]:
            return 0
        stop.wait(pause)
    return 0
