"""Work on what strangers send: done by a child process with limits of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

_SOURCES: Final = Path(__file__).resolve().parents[2]
_LIMITED: Final = (
    "import sys; sys.path.insert(0, sys.argv[1])\n"
    "from kept.rules.policy.untrusted import limit; limit(int(sys.argv[2]))\n"
)


class NoAnswer(Exception):
    """The child came to no good end. `in_time`: it ended by itself or by its limits."""

    def __init__(self, *, in_time: bool) -> None:
        self.in_time = in_time
        super().__init__(in_time)


def run_limited(
    program: str, content: bytes, *, cpu_seconds: int, seconds: float, words: tuple[str, ...] = ()
) -> bytes:
    """Return what a program of ours wrote about `content`. Raises NoAnswer.

    Whatever the bytes do to their reader, they do to the child: it has so much processor time, a
    little memory, and writes no files. It finds `words` in sys.argv from the third on. `seconds`
    is how long it may take by the clock on the wall.
    """
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter with our own words
            [
                sys.executable,
                "-I",
                "-c",
                _LIMITED + program,
                str(_SOURCES),
                str(cpu_seconds),
                *words,
            ],
            input=content,
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NoAnswer(in_time=False) from None
    if done.returncode != 0:
        raise NoAnswer(in_time=True)
    return done.stdout
