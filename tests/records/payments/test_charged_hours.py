"""Hours are billed as the policy says: by band with its factor, and the least of a visit."""

from dataclasses import replace

import pytest

from kept.records.cases.models import Case
from kept.records.claims.currency import currency_of
from kept.records.payments.services import NothingToBill
from kept.records.prices.models import Band
from kept.records.quotes.models import QuoteLine
from kept.records.quotes.still_done import Standing
from kept.records.quotes.working_out import work_out
from kept.records.work.least import charged
from kept.records.work.models import Taken
from kept.records.work.queries import bands_of, work_of_case
from kept.records.work.services import withdraw_work
from kept.records.work.unbilled import done_of_case
from kept.rules.hours import Duration, Unit
from tests.desk import at, open_desk
from tests.records.payments.test_billing_work import CALENDARS, Shop

BANDS = """
work_time:
  calendar: days
  source: D-10
  bands:
    night: {hours: "22:00-06:00", factor: 2, source: D-11}
    overtime: {on: closed, factor: 1.5, name: {en: overtime, zh-Hans: 加班}, source: D-7}
"""
LEAST = f"{BANDS}  call_out: 2 h\n  increments: 30 min\n"


def shop_of(work_time, settings, tmp_path):
    settings.FILES = tmp_path / "files"
    found = Shop(open_desk(f"{CALENDARS}{work_time}"))
    found.found("negligence")
    return found


@pytest.fixture
def shop(db, settings, tmp_path) -> Shop:
    return shop_of(BANDS, settings, tmp_path)


@pytest.fixture
def least(db, settings, tmp_path) -> Shop:
    return shop_of(LEAST, settings, tmp_path)


def lines(shop):
    return [
        (line.draft.names["en"], str(line.quantity), str(line.unit_price), line.clauses)
        for line in shop.billing().worked.lines
    ]


class TestFactors:
    def test_an_hour_of_a_band_costs_so_many_times_the_normal_one_by_its_clause(self, shop):
        shop.work("17:00", "23:30")

        assert lines(shop) == [
            ("Hour", "1.000", "CNY 300.00", ("D-9",)),
            ("Hour (overtime)", "4.000", "CNY 450.00", ("D-9", "D-7")),
            ("Hour (at night)", "1.500", "CNY 600.00", ("D-9", "D-11")),
        ]
        assert str(shop.billing().net) == "CNY 3,000.00"

    def test_the_lists_own_price_of_a_night_is_not_multiplied_again(self, shop):
        shop.shop.hour("999.00", band=Band.NIGHT)
        shop.shop.hour("400.00", band=Band.WORKING)
        shop.work("22:00", "23:00")

        assert lines(shop) == [("Hour (at night)", "1.000", "CNY 800.00", ("D-9", "D-11"))]

    def test_hours_of_other_components_stay_as_they_were(self, shop):
        shop.work("17:00", "23:30", component="diagnosis")
        [line] = work_of_case(shop.case_id)

        assert bands_of(line, shop.case()) == {"working": 3600, "evening": 5.5 * 3600}

    def test_what_is_billed_has_its_sum(self, shop):
        shop.work("17:00", "23:30")

        assert str(shop.bill().net) == "3000.0000"
        assert sum(Taken.objects.values_list("seconds", flat=True)) == 6.5 * 3600


class TestTheLeast:
    def test_a_short_visit_is_charged_as_two_hours_at_the_hours_in_which_it_ended(self, least):
        least.work("21:40", "22:10")

        assert [(name, much) for name, much, _price, _by in lines(least)] == [
            ("Hour (overtime)", "0.333"),
            ("Hour (at night)", "1.667"),
        ]

    def test_two_entries_of_one_visit_are_charged_as_one(self, least):
        least.work("09:00", "09:40")
        least.work("10:00", "10:30")

        assert lines(least) == [("Hour", "2.000", "CNY 300.00", ("D-9",))]

    def test_begun_half_hours_count(self, least):
        least.work("10:00", "12:05")

        assert [much for _name, much, _price, _by in lines(least)] == ["2.500"]

    def test_there_is_no_least_for_what_is_done_remotely(self, least):
        least.work("10:00", "10:05", where="remote")

        assert [much for _name, much, _price, _by in lines(least)] == ["0.500"]

    def test_it_is_billed_once_and_comes_free_with_the_rest(self, least):
        least.work("09:00", "09:40")
        invoice = least.bill()
        with pytest.raises(NothingToBill):
            least.bill(key="again")

        least.credit(invoice)
        assert least.bill(key="anew").net == invoice.net

    def test_what_was_billed_before_is_not_added_to_by_another_policy(self, shop):
        shop.work("09:00", "09:40")
        shop.bill()
        shop.moved_to(f"{CALENDARS}{LEAST}")

        assert [one.amount for one in done_of_case(shop.case()) if one.is_added] == [80 * 60]
        assert shop.billing().billed == []

    def test_what_stands_of_a_quote_counts_what_was_added(self, least):
        gone = least.work("09:00", "10:00", where="remote")
        least.work("13:00", "13:40")
        sources = [str(one.share) for one in done_of_case(least.case())]
        line = QuoteLine(component="labour", names={"en": "Hour"}, sources=sources)
        withdraw_work(entry_id=gone, reason="other day", by=least.by, now=at("23:55"))

        found = Standing([line]).of(line)
        assert (found.left, found.whole) == (2 * 3600, 3 * 3600)

    def test_later_work_of_the_same_day_is_not_charged_a_least_of_its_own(self, least):
        least.work("09:00", "09:40")
        least.bill()
        least.work("15:00", "15:40")

        assert [much for _name, much, _price, _by in lines(least)] == ["0.667"]


@pytest.mark.parametrize(
    ("minutes", "least", "steps", "expected"),
    [
        (0, None, None, 0),
        (70, 120, None, 120),
        (121, 120, None, 121),
        (121, 120, 30, 150),
        (150, 120, 30, 150),
        (1, None, 30, 30),
        (10, 20, 15, 30),  # the least is rounded up, too
    ],
)
def test_what_is_charged_for_the_time_worked(minutes, least, steps, expected):
    def lasting(number):
        return None if number is None else Duration(number, Unit.MINUTE)

    found = charged(minutes * 60, least=lasting(least), steps=lasting(steps))
    assert found == expected * 60


class TestCurrency:
    @pytest.mark.parametrize(("said", "problem"), [("CNY", False), ("EUR", True)])
    def test_a_fee_of_another_currency_is_not_quoted(self, db, settings, tmp_path, said, problem):
        settings.FILES = tmp_path / "files"
        shop = Shop(
            open_desk(CALENDARS.replace("language: 1\n", f"language: 1\ncurrency: {said}\n"))
        )
        shop.found("other")
        draft = shop.typed("1.00", component="travel")
        fee = replace(draft, typed=None, why="")
        found = work_out([fee], card=shop.case(), currency="CNY", country="CN")

        assert [bool(line.problem) for line in found.lines[:1]] == [problem]
        assert currency_of(Case.objects.get(pk=shop.case_id)) == said
