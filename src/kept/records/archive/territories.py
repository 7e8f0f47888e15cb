"""The countries, provinces and cities that come with Kept, as plain values.

data/territories.csv: all provinces and prefectures of China by GB/T 2260, and foreign places by
ISO 3166 and UN/LOCODE. An empty time zone is that of the territory around it.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kept.records.naming import clean_names

FILE = Path(__file__).with_name("data") / "territories.csv"
LEVELS = ("country", "province", "city")


@dataclass(frozen=True)
class KnownPlace:
    """A territory that comes with Kept."""

    code: str
    level: str
    parent: str | None
    names: dict[str, str]
    time_zone: str


@cache
def known_places() -> tuple[KnownPlace, ...]:
    """Return all territories of the file, each after the one around it."""
    zones: dict[str, str] = {}
    places = []
    with FILE.open(encoding="utf8", newline="") as file:
        for row in csv.DictReader(file):
            code = row["code"]
            around = parent_code(code)
            zones[code] = row["time_zone"] or zones[around or ""]
            places.append(KnownPlace(code, level(code), around, clean_names(row), zones[code]))
    return tuple(places)


def parent_code(code: str) -> str | None:
    """Return the code of the territory around one: "CN-440300", "CN-440000", "CN", None."""
    country, *inner = code.split("-")
    if not inner:
        return None
    if len(inner) == 2:
        return f"{country}-{inner[0]}"
    if country == "CN" and not inner[0].endswith("0000"):
        return f"CN-{inner[0][:2]}0000"
    return country


def level(code: str) -> str:
    """Return whether a code is a country's, a province's or a city's."""
    around, depth = parent_code(code), 0
    while around is not None:
        around, depth = parent_code(around), depth + 1
    return LEVELS[depth]
