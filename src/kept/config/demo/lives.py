"""Where each piece of equipment is in its life, and on which days it got there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from random import Random

from kept.rules.assess import assess
from kept.rules.facts import Facts, Value
from kept.rules.policy.model import Policy


class Phase(StrEnum):
    """Where a piece is in its life."""

    NEW = "new"  # delivered, not accepted yet
    COVERED = "covered"
    ENDING = "ending"  # the warranty ends within weeks
    OVER = "over"  # where a policy looks after equipment for life, that phase
    RETIRED = "retired"


# How many of 300 pieces are where.
SHARES = {
    Phase.NEW: 16,
    Phase.COVERED: 140,
    Phase.ENDING: 22,
    Phase.OVER: 108,
    Phase.RETIRED: 14,
}
NO_WARRANTY = 730  # days: a policy without a warranty still has younger and older pieces


@dataclass(frozen=True)
class Life:
    """The days in a piece's life; None: not reached."""

    made_on: date
    delivered_on: date
    installed_on: date | None
    accepted_on: date | None
    retired_on: date | None


def phases(dice: Random) -> list[Phase]:
    """Return the phases of all pieces, shuffled."""
    found = [phase for phase, count in SHARES.items() for _ in range(count)]
    dice.shuffle(found)
    return found


def warranty_days(policy: Policy, about: Mapping[str, Value], today: date) -> int:
    """Return how long the first term with an end lasts under a contract, as the rules say it."""
    accepted = datetime.combine(today - timedelta(days=3650), time(), UTC)
    facts = Facts((), {**about, "equipment.accepted": accepted, "equipment.delivered": accepted})
    for term in assess(policy, facts, datetime.combine(today, time(), UTC)).terms:
        if term.start is not None and term.end is not None:
            return (term.end - term.start).days
    return NO_WARRANTY


def life(phase: Phase, warranty: int, today: date, dice: Random) -> Life:
    """Return the days of a piece that is in this phase today; `warranty` is in days."""
    age = _age(phase, warranty, dice)
    made = dice.randint(20, 45)
    if phase is Phase.NEW:
        delivered = today - timedelta(days=dice.randint(4, 20))
        installed = delivered + timedelta(days=2) if dice.random() < 0.5 else None
        return Life(delivered - timedelta(days=made), delivered, installed, None, None)
    accepted = today - timedelta(days=age)
    delivered = accepted - timedelta(days=dice.randint(14, 40))
    installed = accepted - timedelta(days=dice.randint(2, 10))
    retired = today - timedelta(days=dice.randint(25, 360)) if phase is Phase.RETIRED else None
    return Life(delivered - timedelta(days=made), delivered, installed, accepted, retired)


def _age(phase: Phase, warranty: int, dice: Random) -> int:
    """Return how many days ago a piece of this phase was accepted."""
    match phase:
        case Phase.COVERED:
            return dice.randint(20, max(21, warranty - 60))
        case Phase.ENDING:
            return warranty - dice.randint(3, 28)
        case Phase.OVER:
            return warranty + dice.randint(20, 1500)
    return warranty + dice.randint(1500, 2800)
