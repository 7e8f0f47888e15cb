"""Writing down what something costs from a day on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records import naming
from kept.records.ledger.services import Line, write_many
from kept.records.ledger.telling import told
from kept.records.money import Money, NotMoney
from kept.records.people.models import Person
from kept.records.prices.models import Band, Price, PriceItem, PriceList
from kept.records.prices.services.lists import held_list, stream_of
from kept.records.prices.services.periods import DAY, PeriodsOverlap, place_for
from kept.records.refusal import Refused

__all__ = ["AmountUnclear", "ItemDetails", "NewPrice", "PeriodsOverlap", "set_price"]


class AmountUnclear(Refused):
    """A price that cannot be asked."""

    sentence = _(
        "A price is zero or more, with no more digits after the point than %(currency)s has."
    )


class ItemUnclear(Refused):
    """A price is for a part, or for something with a code and a name."""

    sentence = _("Please say what the price is for: a part, or a code with a name.")


@dataclass(frozen=True, kw_only=True)
class ItemDetails:
    """What a price is for: a part of the catalogue, else a code with names."""

    component: str
    unit: str
    part_id: int | None = None
    code: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    band: Band = Band.ANY


@dataclass(frozen=True, kw_only=True)
class NewPrice:
    """What one unit costs without tax, from a day on."""

    item: ItemDetails
    amount: Decimal
    valid_from: date
    valid_until: date | None = None


@transaction.atomic
def set_price(*, list_id: int, price: NewPrice, by: Person, at: datetime) -> Price:
    """Let a price hold from a day on; the one before ends the day before. Safe to repeat.

    One from the same day is withdrawn, and stays on record. Raises NoSuchList, AmountUnclear,
    ItemUnclear, PeriodsOverlap, DaysTurned.
    """
    return set_prices(held_list(list_id), [price], by=by, at=at)[0]


def set_prices(held: PriceList, prices: list[NewPrice], *, by: Person, at: datetime) -> list[Price]:
    """Set prices of a list that the caller holds, in the caller's transaction."""
    lines: list[Line] = []
    rows = [_set(held, price, by=by, at=at, lines=lines) for price in prices]
    if lines:
        write_many(lines)
    return rows


def checked_amount(amount: Decimal, currency: str) -> Money:
    """Return an amount that can be asked. Raises AmountUnclear."""
    try:
        money = Money(amount, currency)
    except NotMoney:
        raise AmountUnclear(currency=currency) from None
    if money.amount < 0:
        raise AmountUnclear(currency=currency)
    return money


def _set(held: PriceList, price: NewPrice, *, by: Person, at: datetime, lines: list[Line]) -> Price:
    money = checked_amount(price.amount, held.currency)
    item = _item(held, price.item)
    rows = list(item.prices.filter(withdrawn_at=None)) if item.pk else []
    place = place_for(rows, price.valid_from, price.valid_until)
    old = place.replaced
    if old is not None and (old.amount, old.valid_until) == (money.amount, place.until):
        return old
    item.save()
    if old is not None:
        old.withdrawn_at, old.withdrawn_by = at, by
        old.save(update_fields=["withdrawn_at", "withdrawn_by"])
    if place.cut is not None:
        place.cut.valid_until = price.valid_from - DAY
        place.cut.save(update_fields=["valid_until"])
    row = Price.objects.create(
        item=item,
        list=held,
        amount=money.amount,
        currency=money.currency,
        valid_from=price.valid_from,
        valid_until=place.until,
        set_at=at,
        set_by=by,
    )
    data = _told(item, row, old, place.cut)
    lines.append(Line(stream=stream_of(held), verb="price.set", by=by, at=at, data=told(data)))
    return row


def _item(held: PriceList, details: ItemDetails) -> PriceItem:
    """Return the item of a list, new or known, with the names and the unit that were said now."""
    code = " ".join(details.code.split())
    if details.part_id is not None:
        row = held.items.filter(part_id=details.part_id).first()
        return row or PriceItem(
            list=held, component="parts", part_id=details.part_id, unit=details.unit or "piece"
        )
    names = naming.clean_names(details.names)
    same = {"component": details.component, "code__iexact": code, "band": details.band}
    row = held.items.filter(part=None, **same).first()
    if row is None:
        row = PriceItem(list=held, component=details.component, code=code, band=details.band)
    row.names = {**row.names, **names}
    row.unit = details.unit or row.unit
    if not (row.code and row.names and row.component and row.unit):
        raise ItemUnclear
    return row


def _told(item: PriceItem, row: Price, old: Price | None, cut: Price | None) -> dict[str, Any]:
    data: dict[str, Any] = {
        "item": item.pk,
        "part": item.part_id,
        "code": item.code,
        "band": item.band,
        "amount": f"{row.amount:f}",
        "currency": row.currency,
        "valid_from": row.valid_from,
        "valid_until": row.valid_until,
    }
    if old is not None:
        data["instead_of"] = f"{old.amount:f}"
    if cut is not None:
        data["ended"] = {"amount": f"{cut.amount:f}", "valid_until": cut.valid_until}
    return data
