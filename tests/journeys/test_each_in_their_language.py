"""Whoever reads Chinese reads no English, apart from names and what people told us."""

from datetime import timedelta

import pytest

from kept.records.archive.models import Customer, ProductModel
from kept.records.cases.models import Case
from kept.records.parts.models import Part, StockPlace
from kept.records.people.models import Person
from tests.journeys.conftest import SIMPLIFIED, TRADITIONAL
from tests.journeys.foreign import english_on

# Titles are in the words of whoever logged the case; customers abroad have names of their own.
TOLD = (
    "h1, .ready summary, .ready p, .rings .title, .queue .who, .queue .l2, .told, .said, "
    ".find-case, a[href^='/cases/'], "
    "select option"
)
PAGES = [
    "/queue/",
    "/queue/?of=all&narrow=1",
    "/cases/{number}/",
    "/cases/{number}/facts/new/",
    "/cases/{number}/facts/new/?kind=cause.found",
    "/cases/{number}/facts/new/?kind=waiting.began",
    "/cases/{number}/facts/1/correct/",
    "/cases/{number}/assign/",
    "/cases/{number}/compare/",
    "/log/",
    "/log/?equipment={equipment}",
    "/search/?q=ylbsq",
    "/notices/",
    "/policies/",
    "/policies/S2/",
    "/policies/S2/clauses/S2-2b/",
    "/compare/",
    "/preferences/",
    "/accounts/2fa/",
    "/accounts/sessions/",
    "/accounts/password/change/",
    "/nothing/",
]


def report(problems: list[str]) -> None:
    if problems:
        pytest.fail("\n".join(problems), pytrace=False)


@pytest.fixture
def names(kept) -> list[str]:
    """Names that are the same in every language."""
    brands = ProductModel.objects.values_list("brand", flat=True).distinct()
    people = Person.objects.values_list("display_name", flat=True)
    customers = Customer.objects.values_list("short_name", flat=True)
    # Places and consignments are known by their codes; titles are in the words of who logged.
    places = StockPlace.objects.values_list("code", flat=True)
    titles = Case.objects.values_list("title", flat=True)
    parts = Part.objects.values_list("brand", flat=True).distinct()
    return [*brands, *people, *customers, *places, *titles, *parts, "SF Express"]


@pytest.mark.parametrize(
    ("username", "language"), [(SIMPLIFIED, "zh-Hans"), (TRADITIONAL, "zh-Hant")]
)
def test_no_page_speaks_english_to_those_who_read_chinese(kept, windows, names, username, language):
    window = windows(username)
    piece = kept.piece("S2", on_site=timedelta(hours=3))
    window.find("ylbsq", "")
    page = window.open(f"/log/?equipment={piece.pk}")
    page.fill("#id_description", "压力读数跳变")
    number = window.log()

    problems = []
    for path in PAGES:
        page = window.open(path.format(number=number, equipment=piece.pk))
        assert window.language == language
        problems += [f"{path}: {text}" for text in english_on(page, told=TOLD, names=names)]
    report(problems)


def test_what_opens_on_a_page_is_in_the_same_language(kept, windows, names):
    window = windows(SIMPLIFIED)
    page = window.open("/queue/?of=all")
    with page.expect_navigation():
        page.locator("[data-row]").first.click()
    window.wait_until_live()

    page.keyboard.press("?")
    problems = english_on(page, told=TOLD, names=names)
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    problems += english_on(page, told=TOLD, names=names)

    report(problems)
