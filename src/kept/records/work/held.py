"""Who holds what was done: above here others build on it, and are asked before it is withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class HeldBy:
    """A quote that an entry is part of, by its number. `is_accepted`: the customer agreed to it."""

    number: str
    is_accepted: bool


_ASKED: Final[list[Callable[[int], list[HeldBy]]]] = []


def ask_also(holder: Callable[[int], list[HeldBy]]) -> None:
    """Ask this, too, what holds an entry; said once when the programs begin."""
    if holder not in _ASKED:
        _ASKED.append(holder)


def held_by(entry_id: int) -> list[HeldBy]:
    """Return all that holds an entry."""
    return [one for holder in _ASKED for one in holder(entry_id)]
