"""Pages about money as values: pairs, tables, and what can be done."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import get_language

from kept.records.naming import name_in

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")


@dataclass(frozen=True)
class Link:
    """Where something leads. `key`: its shortcut."""

    label: str
    url: str
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
    """A part of a page: pairs, a table, a form; `empty` is said when there is nothing."""

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

    @property
    def columns(self) -> list[tuple[str, bool]]:
        """Return each heading, and whether numbers stand below it."""
        first = self.rows[0] if self.rows else ()
        return [(each, cell.is_number) for each, cell in zip(self.headings, first, strict=True)]


@dataclass(frozen=True)
class Sheet:
    """A whole page."""

    now: datetime
    title: str
    sections: Sequence[Section]
    back: Link | None = None
    links: Sequence[Link] = ()
    tabs: Sequence[Link] = ()
    tabs_label: str = ""
    lead: str = ""
    status: int = field(default=200, compare=False)


@dataclass(frozen=True)
class FormSheet:
    """A page with one form."""

    now: datetime
    title: str
    button: str
    back: Link
    pairs: Sequence[tuple[str, str]] = ()
    lead: str = ""


def show(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """Answer with a page."""
    return render(request, "money/paying_sheet.html", {"page": sheet}, status=sheet.status)


def show_form(request: HttpRequest, page: FormSheet, form: Form) -> HttpResponse:
    """Answer with a form; with 422 if what was sent cannot be taken."""
    status = 422 if form.is_bound else 200
    context = {"page": page, "form": form}
    return render(request, "money/paying_form.html", context, status=status)


def name(names: Mapping[str, str]) -> str:
    """Return a name in the language that is read."""
    return name_in(names, get_language() or "en")


def day(on: date) -> str:
    """Return a day as people write it."""
    return date_format(on, "DATE_FORMAT")


def download(rows: Iterable[Sequence[str]], file: str) -> HttpResponse:
    """Answer with a table for other programs, in which no text becomes a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([plain(cell) for cell in row] for row in rows)
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def plain(cell: str) -> str:
    """Return a cell that no program takes for a formula; a number stays a number."""
    text = cell.replace("\x00", "")
    if text.lstrip().startswith(FORMULA) and not _is_number(text):
        return f"'{text}"
    return text


def _is_number(text: str) -> bool:
    digits = text.removeprefix("-")
    return bool(digits) and digits.isascii() and digits.replace(".", "", 1).isdigit()
