"""Into which bands work falls: by the policy, on the clock where the machine stands."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from kept.records.cases.queries import CaseCard
from kept.rules import hours
from kept.rules.assess.scene import in_zone
from kept.rules.hours import CalendarSpec

ANY: Final = "any"


def calendar_of(card: CaseCard) -> CalendarSpec | None:
    """Return the calendar that the policy names for work, else its first that ever closes."""
    named = card.policy.work_time
    if named is not None:
        return in_zone(card.policy.calendars[named.calendar].spec, card.zone)
    specs = (rule.spec for rule in card.policy.calendars.values())
    found = next((spec for spec in specs if not spec.always_open), None)
    return None if found is None else in_zone(found, card.zone)


def seconds_by_band(
    card: CaseCard, start: datetime, end: datetime, *, component: str
) -> dict[str, int]:
    """Return how many seconds fell into each band; their sum is all of them.

    The policy's own bands hold for the components that it names; all others are told apart by the
    calendar alone.
    """
    spec, said = calendar_of(card), card.policy.work_time
    if spec is None:
        return {ANY: int(end.timestamp()) - int(start.timestamp())}
    own = said.parts if said is not None and component in said.components else ()
    return hours.seconds_by_band(spec, start, end, own)
