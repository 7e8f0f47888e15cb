"""From which amount on a second person has to release."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.conf import settings

from kept.records.money import Money


def limit_in(currency: str) -> Decimal:
    """Return up to how much one person gives away alone: nothing in a currency without a limit."""
    limits: Mapping[str, Decimal] = settings.FOUR_EYES
    return limits.get(currency, Decimal(0))


def is_above_limit(money: Money) -> bool:
    """Say whether so much is more than one person gives away alone."""
    return money.amount > limit_in(money.currency)
