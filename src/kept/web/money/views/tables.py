"""Tables for other programs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

SIGNS = "=+-@＝＋－＠"
FORMULA = (*SIGNS, "\t", "\r", "\n", "|", "%")
# Where ; or a tab parts the cells, what follows one inside a text begins a cell of its own.
PARTED = re.compile(rf"(?<=\S)([;\t\r\n][\s\"']*)(?=[{re.escape(SIGNS)}])")


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
    text = PARTED.sub(r"\1'", cell.replace("\x00", ""))
    if text.lstrip().startswith(FORMULA) and not _is_number(text):
        return f"'{text}"
    return text


def _is_number(text: str) -> bool:
    digits = text.removeprefix("-")
    return bool(digits) and digits.isascii() and digits.replace(".", "", 1).isdigit()
