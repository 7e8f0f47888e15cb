"""On a phone a case is long: its parts and its work are one touch from its head."""

import pytest

from tests.journeys.conftest import ENGLISH
from tests.journeys.running import log

ENGINEER = "tom.becker"


@pytest.mark.parametrize("wishes", [{}, {"java_script_enabled": False}], ids=["live", "still"])
@pytest.mark.parametrize(("name", "target"), [("Work done", "#work"), ("Parts", "#parts")])
def test_one_touch_leads_to_what_lies_under_a_tab(kept, windows, name, target, wishes):
    window = windows(ENGINEER, width=390, **wishes)
    page = window.open(f"/cases/{log(kept.piece('S2'), by=ENGLISH)}/")

    page.locator(".jump").get_by_role("link", name=name).click()

    assert page.locator(target).is_visible()
    assert 0 <= page.locator(target).bounding_box()["y"] < 844


def test_a_wide_window_shows_them_beside_the_case(kept, windows):
    page = windows(ENGLISH).open(f"/cases/{log(kept.piece('S2'), by=ENGLISH)}/")

    assert not page.locator(".jump").is_visible()
