"""The files of a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.forms import Form

from kept.web.hotline.pages.parts import Link


@dataclass(frozen=True, kw_only=True)
class FileLine:
    """One file. What may not be had has no address."""

    pk: int
    name: str
    url: str  # of the file itself
    picture_url: str = ""
    small_url: str = ""
    is_sound: bool = False
    size: str
    note: str
    by: str
    at: datetime
    for_customer: bool
    withdraw_url: str = ""
    withdrawn: str = ""  # by whom and why
    withheld: str = ""  # why nobody is given it

    @property
    def is_picture(self) -> bool:
        """Return whether it is shown small, beside others."""
        return bool(self.small_url)


@dataclass(frozen=True, kw_only=True)
class Files:
    """What belongs to a case, and the form for more."""

    lines: Sequence[FileLine]
    url: str = ""  # where more is sent; empty: this person adds none
    form: Form | None = None
    most: int = 0  # bytes of one file
    too_large: str = ""

    @property
    def pictures(self) -> Sequence[FileLine]:
        """Return what is shown small."""
        return [line for line in self.lines if line.is_picture and not line.withdrawn]

    @property
    def others(self) -> Sequence[FileLine]:
        """Return everything else, also what was withdrawn."""
        return [line for line in self.lines if not line.is_picture or line.withdrawn]


@dataclass(frozen=True, kw_only=True)
class FilesPage:
    """The files of a case on a page of their own."""

    case: Link
    files: Files
    refused: Sequence[str] = ()
