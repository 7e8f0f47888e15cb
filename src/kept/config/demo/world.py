"""What has been made of the demo company so far, for the parts that come after."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from kept.config.demo.companies import Company, Spot
from kept.config.demo.makers import Model
from kept.config.demo.staff import Colleague
from kept.records.people.models import Person
from kept.rules.policy.model import Policy

HOME = ZoneInfo("Asia/Shanghai")
HISTORY = timedelta(days=430)  # for so long the company has worked with Kept


@dataclass(frozen=True)
class SiteMade:
    """A site on record, its systems, and those who call from there."""

    pk: int
    spot: Spot
    office_id: int
    systems: tuple[int, ...]


@dataclass(frozen=True)
class CustomerMade:
    """A customer on record."""

    pk: int
    company: Company
    sites: tuple[SiteMade, ...]
    contacts: tuple[int, ...]


@dataclass(frozen=True)
class PieceMade:
    """A piece of equipment on record, the policy that holds for it, and where it is in life."""

    pk: int
    model: Model
    customer: CustomerMade
    site: SiteMade
    label: str
    policy: str
    phase: str
    since: date  # it runs since then


@dataclass
class World:
    """All of it. `at` is the moment of making: nothing on record is later."""

    at: datetime
    seed: int
    people: dict[str, Person] = field(default_factory=dict)
    colleagues: dict[str, Colleague] = field(default_factory=dict)
    offices: dict[str, int] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)  # of each policy, by its code
    policies: dict[str, Policy] = field(default_factory=dict)
    customers: list[CustomerMade] = field(default_factory=list)
    pieces: list[PieceMade] = field(default_factory=list)

    @property
    def began(self) -> datetime:
        """Return the morning on which the company began to work with Kept."""
        day = (self.at - HISTORY).astimezone(HOME).date()
        return datetime.combine(day, time(8), HOME).astimezone(UTC)

    def recorded(self, on: date) -> datetime:
        """Return when a day of the past was written down: that day, else when Kept began."""
        there = datetime.combine(on, time(15), HOME).astimezone(UTC)
        return min(max(self.began, there), self.at)

    def dice(self, what: str) -> Random:
        """Return chance for one part, so that a change in another does not disturb it."""
        return Random(f"{self.seed} {what}")  # noqa: S311 - nothing secret hangs on it


def key(dice: Random) -> UUID:
    """Return a key that the same chance gives again."""
    return UUID(int=dice.getrandbits(128), version=4)
