"""A message, read: who wrote, what, in answer to what, and what is attached."""

from __future__ import annotations

import email
import email.message
import email.policy
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from kept.records.mail.reading.addresses import Address, addresses, only
from kept.records.mail.reading.charsets import clean, decoded
from kept.records.mail.reading.fresh import new_text
from kept.records.mail.reading.plain import text_of
from kept.records.mail.reading.words import header_text

MOST_HEADERS: Final = 2_000
MOST_PARTS: Final = 300
MOST_TEXT: Final = 200_000  # characters of the body that are kept beside the raw message
MOST_LISTED: Final = 200  # message ids, addresses
_ID: Final = re.compile(r"<[^<>\s]{1,990}>")


class NotRead(Exception):
    """A message that is beyond what is read; the word says why."""

    def __init__(self, word: str) -> None:
        self.word = word
        super().__init__(word)


@dataclass(frozen=True)
class Attached:
    """A file in a message: `name` as the sender wrote it."""

    name: str
    media_type: str
    size: int
    content_id: str  # how the HTML body calls it; empty if it does not


@dataclass(frozen=True)
class Message:
    """What stands in a message. Nothing in it is proved by standing there."""

    message_id: str
    answers: tuple[str, ...]  # message ids, the closest first
    sender: Address | None  # None: there is not exactly one
    claimed: str  # the From header as text
    to: tuple[Address, ...]
    subject: str
    text: str
    new: str  # the text without what it quotes
    html: str
    automatic: str  # why it was not written by a person; empty if it may have been
    bounce: bool
    results: tuple[str, ...]  # Authentication-Results, the newest first
    own: tuple[str, ...]  # marks of our own mail that it carries
    attached: tuple[Attached, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Message:
        """Return what `to_json` gave."""
        sender = Address(**told["sender"]) if told["sender"] else None
        listed = {name: tuple(told[name]) for name in ("answers", "results", "own")}
        to = tuple(Address(**one) for one in told["to"])
        attached = tuple(Attached(**one) for one in told["attached"])
        return cls(**{**told, **listed, "sender": sender, "to": to, "attached": attached})


@dataclass
class _Body:
    texts: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    files: list[tuple[Attached, bytes]] = field(default_factory=list)


def read(content: bytes) -> tuple[Message, list[bytes]]:
    """Return what stands in a message, and the contents of its files in their order.

    Raises NotRead for what is made to tire the reader; whatever else goes wrong, goes wrong in
    the child that this runs in.
    """
    _refuse_endless(content)
    parsed = email.message_from_bytes(content, policy=email.policy.compat32)
    headers = _Headers(parsed)
    body = _Body()
    for count, part in enumerate(_leaves(parsed)):
        if count >= MOST_PARTS:
            raise NotRead("too_many_parts")
        _take(part, body)
    html = "\n".join(body.pages)
    text = "\n".join(body.texts) if body.texts else text_of(html)
    message = Message(
        message_id=next(iter(_ids(headers.first("message-id"))), ""),
        answers=tuple(_answers(headers)),
        sender=only(headers.first("from")) if len(headers.all("from")) == 1 else None,
        claimed=header_text(headers.first("from"))[:500],
        to=tuple(_to(headers)),
        subject=header_text(headers.first("subject"))[:1000],
        text=_cut(text),
        new=_cut(new_text(text)),
        html=_cut(html),
        automatic=_automatic(headers, parsed),
        bounce=_is_bounce(headers, parsed),
        results=tuple(header_text(raw) for raw in headers.all("authentication-results")[:20]),
        own=tuple(header_text(raw) for raw in headers.all("x-kept-loop")[:5]),
        attached=tuple(one for one, _ in body.files),
    )
    return message, [content for _, content in body.files]


def _refuse_endless(content: bytes) -> None:
    """Refuse by counting what would make the parser itself slow or go too deep."""
    head = content[: content.find(b"\n\n") if b"\n\n" in content else len(content)]
    head = head.split(b"\r\n\r\n", 1)[0]
    if head.count(b"\n") > 20 * MOST_HEADERS or _fields(head) > MOST_HEADERS:
        raise NotRead("too_many_headers")
    if content.lower().count(b"\ncontent-type:") > 4 * MOST_PARTS:
        raise NotRead("too_many_parts")


def _fields(head: bytes) -> int:
    return sum(line[:1] not in (b" ", b"\t") for line in head.split(b"\n"))


class _Headers:
    """A message's headers as they stand there; bytes that are no ASCII are surrogates."""

    def __init__(self, parsed: email.message.Message) -> None:
        self._all: dict[str, list[str]] = {}
        for name, value in parsed.raw_items():
            self._all.setdefault(name.lower(), []).append(str(value))

    def first(self, name: str) -> str:
        return next(iter(self._all.get(name, [])), "")

    def all(self, name: str) -> list[str]:
        return self._all.get(name, [])

    def has(self, name: str) -> bool:
        return name in self._all


def _leaves(parsed: email.message.Message) -> Iterator[email.message.Message]:
    """Yield the parts that hold something; an attached message counts as a file."""
    waiting = [parsed]
    while waiting:
        part = waiting.pop()
        inside = part.get_payload()
        if isinstance(inside, list) and part.get_content_maintype() == "multipart":
            waiting.extend(reversed([one for one in inside if not isinstance(one, str)]))
        else:
            yield part


def _take(part: email.message.Message, body: _Body) -> None:
    kind = _kind(part)
    name = _file_name(part)
    is_file = part.get_content_disposition() == "attachment" or bool(name)
    if kind in {"text/plain", "text/html"} and not is_file:
        text = decoded(_content(part), str(part.get_param("charset", "") or ""))
        (body.texts if kind == "text/plain" else body.pages).append(text)
        return
    content = _content(part)
    if not content and not name:
        return
    content_id = next(iter(_ids(header_text(str(part.get("content-id", ""))))), "")
    shown = name or f"attachment-{len(body.files) + 1}"
    body.files.append((Attached(shown[:255], kind[:100], len(content), content_id[:200]), content))


def _kind(part: email.message.Message) -> str:
    """Return what a part is, without comments; parts that are none are read as words."""
    kind = part.get_content_type().partition("(")[0].strip()
    none = kind.startswith("multipart/") and isinstance(part.get_payload(), str)
    return "text/plain" if none else kind


def _content(part: email.message.Message) -> bytes:
    inside = part.get_payload()
    if isinstance(inside, list):  # a message in the message
        return b"\n".join(one.as_bytes() for one in inside if not isinstance(one, str))
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _file_name(part: email.message.Message) -> str:
    for header, parameter in (("content-disposition", "filename"), ("content-type", "name")):
        found = part.get_param(parameter, header=header)
        if isinstance(found, tuple):  # RFC 2231
            charset, _, value = found
            raw = unquote_to_bytes(value) if "%" in value else value.encode("latin-1", "replace")
            return clean(decoded(raw, charset or "utf-8")).strip()
        if found:
            return header_text(str(found)).strip()
    return ""


def _ids(text: str) -> list[str]:
    return _ID.findall(clean(text))[:MOST_LISTED]


def _answers(headers: _Headers) -> list[str]:
    closest = _ids(headers.first("in-reply-to"))
    return list(dict.fromkeys([*closest, *reversed(_ids(headers.first("references")))]))


def _to(headers: _Headers) -> list[Address]:
    names = ("to", "cc", "delivered-to", "x-original-to")
    return [one for name in names for raw in headers.all(name) for one in addresses(raw)][
        :MOST_LISTED
    ]


def _cut(text: str) -> str:
    return text if len(text) <= MOST_TEXT else text[:MOST_TEXT] + "\n…"


def _automatic(headers: _Headers, parsed: email.message.Message) -> str:
    """Return which mark says that no person wrote this (RFC 3834, and what is common)."""
    submitted = header_text(headers.first("auto-submitted")).lower()
    if submitted and submitted.split(";")[0].strip() != "no":
        return "auto-submitted"
    precedence = header_text(headers.first("precedence")).lower()
    if precedence in {"bulk", "junk", "list", "auto_reply"}:
        return "precedence"
    lists = ("list-id", "list-unsubscribe", "x-autoreply", "x-autorespond", "x-loop")
    marked = next((name for name in lists if headers.has(name)), "")
    return marked or ("bounce" if _is_bounce(headers, parsed) else "")


def _is_bounce(headers: _Headers, parsed: email.message.Message) -> bool:
    return headers.first("return-path").strip() == "<>" or (
        parsed.get_content_type() == "multipart/report"
    )
