"""Each page of the desk, wide and narrow, light and dark: it fits, and axe finds nothing."""

from datetime import timedelta

import pytest

from kept.workers.clock import database_now
from tests.journeys.conftest import ENGLISH, SIMPLIFIED, TRADITIONAL
from tests.journeys.running import log
from tests.web.test_screens import AXE, check

LOOKS = [
    (ENGLISH, 1440, "light"),
    (SIMPLIFIED, 390, "dark"),
    (TRADITIONAL, 1440, "dark"),
    (ENGLISH, 390, "light"),
]
PAGES = {
    "queue": "/queue/?of=all&narrow=1",
    "case": "/cases/{number}/",
    "cause": "/cases/{number}/facts/new/?kind=cause.found",
    "assign": "/cases/{number}/assign/",
    "find": "/log/?q=ylbsq",
    "log": "/log/?equipment={equipment}",
    "search": "/search/?q=ylbsq",
    "notices": "/notices/",
    "policy": "/policies/S2/",
    "compare": "/compare/",
}


@pytest.fixture
def case(kept) -> dict[str, object]:
    """A case whose answer is due in ten minutes, and its equipment."""
    piece = kept.piece("S2", on_site=timedelta(hours=3))
    asked_at = database_now() - timedelta(minutes=50)
    return {"equipment": piece.pk, "number": log(piece, by=ENGLISH, at=asked_at)}


def half_covered(problem: str, width: int) -> bool:
    """On a phone the bar at the bottom covers half of a link, which axe then measures as small."""
    return width < 900 and ": target-size:" in problem


@pytest.mark.parametrize(("username", "width", "theme"), LOOKS)
def test_it_fits_and_axe_finds_nothing(windows, case, username, width, theme):
    window = windows(username, width=width, color_scheme=theme, bypass_csp=True)

    problems = []
    for name, path in PAGES.items():
        address = path.format(**case)
        found = check(window, address, f"desk-{name}-{width}-{theme}-{username}")
        problems += [line for line in found if not half_covered(line, width)]
    if problems:
        pytest.fail("\n".join(problems), pytrace=False)


def test_what_hangs_over_a_case_is_quiet_too(windows, case):
    page = windows(ENGLISH, bypass_csp=True).open(f"/cases/{case['number']}/")
    page.add_script_tag(path=AXE)

    page.locator("#clock-why-on_site .whyb").click()
    page.locator("#why-on_site summary").click()
    problems = page.evaluate("axe.run().then(r => r.violations.map(v => v.id))")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    problems += page.evaluate("axe.run().then(r => r.violations.map(v => v.id))")

    assert problems == []
