"""Price lists, taxes, and what the demo company has offered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from kept.config.demo.chinese import traditional
from kept.config.demo.staff import HOTLINE, MANAGERS
from kept.config.demo.world import World
from kept.records import tokens
from kept.records.cases.models import Case
from kept.records.cases.queries import assessed
from kept.records.documents.addressees import usual
from kept.records.parts.models import Part
from kept.records.parts.services import PartDetails, register_part
from kept.records.people.models import Person
from kept.records.prices.models import Band, Price, PriceList
from kept.records.prices.services import (
    ItemDetails,
    ListDetails,
    NewPrice,
    TaxDetails,
    open_price_list,
    set_price,
    set_tax,
)
from kept.records.quotes.drafting import DraftLine
from kept.records.quotes.models import Outcome, Quote, QuoteVersion
from kept.records.quotes.services import (
    Answering,
    Sending,
    answer_by_link,
    begin_quote,
    send_quote,
    write_quote,
)
from kept.records.quotes.standing import QUOTE_LINK
from kept.records.quotes.working_out import customers_share
from kept.records.refusal import Refused
from kept.rules.assess.charges import charges

FROM: Final = date(2026, 1, 1)
CURRENCY: Final = "CNY"
LISTS: Final = (
    ("CN-2026", "price_list", "Service prices 2026", "服务价格 2026"),
    ("CN-COST", "at_cost", "Parts at cost", "备件成本价"),
)
# component, code, name, band, unit, price
WORK: Final = (
    ("labour", "HOUR", "Engineer's hour", "工程师工时", Band.WORKING, "hour", "320"),
    ("labour", "HOUR", "Engineer's hour", "工程师工时", Band.EVENING, "hour", "480"),
    ("labour", "HOUR", "Engineer's hour", "工程师工时", Band.NIGHT, "hour", "640"),
    ("labour", "HOUR", "Engineer's hour", "工程师工时", Band.WEEKEND, "hour", "480"),
    ("travel", "KM", "Travel by car", "车辆里程", Band.ANY, "km", "2.80"),
    ("travel", "TRAIN", "Travel by train", "高铁往返", Band.ANY, "trip", "860"),
    ("freight_out", "EXPRESS", "Express freight", "快递运费", Band.ANY, "time", "120"),
)
# What the same costs the company itself.
OWN_COST: Final = (
    ("labour", "HOUR", "Engineer's hour", "工程师工时", Band.ANY, "hour", "150"),
    ("travel", "KM", "Travel by car", "车辆里程", Band.ANY, "km", "1.20"),
)
# brand, number, name, cost, list price
PARTS: Final = (
    ("Heron", "FU-63", "Fuse 63 A", "熔断器 63 A", "34.50", "58"),
    ("Heron", "PT-100", "Pressure transmitter", "压力变送器", "1180", "1680"),
    ("Heron", "SE-7", "Shaft seal", "轴封", "212", "340"),
)
TAXES: Final = (
    ("VAT13", "Value added tax 13 %", "增值税 13%", "13", ("parts",)),
    ("VAT6", "Value added tax 6 %", "增值税 6%", "6", ()),
)
VALID: Final = timedelta(days=30)
WANTED: Final = 3  # quotes: one that waits, two that were accepted


def set_prices(world: World) -> None:
    """Set prices and taxes: policies may require that there are some."""
    manager = world.people[MANAGERS[0].username]
    lists = {row[0]: _opened(world, manager, row) for row in LISTS}
    _set_prices(world, manager, lists)
    for code, name, chinese, rate, components in TAXES:
        details = TaxDetails(
            code=code, names=_each(name, chinese), country_code="CN", components=components
        )
        set_tax(
            details=details, per_cent=Decimal(rate), valid_from=FROM, by=manager, at=world.began
        )


def offer(world: World) -> None:
    """Send a quote that waits for an answer, and two that are accepted."""
    sent = _sent(world)
    next(sent, None)
    for version in sent:
        _accept(version, world)


def _opened(world: World, by: Person, row: tuple[str, str, str, str]) -> PriceList:
    code, basis, name, chinese = row
    details = ListDetails(code=code, names=_each(name, chinese), basis=basis, currency=CURRENCY)
    return open_price_list(details=details, by=by, at=world.began)


def _set_prices(world: World, by: Person, lists: Mapping[str, PriceList]) -> None:
    for brand, number, name, chinese, cost, price in PARTS:
        part = _part(world, by, brand, number, _each(name, chinese))
        item = ItemDetails(component="parts", unit="piece", part_id=part.pk)
        _set(lists["CN-COST"], item, cost, by, world)
        _set(lists["CN-2026"], item, price, by, world)
    for held, rows in (("CN-2026", WORK), ("CN-COST", OWN_COST)):
        for component, code, name, chinese, band, unit, price in rows:
            work = ItemDetails(
                component=component, unit=unit, code=code, names=_each(name, chinese), band=band
            )
            _set(lists[held], work, price, by, world)


def _part(world: World, by: Person, brand: str, number: str, names: dict[str, str]) -> Part:
    there = Part.objects.filter(brand=brand, number=number).first()
    details = PartDetails(brand=brand, number=number, names=names)
    return there or register_part(details=details, by=by, at=world.began)


def _set(held: PriceList, item: ItemDetails, price: str, by: Person, world: World) -> None:
    new = NewPrice(item=item, amount=Decimal(price), valid_from=FROM)
    set_price(list_id=held.pk, price=new, by=by, at=world.began)


def _sent(world: World) -> Iterator[QuoteVersion]:
    """Yield quotes that were sent, for open cases whose customer may have to pay."""
    by = world.people[HOTLINE[0].username]
    cases = Case.objects.filter(state="open", office__country_code="CN").order_by("-requested_at")
    found = 0
    for case in cases.select_related("office")[:40]:
        if found == WANTED:
            return
        version = _quoted(case, world, by) if _may_pay(case, world) else None
        if version is not None:
            found += 1
            yield version


def _may_pay(case: Case, world: World) -> bool:
    """Say whether the customer may have to pay for parts and labour."""
    found = assessed(case.pk, at=world.at)
    lines = charges(found.assessment, found.facts)
    shares = [customers_share(one).left for one in lines if one.component in ("parts", "labour")]
    return bool(shares) and all(shares)


def _quoted(case: Case, world: World, by: Person) -> QuoteVersion | None:
    to = usual(case)
    if to is None:
        return None
    code = str(case.number)
    quote = begin_quote(
        case_id=case.pk,
        currency=CURRENCY,
        languages=[to.language],
        by=by,
        at=world.at,
        key=f"demo {code}",
    )
    edition = _written(quote, world, by)
    sending = Sending(
        quote_id=quote.pk,
        edition=edition,
        provider=dict(case.office.names),
        contact_id=to.contact_id,
        key=f"demo {code}",
        valid_until=world.at + VALID,
    )
    try:
        return send_quote(sending=sending, by=by, at=world.at)
    except Refused:
        return None


def _written(quote: Quote, world: World, by: Person) -> int:
    """Write two lines: a part at cost and the hours of an engineer. Returns the edition."""
    at_cost = Price.objects.filter(list__code="CN-COST").order_by("pk").first()
    hours = Price.objects.filter(list__code="CN-2026", item__band=Band.WORKING).first()
    assert at_cost is not None
    assert hours is not None
    lines = [
        DraftLine(component="", quantity=Decimal(count), names={}, unit="", price_id=price.pk)
        for price, count in ((at_cost, 1), (hours, "2.5"))
    ]
    return write_quote(
        quote_id=quote.pk, lines=lines, note={}, edition=1, by=by, at=world.at
    ).edition


def _accept(version: QuoteVersion, world: World) -> None:
    link = version.links.get()
    answering = Answering(
        version_id=version.pk,
        sha256=version.sha256,
        outcome=Outcome.ACCEPTED,
        name=link.name,
        key=f"demo {version.pk}",
    )
    secret, code = tokens.token(QUOTE_LINK, link.seed), tokens.code(QUOTE_LINK, link.seed)
    answer_by_link(secret=secret, code=code, answering=answering, at=world.at)


def _each(english: str, chinese: str) -> dict[str, str]:
    return {"en": english, "zh-hans": chinese, "zh-hant": traditional(chinese)}
