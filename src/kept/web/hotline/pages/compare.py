"""One request under all policies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.forms import Form

from kept.web.hotline.pages.parts import ClauseRef, State


@dataclass(frozen=True, kw_only=True)
class PolicyColumn:
    """One policy as a column."""

    name: str
    detail: str
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """What one policy says to one row. Empty `words`: it says nothing."""

    words: str = ""
    detail: str = ""
    clause: ClauseRef | None = None
    state: State | None = None  # unset or possible, where it is
    mark: str = ""  # what sets it apart: "earliest"


@dataclass(frozen=True, kw_only=True)
class CompareRow:
    """One promise, right or payer under every policy."""

    label: str
    cells: Sequence[Cell]
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class CompareGroup:
    """Rows of one kind."""

    title: str
    rows: Sequence[CompareRow]


@dataclass(frozen=True, kw_only=True)
class ComparePage:
    """The same request under each policy."""

    now: datetime
    request: str  # the request in one sentence
    columns: Sequence[PolicyColumn]
    groups: Sequence[CompareGroup]
    form: Form | None = None  # how the request may be changed
