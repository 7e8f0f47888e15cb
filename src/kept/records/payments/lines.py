"""The lines of an invoice, and what they come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext_lazy as _

from kept.records.money import Money, NotMoney, nothing, total
from kept.records.refusal import Refused

MOST_LINES: Final = 200
LARGEST: Final = Decimal(1_000_000)
SMALLEST: Final = Decimal("0.001")
FINEST_RATE: Final = Decimal("0.0001")  # per cent; what is finer would be stored as another rate


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
    """So much of something at a price; `component` is the policy's, where there is one.

    `quote_line` is the key of the accepted line that it bills; `work` the shares of work done.
    `taken_over`: what goodwill took off its price, by the case's fact with this number (`fact`).
    """

    text: str
    quantity: Decimal
    unit_price: Decimal
    tax_rate: Decimal = Decimal(0)
    tax_code: str = ""
    component: str = ""
    quote_line: int | None = None
    work: tuple[str, ...] = ()
    taken_over: Decimal = Decimal(0)
    fact: int = 0


@dataclass(frozen=True)
class TaxSum:
    """One tax on all lines of one rate."""

    code: str
    rate: Decimal
    base: Money
    tax: Money


Taxed = Mapping[tuple[str, Decimal], tuple[Money, Money]]
"""By tax and rate: what was taxed on invoices before, and with how much."""


@dataclass(frozen=True)
class Sums:
    """What lines come to: each net price rounded once, each tax of each rate rounded once."""

    nets: tuple[Money, ...]
    taxes: tuple[TaxSum, ...]
    net: Money
    tax: Money

    @property
    def total(self) -> Money:
        """Return what is to be paid."""
        return self.net + self.tax


def sums(lines: Sequence[NewLine], currency: str, before: Taxed | None = None) -> Sums:
    """Return what lines come to in a currency. Raises LinesUnclear, NothingToPay.

    `before`: what was taxed earlier of the same whole. Its tax is rounded once over all of it, so
    that two invoices never come to more than one would have.
    """
    if len(lines) > MOST_LINES:
        raise LinesUnclear(position=MOST_LINES + 1)
    nets = tuple(_net(line, currency, nth) for nth, line in enumerate(lines, start=1))
    kinds = sorted({(line.tax_code, line.tax_rate) for line in lines})
    taxes = tuple(_tax(kind, lines, nets, currency, before or {}) for kind in kinds)
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
    is_taxed = 0 <= line.tax_rate < 100 and line.tax_rate == line.tax_rate.quantize(FINEST_RATE)
    if not is_counted or line.unit_price < 0 or not is_taxed:
        raise LinesUnclear(position=position)
    try:
        return Money(line.unit_price, currency).times(line.quantity)
    except NotMoney:
        raise LinesUnclear(position=position) from None


def _tax(
    kind: tuple[str, Decimal],
    lines: Sequence[NewLine],
    nets: Sequence[Money],
    currency: str,
    before: Taxed,
) -> TaxSum:
    both = zip(lines, nets, strict=True)
    base = total((n for line, n in both if (line.tax_code, line.tax_rate) == kind), currency)
    was, paid = before.get(kind, (nothing(currency), nothing(currency)))
    return TaxSum(*kind, base, (was + base).per_cent(kind[1]) - paid)
