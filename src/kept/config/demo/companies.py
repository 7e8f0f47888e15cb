"""The customers of the demo company and where their equipment stands, read from companies.csv.

All of them are invented. A row is a site; those of one customer follow its first, with blanks.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("companies.csv")


@dataclass(frozen=True)
class Spot:
    """A site: its names, its territory, how far it is by road, and who looks after it."""

    zh: str
    en: str
    territory: str
    km: int
    office: str


@dataclass(frozen=True)
class Company:
    """A customer; `policies` are those of its contracts, the main one first, perhaps none.

    The second one holds at the last site. `abroad` is the country whose numbers its people have.
    """

    zh: str
    en: str
    short: str
    trade: str
    pieces: int
    policies: tuple[str, ...]
    key: bool
    abroad: str
    spots: tuple[Spot, ...]


@cache
def companies() -> tuple[Company, ...]:
    """Return all customers in the order of the file."""
    with FILE.open(encoding="utf8", newline="") as file:
        return tuple(_gathered(csv.DictReader(file)))


def _gathered(rows: Iterable[Mapping[str, str]]) -> Iterator[Company]:
    found: Company | None = None
    for row in rows:
        if found is not None and row["zh"]:
            yield found
        found = _company(row) if row["zh"] else found
        assert found is not None  # the file begins with a customer
        found = replace(found, spots=(*found.spots, _spot(row)))
    if found is not None:
        yield found


def _company(row: Mapping[str, str]) -> Company:
    return Company(
        zh=row["zh"],
        en=row["en"],
        short=row["short"],
        trade=row["trade"],
        pieces=int(row["pieces"]),
        policies=tuple(row["policies"].split()),
        key=row["key"] == "key",
        abroad=row["abroad"],
        spots=(),
    )


def _spot(row: Mapping[str, str]) -> Spot:
    return Spot(row["site_zh"], row["site_en"], row["territory"], int(row["km"]), row["office"])
