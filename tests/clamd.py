"""A stand-in for ClamAV's daemon: it speaks the real protocol, and knows one signature."""

from __future__ import annotations

import io
import socket
import struct
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from kept.records.scanning.clamd import Clamd

# The test file that every scanner knows; put together here, so that none finds it in this one.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SIGNATURE = "Win.Test.EICAR_HDB-1"
LOCKED = "Heuristics.Encrypted.Zip"  # what it says of locked archives when it is told to
LARGEST = 1_000_000  # its StreamMaxLength
LENGTH = struct.Struct(">I")


@dataclass
class StandIn:
    """A running stand-in. `answer` set: what it says to everything."""

    address: Clamd
    answer: str = ""
    asked: list[int] = field(default_factory=list)  # the sizes of what it was given


@contextmanager
def running(path: Path | None = None) -> Iterator[StandIn]:
    """Listen on a socket at a path, else on a port of this machine."""
    if path is None:
        listening = socket.create_server(("127.0.0.1", 0))
        stand_in = StandIn(Clamd(host="127.0.0.1", port=listening.getsockname()[1]))
    else:
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        listening.bind(str(path))
        listening.listen()
        stand_in = StandIn(Clamd(path=str(path)))
    thread = threading.Thread(target=_serve, args=(listening, stand_in), daemon=True)
    thread.start()
    try:
        yield stand_in
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(10)


def _serve(listening: socket.socket, stand_in: StandIn) -> None:
    while True:
        try:
            connection, _ = listening.accept()
        except OSError:
            return
        with connection, suppress(OSError):
            connection.sendall(_answer(connection.makefile("rb"), stand_in).encode() + b"\0")


def _answer(asked: io.BufferedReader, stand_in: StandIn) -> str:
    command = _word(asked)
    if command == b"zVERSION":
        return "ClamAV 1.4.3/27800/Sat Nov 28 08:00:00 2026"
    if command != b"zINSTREAM":
        return "UNKNOWN COMMAND"
    content = b""
    while size := LENGTH.unpack(asked.read(LENGTH.size))[0]:
        content += asked.read(size)
        if len(content) > LARGEST:
            return "INSTREAM size limit exceeded. ERROR"
    stand_in.asked.append(len(content))
    return stand_in.answer or f"stream: {_verdict(content)}"


def _word(asked: io.BufferedReader) -> bytes:
    taken = b""
    while not taken.endswith(b"\0"):
        taken += asked.read(1)
    return taken[:-1]


def _verdict(content: bytes) -> str:
    found = _found(content)
    return f"{found} FOUND" if found else "OK"


def _found(content: bytes) -> str:
    if not content.startswith(b"PK"):
        return SIGNATURE if EICAR in content else ""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if any(one.flag_bits & 1 for one in archive.infolist()):
            return LOCKED
        return next(filter(None, (_found(archive.read(one)) for one in archive.infolist())), "")
