"""A signature as it was drawn: lines of points, in thousandths of the field."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from kept.records.ledger.chain import canonical
from kept.records.refusal import Refused

SIDE: Final = 1000
MOST_POINTS: Final = 5_000
LEAST_POINTS: Final = 6
LEAST_EXTENT: Final = 40  # of the longer side: a dot or a slip of the finger is no signature

Strokes = list[list[list[int]]]


class NothingDrawn(Refused):
    """An empty field, a dot, or what no hand draws."""

    sentence = _("Please sign in the field.")


def strokes_of(text: str) -> Strokes:
    """Return the strokes that a page sent as JSON. Raises NothingDrawn."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise NothingDrawn from None
    if not _are_strokes(found):
        raise NothingDrawn
    points = [point for stroke in found for point in stroke]
    if not LEAST_POINTS <= len(points) <= MOST_POINTS or _extent(points) < LEAST_EXTENT:
        raise NothingDrawn
    strokes: Strokes = found
    return strokes


def _are_strokes(found: Any) -> bool:
    return (
        isinstance(found, list)
        and all(isinstance(stroke, list) for stroke in found)
        and all(_is_point(point) for stroke in found for point in stroke)
    )


def _is_point(point: Any) -> bool:
    is_pair = isinstance(point, list) and len(point) == 2
    return is_pair and all(type(n) is int and 0 <= n <= SIDE for n in point)


def _extent(points: list[list[int]]) -> int:
    across = [point[0] for point in points]
    down = [point[1] for point in points]
    return max(max(across) - min(across), max(down) - min(down))


def ink_of(strokes: Strokes) -> str:
    """Return the hash of strokes, by which a copy is known."""
    return hashlib.sha256(canonical(strokes)).hexdigest()
