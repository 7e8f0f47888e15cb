"""A price holds from a day until another begins; never do two hold on one day."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from kept.records.ledger.queries import entries, verify_stream
from kept.records.prices.models import Price, PriceItem, TaxRate
from kept.records.prices.queries import contract_cap, items_of, offer, offers, tax_for, taxes_on
from kept.records.prices.services import (
    AmountUnclear,
    ListFixed,
    NoSuchList,
    PeriodsOverlap,
    RateUnclear,
    close_price_list,
    set_tax_rate,
)
from tests.desk import at, open_desk
from tests.records.prices.conftest import Shop, day
from tests.records.together import together


def told_otherwise(row, **said):
    with transaction.atomic():
        Price.objects.filter(pk=row.pk).update(**said)
        connection.check_constraints()


def told(shop):
    [item] = items_of(shop.list.pk)
    return [(str(p.money), str(p.valid_from)[5:], str(p.valid_until)[5:]) for p in item.periods]


class TestPeriods:
    def test_the_next_price_ends_the_one_before(self, shop):
        shop.set("10.00", "01-01")
        shop.set("12.50", "07-01")

        assert told(shop) == [("CNY 12.50", "07-01", ""), ("CNY 10.00", "01-01", "06-30")]

    def test_one_that_begins_before_another_ends_the_day_before(self, shop):
        shop.set("12.50", "07-01")
        shop.set("10.00", "01-01")

        assert told(shop) == [("CNY 12.50", "07-01", ""), ("CNY 10.00", "01-01", "06-30")]

    def test_a_limited_one_leaves_a_gap(self, shop):
        shop.set("9.00", "03-01", "03-31")

        [item] = items_of(shop.list.pk)
        assert [bool(item.on(day(d))) for d in ("02-28", "03-01", "03-31", "04-01")] == [
            False, True, True, False,
        ]  # fmt: skip

    def test_one_that_reaches_into_the_next_is_refused(self, shop):
        shop.set("12.50", "07-01")

        with pytest.raises(PeriodsOverlap):
            shop.set("10.00", "01-01", "07-01")

    def test_one_from_the_same_day_takes_the_place_and_the_other_stays_on_record(self, shop):
        shop.set("10.00", "01-01")
        shop.set("11.00", "01-01")

        assert told(shop) == [("CNY 11.00", "01-01", "")]
        assert Price.objects.exclude(withdrawn_at=None).get().amount == 10

    def test_the_same_again_is_one_price(self, shop):
        assert shop.set("10.00").pk == shop.set("10.00").pk

    def test_is_in_the_ledger_and_the_chain_holds(self, shop):
        shop.set("10.00")
        shop.set("12.00", "07-01")

        stream = f"price_list:{shop.list.pk}"
        verbs = [entry.verb for entry in entries(stream)]
        assert verbs == ["price_list.opened", "price.set", "price.set"]
        assert verify_stream(stream) is None

    def test_bands_are_prices_of_their_own(self, shop):
        shop.hour("300.00")
        shop.hour("600.00", band="night")

        assert [item.band for item in items_of(shop.list.pk)] == ["", "night"]

    @pytest.mark.parametrize("amount", ["-1", "0.005", "1e308", "NaN", "Infinity"])
    def test_BL_04_amounts_that_are_none_are_refused(self, shop, amount):
        with pytest.raises(AmountUnclear):
            shop.set(amount)

    def test_many_at_once_leave_one_price_for_each_day(self, transactional_db):
        shop = Shop(open_desk())
        together(lambda n: shop.set(f"{n + 1}.00", f"0{n + 1}-01"), workers=6)

        periods = told(shop)
        assert len(periods) == 6
        assert [until for _, _, until in periods] == [
            "", "05-31", "04-30", "03-31", "02-28", "01-31",
        ]  # fmt: skip


class TestTheDatabase:
    def test_refuses_two_prices_on_one_day(self, shop):
        first = shop.set("10.00", "01-01")

        first.pk, first.valid_from = None, day("03-01")
        with pytest.raises(IntegrityError, match="price_one_at_a_time"), transaction.atomic():
            first.save(force_insert=True)

    def test_refuses_a_price_in_another_currency_than_its_list(self, shop):
        row = shop.set("10.00")

        with pytest.raises(IntegrityError, match="same_currency"):
            told_otherwise(row, currency="TWD")

    def test_BL_04_refuses_what_cannot_be_paid(self, shop):
        row = shop.set("10.00")

        for amount in ("0.001", "-1"):
            with pytest.raises(IntegrityError), transaction.atomic():
                Price.objects.filter(pk=row.pk).update(amount=Decimal(amount))

    def test_knows_a_part_once_in_a_list(self, shop):
        row = shop.set("10.00").item

        with pytest.raises(IntegrityError, match="once_per_part"), transaction.atomic():
            PriceItem.objects.create(
                list=row.list, component="parts", part_id=row.part_id, unit="piece"
            )


class TestLists:
    def test_basis_and_currency_stay(self, shop):
        with pytest.raises(ListFixed):
            shop.open("CNY-1", currency="TWD")

    def test_what_is_closed_takes_no_price_and_offers_none(self, shop):
        price = shop.set("10.00")
        close_price_list(list_id=shop.list.pk, by=shop.desk.manager, at=at("10:00"))

        with pytest.raises(NoSuchList):
            shop.set("11.00", "02-01")
        assert offer(price.pk, on=day("05-01")) is None

    def test_offers_are_those_of_the_day_the_contracts_own_first(self, shop):
        contract = shop.contract()
        own = shop.open("K-1", basis="contract_unit_price_cap", contract=contract)
        shop.set("10.00", "01-01")
        shop.set("12.00", "07-01")
        shop.set("8.00", "01-01", of=own)

        def on(text, contract_id):
            found = offers(currency="CNY", on=day(text), contract_id=contract_id)
            return [str(one.money) for one in found]

        assert on("03-01", None) == ["CNY 10.00"]
        assert on("08-01", None) == ["CNY 12.00"]
        assert on("08-01", contract.pk) == ["CNY 8.00", "CNY 12.00"]

    def test_a_contracts_unit_price_is_the_cap(self, shop):
        contract = shop.contract()
        own = shop.open("K-1", basis="contract_unit_price_cap", contract=contract)
        shop.set("8.00", "01-01", of=own)
        asked = {"part_id": shop.fuse.pk, "code": "", "currency": "CNY", "on": day("03-01")}

        assert str(contract_cap(contract_id=contract.pk, **asked)) == "CNY 8.00"
        assert contract_cap(contract_id=None, **asked) is None


class TestTaxes:
    def test_hold_by_day_and_by_what_they_are_on(self, shop):
        vat = shop.tax("VAT-13", "13", ["parts"])
        shop.tax("VAT-6", "6")
        set_tax_rate(
            tax_id=vat.pk,
            per_cent=Decimal("12"),
            valid_from=day("07-01"),
            by=shop.desk.manager,
            at=at("09:00"),
        )

        def rate(component, on):
            found = tax_for(component, taxes_on("CN", day(on)))
            return str(found.per_cent.normalize()) if found else None

        assert rate("parts", "06-30") == "13"
        assert rate("parts", "07-01") == "12"
        assert rate("labour", "07-01") == "6"
        assert tax_for("parts", taxes_on("TW", day("07-01"))) is None

    @pytest.mark.parametrize("rate", ["-1", "101", "0.00001", "NaN"])
    def test_a_rate_is_a_share(self, shop, rate):
        with pytest.raises(RateUnclear):
            shop.tax("VAT", rate)

    def test_the_database_knows_one_rate_a_day(self, shop):
        rate = shop.tax("VAT", "13").rates.get()

        with pytest.raises(IntegrityError, match="tax_rate_one_at_a_time"), transaction.atomic():
            TaxRate.objects.create(
                tax=rate.tax,
                per_cent=6,
                valid_from=day("02-01"),
                set_at=rate.set_at,
                set_by=rate.set_by,
            )
