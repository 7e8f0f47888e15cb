"""Price lists at the small service desk."""

from datetime import date
from decimal import Decimal

import pytest

from kept.records.contracts.models import ContractKind
from kept.records.contracts.services import ContractDetails, sign_contract
from kept.records.parts.services import PartDetails, register_part
from kept.records.prices.services import (
    ItemDetails,
    ListDetails,
    NewPrice,
    TaxDetails,
    open_price_list,
    register_tax,
    set_price,
    set_tax_rate,
)
from tests.desk import Desk, at, open_desk


def day(text):
    return date.fromisoformat(f"2026-{text}")


class Shop:
    """One list in yuan, one part in the catalogue."""

    def __init__(self, desk):
        self.desk = desk
        self.list = self.open("CNY-1")
        details = PartDetails(brand="Heron", number="F-1", names={"en": "Fuse"})
        self.fuse = register_part(details=details, by=desk.manager, at=at("08:00"))

    def open(self, code, *, basis="price_list", currency="CNY", contract=None):
        details = ListDetails(
            code=code,
            names={"en": code},
            basis=basis,
            currency=currency,
            contract_id=contract.pk if contract else None,
        )
        return open_price_list(details=details, by=self.desk.manager, at=at("08:00"))

    def set(self, amount, start="01-01", until="", *, item=None, of=None):
        price = NewPrice(
            item=item or ItemDetails(component="parts", unit="piece", part_id=self.fuse.pk),
            amount=Decimal(amount),
            valid_from=day(start),
            valid_until=day(until) if until else None,
        )
        held = of or self.list
        return set_price(list_id=held.pk, price=price, by=self.desk.manager, at=at("09:00"))

    def hour(self, amount, start="01-01", *, code="HOUR", band="", of=None, component="labour"):
        item = ItemDetails(
            component=component, unit="hour", code=code, names={"en": "Hour"}, band=band
        )
        return self.set(amount, start, item=item, of=of)

    def contract(self):
        details = ContractDetails(
            customer_id=self.desk.customer.pk,
            number="K-2026-1",
            kind=ContractKind.SERVICE,
            signed_on=day("01-01"),
            starts_on=day("01-01"),
            version_id=self.desk.version.pk,
        )
        return sign_contract(details=details, by=self.desk.manager, at=at("08:10"))

    def tax(self, code, rate, components=(), start="01-01"):
        details = TaxDetails(
            code=code, names={"en": code}, country_code="CN", components=components
        )
        tax = register_tax(details=details, by=self.desk.manager, at=at("08:00"))
        set_tax_rate(
            tax_id=tax.pk,
            per_cent=Decimal(rate),
            valid_from=day(start),
            by=self.desk.manager,
            at=at("08:00"),
        )
        return tax


@pytest.fixture
def desk(db: None) -> Desk:
    return open_desk()


@pytest.fixture
def shop(desk):
    return Shop(desk)
