"""One thing that is done again and again, through every trouble, until it is told to stop."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from django.db import DatabaseError, InterfaceError, connection

from kept.workers.clock import database_now

log = structlog.get_logger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 15.0  # seconds after a failure


@dataclass(frozen=True)
class Step:
    """How much one step did, and whether there is more to do at once."""

    done: int = 0
    again: bool = False


@dataclass
class Loop:
    """A part of the workers. `step` gets the database's time, the one clock that counts.

    `hangs_after` is how long a step may take, in seconds, before the part counts as hung.
    """

    part: str
    step: Callable[[datetime], Step]
    every: float
    hangs_after: float = 30.0
    done: int = 0
    problem: str = ""
    failures: int = 0
    pulse: float = field(default_factory=time.monotonic)

    def run(self, stop: threading.Event) -> None:
        """Take steps until `stop`. A failure is said and tried again, later each time."""
        while not stop.is_set():
            stop.wait(self.take_step())
        connection.close()

    def take_step(self) -> float:
        """Take one step; return how many seconds to wait before the next."""
        try:
            step = self.step(database_now())
        except (DatabaseError, InterfaceError) as error:
            return self._failed(f"database: {error}")
        except Exception as error:  # whatever it is, the next step may succeed
            log.exception("step failed", part=self.part)
            return self._failed(repr(error))
        self.done += step.done
        self.problem, self.failures = "", 0
        self.pulse = time.monotonic()
        return 0.0 if step.again else self.every

    def is_hung(self) -> bool:
        """Say whether it has not come back from a step for too long."""
        return time.monotonic() - self.pulse > self.hangs_after + LONGEST_PAUSE

    def _failed(self, problem: str) -> float:
        self.problem = " ".join(problem.split())[:500]
        self.failures += 1
        self.pulse = time.monotonic()
        connection.close()  # the next step begins with a new one
        pause = min(FIRST_PAUSE * 2.0 ** (self.failures - 1), LONGEST_PAUSE)
        log.warning("pausing", part=self.part, problem=self.problem, seconds=pause)
        return pause
