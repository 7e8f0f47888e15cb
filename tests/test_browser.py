"""The browser of the journeys is a real one."""

import pytest


@pytest.mark.browser
def test_a_real_browser_runs_scripts(browser):
    page = browser.new_page()
    page.set_content("<p id=x>Kept</p>")

    assert page.evaluate("document.getElementById('x').offsetWidth") > 0
    assert page.evaluate("1 + 1") == 2
    page.close()
