"""What of a case comes back, and what is lent, as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from kept.web.hotline.pages.queue import QueueClock


@dataclass(frozen=True, kw_only=True)
class ReturnedLine:
    """A return or a loaner. `clock`: by when it is owed."""

    label: str
    url: str
    state: str
    clock: QueueClock | None
