"""After how long customers are reminded by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from kept.config.environment import BadSetting

SPAN: Final = re.compile(r"([1-9][0-9]{0,2}) ?([dh])")
MOST: Final = 5


def remind_after(said: Iterable[str]) -> tuple[timedelta, ...]:
    """Return the times of "3d,7d" or "36h", rising. Raises BadSetting."""
    found = [_span(one) for one in said]
    if len(found) > MOST or found != sorted(set(found)):
        raise BadSetting(
            f"KEPT_REMIND_AFTER takes up to {MOST} times, each longer than the one before."
        )
    return tuple(found)


def _span(said: str) -> timedelta:
    read = SPAN.fullmatch(said)
    if read is None:
        raise BadSetting(f"KEPT_REMIND_AFTER must look like “3d,7d” or “36h”, not {said!r}.")
    count = int(read[1])
    return timedelta(days=count) if read[2] == "d" else timedelta(hours=count)
