"""Work on what strangers send, one piece after the other, in a child that stays.

A request is a length and the content; an answer is a length, JSON, and further contents whose
lengths the JSON tells. The child ends when its input does. Plain Python: it runs on both sides.
"""

from __future__ import annotations

import json
import os
import resource
import selectors
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, Final

MORE_MEMORY: Final = 512 * 1024 * 1024  # beyond what the child has when it begins
_LENGTH: Final = struct.Struct(">Q")
_SOURCES: Final = Path(__file__).resolve().parents[2]
_FIND_US: Final = "import sys; sys.path.insert(0, sys.argv[1])\n"
_PIECE: Final = 1 << 16

Answer = tuple[dict[str, Any], list[bytes]]


class GaveUp(Exception):
    """The child died over it or took too long; the next one finds a new child."""


class StandingChild:
    """A child that answers requests, started when it is needed. Not for two threads at once."""

    def __init__(self, program: str, *, wall_seconds: float) -> None:
        self._program, self._wall_seconds = program, wall_seconds
        self._child: subprocess.Popen[bytes] | None = None

    def ask(self, content: bytes, lengths: Callable[[Any], list[int]]) -> Answer:
        """Return what the child says of a content, and the contents whose `lengths` it tells.

        Raises GaveUp.
        """
        child = self._running()
        until = time.monotonic() + self._wall_seconds
        writer = threading.Thread(target=_write, args=(child.stdin, content), daemon=True)
        writer.start()
        try:
            length = int(_LENGTH.unpack(self._take(_LENGTH.size, until))[0])
            told = json.loads(self._take(length, until))
            return told, [self._take(size, until) for size in lengths(told)]
        except (EOFError, TimeoutError):
            self.close()
            raise GaveUp from None
        finally:
            writer.join(self._wall_seconds)

    def close(self) -> None:
        """End the child."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stdout):
                if pipe is not None:
                    _shut(pipe)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self.close()
            self._child = subprocess.Popen(  # noqa: S603 - our own interpreter, our own words
                [sys.executable, "-I", "-c", _FIND_US + self._program, str(_SOURCES)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._child

    def _take(self, size: int, until: float) -> bytes:
        """Return so many bytes from the child. Raises EOFError, TimeoutError."""
        assert self._child is not None
        assert self._child.stdout is not None
        taken = bytearray()
        with selectors.DefaultSelector() as waiting:
            waiting.register(self._child.stdout, selectors.EVENT_READ)
            while len(taken) < size:
                if not waiting.select(max(0.0, until - time.monotonic())):
                    raise TimeoutError
                piece = os.read(self._child.stdout.fileno(), min(_PIECE, size - len(taken)))
                if not piece:
                    raise EOFError
                taken += piece
        return bytes(taken)


def _write(pipe: IO[bytes] | None, content: bytes) -> None:
    """Hand a content over; a child that ended meanwhile is seen by who waits for its answer."""
    assert pipe is not None
    try:
        pipe.write(_LENGTH.pack(len(content)) + content)
        pipe.flush()
    except OSError:
        return


def _shut(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except OSError:
        return


def serve(answer: Callable[[bytes], Answer], *, cpu_seconds: int) -> None:
    """Be the child: answer requests until there are none, each within limits of its own."""
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    _limit_memory()
    while head := source.read(_LENGTH.size):
        content = source.read(_LENGTH.unpack(head)[0])
        _allow_time(cpu_seconds)
        told, contents = answer(content)
        words = json.dumps(told).encode()
        sink.write(_LENGTH.pack(len(words)) + words)
        for each in contents:
            sink.write(each)
        sink.flush()


def _limit_memory() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes to its pipe only
    taken = Path("/proc/self/statm")
    if taken.exists():
        memory = int(taken.read_text().split()[0]) * resource.getpagesize() + MORE_MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _allow_time(cpu_seconds: int) -> None:
    """Allow so much more processor time; beyond it the system ends this process."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    seconds = int(usage.ru_utime + usage.ru_stime) + 1 + cpu_seconds
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, hard))
