"""What customers and carriers are shown of goods on their way: frozen values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Said:
    """Something the policy says, with its clause: who pays a way, when goods are back."""

    name: str
    words: str
    clause: str = ""
    clause_text: str = ""
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class Foresight:
    """What holds if something is sent in. `is_general`: it is not known yet who asks."""

    freight: Sequence[Said]
    promises: Sequence[Said]
    is_general: bool = False


@dataclass(frozen=True, kw_only=True)
class SendBackPage:
    """The form by which somebody asks to send something back."""

    about: str  # the machine, the case; empty: not known
    foresight: Foresight | None
    back_url: str


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step of a return; without a time it is still to come."""

    name: str
    at: datetime | None
    is_now: bool = False


@dataclass(frozen=True, kw_only=True)
class Countdown:
    """A promise that runs, as the tag for clocks wants it."""

    name: str
    state: str
    due_at: datetime | None
    met_at: datetime | None
    note: str
    clause: str


@dataclass(frozen=True, kw_only=True)
class GoodsPage:
    """A return, for its customer."""

    number: str
    state: str  # in a sentence
    goods: Sequence[str]
    steps: Sequence[Step]
    clocks: Sequence[Countdown]
    foresight: Foresight
    zone: str
    address: str  # of this page, to be kept
    send_to: Sequence[str] = ()  # where to send it, once approved
    labels: Sequence[tuple[str, str]] = ()  # paper, address


@dataclass(frozen=True, kw_only=True)
class ParcelPage:
    """A parcel, for whoever has it in their hands: nothing of whose it is or what is in it."""

    number: str
    way: str
    said: Sequence[tuple[str, str, datetime]]  # what, by whom, when
    choices: Sequence[tuple[str, str]]  # what can still be said
    is_expired: bool
    is_ours: bool
    ours_url: str  # for those who work here: where to go on
