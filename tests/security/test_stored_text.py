"""WF-01: what somebody wrote, anywhere, is shown as text on every page, with scripts running."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from playwright.sync_api import Browser, Page

from kept.records.people.models import Language, Person
from kept.records.policies.models import Policy
from tests.known import ARTICLE
from tests.security.clients import browser_of
from tests.security.company import NOW, WITH_ROLES, World, open_world
from tests.security.test_authorisation import Crawler, addresses_of
from tests.web.conftest import Visit

IMAGE = "门\"><img src=x onerror=alert(1)>'"
SCRIPT = "</script></title><svg onload=alert(2)>"
TEMPLATE = "{{7*7}}{% x %}<b data-canary>"
AGENT = "<script>alert('agent')</script>"
# Every text of the policy that pages show: titles, names, questions, clauses.
HOSTILE_POLICY = re.sub(
    r"(\b(?:en|zh-Hans): )([^,{}\n]+)", lambda hole: f"{hole[1]}{SCRIPT!r}", WITH_ROLES
)


def poison() -> World:
    world = open_world(IMAGE, SCRIPT, policy=HOSTILE_POLICY, known=f"{IMAGE} {SCRIPT} {TEMPLATE}")
    Policy.objects.update(names={"en": IMAGE, "zh-hans": IMAGE})
    for name, person in world.people.items():
        Person.objects.filter(pk=person.pk).update(display_name=f"{TEMPLATE} {name}")
    Authenticator.objects.create(
        user=world.people["administrator"],
        type=Authenticator.Type.WEBAUTHN,
        data={"name": IMAGE, "credential": {}},
    )
    return world


class Elements(HTMLParser):
    """Finds elements that can only come from what somebody wrote."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        ours = tag != "svg" or "onload" not in named
        if named.get("src") == "x" or "data-canary" in named or not ours:
            self.found.append(f"<{tag} {named}>")
        if any(name.startswith("on") for name in named):
            self.found.append(f"<{tag} {named}>")


@pytest.mark.django_db
@pytest.mark.parametrize("language", [Language.ENGLISH, Language.TRADITIONAL])
def test_WF_01_no_page_builds_an_element_of_what_was_written(afternoon, language):
    world = poison()
    person = world.people["administrator"]
    Person.objects.filter(pk=person.pk).update(language=language)
    Authenticator.objects.filter(user=person).update(type=Authenticator.Type.TOTP)
    crawler = Crawler(browser_of(person, HTTP_USER_AGENT=AGENT))

    told = crawler.crawl(addresses_of(world), follows=language == Language.ENGLISH)

    assert "onerror=alert(1)" in told  # it is there, as text
    for address, told in crawler.seen.items():
        headers, _, page = told.decode(errors="replace").partition("\n\n")
        elements = Elements()
        elements.feed(page if "text/html" in headers else "")
        assert elements.found == [], address
        assert "49{%" not in page, address


@pytest.fixture
def window(browser: Browser, live_server) -> Iterator[Visit]:
    context = browser.new_context(locale="en-GB", user_agent=AGENT)
    context.set_default_timeout(15_000)
    visit = Visit(context, live_server.url)
    yield visit
    context.close()
    assert visit.faults == []


@pytest.mark.browser
def test_WF_01_no_script_runs_and_no_page_of_ours_breaks_the_policy(live_server, window):
    with time_machine.travel(NOW, tick=True):
        world = poison()
        Authenticator.objects.all().delete()  # its credential is none
        window.sign_in(world.people["administrator"])
        case = f"/cases/{world.a.case.number}/"
        for path in (
            *("/queue/?of=all&narrow=1", "/queue/?of=closed", f"/cases/{world.b.closed.number}/"),
            *(f"{case}facts/new/?kind=note.added", f"{case}facts/2/correct/", f"{case}level/"),
            *(f"{case}compare/", "/log/?q=img", "/notices/", "/policies/DESK/", "/compare/"),
            *("/accounts/sessions/", "/preferences/"),
            *("/knowledge/", f"/knowledge/articles/{ARTICLE}/", "/knowledge/texts/"),
            *("/knowledge/codes/", f"{case}help/{ARTICLE}/steps/"),
        ):
            shows_text_only(window.open(path), path)
        look_into_what_scripts_show(window, world)


def shows_text_only(page: Page, path: str) -> None:
    page.locator("html[data-live]").wait_for()
    assert page.locator("[data-canary], img[src=x], svg[onload]").count() == 0, path
    assert "49" not in page.title(), path


def look_into_what_scripts_show(window: Visit, world: World) -> None:
    """Look at the reasons of a clock, at what is found while typing, and at a preview."""
    page = window.open(f"/cases/{world.a.case.number}/")
    page.locator("html[data-live]").wait_for()
    page.locator(".whyb:visible").first.click()
    page.keyboard.press("Escape")
    page.locator("#find").fill("img src")
    page.locator("[role=option]").first.wait_for()
    shows_text_only(page, "what is found")

    page = window.open(f"/log/?equipment={world.b.equipment.pk}")
    with page.expect_response("**/log/preview/**") as told:
        page.locator("textarea[name=description]").fill(IMAGE)
    assert told.value.ok
    shows_text_only(page, "what is promised")


@pytest.mark.browser
def test_WF_01_a_script_would_be_stopped_and_seen(live_server, window):
    """The check itself works: the policy refuses a script in the page, and we hear of it."""
    page = window.open("/accounts/login/")
    attack = "document.body.innerHTML = '<img src=x onerror=alert(1)>'"

    page.evaluate(
        f"() => {{ try {{ {attack} }} catch (error) {{ console.error(error.message) }} }}"
    )

    assert window.faults
    assert all(fault.startswith("policy:") for fault in window.faults)
    window.faults.clear()
