"""Which amounts of a case we owe and still have to decide about."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from kept.rules.assess import AmountLine, AmountState, Assessment

OURS: Final = frozenset(("provider", ""))  # who pays; the paper may not say it
TO_DECIDE: Final = frozenset((AmountState.DUE, AmountState.CLAIMED))


def owed(assessment: Assessment) -> tuple[AmountLine, ...]:
    """Return the amounts that come about on our side, wherever they stand."""
    return tuple(line for line in assessment.amounts if line.payer in OURS)


def owed_since(assessment: Assessment, requested_at: datetime) -> datetime | None:
    """Return since when an amount waits for our decision; None: there is none.

    One that nobody has to claim waits since the request.
    """
    waiting = (line for line in owed(assessment) if line.state in TO_DECIDE)
    return min((line.claimed_at or requested_at for line in waiting), default=None)
