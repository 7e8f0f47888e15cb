"""What the pages of a machine show: nothing about who owns it, nor what was said about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


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
