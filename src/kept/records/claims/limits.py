"""From which amount on a second person has to agree."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.conf import settings

from kept.records.money import Money


def needs_second(money: Money) -> bool:
    """Say whether a decision about so much needs a second person.

    In a currency without a limit each one does, however small.
    """
    limits: Mapping[str, Decimal] = settings.FOUR_EYES
    return money.amount > limits.get(money.currency, Decimal(0))
