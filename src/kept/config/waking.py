"""Waiting, without a thread, for something that another process does.

PostgreSQL tells it on: who does something says NOTIFY with it, and one thread in each web process
listens for all requests that wait there. Where that cannot be relied upon (no connection, or a
pooler that passes nothing on), nobody waits, and pages ask every so often, as they would anyway.
"""

from __future__ import annotations

import asyncio
import threading
import time
import uuid
from contextlib import suppress
from typing import Any, Final

import psycopg
import structlog
from django.db import connection

from kept.records.telephone.waking import CALLS

PROVED: Final = "kept_heard"  # what we say to ourselves
PATIENCE: Final = 3.0  # seconds in which our own word must come back
PROVE_EVERY: Final = 30.0  # seconds
AGAIN_AFTER: Final = 2.0  # seconds after which a lost connection is tried anew

log = structlog.get_logger(__name__)


class Wake:
    """What requests wait for. `count` rises with everything that is told."""

    def __init__(self) -> None:
        self.count = 0
        self.is_heard = False
        self.waiting = 0
        self._over = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._next: asyncio.Event | None = None

    def listen(self) -> None:
        """Begin to listen; the loop of whoever calls is the one that is woken."""
        if self._loop is None:
            self._loop, self._next = asyncio.get_running_loop(), asyncio.Event()
            threading.Thread(target=self._forever, name="wake", daemon=True).start()

    def end(self) -> None:
        """Listen no more."""
        self._over.set()
        with psycopg.connect(**_address(), autocommit=True) as telling:
            telling.execute(f"NOTIFY {CALLS}".encode())

    async def after(self, seen: int, seconds: float) -> bool:
        """Wait until more was told than `seen`; False if nothing was, in so many seconds."""
        if self.count != seen or self._next is None:
            return self.count != seen
        self.waiting += 1
        try:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._next.wait(), seconds)
        finally:
            self.waiting -= 1
        return self.count != seen

    def told(self) -> None:
        """Let everyone go on who waits."""
        self.count += 1
        if self._next is not None:
            self._next.set()
            self._next = asyncio.Event()

    def _wake(self) -> None:
        assert self._loop is not None
        with suppress(RuntimeError):  # the process ends
            self._loop.call_soon_threadsafe(self.told)

    def _forever(self) -> None:
        while not self._over.is_set():
            try:
                with psycopg.connect(**_address(), autocommit=True) as listening:
                    self._listen(listening)
            except psycopg.Error as error:
                self.is_heard = False
                self._wake()  # who waits would wait in vain
                log.warning("pages ask again and again", problem=str(error).strip())
                time.sleep(AGAIN_AFTER)

    def _listen(self, listening: psycopg.Connection[Any]) -> None:
        """Pass on what is told, as long as our own word comes back in time."""
        for channel in (CALLS, PROVED):
            listening.execute(f"LISTEN {channel}".encode())
        while not self._over.is_set():
            word = uuid.uuid4().hex
            listening.execute("SELECT pg_notify(%s, %s)", [PROVED, word])
            if not self._comes_back(listening, word):
                raise psycopg.OperationalError("the database passes nothing on")
            if not self.is_heard:
                self.is_heard = True
                self._wake()
            for note in listening.notifies(timeout=PROVE_EVERY):
                if note.channel == CALLS:
                    self._wake()
                if self._over.is_set():
                    return

    def _comes_back(self, listening: psycopg.Connection[Any], word: str) -> bool:
        for note in listening.notifies(timeout=PATIENCE):
            if note.channel == CALLS:
                self._wake()
            if note.payload == word:
                return True
        return False


def _address() -> dict[str, Any]:
    """Return how the database is reached; not from the pool, whose connections are for work."""
    known = connection.get_connection_params()
    return {key: known[key] for key in known if key not in {"pool", "cursor_factory", "context"}}
