"""Every screen, wide and narrow, light and dark, in three languages: it fits, axe is quiet."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.utils import timezone

from kept.records.alerts.models import Scope
from kept.records.alerts.services import NewIntegration, end_integration, open_integration
from kept.records.people.models import Person, Role
from tests.web.conftest import make_person
from tests.web.edges import beyond_the_edge

AXE = Path("src/kept/web/common/assets/node_modules/axe-core/axe.min.js")
SHOTS = Path("tests/screenshots")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

RUN = (
    "tags => axe.run({runOnly: tags}).then(r => r.violations.map("
    "v => `${v.id}: ${v.nodes.map(n => n.target + ' ' + n.failureSummary).join('; ')}`))"
)

INSIDE = [
    "/samples/queue/",
    "/samples/queue/empty/",
    "/samples/case/",
    "/samples/log/",
    "/samples/log/find/?q=x",
    "/samples/compare/",
    "/preferences/",
    "/accounts/2fa/",
    "/accounts/sessions/",
    "/accounts/password/change/",
]
OUTSIDE = ["/accounts/login/", "/accounts/password/reset/", "/nothing/", "/request/", "/help/"]
LOOKS = [(1440, "light", "en"), (1440, "dark", "zh-hans"), (390, "light", "zh-hant")]


@pytest.fixture
def look(visits, request):
    """Open pages in one window of a kind; scripts of the checker are let in past the policy."""

    def opened(width, theme, language):
        window = visits(
            width=width, height=900 if width > 900 else 844, color_scheme=theme, bypass_csp=True
        )
        person = make_person("lin", "林 Lin", language=language)
        Person.objects.filter(pk=person.pk).update(theme=theme)
        window.sign_in(person)
        return window

    return opened


def report(problems):
    if problems:
        pytest.fail("\n".join(problems), pytrace=False)


def check(window, path, name):
    page = window.open(path)
    SHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png")
    problems = []
    wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    if wider > 0:
        problems.append(f"{path}: {wider} px too wide")
    if page.locator(".entrance").count():  # who has no account pushes nothing aside
        problems += [f"{path}: beyond the edge: {said}" for said in beyond_the_edge(page)]
    page.add_script_tag(path=AXE)
    found = page.evaluate(RUN, TAGS)
    return problems + [f"{path}: {line}" for line in found]


@pytest.mark.parametrize(("width", "theme", "language"), LOOKS)
def test_each_screen_fits_and_axe_finds_nothing(look, width, theme, language):
    window = look(width, theme, language)

    problems = []
    for path in INSIDE:
        name = path.strip("/").split("?")[0].replace("/", "-")
        problems += check(window, path, f"{name}-{width}-{theme}-{language}")
    window.context.clear_cookies()
    for path in OUTSIDE:
        problems += check(window, path, f"{path.strip('/').replace('/', '-')}-{width}-{theme}")

    report(problems)


@pytest.mark.parametrize(("width", "theme", "language"), LOOKS)
def test_what_administrators_see_fits_too(look, width, theme, language):
    window = look(width, theme, language)
    administrator = Person.objects.get(username="lin")
    Person.objects.filter(pk=administrator.pk).update(roles=[Role.ADMINISTRATOR])
    now = timezone.now()
    wanted = NewIntegration(name="Line 4 / 四号线", may=list(Scope))
    for turn in range(2):
        named = replace(wanted, name=f"{wanted.name} {turn}")
        made = open_integration(wanted=named, by=administrator, now=now)
    end_integration(integration_id=made.integration_id, by=administrator, now=now)
    made = open_integration(wanted=wanted, by=administrator, now=now)

    problems = []
    for path in ("", "new/", f"{made.integration_id}/token/", f"{made.integration_id}/end/"):
        name = f"integrations-{path.rpartition('/')[0].replace('/', '-')}-{width}-{theme}"
        problems += check(window, f"/integrations/{path}", f"{name}-{language}")

    report(problems)


def test_the_parts_too_and_what_opens_on_them(look):
    window = look(1440, "light", "en")

    problems = check(window, "/samples/parts/", "parts")
    page = window.open("/samples/case/")
    page.wait_for_function("document.documentElement.dataset.live === ''")
    page.click("#clock-why-on_site .whyb")
    page.add_script_tag(path=AXE)
    problems += page.evaluate("axe.run().then(r => r.violations.map(v => v.id))")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    problems += page.evaluate("axe.run().then(r => r.violations.map(v => v.id))")

    report(problems)
