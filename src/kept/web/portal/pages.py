"""What customers are shown without an account: nothing of a machine's owner, nor what was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kept.records.knowledge.body import Block


@dataclass(frozen=True, kw_only=True)
class TermLine:
    """A warranty or another term, in words."""

    name: str
    words: str
    is_in_force: bool


@dataclass(frozen=True, kw_only=True)
class PromiseLine:
    """What is promised by when. `detail`: how long that is, or what it depends on."""

    name: str
    when: str
    detail: str


@dataclass(frozen=True, kw_only=True)
class MachinePage:
    """A machine, what holds for it, and what would be promised for a request of now."""

    model: str
    name: str
    serial_number: str
    terms: Sequence[TermLine]
    promises: Sequence[PromiseLine]
    zone: str
    is_in_service: bool = True  # a machine that was retired takes no requests


@dataclass(frozen=True, kw_only=True)
class AskedPage:
    """A request was taken: its number and what is promised for it."""

    number: str
    at: datetime
    promises: Sequence[PromiseLine]
    zone: str
    refused: Sequence[str] = ()  # why some files could not be added


@dataclass(frozen=True, kw_only=True)
class SigningPage:
    """One version of one document, to be read and signed."""

    number: str
    title: str
    provider: str
    to: str  # for whom the link is
    data: Mapping[str, Any]
    sha256: str
    pdf_url: str
    signed: Sequence[str]  # what each party did so far
    signed_url: str  # of the final PDF; "" if there is none yet
    until: datetime
    code_by_mail: bool
    is_done: bool  # the customer has signed
    is_refused: bool  # the last word of the customer was no
    is_ours: bool = False  # one of us looks at it


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How we see a case: its levels, its cause, what was contested and decided."""

    lines: Sequence[str] = ()
    may_contest: bool = False


@dataclass(frozen=True, kw_only=True)
class RightLine:
    """What a customer may choose or chose, or what others do, and the clauses that say so."""

    name: str
    words: str
    clauses: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class ReceiptPage:
    """What somebody asked by the form for everyone, and what became of it."""

    at: datetime
    text: str
    state: str  # in a sentence
    number: str = ""  # of the case it became
    promises: Sequence[PromiseLine] = ()
    are_general: bool = False  # what holds for everyone: it is not known yet who asks
    zone: str = ""
    added: Sequence[datetime] = ()
    address: str = ""  # of this page, to be kept
    standing: Standing | None = None  # once it is a case
    contest_url: str = ""
    rights: Sequence[RightLine] = ()
    tasks: Sequence[RightLine] = ()  # what others have to do, such as a supplier
    returns: Sequence[tuple[str, str]] = ()  # what is sent back: number, address of its page
    send_back_url: str = ""  # once it is a case


@dataclass(frozen=True, kw_only=True)
class HelpLine:
    """An article in the list."""

    title: str
    url: str
    has_steps: bool


@dataclass(frozen=True, kw_only=True)
class HelpPage:
    """Articles for customers."""

    asked: str
    found: Sequence[HelpLine]


@dataclass(frozen=True, kw_only=True)
class HelpArticlePage:
    """One article."""

    title: str
    blocks: Sequence[Block]
    ask_url: str = ""


@dataclass(frozen=True, kw_only=True)
class WalkPage:
    """A self-check, question by question."""

    title: str
    url: str
    taken: Sequence[tuple[str, str]]
    question: str = ""
    step: int = 0
    yes_url: str = ""
    no_url: str = ""
    back_url: str = ""
    ended: str = ""
    ask_url: str = ""  # where to ask for service with what was tried
