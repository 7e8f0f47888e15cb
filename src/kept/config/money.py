"""Currencies and limits of the environment."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from kept.config.environment import BadSetting
from kept.records.money import DIGITS, NotMoney, read_amount


def currency(said: str) -> str:
    """Return a currency by its three letters. Raises BadSetting."""
    if said not in DIGITS:
        raise BadSetting(f"KEPT_CURRENCY must be three letters such as CNY or EUR, not {said!r}.")
    return said


def limits(said: Iterable[str]) -> dict[str, Decimal]:
    """Return an amount for each currency of "CNY 5000". Raises BadSetting."""
    return dict(_limit(one) for one in said)


def _limit(said: str) -> tuple[str, Decimal]:
    code, _, amount = said.partition(" ")
    try:
        found = read_amount(amount)
    except NotMoney:
        found = Decimal(-1)
    if code not in DIGITS or found < 0:
        raise BadSetting(f"KEPT_FOUR_EYES must look like “CNY 5000,EUR 600”, not {said!r}.")
    return code, found
