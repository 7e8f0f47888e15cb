"""Money: an amount in a currency, exact to the currency's own digits.

How we round, everywhere: once, to the currency's digits, halves away from zero. What is spread
over lines is never rounded line by line: each gets its part rounded towards zero, and the units
that are left go one each to the lines that lost most by it, the first of equals first. So the sum
of the lines is always the total. Two currencies never meet in one sum.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import reduce
from math import floor
from operator import or_
from typing import Final

from django.db import models
from django.db.models import CheckConstraint, F, Q, Value
from django.db.models.expressions import Combinable, CombinedExpression
from django.db.models.functions import Round

from kept.rules.facts import currencies

DIGITS: Final = currencies.DIGITS
MOST_DIGITS: Final = 4
_BEFORE_POINT: Final = 15
_EXACTLY: Final = Context(prec=60)
_HUNDRED: Final = Decimal(100)
_MOST_WRITTEN: Final = Decimal(10) ** (_BEFORE_POINT - 3)  # a thousand of these add up to money
_PLAIN = re.compile(r"-?\d{1,15}(\.\d{1,12})?", re.ASCII)
_GROUPED = re.compile(r"-?\d{1,3}(,\d{3}){1,4}(\.\d{1,12})?", re.ASCII)


class NotMoney(ValueError):
    """An amount that cannot be paid: no number, too large, too fine, or of no known currency."""


class TooMuch(NotMoney):
    """More than anybody means; what is written stays far below what can be added up."""


class CurrenciesDiffer(TypeError):
    """Money of two currencies was added or compared, and nothing says what one is worth."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount that can be paid in its currency. Raises NotMoney for all others, and floats."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        said: object = self.amount
        if not isinstance(said, Decimal) or not said.is_finite():
            raise NotMoney(said)
        exact = _to_digits(self.amount, digits_of(self.currency), ROUND_DOWN)
        if exact != self.amount or abs(exact) >= Decimal(10) ** _BEFORE_POINT:
            raise NotMoney(self.amount, self.currency)
        object.__setattr__(self, "amount", exact + 0)  # never a zero with a minus

    def __str__(self) -> str:
        return f"{self.currency} {self.amount:,f}"

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + self._like(other).amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount - self._like(other).amount, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._like(other).amount

    def __le__(self, other: Money) -> bool:
        return self.amount <= self._like(other).amount

    def __bool__(self) -> bool:
        return bool(self.amount)

    def times(self, number: Decimal | int) -> Money:
        """Return so many times this, rounded once."""
        return rounded(_EXACTLY.multiply(self.amount, Decimal(number)), self.currency)

    def per_cent(self, rate: Decimal) -> Money:
        """Return so many hundredths of this, rounded once: a tax, a share, a discount."""
        part = _EXACTLY.divide(_EXACTLY.multiply(self.amount, rate), _HUNDRED)
        return rounded(part, self.currency)

    def _like(self, other: Money) -> Money:
        if other.currency != self.currency:
            raise CurrenciesDiffer(self.currency, other.currency)
        return other


def digits_of(currency: str) -> int:
    """Return how many digits after the point a currency has. Raises NotMoney for unknown ones."""
    try:
        return DIGITS[currency]
    except KeyError:
        raise NotMoney(currency) from None


def nothing(currency: str) -> Money:
    """Return zero of a currency."""
    return Money(Decimal(0), currency)


def rounded(amount: Decimal, currency: str) -> Money:
    """Return what can be paid of an exact amount: halves away from zero. Raises NotMoney."""
    digits = digits_of(currency)
    if not amount.is_finite() or amount.adjusted() >= _BEFORE_POINT:
        raise NotMoney(amount)
    return Money(_to_digits(amount, digits, ROUND_HALF_UP), currency)


def total(amounts: Iterable[Money], currency: str) -> Money:
    """Return the sum, zero of `currency` if there is nothing. Raises CurrenciesDiffer."""
    return sum(amounts, start=nothing(currency))


def spread(whole: Money, weights: Sequence[Decimal | int]) -> list[Money]:
    """Return the parts of `whole` in proportion to `weights`; their sum is `whole` exactly.

    No part has the opposite sign, none is a unit or more away from its exact share, and no weight
    means no part. Raises ValueError without a weight above zero, or with one below.
    """
    exact = [Fraction(weight) for weight in weights]
    if not any(exact) or any(weight < 0 for weight in exact):
        raise ValueError(weights)
    unit = Decimal(1).scaleb(-digits_of(whole.currency))
    units = abs(int(whole.amount / unit))
    shares = [units * weight / sum(exact) for weight in exact]
    parts = [floor(share) for share in shares]
    lost_most = sorted(range(len(parts)), key=lambda i: parts[i] - shares[i])
    for i in lost_most[: units - sum(parts)]:
        parts[i] += 1
    sign = -1 if whole.amount < 0 else 1
    return [Money(sign * part * unit, whole.currency) for part in parts]


def read_amount(text: str) -> Decimal:
    """Return the number somebody wrote: 1234.5 or 1,234.50, full width too.

    Raises NotMoney, and TooMuch for what nobody means.

    A comma is never a point: whoever means one half by 0,5 is asked again.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if not (_PLAIN.fullmatch(plain) or _GROUPED.fullmatch(plain)):
        raise NotMoney(text)
    found = Decimal(plain.replace(",", ""))
    if abs(found) >= _MOST_WRITTEN:
        raise TooMuch(text)
    return found


def told(money: Money) -> dict[str, str]:
    """Return money as plain JSON, for the ledger and for what is frozen."""
    return {"amount": f"{money.amount:f}", "currency": money.currency}


def as_told(said: Mapping[str, str]) -> Money:
    """Return the money that was `told`."""
    return Money(Decimal(said["amount"]), said["currency"])


def amount_column() -> models.DecimalField[Decimal, Decimal]:
    """Return a column for amounts of any currency; beside it stands a `currency_column`."""
    return models.DecimalField(max_digits=_BEFORE_POINT + MOST_DIGITS, decimal_places=MOST_DIGITS)


def currency_column() -> models.CharField[str, str]:
    """Return a column for the three letters of a currency."""
    return models.CharField(max_length=3)


def payable(amount: str, currency: str = "currency", *, name: str) -> CheckConstraint:
    """Say to the database that an amount has no more digits than its currency."""
    fits = (
        Q(**{f"{currency}__in": codes.split(), amount: Round(F(amount), precision=digits)})
        for digits, codes in currencies.WITH_DIGITS.items()
    )
    return CheckConstraint(condition=reduce(or_, fits), name=name)


def product(
    amount: str,
    one: str,
    other: str,
    *,
    per_cent: bool = False,
    less: str = "",
    name: str,
) -> CheckConstraint:
    """Say to the database that an amount is the product of two columns, rounded once as here.

    `per_cent`: the other column is in hundredths. `less`: a column that is taken off it.
    """
    exact = F(one) * F(other) / Value(_HUNDRED) if per_cent else F(one) * F(other)
    same = (
        Q(**{"currency__in": codes.split(), amount: _rounded_in_sql(exact, digits, less)})
        for digits, codes in currencies.WITH_DIGITS.items()
    )
    return CheckConstraint(condition=reduce(or_, same), name=name)


def _rounded_in_sql(exact: CombinedExpression, digits: int, less: str) -> Combinable:
    whole = Round(exact, precision=digits)
    return whole - F(less) if less else whole


def _to_digits(amount: Decimal, digits: int, rounding: str) -> Decimal:
    try:
        return amount.quantize(Decimal(1).scaleb(-digits), rounding=rounding, context=_EXACTLY)
    except ArithmeticError:
        raise NotMoney(amount) from None
