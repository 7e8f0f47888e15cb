"""The items of a checklist as values, and what an answer may say."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from kept.records.naming import name_in

NUMBER: Final = re.compile(r"[+-]?[0-9]{1,12}(\.[0-9]{1,6})?")
YES, NO = "yes", "no"


class ItemKind(models.TextChoices):
    """How an item is answered."""

    TICK = "tick", _("Tick")
    VALUE = "value", _("Value")
    PHOTO = "photo", _("Photo")
    CHOICE = "choice", _("Choice")


class Outcome(models.TextChoices):
    """What an answer is."""

    SAID = "said", _("What was found")
    NOT_APPLICABLE = "not_applicable", _("not applicable")
    OPEN = "open", _("open again")


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing to be looked at. `low` and `high` are the allowed range of a value."""

    texts: Mapping[str, str]
    kind: ItemKind
    is_required: bool = False
    unit: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    choices: tuple[Mapping[str, str], ...] = ()

    def text(self, language: str) -> str:
        """Return what it asks in a language, else in the nearest."""
        return name_in(self.texts, language)

    def choice(self, said: str, language: str) -> str:
        """Return the words of a choice that was made, by its place."""
        return name_in(self.choices[int(said) - 1], language)

    def is_possible(self, said: str) -> bool:
        """Say whether an answer in words is one that this item can have."""
        match self.kind:
            case ItemKind.TICK:
                return said in (YES, NO)
            case ItemKind.VALUE:
                return number(said) is not None
            case ItemKind.CHOICE:
                return said in {str(place) for place in range(1, len(self.choices) + 1)}
            case ItemKind.PHOTO:
                return said == ""

    def is_outside(self, said: str) -> bool:
        """Say whether a value lies outside what is allowed."""
        value = number(said) if self.kind == ItemKind.VALUE else None
        if value is None:
            return False
        return (self.low is not None and value < self.low) or (
            self.high is not None and value > self.high
        )


def plain(said: str) -> str:
    """Return a number as it is kept: full-width digits and a decimal comma are typed, too."""
    return unicodedata.normalize("NFKC", said).strip().replace(",", ".")


def number(said: str) -> Decimal | None:
    """Return a number as people type it; None for anything else."""
    written = plain(said)
    return Decimal(written) if NUMBER.fullmatch(written) else None


def to_json(item: Item) -> dict[str, Any]:
    """Return an item for a JSON column and the ledger; numbers as text."""
    return {
        "texts": dict(item.texts),
        "kind": item.kind.value,
        "required": item.is_required,
        "unit": item.unit,
        "low": None if item.low is None else str(item.low),
        "high": None if item.high is None else str(item.high),
        "choices": [dict(one) for one in item.choices],
    }


def from_json(kept: Mapping[str, Any]) -> Item:
    """Return an item as it was kept; a bound that is not there is none."""
    return Item(
        texts=kept["texts"],
        kind=ItemKind(kept["kind"]),
        is_required=kept["required"],
        unit=kept["unit"],
        low=_bound(kept.get("low")),
        high=_bound(kept.get("high")),
        choices=tuple(kept["choices"]),
    )


def _bound(kept: str | None) -> Decimal | None:
    return None if kept is None else Decimal(kept)
