"""Clocks in a real browser: the same words as the server's, on the server's time."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from kept.web.common import clock_words
from tests.web.conftest import make_person

# Half a minute off every boundary, so that the moment between server and browser does not matter.
MINUTES = [-3000, -1441, -1440, -75, -60, -3, 1, 8, 14, 15, 16, 42, 59, 60, 61, 119, 184]
MINUTES += [359, 361, 580, 900, 1070, 1440, 1500, 4000, 8639, 8641, 20_000, 60_000]

PUT_CLOCKS = """dues => {
    const place = document.createElement("div");
    place.id = "probe";
    for (const due of dues) for (const near of [false, true]) {
        const clock = document.createElement("span");
        clock.dataset.clock = "running";
        clock.dataset.due = due;
        if (near) clock.dataset.near = "";
        place.append(clock);
    }
    document.querySelector("main").append(place);
    document.dispatchEvent(new CustomEvent("kept:replaced"));
    return [...place.children].map(clock => [clock.textContent, clock.dataset.clock]);
}"""

WRONG_CLOCK = """() => {
    const three = 3 * 3600 * 1000, wall = Date.now, origin = performance.timeOrigin;
    Date.now = () => wall() + three;
    Object.defineProperty(performance, "timeOrigin", {value: origin + three});
}"""


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
def test_browser_and_server_say_the_same_words(visits, language):
    window = visits()
    window.sign_in(make_person("lin", "林 Lin", language=language))
    page = window.open("/samples/parts/")
    now = timezone.now()
    dues = [now + timedelta(minutes=minutes, seconds=30) for minutes in MINUTES]

    shown = page.evaluate(PUT_CLOCKS, [due.isoformat() for due in dues])

    with translation.override(language), timezone.override("Asia/Shanghai"):
        expected = [
            [
                clock_words.counting(due, now=now, near=near),
                clock_words.state_at("running", due, now=now),
            ]
            for due in dues
            for near in (False, True)
        ]
    assert shown == expected


def test_a_wrong_clock_on_the_computer_does_not_make_a_clock_lie(visit):
    visit.context.add_init_script(f"({WRONG_CLOCK})()")
    page = visit.open("/samples/parts/")

    due = (timezone.now() + timedelta(minutes=20, seconds=30)).isoformat()

    assert page.evaluate(PUT_CLOCKS, [due])[0] == ["due in 20 min", "running"]


def test_a_clock_turns_from_running_to_soon_to_breached_by_itself(visit):
    page = alone(visit)
    visit.open("/samples/case/")
    clock = page.locator("#clock-why-on_site [data-clock]")
    page.wait_for_function("document.documentElement.dataset.live === ''")
    assert clock.inner_text() == "due in 42 min"

    page.clock.fast_forward("30:00")

    assert clock.inner_text() == "due in 12 min"
    assert clock.get_attribute("class") == "st pill soon"

    page.clock.fast_forward("14:00")

    assert clock.inner_text() == "breached 1 min"
    assert clock.get_attribute("class") == "st pill breached"
    assert "Engineer on site, 3 h: breached" in page.locator("#announce").inner_text()


def test_a_row_keeps_its_height_when_its_clock_turns(visit):
    page = alone(visit)
    visit.open("/samples/queue/")
    page.wait_for_function("document.documentElement.dataset.live === ''")
    rows = page.locator("[data-list] > [id^=row]")
    before = [box["height"] for box in boxes(rows)]

    page.clock.fast_forward("03:10:00")

    assert page.locator("#row-K-2481 .breached").count() == 1
    assert [box["height"] for box in boxes(rows)] == before


def alone(visit):
    """A page whose time a test moves, and which reaches no server once it is there."""
    visit.page.clock.install()
    for asked in ("**/samples/version/**", "**/calls/now/**"):
        visit.page.route(asked, lambda route: route.abort())
    return visit.page


def boxes(rows):
    return [rows.nth(place).bounding_box() for place in range(rows.count())]
