"""Reading price lists: all that is in one, and what something costs on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from kept.records.money import Money
from kept.records.naming import Named
from kept.records.prices.models import Price, PriceItem, PriceList, Tax, TaxRate

MOST: Final = 200


@dataclass(frozen=True)
class ListLine(Named):
    """A price list among others."""

    pk: int
    code: str
    names: Mapping[str, str]
    basis: str
    currency: str
    contract: str  # its number, "" for everyone
    items: int
    is_closed: bool


@dataclass(frozen=True)
class Period:
    """A price and the days on which it holds."""

    money: Money
    valid_from: date
    valid_until: date | None
    set_by: str
    set_at: datetime


@dataclass(frozen=True)
class ItemLine(Named):
    """Something in a price list and what it costs: the newest price first."""

    pk: int
    component: str
    code: str
    names: Mapping[str, str]
    band: str
    unit: str
    part_id: int | None
    periods: Sequence[Period]

    def on(self, day: date) -> Period | None:
        """Return what holds on a day."""
        return next((one for one in self.periods if _holds(one, day)), None)


@dataclass(frozen=True)
class Offer(Named):
    """What one unit of something costs on the day asked, and where that is written down."""

    price_id: int
    list_id: int
    list_code: str
    basis: str
    is_contract: bool
    component: str
    part_id: int | None
    code: str
    names: Mapping[str, str]
    band: str
    unit: str
    money: Money


@dataclass(frozen=True)
class TaxLine(Named):
    """A tax with its rates, the newest first."""

    pk: int
    code: str
    names: Mapping[str, str]
    country_code: str
    components: Sequence[str]
    rates: Sequence[tuple[Decimal, date, date | None]]


@dataclass(frozen=True)
class TaxOn(Named):
    """A tax as it is on one day."""

    code: str
    names: Mapping[str, str]
    components: Sequence[str]
    per_cent: Decimal


def price_lists() -> list[ListLine]:
    """Return all price lists, those in use first."""
    rows = PriceList.objects.select_related("contract").annotate(count=Count("items"))
    return [_list(row) for row in rows.order_by("closed_at", "code")]


def price_list(list_id: int) -> ListLine | None:
    """Return a price list; None if there is none."""
    rows = PriceList.objects.select_related("contract").annotate(count=Count("items"))
    row = rows.filter(pk=list_id).first()
    return None if row is None else _list(row)


def items_of(list_id: int, *, asked: str = "") -> list[ItemLine]:
    """Return what is in a list, at most 200, narrowed by what somebody typed."""
    rows = PriceItem.objects.filter(list_id=list_id).select_related("part")
    if asked.strip():
        rows = rows.filter(_like(asked.strip()))
    found = list(rows.order_by("component", "code", "part__brand", "part__number", "pk")[:MOST])
    prices = Price.objects.filter(item__in=found, withdrawn_at=None).select_related("set_by")
    by_item: dict[int, list[Period]] = {}
    for price in prices.order_by("-valid_from"):
        by_item.setdefault(price.item_id, []).append(_period(price))
    return [_item(row, by_item.get(row.pk, [])) for row in found]


def _like(asked: str) -> Q:
    of_part = Q(part__number__icontains=asked) | Q(part__brand__icontains=asked)
    named = Q(names__icontains=asked) | Q(part__names__icontains=asked)
    return Q(code__icontains=asked) | of_part | named


def offers(
    *, currency: str, on: date, contract_id: int | None, bases: Iterable[str] = (), asked: str = ""
) -> list[Offer]:
    """Return what is to be had on a day, at most 200: the contract's own prices first.

    `bases`: only of these price bases, and those of the contract; none: of all.
    """
    rows = _on(on).filter(list__currency=currency)
    mine = Q(list__contract_id=contract_id) if contract_id else Q(pk__in=[])
    wanted = tuple(bases)
    general = Q(list__contract=None, list__basis__in=wanted) if wanted else Q(list__contract=None)
    rows = rows.filter(mine | general)
    if asked.strip():
        rows = rows.filter(item__in=PriceItem.objects.filter(_like(asked.strip())))
    order = ("item__component", "item__code", "item__part__number", "pk")
    return sorted(map(_offer, rows.order_by(*order)[:MOST]), key=lambda one: not one.is_contract)


def offer(price_id: int, *, on: date) -> Offer | None:
    """Return what a price says if it holds on a day; None if it does not."""
    row = _on(on).filter(pk=price_id).first()
    return None if row is None else _offer(row)


def contract_cap(
    *, contract_id: int | None, part_id: int | None, code: str, currency: str, on: date
) -> Money | None:
    """Return the unit price of a contract for a part, or for what has a code; None without one."""
    if contract_id is None:
        return None
    rows = _on(on).filter(list__contract_id=contract_id, list__currency=currency)
    same = Q(item__part_id=part_id) if part_id else Q(item__part=None, item__code__iexact=code)
    row = rows.filter(same).order_by("amount").first()
    return None if row is None else Money(row.amount, row.currency)


def contract_caps(
    *, contract_id: int | None, component: str, currency: str, on: date
) -> list[Money]:
    """Return all unit prices of a contract for a component, the lowest first."""
    if contract_id is None:
        return []
    rows = _on(on).filter(list__contract_id=contract_id, list__currency=currency)
    mine = rows.filter(item__component=component).order_by("amount")
    return [Money(row.amount, row.currency) for row in mine]


def offered_bases(*, currency: str) -> frozenset[str]:
    """Return the price bases of which there is a list in use for everyone."""
    rows = PriceList.objects.filter(closed_at=None, contract=None, currency=currency)
    return frozenset(rows.values_list("basis", flat=True))


def has_list(basis: str, *, on: date) -> bool:
    """Say whether a list in use for everyone prices something of a basis on a day or later."""
    of_basis = Q(list__basis=basis, list__contract=None, list__closed_at=None)
    lasting = Q(valid_until=None) | Q(valid_until__gte=on)
    return Price.objects.filter(of_basis, lasting, withdrawn_at=None).exists()


def currencies() -> list[str]:
    """Return the currencies of the price lists in use, the most used first."""
    rows = PriceList.objects.filter(closed_at=None).values("currency").annotate(n=Count("items"))
    return [row["currency"] for row in rows.order_by("-n", "currency")]


def taxes() -> list[TaxLine]:
    """Return all taxes with their rates."""
    rates: dict[int, list[tuple[Decimal, date, date | None]]] = {}
    for rate in TaxRate.objects.filter(withdrawn_at=None).order_by("-valid_from"):
        rates.setdefault(rate.tax_id, []).append((rate.per_cent, rate.valid_from, rate.valid_until))
    return [
        TaxLine(
            pk=row.pk,
            code=row.code,
            names=row.names,
            country_code=row.country_code,
            components=row.components,
            rates=rates.get(row.pk, []),
        )
        for row in Tax.objects.order_by("country_code", "code")
    ]


def taxes_on(country_code: str, on: date) -> list[TaxOn]:
    """Return the taxes of a country that have a rate on a day, those that name components first."""
    found = TaxRate.objects.filter(_on_day(on), tax__country_code=country_code, withdrawn_at=None)
    rows = found.select_related("tax").order_by("tax__code")
    told = [
        TaxOn(row.tax.code, row.tax.names, tuple(row.tax.components), row.per_cent) for row in rows
    ]
    return sorted(told, key=lambda one: not one.components)


def tax_for(component: str, taxes: Iterable[TaxOn]) -> TaxOn | None:
    """Return the tax on a component: the first that names it, else the first on all others."""
    return next((one for one in taxes if not one.components or component in one.components), None)


def _on(day: date) -> QuerySet[Price]:
    in_use = Exists(PriceList.objects.filter(pk=OuterRef("list_id"), closed_at=None))
    rows = Price.objects.filter(_on_day(day), in_use, withdrawn_at=None)
    return rows.select_related("item__part", "list")


def _on_day(day: date) -> Q:
    return Q(valid_from__lte=day) & (Q(valid_until=None) | Q(valid_until__gte=day))


def _holds(period: Period, day: date) -> bool:
    return period.valid_from <= day and (period.valid_until is None or day <= period.valid_until)


def _list(row: PriceList) -> ListLine:
    return ListLine(
        pk=row.pk,
        code=row.code,
        names=row.names,
        basis=row.basis,
        currency=row.currency,
        contract=row.contract.number if row.contract else "",
        items=getattr(row, "count", 0),
        is_closed=row.closed_at is not None,
    )


def _period(row: Price) -> Period:
    money = Money(row.amount, row.currency)
    return Period(money, row.valid_from, row.valid_until, row.set_by.display_name, row.set_at)


def _item(row: PriceItem, periods: Sequence[Period]) -> ItemLine:
    return ItemLine(
        pk=row.pk,
        component=row.component,
        code=f"{row.part.brand} {row.part.number}" if row.part else row.code,
        names=row.part.names if row.part else row.names,
        band=row.band,
        unit=row.unit,
        part_id=row.part_id,
        periods=periods,
    )


def _offer(row: Price) -> Offer:
    item = _item(row.item, ())
    return Offer(
        price_id=row.pk,
        list_id=row.list_id,
        list_code=row.list.code,
        basis=row.list.basis,
        is_contract=row.list.contract_id is not None,
        component=item.component,
        part_id=item.part_id,
        code=item.code,
        names=item.names,
        band=item.band,
        unit=item.unit,
        money=Money(row.amount, row.currency),
    )
