"""Asking ClamAV's daemon about bytes, over its own protocol. Plain Python.

The daemon is on this machine or in our own network: what it is asked travels as it is.
"""

from __future__ import annotations

import re
import socket
import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

TIMEOUT: Final = 60.0  # seconds without a sign of it
LONGEST_ANSWER: Final = 4_000
_PIECE: Final = 1 << 16
_LENGTH: Final = struct.Struct(">I")
_FOUND: Final = re.compile(r"stream: (\S.{0,199}) FOUND")


class ScannerTrouble(Exception):
    """The scanner gives no answer that can be believed; nothing is known of the bytes."""


@dataclass(frozen=True)
class Clamd:
    """Where the daemon listens: the path of its socket, or its host and port."""

    path: str = ""
    host: str = ""
    port: int = 0

    def signature_in(self, content: bytes) -> str:
        """Return the name of what was found in a content; empty: nothing. Raises ScannerTrouble."""
        answer = self._ask(b"zINSTREAM\0", content)
        if answer == "stream: OK":
            return ""
        found = _FOUND.fullmatch(answer)
        if found is None:
            raise ScannerTrouble(answer or "It ended without an answer.")
        return found[1]

    def version(self) -> str:
        """Return what the daemon says of itself and its signatures. Raises ScannerTrouble."""
        answer = self._ask(b"zVERSION\0", None)
        if not answer.startswith("ClamAV"):
            raise ScannerTrouble(answer or "It ended without an answer.")
        return answer

    def _ask(self, command: bytes, content: bytes | None) -> str:
        try:
            with self._connected() as connection:
                # What is too much for it, it refuses in the middle: its answer says so.
                with suppress(BrokenPipeError, ConnectionResetError):
                    connection.sendall(command)
                    for piece in _pieces(content):
                        connection.sendall(piece)
                return _answer(connection)
        except OSError as error:
            raise ScannerTrouble(str(error) or type(error).__name__) from error

    def _connected(self) -> socket.socket:
        if not self.path:
            return socket.create_connection((self.host, self.port), timeout=TIMEOUT)
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(TIMEOUT)
        try:
            connection.connect(self.path)
        except OSError:
            connection.close()
            raise
        return connection


def _pieces(content: bytes | None) -> Iterator[bytes]:
    """Yield a content as the daemon wants it: pieces with their lengths, then one of none."""
    if content is None:
        return
    for begin in range(0, len(content), _PIECE):
        piece = content[begin : begin + _PIECE]
        yield _LENGTH.pack(len(piece)) + piece
    yield _LENGTH.pack(0)


def _answer(connection: socket.socket) -> str:
    taken = bytearray()
    while not taken.endswith(b"\0") and len(taken) < LONGEST_ANSWER:
        piece = connection.recv(LONGEST_ANSWER)
        if not piece:
            break
        taken += piece
    return taken.rstrip(b"\0").decode("utf-8", "replace").strip()
