"""Taking what comes by the form for everyone: a letter like any other, kept before it is read."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from email.header import Header
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import formataddr

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.encoding import punycode

from kept.records.files.file_names import safe_name
from kept.records.files.limits import check_size
from kept.records.files.media import medium_of
from kept.records.files.services import NotTaken
from kept.records.mail.models import WEB, Mailbox, WebRequest
from kept.records.mail.services.taking import take_in
from kept.records.repeats import one_at_a_time

_SALT = "kept.records.mail.web"
LONGEST = 64  # characters of anything that may be a secret


@dataclass(frozen=True, kw_only=True)
class WebFile:
    """A file as somebody sent it."""

    name: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class Goods:
    """What somebody wants to send back, and in which language they read what we answer."""

    name: str
    serial: str
    pieces: int
    reason: str
    language: str


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What somebody wrote. `key`: given with the form; `machine`, `company` as they call it.

    `text` is all of it in the order of the form, for whoever reads the letter.
    """

    key: str
    subject: str
    text: str
    name: str
    email: str = ""
    phone: str = ""
    company: str = ""
    machine: str = ""
    files: Sequence[WebFile] = ()
    goods: Goods | None = None


@dataclass(frozen=True)
class WebTaken:
    """A request is ours now. Whoever has the secret can look what became of it."""

    letter_id: int
    secret: str
    repeated: bool


@transaction.atomic
def take_web_request(*, asked: Asked, now: datetime) -> WebTaken:
    """Keep a request; the workers read it as they read mail. The same sent twice is one.

    Raises FileEmpty, FileTooLarge, NotTaken, DiskFull.
    """
    digest = _digest(asked, "")
    secret = salted_hmac(_SALT, digest, algorithm="sha256").hexdigest()[:40]
    pk, repeated = _take(asked, digest, None, hash_of(secret), now)
    return WebTaken(pk, secret, repeated)


@transaction.atomic
def add_to_web_request(*, first: WebRequest, asked: Asked, now: datetime) -> bool:
    """Keep what somebody adds to a request of theirs. Returns whether it is new.

    Raises FileEmpty, FileTooLarge, NotTaken, DiskFull.
    """
    _pk, repeated = _take(asked, _digest(asked, str(first.pk)), first, "", now)
    return not repeated


def hash_of(secret: str) -> str:
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _take(
    asked: Asked,
    digest: str,
    first: WebRequest | None,
    secret_hash: str,
    now: datetime,
) -> tuple[int, bool]:
    """Return the letter, and whether it was there."""
    one_at_a_time(f"web request {digest}")
    there = WebRequest.objects.filter(digest=digest).first()
    if there is not None:
        return there.letter_id, True
    for file in asked.files:
        _check(file)
    content = _message(asked, digest)
    mailbox, _made = Mailbox.objects.get_or_create(name=WEB)
    taken = take_in(mailbox=mailbox, uid=0, content=content, received_at=now, now=now)
    WebRequest.objects.create(
        letter_id=taken.letter_id,
        first=first,
        digest=digest,
        secret_hash=secret_hash,
        company=asked.company,
        machine=asked.machine,
        phone=asked.phone,
        goods=asdict(asked.goods) if asked.goods else None,
    )
    return taken.letter_id, False


def _digest(asked: Asked, first: str) -> str:
    told = hashlib.sha256()
    said = (first, asked.key, asked.subject, asked.text, asked.name, asked.email)
    for part in [*said, *(file.name for file in asked.files)]:
        told.update(f"{len(part)} {part}\n".encode("utf-8", "surrogatepass"))
    for file in asked.files:
        told.update(hashlib.sha256(file.content).digest())
    return told.hexdigest()


def _check(file: WebFile) -> None:
    """Refuse a file now, while whoever sent it can choose another."""
    medium = medium_of(file.content)
    if file.content and medium is None:
        raise NotTaken(name=file.name[:120])
    check_size(safe_name(file.name, medium) if medium else file.name[:120], len(file.content))


def _message(asked: Asked, digest: str) -> bytes:
    """Return the request as a message, in which every word is the sender's and no header is."""
    message = MIMEMultipart()
    name = _line(asked.name)
    shown = str(Header(name, "utf-8"))
    message["From"] = formataddr((name, _plain(asked.email)), "utf-8") if asked.email else shown
    message["Subject"] = str(Header(_line(asked.subject), "utf-8"))
    message["Message-ID"] = f"<{digest[:32]}@web-form.invalid>"
    message.attach(MIMEText(asked.text.encode("utf-8", "replace").decode(), "plain", "utf-8"))
    for file in asked.files:
        part = MIMEApplication(file.content)
        name = _line(file.name) or "file"
        part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", name))
        message.attach(part)
    return message.as_bytes()


def _plain(address: str) -> str:
    """Return an address as mail has it: its host in letters that every mail server knows."""
    local, _, host = address.rpartition("@")
    return f"{local}@{punycode(host)}"


def _line(text: str) -> str:
    return " ".join(text.encode("utf-8", "replace").decode().split())
