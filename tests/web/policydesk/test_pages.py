"""Every page of the policy desk for a policy owner: it fits, axe is quiet, keys are enough.

The pages take turns in three looks, so that each is seen wide and narrow, light and dark, and in
every language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from kept.records.people.models import Person, Role
from kept.records.policies.drafts import draft_text
from kept.records.policies.services import name_policy, start_draft
from kept.rules.policy.shipped import shipped
from tests.desk import POLICY, at, open_desk
from tests.records.conftest import hire
from tests.records.policies.test_required import LIFTS
from tests.security.clients import browser_of
from tests.security.posting import a_finding
from tests.web.conftest import Visit
from tests.web.policydesk.test_drafts import PAPER
from tests.web.test_screens import AXE, RUN, TAGS, check

pytestmark = pytest.mark.browser

DRAFT = "/policydesk/drafts/{draft}/"
LONG = "/policydesk/drafts/{long}/"
PAGES = {
    "desk": "/policydesk/",
    "new": "/policydesk/new/",
    "policy": "/policydesk/policies/DESK/",
    "compare": "/policydesk/policies/DESK/compare/",
    "paper": "/policydesk/policies/DESK/paper/",
    "draft": DRAFT,
    "long": LONG,
    "narrowed": LONG + "?show=accepted",
    "nothing": LONG + "?q=no+such+words",
    "text": DRAFT + "text/",
    "clause": DRAFT + "clauses/D-3/",
    "rule": DRAFT + "rules/answer/",
    "rule-cost": LONG + "rules/{cost}/",
    "rule-remove": DRAFT + "rules/report/remove/",
    "new-rule": DRAFT + "new-rule/?clause=D-7",
    "new-gate": DRAFT + "new-rule/gate/?clause=D-7",
    "unset": DRAFT + "unset/",
    "publish": "/policydesk/drafts/{lifts}/publish/",
    "document": "/policydesk/drafts/{lifts}/required/licence/",
    "accept": DRAFT + "accept/?{finding}",
    "submit": DRAFT + "submit/",
    "trial": DRAFT + "trial/",
    "one-request": "/compare/",
}
LOOKS = [
    (1440, "light", "en"),
    (390, "dark", "zh-hans"),
    (1440, "dark", "zh-hant"),
    (390, "light", "en"),
]


@pytest.fixture
def there(transactional_db: None) -> dict[str, object]:
    """A policy owner with a short draft and a long one."""
    open_desk()
    owner = hire("shen.lan", "沈岚", Role.POLICY_OWNER)
    long = shipped()["S3c"].read_text().replace("policy: S3c", "policy: DESK", 1)
    now = timezone.now()
    name_policy(code="LIFTS", names={"en": "Lifts"}, by=owner, at=now)
    return {
        "lifts": start_draft(code="LIFTS", text=LIFTS, by=owner, at=now).pk,
        "draft": start_draft(code="DESK", text=POLICY, by=owner, at=at("14:20")).pk,
        "long": start_draft(code="DESK", text=long, by=owner, at=now).pk,
        "cost": "who_pays",
        "finding": urlencode(a_finding()),
    }


@pytest.fixture
def windows(browser, live_server, there) -> Iterator[Callable[..., Visit]]:
    """Open windows of the policy owner."""
    opened: list[Visit] = []

    def window(*, width: int = 1440, language: str = "en", **wishes: object) -> Visit:
        height = 900 if width > 900 else 844
        context = browser.new_context(viewport={"width": width, "height": height}, **wishes)
        context.set_default_timeout(20_000)
        opened.append(Visit(context, live_server.url))
        Person.objects.filter(username="shen.lan").update(language=language)
        opened[-1].sign_in(Person.objects.get(username="shen.lan"))
        return opened[-1]

    yield window
    faults = [fault for one in opened for fault in one.faults]
    for one in opened:
        one.context.close()
    assert faults == []


@pytest.mark.parametrize(("width", "theme", "language"), LOOKS)
def test_every_page_fits_and_axe_finds_nothing(windows, there, width, theme, language):
    window = windows(width=width, color_scheme=theme, language=language, bypass_csp=True)

    owner = browser_of(Person.objects.get(username="shen.lan"))

    problems = []
    for name, path in PAGES.items():
        address = path.format(**there)
        assert owner.get(address).status_code == 200, address
        problems += check(window, address, f"policydesk-{name}-{width}-{theme}-{language}")
    if problems:
        pytest.fail("\n".join(problems), pytrace=False)


def test_a_paper_becomes_a_draft_with_the_keyboard_alone(windows):
    window = windows(bypass_csp=True)
    page = window.open(PAGES["paper"])

    page.focus("textarea[name=text]")
    page.keyboard.insert_text(PAPER)
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.add_script_tag(path=AXE)
    problems = page.evaluate(RUN, TAGS)
    assert page.locator("mark").first.inner_text()
    page.focus("main .go")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert problems == []
    assert "/policydesk/drafts/" in page.url
    assert page.locator(".desk-clause").count() >= 2


def test_the_check_follows_a_rule_while_it_is_typed_and_saving_keeps_it(windows, there):
    window = windows()
    page = window.open(PAGES["rule"].format(**there))
    page.wait_for_function("document.documentElement.dataset.live === ''")

    page.fill("#id_limit", "25 min")
    page.locator("#rule-check", has_text="25 min").wait_for()
    page.fill("#id_limit", "three moons")
    page.locator("#rule-check .st.broken").first.wait_for()
    page.fill("#id_limit", "25 min")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")

    assert "limit: 25 min" in draft_text(int(str(there["draft"])))


def test_a_form_without_scripts_says_what_is_wrong_and_keeps_what_was_typed(windows, there):
    window = windows(java_script_enabled=False)
    page = window.open(PAGES["rule"].format(**there))

    page.fill("#id_limit", "{")
    page.click("main .go")

    assert page.locator("[data-problems]").is_visible()
    assert page.input_value("#id_limit") == "{"
