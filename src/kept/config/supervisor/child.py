"""One supervised process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from kept.config.refusal import Refused
from kept.config.supervisor.patience import Patience
from kept.config.supervisor.register import kill_group
from kept.config.tether import tied_to_parent

log = structlog.get_logger(__name__)

SILENCE = 45.0  # seconds without a heartbeat after which a process counts as hung


@dataclass(frozen=True)
class Program:
    """What to run and how to stop it. `spawn` starts it as leader of its own group."""

    name: str
    spawn: Callable[[], subprocess.Popen[bytes]]
    stop_signal: signal.Signals = signal.SIGTERM
    stop_seconds: float = 10.0
    heartbeat: Path | None = None  # a file whose time of change shows that it works


def python_program(
    name: str, *arguments: str, environment: dict[str, str], heartbeat: Path | None = None
) -> Program:
    """Return a program of our own Python, which ends when we end."""

    def spawn() -> subprocess.Popen[bytes]:
        more = {"KEPT_HEARTBEAT": str(heartbeat)} if heartbeat else {}
        return subprocess.Popen(
            [sys.executable, *arguments],
            env=os.environ | environment | more,
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for us; we stop it in our own order
            preexec_fn=tied_to_parent(signal.SIGTERM),  # noqa: PLW1509 - called from one thread
        )

    return Program(name, spawn, heartbeat=heartbeat)


@dataclass
class Child:
    """A program and the process that runs it now, if one does."""

    program: Program
    process: subprocess.Popen[bytes] | None = None
    born: float = 0.0  # on the monotonic clock, like everything here
    patience: Patience = field(default_factory=Patience)

    @property
    def name(self) -> str:
        """The name in log lines."""
        return self.program.name

    def is_alive(self) -> bool:
        """Say whether it runs; one that just died is noticed here."""
        return self.process is not None and self.process.poll() is None

    def look(self, now: float) -> bool:
        """Notice a death or a hang, start again when it is time; True if a process was started."""
        if self.process is None:
            return now >= self.patience.not_before and self.start(now)
        if self.process.poll() is not None:
            self.note_death(self.process, now)
        elif self.is_silent(now):
            log.error("process does not answer, ending it", process=self.name)
            kill_group(self.process.pid)
        return False

    def start(self, now: float) -> bool:
        """Start the process; False if that was refused, which counts as a death."""
        self.born = now
        try:
            self.process = self.program.spawn()
        except (Refused, OSError) as reason:
            self.patience = self.patience.after_death(lived=0.0, now=now)
            log.error("process not started", process=self.name, reason=str(reason))
            return False
        return True

    def adopt(self, process: subprocess.Popen[bytes], now: float) -> None:
        """Watch a process that was started already."""
        self.process, self.born = process, now

    def note_death(self, process: subprocess.Popen[bytes], now: float) -> None:
        """Bury a process, end what it had started, and decide when to start it again."""
        self.process = None
        kill_group(process.pid)
        self.patience = self.patience.after_death(lived=now - self.born, now=now)
        pause = round(self.patience.not_before - now, 2)
        code = process.returncode
        log.warning("process died", process=self.name, code=code, again_in_seconds=pause)

    def is_silent(self, now: float) -> bool:
        """Say whether its last heartbeat, or its start if it has given none, is too long ago."""
        file = self.program.heartbeat
        if file is None or now - self.born < SILENCE:
            return False
        try:
            quiet = time.time() - file.stat().st_mtime
        except FileNotFoundError:
            return True
        return quiet > SILENCE

    def ask_to_stop(self) -> None:
        """Ask the process to end what it does and go."""
        if self.process is not None and self.is_alive():
            self.process.send_signal(self.program.stop_signal)

    def make_stop(self, seconds: float) -> None:
        """Wait for the process that was asked to stop, then end its whole group."""
        if self.process is None:
            return
        try:
            self.process.wait(timeout=max(0.0, seconds))
        except subprocess.TimeoutExpired:
            log.warning("process did not stop in time", process=self.name)
        kill_group(self.process.pid)
        self.process.wait()
        self.process = None
