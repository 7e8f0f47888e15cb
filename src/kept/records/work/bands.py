"""By which calendar work falls into bands: the policy's, on the clock where the machine stands."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from kept.records.cases.queries import CaseCard
from kept.rules import hours
from kept.rules.assess.scene import in_zone
from kept.rules.hours import CalendarSpec

ANY: Final = "any"


def calendar_of(card: CaseCard) -> CalendarSpec | None:
    """Return the first calendar of the policy that ever closes; None without one."""
    specs = (rule.spec for rule in card.policy.calendars.values())
    found = next((spec for spec in specs if not spec.always_open), None)
    return None if found is None else in_zone(found, card.zone)


def seconds_by_band(card: CaseCard, start: datetime, end: datetime) -> dict[str, int]:
    """Return how many seconds fell into each band; their sum is all of them."""
    spec = calendar_of(card)
    if spec is None:
        return {ANY: int(end.timestamp()) - int(start.timestamp())}
    return hours.seconds_by_band(spec, start, end)
