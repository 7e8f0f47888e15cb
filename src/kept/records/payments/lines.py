"""The lines of an invoice, and what they come to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext_lazy as _

from kept.records.money import Money, NotMoney, total
from kept.records.refusal import Refused

MOST_LINES: Final = 200
LARGEST: Final = Decimal(1_000_000)
SMALLEST: Final = Decimal("0.001")


class LinesUnclear(Refused):
    """No lines, too many, or one that nobody could pay."""

    sentence = _(
        "Line %(position)s cannot stand on an invoice. Give what it is for, a quantity above zero, "
        "a price that is not negative, and a tax below 100 per cent."
    )


class NothingToPay(Refused):
    """The lines come to nothing."""

    sentence = _("These lines come to nothing, so there is nothing to write an invoice for.")


@dataclass(frozen=True, kw_only=True)
class NewLine:
    """So much of something at a price; `component` is the policy's, where there is one."""

    text: str
    quantity: Decimal
    unit_price: Decimal
    tax_rate: Decimal = Decimal(0)
    component: str = ""


@dataclass(frozen=True)
class TaxSum:
    """The tax of all lines of one rate."""

    rate: Decimal
    base: Money
    tax: Money


@dataclass(frozen=True)
class Sums:
    """What lines come to: each net price rounded once, the tax of each rate rounded once."""

    nets: tuple[Money, ...]
    taxes: tuple[TaxSum, ...]
    net: Money
    tax: Money

    @property
    def total(self) -> Money:
        """Return what is to be paid."""
        return self.net + self.tax


def sums(lines: Sequence[NewLine], currency: str) -> Sums:
    """Return what lines come to in a currency. Raises LinesUnclear, NothingToPay."""
    if len(lines) > MOST_LINES:
        raise LinesUnclear(position=MOST_LINES + 1)
    nets = tuple(_net(line, currency, nth) for nth, line in enumerate(lines, start=1))
    rates = sorted({line.tax_rate for line in lines})
    taxes = tuple(_tax(rate, lines, nets, currency) for rate in rates)
    try:
        found = Sums(
            nets, taxes, total(nets, currency), total((each.tax for each in taxes), currency)
        )
        is_something = found.total.amount > 0
    except NotMoney:
        raise LinesUnclear(position=len(lines)) from None
    if not is_something:
        raise NothingToPay
    return found


def _net(line: NewLine, currency: str, position: int) -> Money:
    known = (line.quantity, line.unit_price, line.tax_rate)
    if not line.text.strip() or not all(number.is_finite() for number in known):
        raise LinesUnclear(position=position)
    is_counted = 0 < line.quantity <= LARGEST and line.quantity == line.quantity.quantize(SMALLEST)
    if not is_counted or line.unit_price < 0 or not 0 <= line.tax_rate < 100:
        raise LinesUnclear(position=position)
    try:
        return Money(line.unit_price, currency).times(line.quantity)
    except NotMoney:
        raise LinesUnclear(position=position) from None


def _tax(rate: Decimal, lines: Sequence[NewLine], nets: Sequence[Money], currency: str) -> TaxSum:
    of_rate = (net for line, net in zip(lines, nets, strict=True) if line.tax_rate == rate)
    base = total(of_rate, currency)
    return TaxSum(rate, base, base.per_cent(rate))
