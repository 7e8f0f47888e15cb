"""Why a clock says what it says."""

import pytest


@pytest.fixture
def page(visit):
    opened = visit.open("/samples/case/")
    opened.wait_for_function("document.documentElement.dataset.live === ''")
    return opened


BUTTON = "#clock-why-on_site .whyb"
WHY = "#why-on_site"


def test_it_opens_while_the_pointer_rests_and_can_be_entered(page):
    page.hover(BUTTON)
    page.locator(WHY).wait_for(state="visible")

    page.hover(f"{WHY} .sum")
    page.wait_for_timeout(400)

    assert page.locator(WHY).is_visible()

    page.mouse.move(500, 40)
    page.locator(WHY).wait_for(state="hidden")


def test_it_opens_by_keyboard_and_escape_closes_it_and_gives_the_focus_back(page):
    page.focus("#clock-why-answer .whyb")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    button = page.locator(BUTTON)
    assert page.evaluate("document.activeElement.hash") == WHY
    assert page.locator(WHY).is_visible()
    assert button.get_attribute("aria-expanded") == "true"

    page.keyboard.press("Escape")

    assert not page.locator(WHY).is_visible()
    assert page.evaluate("document.activeElement.hash") == WHY
    assert button.get_attribute("aria-expanded") == "false"


def test_a_click_pins_it_until_the_next_click(page):
    page.click(BUTTON)
    page.mouse.move(500, 40)
    page.wait_for_timeout(400)

    assert page.locator(WHY).is_visible()

    page.click(BUTTON)

    assert not page.locator(WHY).is_visible()


def test_only_one_is_open(page):
    page.click(BUTTON)
    page.click("#clock-why-repaired .whyb")

    assert page.locator(".why:visible").count() == 1


def test_it_tints_the_facts_it_stands_on(page):
    page.click(BUTTON)

    cited = page.evaluate("[...document.querySelectorAll('.tl .cited')].map(f => f.id)")
    assert sorted(cited) == ["fact-1", "fact-5", "fact-6"]


@pytest.mark.parametrize("height", [720, 900, 1300])
@pytest.mark.parametrize("key", ["answer", "on_site", "spare"])
def test_it_covers_no_clock(visit, height, key):
    visit.page.set_viewport_size({"width": 1440, "height": height})
    page = visit.open("/samples/case/")
    page.wait_for_function("document.documentElement.dataset.live === ''")
    page.click(f"#clock-why-{key} .whyb")
    why = page.locator(f"#why-{key}").bounding_box()

    assert why["y"] >= 44
    assert why["y"] + why["height"] <= height
    for clock in page.locator(".clk").all():
        assert not overlap(why, clock.bounding_box())


def overlap(one, other):
    return (
        one["x"] < other["x"] + other["width"]
        and other["x"] < one["x"] + one["width"]
        and one["y"] < other["y"] + other["height"]
        and other["y"] < one["y"] + one["height"]
    )


def test_without_scripts_a_plain_link_opens_it(visits, person):
    window = visits(java_script_enabled=False)
    window.sign_in(person)
    page = window.open("/samples/case/")
    assert not page.locator(WHY).is_visible()

    page.click(BUTTON)

    assert page.locator(WHY).is_visible()
    assert "someone is at the site" in page.locator(WHY).inner_text()


def test_an_address_that_names_it_opens_it(visit):
    page = visit.open(f"/samples/case/{WHY}")

    page.locator(WHY).wait_for(state="visible")


def test_words_for_the_customer_are_copied(visit):
    visit.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visit.open("/samples/case/")
    page.click(BUTTON)

    page.click(f"{WHY} [data-copy]")

    page.locator(f"{WHY} >> text=Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "我们的工程师最晚 15:02 到场。"
