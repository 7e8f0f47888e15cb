"""The values facts carry, and the three answers a condition can give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Final, TypeAlias

Lang: TypeAlias = str
"""A language tag: "en", "zh-Hans" or "zh-Hant" (any BCP 47 tag may appear in a policy)."""

Texts: TypeAlias = Mapping[Lang, str]
"""The same text in one or more languages."""

Scalar: TypeAlias = str | bool | int | float | datetime
Value: TypeAlias = Scalar | tuple[Scalar, ...]
"""What a fact or an attribute can say. Codes are strings; moments are aware."""

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2199


def is_plausible(at: date) -> bool:
    """Say whether somebody can mean a day or moment: calendars can follow the time between two."""
    return FIRST_YEAR <= at.year <= LAST_YEAR


class Truth(StrEnum):
    """Three-valued truth: what nobody has said yet is unknown, never "no"."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    @classmethod
    def of(cls, value: bool | None) -> Truth:
        """Return YES or NO for a decided value, UNKNOWN for None."""
        if value is None:
            return cls.UNKNOWN
        return cls.YES if value else cls.NO

    def negated(self) -> Truth:
        """Return the opposite; the opposite of unknown is unknown."""
        return {Truth.YES: Truth.NO, Truth.NO: Truth.YES}.get(self, Truth.UNKNOWN)


def all_of(truths: Sequence[Truth]) -> Truth:
    """Return NO if any is NO, else UNKNOWN if any is, else YES (Kleene's strong logic)."""
    if Truth.NO in truths:
        return Truth.NO
    return Truth.UNKNOWN if Truth.UNKNOWN in truths else Truth.YES


def any_of(truths: Sequence[Truth]) -> Truth:
    """Return YES if any is YES, else UNKNOWN if any is, else NO."""
    if Truth.YES in truths:
        return Truth.YES
    return Truth.UNKNOWN if Truth.UNKNOWN in truths else Truth.NO
