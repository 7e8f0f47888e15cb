"""Prices and taxes in words."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from kept.records.prices.models import Band
from kept.records.prices.queries import ItemLine, ListLine, Period, TaxLine
from kept.records.quotes.contents import plain, unit_name
from kept.rules.facts.vocabulary import COMPONENTS, PRICES
from kept.web.common.reading.reader import Reader
from kept.web.common.reading.wording import listed
from kept.web.money.pages.prices import ItemRow, ListRow, TaxRow
from kept.web.money.reading import day, here


def build_list(line: ListLine, reader: Reader) -> ListRow:
    """Return a price list."""
    basis = PRICES.get(line.basis)
    return ListRow(
        code=line.code,
        name=here(dict(line.names)),
        url=reverse("money:price_list", args=[line.pk]),
        basis=reader.text(basis) if basis else line.basis,
        currency=line.currency,
        contract=line.contract,
        items=line.items,
        is_closed=line.is_closed,
    )


def build_item(item: ItemLine, reader: Reader, *, today: date) -> ItemRow:
    """Return something in a list with its prices, the newest first."""
    component = COMPONENTS.get(item.component)
    band = f" ({Band(item.band).label})" if item.band else ""
    holds = item.on(today)
    return ItemRow(
        component=reader.text(component) if component else item.component,
        what=f"{item.code} {here(dict(item.names))}{band}",
        unit=unit_name(item.unit),
        today=str(holds.money) if holds else _("none"),
        periods=[_period(one) for one in item.periods],
    )


def _period(one: Period) -> str:
    said = (
        _("{money} from {start} until {end}") if one.valid_until else _("{money} from {start} on")
    )
    end = day(one.valid_until) if one.valid_until else ""
    return said.format(money=one.money, start=day(one.valid_from), end=end)


def build_tax(tax: TaxLine, reader: Reader) -> TaxRow:
    """Return a tax with its rates."""
    named = [reader.text(COMPONENTS[one]) for one in tax.components if one in COMPONENTS]
    rates = [
        _("{per_cent} % from {start}").format(per_cent=plain(rate), start=day(start))
        for rate, start, _until in tax.rates
    ]
    return TaxRow(
        name=f"{tax.country_code} {tax.code} {here(dict(tax.names))}",
        on=listed(named) if named else _("all that no other tax names"),
        rates=rates,
    )
