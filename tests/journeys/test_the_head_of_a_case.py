"""However many actions there are, what a case is about stands beside or above them."""

import pytest

from tests.journeys.conftest import ENGLISH, SIMPLIFIED
from tests.journeys.running import log


@pytest.mark.parametrize("width", [390, 1024, 1440])
@pytest.mark.parametrize("username", [ENGLISH, SIMPLIFIED])
def test_the_title_is_never_pushed_away(kept, windows, username, width):
    page = windows(username, width=width).open(f"/cases/{log(kept.piece('S2'), by=ENGLISH)}/")

    assert page.locator(".head h1").bounding_box()["width"] >= 150
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    head = page.locator(".head").bounding_box()
    acts = page.locator(".head .acts").bounding_box()
    assert acts["x"] + acts["width"] <= head["x"] + head["width"]


def test_the_end_of_a_promise_is_a_hair_wide(kept, windows):
    page = windows(ENGLISH).open(f"/cases/{log(kept.piece('S2'), by=ENGLISH)}/")

    ends = page.locator(".clk .ruler .tick").all()
    assert ends
    assert {end.bounding_box()["width"] for end in ends} == {1}
