"""Working through a view of the queue: where somebody stands, kept in the session."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.contrib.sessions.backends.base import SessionBase

KEY: Final = "playing"
MOST: Final = 300  # cases that are remembered: the session is no archive
Choice = Callable[[tuple[str, ...]], str]  # the first case of the view without these; "" for none


@dataclass(frozen=True)
class Run:
    """Which view, which cases of it one has been at, which of these were skipped."""

    view: Mapping[str, str]
    been: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    at: int = -1

    @property
    def here(self) -> str:
        """Return the number of the case where one stands; empty at the end."""
        return self.been[self.at] if 0 <= self.at < len(self.been) else ""

    def forward(self, choose: Choice) -> Run:
        """Return the run at its next case: one that was passed on the way back, or a new one.

        What was skipped comes once more when nothing else is left.
        """
        if self.at + 1 < len(self.been):
            return replace(self, at=self.at + 1)
        number = choose(self.been) or choose(tuple(set(self.been) - set(self.skipped)))
        if not number:
            return replace(self, at=len(self.been))
        been = (*(one for one in self.been if one != number), number)[-MOST:]
        skipped = tuple(one for one in self.skipped if one != number)
        return replace(self, been=been, skipped=skipped, at=len(been) - 1)

    def back(self) -> Run:
        """Return the run at the case before."""
        return replace(self, at=max(self.at - 1, 0))

    def skip(self, choose: Choice) -> Run:
        """Return the run at its next case; the one it stood at comes again at the end."""
        here = self.here
        if not here:
            return self.forward(choose)
        skipped = (*(one for one in self.skipped if one != here), here)
        at_the_end = self.at + 1 == len(self.been) and not choose(self.been)
        others = [one for one in self.skipped if one != here]
        if at_the_end and not others:  # nothing but this one is left
            return replace(self, skipped=skipped, at=len(self.been))
        return replace(self, skipped=skipped).forward(choose)


def load(session: SessionBase) -> Run | None:
    """Return the run of somebody's session, if there is one."""
    kept: dict[str, Any] | None = session.get(KEY)
    if not kept:
        return None
    return Run(kept["view"], tuple(kept["been"]), tuple(kept["skipped"]), kept["at"])


def keep(session: SessionBase, run: Run | None) -> None:
    """Keep a run in the session; None ends it."""
    if run is None:
        session.pop(KEY, None)
    else:
        session[KEY] = {
            "view": dict(run.view),
            "been": list(run.been),
            "skipped": list(run.skipped),
            "at": run.at,
        }
