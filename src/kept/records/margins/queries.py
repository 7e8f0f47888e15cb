"""What cases cost and brought in, by case, machine, contract or customer."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from django.db import connection

from kept.records.margins.statement import KINDS, statement, whole
from kept.records.money import Money, rounded, total
from kept.records.prices.queries import currencies

PAGE: Final = 50
BILLED: Final = "billed"
RECOVERED: Final = "recovered"


class By(StrEnum):
    """What is summed up together."""

    CASE = "case"
    MACHINE = "machine"
    CONTRACT = "contract"
    CUSTOMER = "customer"


@dataclass(frozen=True, kw_only=True)
class Span:
    """From which moment until which, in which currency."""

    since: datetime
    until: datetime
    currency: str


@dataclass(frozen=True, kw_only=True)
class Margin:
    """What a group cost and brought in. `missing`: so many things have no cost price.

    `key` is null for what belongs to no group, such as cases without a contract.
    """

    key: int | None
    label: str
    names: Mapping[str, str]
    costs: Mapping[str, Money]
    billed: Money
    recovered: Money  # from suppliers
    missing: int

    @property
    def cost(self) -> Money:
        """Return all that is known to have been spent."""
        return total(self.costs.values(), self.billed.currency)

    @property
    def left(self) -> Money:
        """Return what was billed or came from suppliers, less what is known to have been spent."""
        return self.billed + self.recovered - self.cost


@dataclass(frozen=True)
class Margins:
    """A page of groups, the costliest first, and how many there are."""

    rows: Sequence[Margin]
    found: int


def margins(by: By, span: Span, *, page: int = 1, size: int = PAGE) -> Margins:
    """Return what each group cost and brought in within a span of time."""
    holes = _holes(span) | {"limit": size, "offset": (page - 1) * size}
    with connection.cursor() as cursor:
        cursor.execute(statement(by.value), holes)
        rows = cursor.fetchall()
    return Margins([_margin(row, span.currency) for row in rows], rows[0][-1] if rows else 0)


def margin_of_all(span: Span) -> Margin:
    """Return what all cases together cost and brought in within a span of time."""
    with connection.cursor() as cursor:
        cursor.execute(whole(), _holes(span))
        row = cursor.fetchone()
    assert row is not None
    return _margin((None, "", None, *row, 1), span.currency)


def _holes(span: Span) -> dict[str, Any]:
    main = next(iter(currencies()), span.currency)
    said = {"since": span.since, "until": span.until}
    return said | {"currency": span.currency, "main": main}


def _margin(row: tuple[Any, ...], currency: str) -> Margin:
    key, label, names, *sums, missing, _found = row
    money = {kind: rounded(amount, currency) for kind, amount in zip(KINDS, sums, strict=True)}
    billed, recovered = money.pop(BILLED), money.pop(RECOVERED)
    return Margin(
        key=key,
        label=label or "",
        names=json.loads(names) if isinstance(names, str) else names or {},
        costs=money,
        billed=billed,
        recovered=recovered,
        missing=int(missing),
    )
