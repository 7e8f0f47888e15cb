"""Price lists and taxes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.forms import Form

from kept.records.prices.services import Mistake


@dataclass(frozen=True, kw_only=True)
class ListRow:
    """A price list among others."""

    code: str
    name: str
    url: str
    basis: str
    currency: str
    contract: str
    items: int
    is_closed: bool


@dataclass(frozen=True, kw_only=True)
class ListsPage:
    """All price lists."""

    now: datetime
    rows: Sequence[ListRow]
    form: Form | None
    taxes_url: str


@dataclass(frozen=True, kw_only=True)
class ItemRow:
    """Something in a list: what it costs today, and every price there was and will be."""

    component: str
    what: str
    unit: str
    today: str
    periods: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class ListPage:
    """One price list."""

    now: datetime
    list: ListRow
    asked: str
    rows: Sequence[ItemRow]
    form: Form | None
    file_form: Form | None
    mistakes: Sequence[Mistake]
    pk: int


@dataclass(frozen=True, kw_only=True)
class TaxRow:
    """A tax, on what it is, and its rates."""

    name: str
    on: str
    rates: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class TaxesPage:
    """All taxes."""

    now: datetime
    rows: Sequence[TaxRow]
    form: Form | None
