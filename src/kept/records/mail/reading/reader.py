"""Whoever wants a message read asks here; a child that dies over one is replaced."""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO, Final

from kept.records.mail.reading.child import LENGTH
from kept.records.mail.reading.message import Message, NotRead

WALL_SECONDS: Final = 30  # for one message, on a busy machine
_SOURCES: Final = Path(__file__).resolve().parents[4]
_PROGRAM: Final = (
    "import sys; sys.path.insert(0, sys.argv[1])\n"
    "from kept.records.mail.reading.child import main; main()"
)
_PIECE: Final = 1 << 16


class Reader:
    """A child that reads messages, started when it is needed. Not for two threads at once."""

    def __init__(self, *, wall_seconds: float = WALL_SECONDS) -> None:
        self._wall_seconds = wall_seconds
        self._child: subprocess.Popen[bytes] | None = None

    def read(self, content: bytes) -> tuple[Message, list[bytes]]:
        """Return what stands in a message and its files. Raises NotRead, with "gave_up" too."""
        child = self._running()
        until = time.monotonic() + self._wall_seconds
        writer = threading.Thread(target=_write, args=(child.stdin, content), daemon=True)
        writer.start()
        try:
            told = json.loads(self._take(self._length(until), until))
            if "refused" in told:
                raise NotRead(told["refused"])
            message = Message.from_json(told["message"])
            return message, [self._take(one.size, until) for one in message.attached]
        except (EOFError, TimeoutError):
            self.close()
            raise NotRead("gave_up") from None
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
                [sys.executable, "-I", "-c", _PROGRAM, str(_SOURCES)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._child

    def _length(self, until: float) -> int:
        return int(LENGTH.unpack(self._take(LENGTH.size, until))[0])

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
    """Hand a message over; a child that ended meanwhile is seen by who waits for its answer."""
    assert pipe is not None
    try:
        pipe.write(LENGTH.pack(len(content)) + content)
        pipe.flush()
    except OSError:
        return


def _shut(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except OSError:
        return
