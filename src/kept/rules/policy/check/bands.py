"""Gaps between bands of a number: sizes for which none of them says anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import floor
from typing import Final, TypeAlias

from kept.rules.policy.model import Band, Bands, Between, Number, Op, Rounded, Test, ValueOf

# A place on the line of numbers: just before a number (False), or just after it (True).
Edge: TypeAlias = tuple[Decimal, bool]
LOWEST: Final[Edge] = (Decimal("-Infinity"), False)
HIGHEST: Final[Edge] = (Decimal("Infinity"), True)


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers that no band fits; `start` and `end` are the same for a single one."""

    start: Decimal
    end: Decimal


def gap_in(bands: Bands, tests: Sequence[Test]) -> Gap | None:
    """Return the first numbers between bands that none fits; None without any.

    `tests` hold where the bands are asked: up to where they reach, the bands have to, as well.
    """
    low, high = _asked(bands, tests)
    at = low
    for start, end in sorted(map(_edges, bands.bands)):
        if at is None:
            at = start
        if start > at and _lies_between(bands.by, at, start):
            return Gap(at[0], start[0])
        at = max(at, end)
    if at is not None and high is not None and high > at and _lies_between(bands.by, at, high):
        return Gap(at[0], high[0])
    return None


def _edges(band: Band) -> tuple[Edge, Edge]:
    lows = [*_edge(band.at_least, False), *_edge(band.more_than, True)]
    highs = [*_edge(band.less_than, False), *_edge(band.at_most, True)]
    return max(lows, default=LOWEST), min(highs, default=HIGHEST)


def _edge(number: Decimal | None, after: bool) -> Iterator[Edge]:
    if number is not None:
        yield number, after


def _asked(bands: Bands, tests: Sequence[Test]) -> tuple[Edge | None, Edge | None]:
    """Return from where until where the bands are asked, as far as that is known."""
    low: Edge | None = None
    high: Edge | None = None
    for test in tests:
        if not isinstance(bands.by, ValueOf) or test.key != bands.by.key:
            continue
        number = test.against[0] if test.against else None
        if isinstance(number, bool) or not isinstance(number, int | float | Decimal):
            continue
        said = Decimal(str(number))
        if test.op in (Op.AT_LEAST, Op.MORE_THAN):
            low = (said, test.op is Op.MORE_THAN)
        elif test.op in (Op.AT_MOST, Op.LESS_THAN):
            high = (said, test.op is Op.AT_MOST)
    return low, high


def _lies_between(by: Number, start: Edge, end: Edge) -> bool:
    """Whether the number that the bands look at can lie there: whole ones not everywhere."""
    if not _is_whole(by):
        return True
    first = floor(start[0]) + (1 if start[1] or start[0] != floor(start[0]) else 0)
    return first < end[0] or (end[1] and first == end[0])


def _is_whole(by: Number) -> bool:
    if isinstance(by, ValueOf):
        return by.key.startswith("count.")
    if isinstance(by, Rounded):
        return by.to == by.to.to_integral_value()
    return isinstance(by, Between)
