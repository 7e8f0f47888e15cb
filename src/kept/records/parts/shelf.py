"""What lies of one part in one place, and how it changes: in one statement, never below zero."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from kept.records.parts.models import Condition, Lot, Stock
from kept.records.refusal import Refused

SMALLEST: Final = Decimal("0.001")
LARGEST: Final = Decimal(1_000_000)
PIECE: Final = "piece"  # the unit of what is counted


class QuantityUnclear(Refused):
    """A quantity is more than nothing, in thousandths at the finest, and no fortune."""

    sentence = _("Please give a quantity above zero, with three decimals at most.")


class NotWhole(QuantityUnclear):
    """Half a piece is none."""

    sentence = _("It is counted in pieces: please give a whole number.")


class NotEnough(Refused):
    """So much is not there, or is reserved for others."""

    sentence = _("Only %(free)s can be taken there: the rest is reserved or not there.")


class NothingFree(NotEnough):
    """Others have all of it, the last piece perhaps since a moment ago."""

    sentence = _("None of it is free there any more: somebody was quicker.")


def check_quantity(quantity: Decimal, *, unit: str = "") -> None:
    """Raise QuantityUnclear for what nobody can count or measure, NotWhole for half a piece."""
    if not (quantity.is_finite() and 0 < quantity <= LARGEST):
        raise QuantityUnclear
    if quantity != quantity.quantize(SMALLEST):
        raise QuantityUnclear
    if unit == PIECE and quantity % 1:
        raise NotWhole


@dataclass(frozen=True)
class Shelf:
    """A part in a place; `lot` is empty where the part is not followed by lot."""

    place_id: int
    part_id: int
    condition: Condition = Condition.GOOD
    lot: str = ""

    def stocks(self) -> QuerySet[Stock]:
        """Return the one row of what lies there, if there ever was any."""
        return Stock.objects.filter(
            place_id=self.place_id, part_id=self.part_id, condition=self.condition
        )

    def lots(self) -> QuerySet[Lot]:
        """Return the one row of the lot, if there ever was any."""
        return Lot.objects.filter(
            place_id=self.place_id,
            part_id=self.part_id,
            condition=self.condition,
            lot__iexact=self.lot,
        )

    def add(self, quantity: Decimal) -> None:
        """Let so much more lie there."""
        there = {"place_id": self.place_id, "part_id": self.part_id, "condition": self.condition}
        if not self.stocks().update(on_hand=F("on_hand") + quantity):
            # Another may make the same row now: then theirs stays, and both are added to it.
            Stock.objects.bulk_create([Stock(**there)], ignore_conflicts=True)
            self.stocks().update(on_hand=F("on_hand") + quantity)
        if self.lot and not self.lots().update(on_hand=F("on_hand") + quantity):
            Lot.objects.bulk_create([Lot(**there, lot=self.lot)], ignore_conflicts=True)
            self.lots().update(on_hand=F("on_hand") + quantity)

    def take(self, quantity: Decimal, *, reserved: Decimal = Decimal(0)) -> None:
        """Let so much less lie there; `reserved` of it was promised. Raises NotEnough."""
        enough = self.stocks().filter(
            on_hand__gte=F("reserved") - reserved + quantity, reserved__gte=reserved
        )
        less = F("on_hand") - quantity
        taken = enough.update(on_hand=less, reserved=F("reserved") - reserved)
        if taken and self.lot:
            taken = self.lots().filter(on_hand__gte=quantity).update(on_hand=less)
        if not taken:
            raise NotEnough(free=self.free())

    def reserve(self, quantity: Decimal) -> None:
        """Promise so much of what lies there. Raises NotEnough."""
        enough = self.stocks().filter(on_hand__gte=F("reserved") + quantity)
        if not enough.update(reserved=F("reserved") + quantity):
            raise NotEnough(free=self.free())

    def release(self, quantity: Decimal) -> None:
        """Take a promise back."""
        self.stocks().update(reserved=F("reserved") - quantity)

    def on_hand(self) -> Decimal:
        """Return how much lies there, of the lot if one is named."""
        found: QuerySet[Stock] | QuerySet[Lot] = self.lots() if self.lot else self.stocks()
        return found.values_list("on_hand", flat=True).first() or Decimal(0)

    def free(self) -> str:
        """Return how much can be taken, as a person writes it."""
        row = self.stocks().first()
        free = row.on_hand - row.reserved if row else Decimal(0)
        return written(min(free, self.on_hand()))


def written(quantity: Decimal) -> str:
    """Return a quantity without noughts at its end."""
    return f"{quantity.normalize():f}"
