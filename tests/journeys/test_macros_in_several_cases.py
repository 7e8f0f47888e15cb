"""A macro in several cases: with the keyboard alone, without scripts, on a telephone."""

from __future__ import annotations

from uuid import uuid4

import pytest

from kept.records.archive.models import Equipment
from kept.records.archive.queries import equipment_cards
from kept.records.cases.models import Case
from kept.records.macros.models import MacroRun
from tests.journeys.conftest import ENGLISH, SIMPLIFIED
from tests.journeys.running import log
from tests.web.test_screens import check


@pytest.fixture
def numbers(kept) -> list[str]:
    """Three cases of a moment ago, all about a UPS."""
    keys = Equipment.objects.filter(product__family="ups").values_list("pk", flat=True)
    machine = next(iter(equipment_cards(list(keys)[:1]).values()))
    words = f"Fan loud {uuid4().hex}"  # theirs alone: the queue is narrowed by it
    return [log(machine, by=ENGLISH, words=words) for _ in range(3)]


def queue_of(numbers: list[str]) -> str:
    """Return the address of a queue that holds these cases, narrowed by what they share."""
    title = Case.objects.get(number=numbers[0]).title
    return f"/queue/?of=all&q={title}"


def ticked(page) -> set[str]:
    boxes = page.locator("input[data-tick]:checked")
    return {boxes.nth(place).get_attribute("value") for place in range(boxes.count())}


def test_X_marks_shift_X_marks_a_range_and_E_leads_to_the_macros(windows, numbers):
    window = windows(ENGLISH)
    page = window.open(queue_of(numbers))

    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Shift+X")
    rows = page.locator("input[data-tick]").evaluate_all("all => all.map(one => one.value)")
    assert ticked(page) == set(rows[:3])
    assert page.locator("[data-ticked]").inner_text() == "3 marked"
    page.keyboard.press("x")  # the row one stands at is cleared again
    assert ticked(page) == set(rows[:2])
    page.keyboard.press("x")

    with page.expect_navigation():
        page.keyboard.press("e")
    window.wait_until_live()
    for _ in range(10):
        page.keyboard.press("j")
        if page.evaluate("document.activeElement.textContent").startswith("UPS: engineer on"):
            break
    with page.expect_navigation():
        page.keyboard.press("Enter")
    window.wait_until_live()
    assert page.locator(".several > li").count() == 3
    before = MacroRun.objects.count()

    with page.expect_navigation():
        page.keyboard.press("Control+Enter")

    assert "Done in 3 of 3 cases." in page.locator("main").inner_text()
    assert MacroRun.objects.count() == before + 3


def test_marks_stay_while_the_queue_refreshes_itself(windows, numbers):
    window = windows(ENGLISH)
    page = window.open(queue_of(numbers))
    page.keyboard.press("j")
    page.keyboard.press("x")
    marked = ticked(page)
    version = page.locator("#queue").get_attribute("data-version")

    log_another = Case.objects.get(number=numbers[0]).equipment_id
    log(equipment_cards([log_another])[log_another], by=ENGLISH)
    page.wait_for_function(
        "version => document.getElementById('queue').dataset.version !== version", arg=version
    )

    assert ticked(page) == marked
    assert page.locator("[data-ticked]").inner_text() == "1 marked"


@pytest.mark.parametrize("who", [ENGLISH, SIMPLIFIED])
def test_without_scripts_and_on_a_telephone_it_is_ticked_and_sent(windows, numbers, who):
    window = windows(who, width=390, java_script_enabled=False)
    page = window.open(queue_of(numbers))

    for number in numbers[:2]:
        page.locator(f"input[value={number}]").check()
    with page.expect_navigation():
        page.locator("#several button").click()
    with page.expect_navigation():
        page.locator(".options a").first.click()
    with page.expect_navigation():
        page.locator("form:has(.several) button.go").click()

    assert page.locator(".told-list > li").count() == 2
    assert MacroRun.objects.filter(case__number__in=numbers).count() == 2


@pytest.mark.parametrize(
    ("who", "width", "theme"), [(ENGLISH, 390, "dark"), (SIMPLIFIED, 1440, "light")]
)
def test_its_pages_fit_and_axe_finds_nothing(windows, numbers, who, width, theme):
    window = windows(who, width=width, color_scheme=theme, bypass_csp=True)
    marked = "&".join(f"case={number}" for number in numbers)
    name = f"several-{width}-{theme}-{who}"

    problems = check(window, queue_of(numbers), f"{name}-queue")
    problems += check(window, f"/queue/macros/?of=all&{marked}", f"{name}-choose")
    problems += check(window, f"/queue/macros/answered/?of=all&{marked}", f"{name}-look")
    window.page.locator("form:has(.several) button.go").click()
    window.page.locator(".told-list").wait_for()
    problems += check(window, "/queue/macros/done/", f"{name}-report")

    assert problems == []
