"""A file of prices is taken over whole, or not at all with every mistake said."""

import pytest

from kept.records.prices.models import Price
from kept.records.prices.queries import items_of
from kept.records.prices.services import PriceFileWrong, import_prices
from tests.desk import at

GOOD = """component,brand,number,code,name,band,unit,amount,valid_from,valid_until
parts,Heron,f-1,,,,piece,"1,234.50",2026-01-01,
labour,,,HOUR,Engineer's hour,,hour,300,2026/01/01,2026-12-31

labour,,,HOUR,Engineer's hour,night,hour,600,2026-01-01,
"""


def take(shop, content, language="en"):
    if isinstance(content, str):
        content = content.encode()
    return import_prices(
        list_id=shop.list.pk,
        content=content,
        language=language,
        by=shop.desk.manager,
        at=at("09:00"),
    )


def mistakes(shop, content):
    with pytest.raises(PriceFileWrong) as refused:
        take(shop, content)
    assert Price.objects.count() == 0
    return [(one.line, one.sentence) for one in refused.value.mistakes]


def test_a_good_file_is_taken_over_and_twice_is_once(shop):
    assert take(shop, GOOD) == take(shop, GOOD) == 3

    found = [(i.component, i.code, i.band, str(i.periods[0].money)) for i in items_of(shop.list.pk)]
    assert found == [
        ("labour", "HOUR", "", "CNY 300.00"),
        ("labour", "HOUR", "night", "CNY 600.00"),
        ("parts", "Heron F-1", "", "CNY 1,234.50"),
    ]
    assert Price.objects.count() == 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_it_may_be_written_by_a_chinese_spreadsheet(shop, encoding):
    text = "component,code,name,amount,valid_from\ntravel,KM,每公里,3.5,2026-01-01\n"

    take(shop, text.encode(encoding), "zh-hans")

    assert items_of(shop.list.pk)[0].names == {"zh-hans": "每公里"}


def test_every_mistake_is_said_at_once_with_its_line(shop):
    wrong = """component,brand,number,code,name,band,amount,valid_from
parts,Heron,F-9,,,,10,2026-01-01
labour,,,HOUR,Hour,never,abc,2026-13-01
magic,,,X,X,,0.001,2026-01-01
labour,,,DAY,,,-5,2026-01-01
"""
    found = mistakes(shop, wrong)

    assert [line for line, _ in found] == [2, 3, 3, 3, 4, 4, 5, 5]
    assert "Heron F-9" in found[0][1]


def test_the_same_thing_twice_names_the_first_line(shop):
    twice = "component,code,name,amount,valid_from\n" + 2 * "travel,KM,Km,3,2026-01-01\n"

    assert mistakes(shop, twice) == [
        (3, "Line 2 says a price of the same thing from the same day.")
    ]


def test_periods_that_overlap_are_said_too(shop):
    rows = "travel,KM,Km,3,2026-07-01,\ntravel,KM,Km,2,2026-01-01,2026-07-15\n"

    [(line, _)] = mistakes(shop, "component,code,name,amount,valid_from,valid_until\n" + rows)

    assert line == 3


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"amount\n1\n",
        b"amount,valid_from,colour\n",
        b"PK\x03\x04\x00\x00",
        b"\xff\xff\xff",
        b'component,amount,valid_from\n"labour,1',
        b"x" * 2_000_001,
    ],
)
def test_what_is_no_such_file_is_refused_in_words(shop, content):
    [(_, sentence)] = mistakes(shop, content)

    assert sentence
