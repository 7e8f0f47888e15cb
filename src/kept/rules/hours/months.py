"""Calendar arithmetic on dates: months and years with their ends clamped."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def month_later(on: date, months: int) -> date:
    """Return the same day `months` later; a day that month lacks becomes its last day."""
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise ValueError("That date lies outside the years 1 to 9999.")
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))
