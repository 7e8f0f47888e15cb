"""Pages about money as values: pairs, tables, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.forms import Form


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere; without an address, only words. `key`: its shortcut."""

    label: str
    url: str = ""
    is_on: bool = False
    key: str = ""


@dataclass(frozen=True)
class Cell:
    """A cell of a table; `state` gives it the shape of a state."""

    text: str
    url: str = ""
    is_number: bool = False
    note: str = ""
    state: str = ""


@dataclass(frozen=True)
class Section:
    """A part of a page: pairs, a table, a form; `empty` is said when there is nothing.

    `is_whole`: it is all that the page shows, so its title is for those who cannot see it.
    `count` is how many there are on all pages, `more` the way to the next one.
    """

    title: str
    pairs: Sequence[tuple[str, str]] = ()
    headings: Sequence[str] = ()
    rows: Sequence[Sequence[Cell]] = ()
    empty: str = ""
    links: Sequence[Link] = ()
    form: Form | None = None
    form_url: str = ""
    button: str = ""
    lead: str = ""
    form_is_quiet: bool = False  # its button is not what is done most
    is_whole: bool = False
    count: int | None = None
    more: Link | None = None

    @property
    def columns(self) -> list[tuple[str, bool]]:
        """Return each heading, and whether numbers stand below it."""
        first = self.rows[0] if self.rows else ()
        return [(each, cell.is_number) for each, cell in zip(self.headings, first, strict=True)]

    @property
    def table(self) -> list[list[tuple[str, Cell]]]:
        """Return each row with the heading of each cell, which says what it is on a phone."""
        return [list(zip(self.headings, row, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class Sheet:
    """A whole page; `narrow` is by what its tables are narrowed."""

    now: datetime
    title: str
    sections: Sequence[Section]
    back: Link | None = None
    links: Sequence[Link] = ()
    tabs: Sequence[Link] = ()
    tabs_label: str = ""
    lead: str = ""
    narrow: Form | None = None


@dataclass(frozen=True)
class FormSheet:
    """A page with one form; `sections` stand above it."""

    now: datetime
    title: str
    button: str
    back: Link
    pairs: Sequence[tuple[str, str]] = ()
    lead: str = ""
    sections: Sequence[Section] = ()
