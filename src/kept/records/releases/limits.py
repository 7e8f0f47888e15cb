"""From which amount on a second person has to release."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.conf import settings

from kept.records.money import Money


def is_above_limit(money: Money) -> bool:
    """Say whether so much is more than one person gives away alone.

    In a currency without a limit everything is, however small.
    """
    limits: Mapping[str, Decimal] = settings.FOUR_EYES
    return money.amount > limits.get(money.currency, Decimal(0))
