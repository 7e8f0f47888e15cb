"""A clock's progress as positions on a ruler, in percent of its length."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Stretch:
    """A part of the ruler."""

    start: float
    end: float

    @property
    def width(self) -> float:
        """Return how long the stretch is."""
        return max(self.end - self.start, 0.0)


@dataclass(frozen=True)
class Ruler:
    """What is used up, where it is now, where it paused. The end of the ruler is the due time."""

    used: float
    now: float | None = None
    gaps: tuple[Stretch, ...] = ()
