"""National holidays and make-up working days, from the `holidays` library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.metadata import version
from types import MappingProxyType

from kept.rules.said import Misread, Saying


@dataclass(frozen=True, slots=True)
class NationalYear:
    """The days off of one year by name, and the weekend days on which people work instead."""

    days_off: Mapping[date, str]
    make_up: frozenset[date]


@dataclass(frozen=True, slots=True)
class HolidayTable:
    """An official table imported for whole years; it replaces the library's answer for them."""

    source: str
    dated: date
    years: tuple[int, ...]
    days_off: tuple[tuple[date, str], ...] = ()
    make_up: tuple[date, ...] = ()

    def __post_init__(self) -> None:
        """Refuse dates outside the years, and dates that are both off and worked."""
        off = [on for on, _ in self.days_off]
        for on in (*off, *self.make_up):
            if on.year not in self.years:
                raise ValueError(f"{on} is not in the years of the table {self.source!r}.")
        if len(set(off)) + len(set(self.make_up)) != len(set(off) | set(self.make_up)):
            raise ValueError(f"The table {self.source!r} has a date both off and worked.")
        if len(set(off)) != len(off):
            raise ValueError(f"The table {self.source!r} has two entries for one date.")

    def of_year(self, year: int) -> NationalYear:
        """Return the days of `year` in this table."""
        off = {on: name for on, name in self.days_off if on.year == year}
        return NationalYear(
            MappingProxyType(off), frozenset(on for on in self.make_up if on.year == year)
        )


def check_country(country: str, subdivision: str | None) -> None:
    """Raise ValueError with a sentence if the holidays of the place are not known."""
    _library(country, subdivision, 2024)


def national_year(country: str, subdivision: str | None, year: int) -> NationalYear:
    """Return the national days of `year`; without a published table, what the law alone gives."""
    return _library(country, subdivision, year)


@lru_cache(maxsize=256)
def published_to(country: str) -> int | None:
    """Return the last year whose make-up days are known; None where none are ever made.

    Countries that shift working days publish the adjustments year by year: later years are
    provisional.
    """
    import holidays  # 0.1 s, only for calendars that name a country

    known = holidays.country_holidays(country, years=range(2000, 2101))
    years = {on.year for on in known.weekend_workdays}
    return max(years, default=None)


def library_name(country: str) -> str:
    """Return where the national days come from, with the library's release."""
    known = published_to(country)
    to = "" if known is None else f", adjustments published to {known}"
    return f"holidays {version('holidays')}, {country}{to}"


@lru_cache(maxsize=4096)
def _library(country: str, subdivision: str | None, year: int) -> NationalYear:
    import holidays  # 0.1 s, only for calendars that name a country

    try:
        found = holidays.country_holidays(
            country, subdiv=subdivision, years=year, expand=False, language="en_US"
        )
    except NotImplementedError as error:
        place = country if subdivision is None else f"{country}-{subdivision}"
        raise Misread(
            Saying(
                "holidays-not-known",
                "The holidays of “{place}” are not known; write a country such as CN or DE.",
                place=place,
            )
        ) from error
    days = {on: name for on, name in found.items() if on.year == year}
    worked = frozenset(on for on in found.weekend_workdays if on.year == year)
    return NationalYear(MappingProxyType(days), worked)
