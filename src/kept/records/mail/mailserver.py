"""A mailbox on its server, over IMAP. Every answer is waited for a while, never for ever.

Python's own imaplib, because nothing may look into a message before its bytes are kept.
"""

from __future__ import annotations

import calendar
import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

TIMEOUT: Final = 20.0  # seconds for each answer
PIECE: Final = 1 << 20  # bytes asked for at once
PORTS: Final = {"imaps": 993, "imap+tls": 143, "imap": 143}
_SIZE: Final = re.compile(rb"RFC822\.SIZE (\d+)")
_RECEIVED: Final = re.compile(rb'INTERNALDATE "([^"]+)"')


class MailServerTrouble(Exception):
    """The server cannot be reached, refuses us, or does not answer sensibly."""


@dataclass(frozen=True, kw_only=True)
class MailboxAddress:
    """Where a mailbox is, and what is known of the mail in it.

    `authserv` is the name under which our own mail server says what it found about a sender;
    without it nothing is proved by a header.
    """

    host: str
    user: str
    password: str
    address: str  # what people write to
    security: str = "imaps"  # or "imap+tls", or "imap": plain, on this machine only
    port: int = 0  # 0: the usual one
    folder: str = "INBOX"
    office: str = ""  # code of the office that answers; empty: the first there is
    authserv: str = ""
    ca_file: str = ""  # whom to trust beside the usual ones

    @property
    def name(self) -> str:
        """Return the mailbox's name."""
        return f"{self.user}@{self.host}/{self.folder}"


@dataclass(frozen=True)
class OnServer:
    """A message on the server, not fetched yet."""

    uid: int
    size: int
    received_at: datetime


class OpenMailbox:
    """A mailbox while the connection lasts. Raises MailServerTrouble for whatever goes wrong."""

    def __init__(self, client: imaplib.IMAP4) -> None:
        self._client = client
        found = client.untagged_responses.get("UIDVALIDITY", [b""])[0]
        if not isinstance(found, bytes) or not found.isdigit():
            raise MailServerTrouble("The server does not number its mail.")
        self.uid_validity = int(found)

    def new(self, *, after: int) -> list[int]:
        """Return the numbers above one, in order."""
        # "n:*" always gives the last message, also when its number is below n.
        return [uid for uid in self._search(f"UID {after + 1}:*") if uid > after]

    def unread(self) -> list[int]:
        """Return the numbers of what nobody has read."""
        return self._search("UNSEEN")

    def since(self, moment: datetime) -> list[int]:
        """Return the numbers of what came since the day before a moment."""
        day = moment - timedelta(days=1)
        return self._search(f"SINCE {day.day}-{calendar.month_abbr[day.month]}-{day.year}")

    def last(self) -> int:
        """Return the highest number there is; 0 for an empty mailbox."""
        return max(self._search("UID 1:*"), default=0)

    def look(self, uid: int) -> OnServer | None:
        """Return size and moment of receipt; None if the message has gone meanwhile."""
        answer = self._asked("FETCH", str(uid), "(RFC822.SIZE INTERNALDATE)")
        line = b" ".join(part for part in answer if isinstance(part, bytes))
        size, received = _SIZE.search(line), _RECEIVED.search(line)
        if size is None or received is None:
            return None
        told = received[1].decode("ascii", "replace").strip()
        try:
            at = datetime.strptime(told, "%d-%b-%Y %H:%M:%S %z")
        except ValueError:
            raise MailServerTrouble(f"The server received a message at {told!r}.") from None
        return OnServer(uid, int(size[1]), at.astimezone(UTC))

    def pieces(self, message: OnServer) -> Iterator[bytes]:
        """Yield the bytes of a message, piece by piece, without marking it as read."""
        for begin in range(0, max(1, message.size), PIECE):
            answer = self._asked("FETCH", str(message.uid), f"(BODY.PEEK[]<{begin}.{PIECE}>)")
            found = [part[1] for part in answer if isinstance(part, tuple)]
            if not found:
                raise MailServerTrouble("A message has gone while it was fetched.")
            yield found[0]

    def mark_read(self, uid: int) -> None:
        """Say on the server that the message was taken in."""
        self._asked("STORE", str(uid), "+FLAGS.SILENT", r"(\Seen)")

    def _search(self, criteria: str) -> list[int]:
        answer = self._asked("SEARCH", criteria)
        return sorted({int(uid) for part in answer for uid in (part or b"").split()})

    def _asked(self, *command: str) -> list[Any]:
        with _trouble():
            kind, answer = self._client.uid(*command)
            if kind != "OK":
                raise MailServerTrouble(f"The server refuses {command[0]}: {answer!r}")
        return answer


@contextmanager
def open_mailbox(where: MailboxAddress, *, timeout: float = TIMEOUT) -> Iterator[OpenMailbox]:
    """Open a mailbox and close it again. Raises MailServerTrouble.

    A server whose certificate is wrong is not spoken to, let alone without encryption.
    """
    with _trouble():
        client = _connected(where, timeout)
    try:
        with _trouble():
            client.login(where.user, where.password)
            kind, answer = client.select(_quoted(where.folder))
            if kind != "OK":
                raise MailServerTrouble(f"{where.folder} cannot be opened: {answer!r}")
        yield OpenMailbox(client)
    finally:
        with suppress(imaplib.IMAP4.error, OSError):
            client.logout()


def _connected(where: MailboxAddress, timeout: float) -> imaplib.IMAP4:
    port = where.port or PORTS[where.security]
    trusted = ssl.create_default_context()
    if where.ca_file:
        trusted.load_verify_locations(where.ca_file)
    if where.security == "imaps":
        return imaplib.IMAP4_SSL(where.host, port, ssl_context=trusted, timeout=timeout)
    client = imaplib.IMAP4(where.host, port, timeout=timeout)
    if where.security == "imap+tls":
        client.starttls(trusted)
    return client


def _quoted(folder: str) -> str:
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


@contextmanager
def _trouble() -> Iterator[None]:
    """Turn what a connection can raise into one kind of trouble; passwords are in none of it."""
    try:
        yield
    except imaplib.IMAP4.error as error:
        raise MailServerTrouble(_said(error)) from error
    except TimeoutError as error:
        raise MailServerTrouble("The server does not answer in time.") from error
    except (OSError, EOFError, ValueError) as error:
        raise MailServerTrouble(str(error)[:300] or type(error).__name__) from error


def _said(error: Exception) -> str:
    """Return what the server said; imaplib gives some of it as bytes."""
    said = error.args[0] if error.args else type(error).__name__
    return (said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said))[:300]
