"""Writing to the customer with the keyboard alone, in ready words; without scripts, too."""

from __future__ import annotations

import pytest

from kept.records.archive.models import Equipment
from kept.records.archive.queries import equipment_cards
from kept.records.cases.models import Case, CaseFact
from kept.records.documents.addressees import addressees
from kept.records.notices.models import Notice
from tests.journeys.conftest import ENGLISH, SIMPLIFIED
from tests.journeys.running import log


@pytest.fixture
def number(kept) -> str:
    """A case of a moment ago whose customer has somebody with an address."""
    machines = equipment_cards(list(Equipment.objects.values_list("pk", flat=True)[:20])).values()
    for machine in machines:
        number = log(machine, by=ENGLISH)
        if addressees(Case.objects.get(number=number)):
            return number
    raise AssertionError("nobody in the demo company has an address")


def letters(number: str) -> list[str]:
    rows = Notice.objects.filter(kind="letter", subject_key=number)
    return [row.data["text"] for row in rows]


def test_the_palette_leads_there_slash_offers_words_and_the_case_says_it(windows, number):
    window = windows(ENGLISH)
    page = window.open(f"/cases/{number}/")

    page.keyboard.press("Control+k")
    page.keyboard.type("write")
    page.locator("#found-list [role=option]", has_text="Write").first.wait_for()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    window.wait_until_live()
    assert page.url.endswith(f"/cases/{number}/write/")
    page.locator("#id_text").focus()
    page.keyboard.type("/on-the")
    page.locator("[role=listbox] [role=option]").first.wait_for()
    page.keyboard.press("Enter")
    words = page.locator("#id_text").input_value()
    assert words
    assert "/on-the" not in words
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")

    assert "The mail goes out" in page.locator("#notes").inner_text()
    assert letters(number) == [words.strip()]
    fact = CaseFact.objects.get(case__number=number, kind="customer.told")
    assert fact.values["text"] == words.strip()


def test_without_scripts_on_a_telephone(windows, number):
    window = windows(SIMPLIFIED, width=390, java_script_enabled=False)
    page = window.open(f"/cases/{number}/write/")

    page.locator("#id_text").fill("备件已发出。")
    with page.expect_navigation():
        page.locator("form.form button.go").click()

    assert letters(number) == ["备件已发出。"]
