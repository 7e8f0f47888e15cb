"""The charge sheet of a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.forms import Form

from kept.web.money.pages.sheets import Link


@dataclass(frozen=True, kw_only=True)
class PayWords:
    """One answer to who pays a component. `condition`: what must turn out for it."""

    payer: str
    price: str
    condition: str
    clauses: Sequence[Link]
    is_sure: bool


@dataclass(frozen=True)
class HoursWords:
    """How hours are charged by when they were."""

    words: str
    clauses: Sequence[Link]


@dataclass(frozen=True, kw_only=True)
class ChargeRow:
    """A component: what the rules say, what goodwill changes, who pays in the end."""

    component: str
    done: str  # how much of it there was so far
    money: str  # what that comes to for each payer
    answers: Sequence[PayWords]
    hours: Sequence[HoursWords]
    goodwill: str
    in_the_end: str

    @property
    def has_price(self) -> bool:
        """Say whether the rules say by which price."""
        return bool(self.hours) or any(answer.price for answer in self.answers)


@dataclass(frozen=True, kw_only=True)
class CauseColumn:
    """What holds if the cause is one of some: each component with all answers that still stand."""

    title: str
    sums: str  # what each payer would pay of what was done
    rows: Sequence[tuple[str, Sequence[PayWords]]]


@dataclass(frozen=True, kw_only=True)
class Exclusion:
    """Something that would take the case out of cover, or puts it in."""

    words: str
    condition: str
    is_sure: bool
    clauses: Sequence[Link]
    cases: Sequence[Link] = ()  # the earlier ones in which something of it happened


@dataclass(frozen=True, kw_only=True)
class ChargesPage:
    """Who pays what, what that depends on, and what can be asked and decided."""

    now: datetime
    case: Link
    number: str
    policy: str
    finding: str
    rows: Sequence[ChargeRow]
    components: Sequence[str]  # of the columns
    columns: Sequence[CauseColumn]
    exclusions: Sequence[Exclusion]
    quotes: Sequence[Link]
    work_url: str  # to what was done
    bill_url: str  # to bill it; "" for who may not
    cause_url: str  # to say what the cause was
    waiting: Sequence[Link]  # goodwill that a second person has to release
    questions: Form | None
    goodwill: Form | None
    begin: Form | None

    @property
    def has_done(self) -> bool:
        """Say whether anything was done yet."""
        return any(row.done for row in self.rows)

    @property
    def has_goodwill(self) -> bool:
        """Say whether goodwill was granted for anything."""
        return any(row.goodwill for row in self.rows)

    @property
    def has_sums(self) -> bool:
        """Say whether it is known what any cause would bring in money."""
        return any(column.sums for column in self.columns)
