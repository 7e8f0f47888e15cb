"""Calendar months, quarters and years, in the policy's zone."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from kept.rules.assess.scene import Scene

MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}


def period(scene: Scene, kind: str, at: datetime) -> tuple[datetime, datetime]:
    """Return the calendar month, quarter or year in which `at` lies, in the policy's zone."""
    calendar = scene.every_hour
    wall = calendar.wall(at)
    months = MONTHS[kind]
    first = (wall.month - 1) // months * months + 1
    midnight = wall.replace(month=first, day=1, hour=0, minute=0, second=0, microsecond=0)
    start = calendar.at_wall(midnight.date(), midnight.time())
    return start, calendar.add_months(start, months)
