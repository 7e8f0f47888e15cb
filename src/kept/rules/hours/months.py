"""Calendar arithmetic on dates: days, weeks, months and years, month ends clamped."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from kept.rules.hours.limits import Unit
from kept.rules.hours.spans import to_date, to_day

_MONTHS = {Unit.MONTH: 1, Unit.YEAR: 12}
_DAYS = {Unit.DAY: 1, Unit.WEEK: 7}


def month_later(on: date, months: int) -> date:
    """Return the same day `months` later; a day that month lacks becomes its last day."""
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise ValueError("That date lies outside the years 1 to 9999.")
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))


def date_later(on: date, amount: int, unit: Unit) -> date:
    """Return the date `amount` calendar days, weeks, months or years after `on`."""
    if unit in _MONTHS:
        return month_later(on, amount * _MONTHS[unit])
    return to_date(to_day(on) + amount * _DAYS[unit])
