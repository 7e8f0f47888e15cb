"""A macro and a checklist with the keyboard alone; the checklist on a telephone, too."""

import pytest

from kept.records.archive.models import Equipment
from kept.records.archive.queries import equipment_cards
from kept.records.cases.models import Case, CaseFact
from kept.records.checklists.queries import runs_of
from kept.records.macros.models import MacroRun
from tests.journeys.conftest import ENGLISH, SIMPLIFIED
from tests.journeys.running import log
from tests.web.test_screens import check


def of_family(kept, family: str):
    """Return a machine of a product family with a policy that promises something."""
    keys = Equipment.objects.filter(product__family=family).values_list("pk", flat=True)
    return next(iter(equipment_cards(list(keys)[:1]).values()))


@pytest.fixture
def number(kept) -> str:
    """A case of a moment ago about a UPS."""
    return log(of_family(kept, "ups"), by=ENGLISH)


def facts(number: str) -> list[str]:
    rows = CaseFact.objects.filter(case__number=number).order_by("seq")
    return list(rows.values_list("kind", flat=True))


def focused(page) -> str:
    return page.evaluate("document.activeElement.textContent.trim()")


def test_E_opens_the_macros_arrows_choose_and_enter_runs_what_was_looked_at(windows, number):
    window = windows(ENGLISH)
    page = window.open(f"/cases/{number}/")

    page.keyboard.press("e")
    for _ in range(10):
        page.keyboard.press("ArrowDown")
        if focused(page) == "UPS: engineer on the way":
            break
    with page.expect_navigation():
        page.keyboard.press("Enter")
    window.wait_until_live()
    assert "Start the checklist “UPS visit”" in page.locator(".macro-steps").inner_text()
    before = facts(number)
    assert focused(page).startswith("Run it")

    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert "Done: UPS: engineer on the way" in page.locator("#notes").inner_text()
    assert facts(number) == [*before, "customer.told"]
    assert MacroRun.objects.filter(case__number=number).count() == 1
    assert [run.key for run in runs_of(Case.objects.get(number=number).pk)] == [
        "ups-visit",
        "before-leaving",
    ]


def test_the_palette_knows_every_macro_by_its_name(windows, number):
    window = windows(SIMPLIFIED)
    page = window.open(f"/cases/{number}/")

    page.keyboard.press("Control+k")
    page.keyboard.type("由我接手")
    page.locator("#found-list [role=option]", has_text="由我接手").first.wait_for()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    window.wait_until_live()
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")

    assert Case.objects.get(number=number).responsible.username == SIMPLIFIED


def test_a_checklist_is_started_and_answered_without_the_mouse(windows, number):
    window = windows(ENGLISH)
    page = window.open(f"/cases/{number}/")

    page.keyboard.press("Control+k")
    page.keyboard.type("start: ups")
    page.locator("#found-list [role=option]", has_text="Start: UPS visit").first.wait_for()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    window.wait_until_live()
    page.locator("#id_said_2").focus()
    page.keyboard.type("425,5")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    window.wait_until_live()

    assert "425.5 V" in page.locator("#item-2").inner_text()
    assert "outside the allowed range" in page.locator("#item-2").inner_text()
    [run] = runs_of(Case.objects.get(number=number).pk)
    assert (run.answered, run.outside) == (1, 1)

    window.open(f"/cases/{number}/facts/new/?kind=case.closed")
    assert "Checklists still ask for: UPS visit" in page.locator("main").inner_text()


@pytest.mark.parametrize(
    ("who", "width", "theme"), [(ENGLISH, 390, "dark"), (SIMPLIFIED, 1440, "light")]
)
def test_their_pages_fit_and_axe_finds_nothing(windows, number, who, width, theme):
    started = windows(who)
    page = started.open(f"/cases/{number}/")
    with page.expect_navigation():
        page.locator("#checklists button").last.click()
    address = page.url.removeprefix(started.server)

    window = windows(who, width=width, color_scheme=theme, bypass_csp=True)
    name = f"asked-{width}-{theme}-{who}"
    problems = check(window, address, f"{name}-checklist")
    problems += check(window, f"{address}aside/", f"{name}-aside")
    problems += check(window, f"/cases/{number}/macros/answered/", f"{name}-macro")
    problems += check(window, f"/cases/{number}/", f"{name}-case")
    assert problems == []


@pytest.mark.parametrize(("width", "theme"), [(390, "light"), (1440, "dark")])
def test_the_pages_where_they_are_kept_fit_too(windows, width, theme):
    window = windows("marta.stein", width=width, color_scheme=theme, bypass_csp=True)

    problems = []
    for path in ("checklists", "checklists/ups-visit", "macros", "macros/take-over", "macros/new"):
        name = path.replace("/", "-")
        problems += check(window, f"/knowledge/{path}/", f"kept-{name}-{width}-{theme}")
    assert problems == []
