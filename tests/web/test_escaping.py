"""WF-01: whatever is stored, a page shows it as text, in every language, with scripts running."""

from dataclasses import fields, is_dataclass, replace

import pytest
from django.shortcuts import render
from django.urls import path

from kept.web.hotline import pages
from tests.web.conftest import make_person
from tests.web.hotline import samples, urls

ATTACKS = [
    "<script>alert('a')</script>",
    '"><img src=x onerror="alert(2)">',
    "'><svg onload=alert(3)>",
    "</textarea></title></script><b data-canary>",
    "javascript:alert(4)",
    "{{7*7}}{% debug %}",
    "&lt;b data-canary&gt;门<b data-canary>",
    "\u202ecanary\u2028<b data-canary>",
]
# What a page is built with, rather than what people wrote.
OURS = {"url", "kind", "state", "key", "version", "place", "bars", "strength", "lang", "number"}

SCREENS = {
    "queue": lambda: pages.QueuePage(now=samples.NOW, queue=samples.queue()),
    "case": samples.case_page,
    "log": samples.log_page,
    "find": lambda: samples.find_page("x"),
    "compare": samples.compare_page,
}


def poisoned(value, attack):
    """The same content with every text in it replaced."""
    if isinstance(value, str):
        return attack
    if isinstance(value, list | tuple):
        return [poisoned(part, attack) for part in value]
    if not is_dataclass(value):
        return value
    changes = {
        one.name: poisoned(getattr(value, one.name), attack)
        for one in fields(value)
        if one.init and one.name not in OURS and not one.name.endswith(("_url", "_key", "_lang"))
    }
    return replace(value, **changes)


@pytest.fixture
def poisoned_pages(monkeypatch):
    def show(request, name, place):
        template = {"find": "log"}.get(name, name)
        page = poisoned(SCREENS[name](), ATTACKS[place])
        return render(request, f"hotline/{template}.html", {"page": page})

    added = path("poisoned/<str:name>/<int:place>/", show)
    monkeypatch.setattr(urls, "urlpatterns", [added, *urls.urlpatterns])


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_WF_01_stored_text_stays_text(poisoned_pages, visits, language):
    window = visits()
    window.sign_in(make_person("lin", ATTACKS[1], language=language))

    for name in SCREENS:
        for place in range(len(ATTACKS)):
            page = window.open(f"/poisoned/{name}/{place}/")
            page.wait_for_function("document.documentElement.dataset.live === ''")
            assert page.locator("[data-canary], img[src=x], svg[onload]").count() == 0
            assert "49" not in page.title()
    # The window itself fails the test if anything alerted or broke the policy.


def test_the_attacks_would_be_seen(visits):
    """The check itself works: an alert in a page is noticed."""
    window = visits()
    window.open("/accounts/login/").evaluate("alert('seen')")

    assert window.faults == ["dialog: seen"]
    window.faults.clear()
