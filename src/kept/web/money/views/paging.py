"""Long lists page by page: which row a page begins after, and the way to the next one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest

from kept.web.money.pages.sheets import Link

PAGE: Final = 50
LARGEST: Final = 2**63  # that a key can be

Row = TypeVar("Row")


def key_of(request: HttpRequest, name: str) -> int | None:
    """Return the key of a row that an address names; None for none, and for what is no key."""
    said = request.GET.get(name, "")
    is_key = said.isascii() and said.isdigit() and len(said) < 20
    return int(said) if is_key and int(said) < LARGEST else None


def cut(rows: Sequence[Row], page: int = PAGE) -> tuple[Sequence[Row], Row | None]:
    """Return one page of rows of which one more was asked for, and the last if more follow."""
    shown = rows[:page]
    return shown, shown[-1] if len(rows) > page else None


def further(label: str, url: str, **asked: object) -> Link:
    """Return the way to the next page."""
    told = {name: one for name, one in asked.items() if one not in (None, "")}
    return Link(label, f"{url}?{urlencode(told)}")
