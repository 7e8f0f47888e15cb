"""When to start a process again."""

from __future__ import annotations

from dataclasses import dataclass, replace

FIRST_PAUSE, LONGEST_PAUSE = 0.25, 30.0  # seconds
GOOD_LIFE = 60.0  # seconds: who lived that long did not die of its start


@dataclass(frozen=True)
class Patience:
    """How often a process has died in a row, and when it may start again."""

    deaths: int = 0
    not_before: float = 0.0  # on the clock that `now` is read from

    def after_death(self, *, lived: float, now: float) -> Patience:
        """Return the patience after one more death: each pause is twice the one before."""
        before = 0 if lived >= GOOD_LIFE else self.deaths
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2**before)
        return replace(self, deaths=before + 1, not_before=now + pause)
