"""What customers are shown without an account: a machine, never whose it is; one document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any


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
