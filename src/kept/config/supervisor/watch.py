"""The loop that keeps all processes alive until we are told to stop."""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import structlog

from kept.config.supervisor import register
from kept.config.supervisor.child import Child

log = structlog.get_logger(__name__)

LOOK_SECONDS = 1.0  # at least this often; a death is noticed at once
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Supervisor:
    """Keeps the children alive; they start in the order given and stop in the opposite one."""

    def __init__(self, children: list[Child], *, register_file: Path) -> None:
        self.children = children
        self.register_file = register_file
        self.told = 0  # how often we were told to stop

    def run(self, *, is_ready: Callable[[], bool], announce: Callable[[], None]) -> None:
        """Watch until told to stop; `announce` is called once, when `is_ready` first says so."""
        announced = False
        with self.signals() as wake:
            try:
                while not self.told:
                    self.look()
                    if not announced and is_ready():
                        announced = True
                        announce()
                    select.select([wake], [], [], LOOK_SECONDS if announced else 0.1)
                    drain(wake)
            finally:
                self.stop()

    def look(self) -> None:
        """Look after every child once."""
        now = time.monotonic()
        changed = [child for child in self.children if child.look(now)]
        if changed:
            self.write_down()

    def write_down(self) -> None:
        """Remember which processes are ours, for a start after we were killed."""
        alive = {c.name: c.process.pid for c in self.children if c.process is not None}
        try:
            register.write(self.register_file, alive)
        except OSError as error:
            log.error("processes not written down", reason=str(error))

    def stop(self) -> None:
        """Stop every child, last started first; told a second time, do not wait."""
        for child in reversed(self.children):
            child.ask_to_stop()
            self.wait(child)
            child.make_stop(0.0)
        self.register_file.unlink(missing_ok=True)

    def wait(self, child: Child) -> None:
        """Wait until a child is gone, its time is up, or we are told to hurry."""
        deadline = time.monotonic() + child.program.stop_seconds
        while child.is_alive() and time.monotonic() < deadline and self.told < 2:
            time.sleep(0.01)

    @contextmanager
    def signals(self) -> Iterator[int]:
        """Count signals to stop, and give a file that becomes readable on any signal."""
        wake, woken = os.pipe()
        os.set_blocking(wake, False)
        os.set_blocking(woken, False)
        former_file = signal.set_wakeup_fd(woken, warn_on_full_buffer=False)
        former = {told: signal.signal(told, self.on_stop) for told in STOPS}
        former[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, ignore)
        try:
            yield wake
        finally:
            for told, handler in former.items():
                signal.signal(told, handler)
            signal.set_wakeup_fd(former_file)
            os.close(wake)
            os.close(woken)

    def on_stop(self, number: int, frame: FrameType | None) -> None:
        """Note that we were told to stop."""
        self.told += 1


def ignore(number: int, frame: FrameType | None) -> None:
    """Do nothing; the signal has woken us, which is all we want of it."""


def drain(file: int) -> None:
    """Empty the pipe."""
    try:
        while os.read(file, 512):
            continue
    except BlockingIOError:
        return
