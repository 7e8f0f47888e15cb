"""All parts together, each in a thread of its own, and the signs of life they give."""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import structlog
from django.db import DatabaseError, connection

from kept.records.notices.services import Beat, beat, end_beats
from kept.workers.clock import database_now, machine_ahead
from kept.workers.loop import Loop
from kept.workers.parts import all_parts

log = structlog.get_logger(__name__)

BEAT_EVERY = 5.0  # seconds
PATIENCE = 8.0  # seconds for a step under way when we are told to stop
MOST_AHEAD_MS = 2_000


def run() -> int:
    """Run all parts until SIGTERM or SIGINT, then let each end its step. Returns the exit code."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    parts = all_parts()
    threads = [_started(part, stop) for part in parts]
    log.info("workers started", parts=[part.part for part in parts])
    _watch(parts, stop)
    for thread in threads:
        thread.join(PATIENCE / len(threads))
    with suppress(DatabaseError):
        end_beats(worker=worker_name())
    connection.close()
    log.info("workers stopped")
    return 0


def worker_name() -> str:
    """Return this process's name among all workers."""
    return f"{socket.gethostname()}:{os.getpid()}"


def _started(part: Loop, stop: threading.Event) -> threading.Thread:
    # Daemon: a step that does not end must not keep the process from going.
    thread = threading.Thread(target=part.run, args=(stop,), name=part.part, daemon=True)
    thread.start()
    return thread


def _watch(parts: Sequence[Loop], stop: threading.Event) -> None:
    """Give signs of life while the parts do; a part that hangs gives none."""
    started_at: datetime | None = None
    while not stop.wait(0.0 if started_at is None else BEAT_EVERY):
        try:
            started_at = started_at or database_now()
            give_signs(parts, started_at)
        except DatabaseError as error:
            log.warning("no sign of life in the database", problem=str(error).strip())
            connection.close()
            stop.wait(BEAT_EVERY)
        touch(parts)


def give_signs(parts: Sequence[Loop], started_at: datetime) -> None:
    """Write a heartbeat for every part that does not hang."""
    ahead = round(machine_ahead().total_seconds() * 1000)
    if abs(ahead) > MOST_AHEAD_MS:
        log.error("this machine's clock differs from the database's", milliseconds=ahead)
    beats = [
        Beat(
            worker=worker_name(),
            part=part.part,
            started_at=started_at,
            every_seconds=round(BEAT_EVERY),
            clock_ahead_ms=ahead,
            problem=part.problem,
            done=part.done,
        )
        for part in parts
        if not part.is_hung()
    ]
    beat(beats=beats, now=database_now())


def touch(parts: Sequence[Loop]) -> None:
    """Touch the file by which the supervisor sees that we work, unless a part hangs."""
    file = os.environ.get("KEPT_HEARTBEAT")
    hung = [part.part for part in parts if part.is_hung()]
    if hung:
        log.error("hanging", parts=hung)
    elif file:
        with suppress(OSError):
            Path(file).touch()
