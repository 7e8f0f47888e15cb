import subprocess
import sys
import time
from collections.abc import Callable, Iterable

import psutil
import pytest

from kept.config.supervisor import Program


def eventually(question: Callable[[], object], seconds: float = 60.0) -> object:
    """Return the first true answer; fail when there is none in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        answer = question()
        if answer:
            return answer
        time.sleep(0.01)
    raise AssertionError("it did not happen in time")


def is_gone(process: psutil.Process) -> bool:
    """Say whether a process has ended, also when nobody has taken note of it yet."""
    try:
        return process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def all_gone(processes: Iterable[psutil.Process]) -> object:
    """Return true once all have ended; fail when they do not."""
    return eventually(lambda: all(map(is_gone, list(processes))))


@pytest.fixture
def sleeper() -> Program:
    """A program that does nothing until it is told to stop."""
    return Program("sleeper", lambda: spawn("import time; time.sleep(300)"))


def spawn(code: str, **more: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", code], start_new_session=True, **more)
