"""Each page of the desk for everyone: it fits, and axe finds nothing.

There are three languages, two widths and two themes. Looking at every page in all twelve ways
would take long and find little more; the pages take turns, so that each is looked at in every
language, at both widths and in both themes, and the same ones each time.
"""

from datetime import timedelta

import pytest

from kept.records.cases.models import Case, Clock
from kept.records.cases.services import (
    CauseFinding,
    Closing,
    Contest,
    Word,
    close_case,
    dispute_cause,
    find_cause,
)
from kept.records.claims.models import SupplierClaim
from kept.records.returns.models import Loan, Rma
from kept.records.telephone.services import end_silent_calls
from kept.records.telephone.services.receiving import SILENT
from kept.records.transit.models import Way
from kept.records.transit.queries import label_secret
from kept.records.transit.services import Reply, label_return, page_for
from kept.records.transit.services.asking import secret_of
from kept.records.work.models import Entry
from kept.workers.clock import database_now
from tests.journeys.conftest import ENGLISH, SIMPLIFIED, TRADITIONAL
from tests.journeys.running import log
from tests.web.test_screens import AXE, RUN, TAGS, check

PEOPLE = (ENGLISH, SIMPLIFIED, TRADITIONAL)
WIDTHS = (1440, 390)
THEMES = ("light", "dark")

CASE = "/cases/{number}/"
PAGES = {
    "queue": "/queue/?of=all&narrow=1",
    "queue-empty": "/queue/?of=all&q=nobody",
    "several": "/queue/macros/?case={number}&case={silent}",
    "several-look": "/queue/macros/answered/?case={number}&case={silent}",
    "write": CASE + "write/",
    "queue-closed": "/queue/?of=closed",
    "case": CASE,
    "case-closed": "/cases/{closed}/",
    "case-paused": "/cases/{paused}/",
    "case-silent": "/cases/{silent}/",
    "kinds": CASE + "facts/new/",
    "cause": CASE + "finding/",
    "contest": "/cases/{silent}/contest/",
    "contested": "/cases/{contested}/",
    "dispute": CASE + "finding/dispute/",
    "queue-contested": "/queue/?of=contested",
    "wait": CASE + "facts/new/?kind=waiting.began",
    "close": CASE + "facts/new/?kind=case.closed",
    "correct": CASE + "facts/1/correct/",
    "withdraw": CASE + "facts/2/withdraw/",
    "assign": CASE + "assign/",
    "acceptance": CASE + "acceptance/",
    "roles": "/roles/?customer={customer}",
    "level": "/cases/{silent}/level/",
    "case-compare": CASE + "compare/",
    "made-good": CASE + "made-good/",
    "third-party-bill": CASE + "bill/",
    "work-done": "/cases/{worked}/work/",
    "work-time": CASE + "work/time/",
    "work-travel": CASE + "work/travel/",
    "work-expense": CASE + "work/expense/",
    "my-week": "/work/",
    "charges-worked": "/cases/{worked}/charges/",
    "quote-work": "/quotes/Q-000001/work/",
    "log-nothing": "/log/",
    "log-find": "/log/?q=ylbsq",
    "log-customer": "/log/?customer={customer}",
    "log-unknown": "/log/?q=nobody+at+all",
    "log-new": "/log/new/?q=Nobody",
    "log": "/log/?equipment={equipment}",
    "log-levels": "/log/?equipment={graded}",
    "search": "/search/?q=ylbsq",
    "archive": "/archive/",
    "archive-customer": "/archive/customers/{customer}/",
    "archive-nothing": "/archive/customers/{customer}/?q=nobody+at+all",
    "archive-site": "/archive/sites/{site}/",
    "archive-equipment": "/archive/equipment/{equipment}/",
    "archive-particulars": "/archive/equipment/{equipment}/particulars/",
    "returns": "/returns/",
    "returns-over": "/returns/?show=over",
    "return": "/returns/{rma}/",
    "return-label": "/returns/{rma}/label/in/",
    "return-label-back": "/returns/{rma}/label/back/",
    "return-step": "/returns/{rma}/repaired/",
    "return-noted": "/returns/{rma}/noted/",
    "supplier-claim": "/supplier-claims/{supplier}/",
    "returns-of-case": "/cases/{back}/returns/",
    "return-new": CASE + "returns/new/",
    "loaner-promise": CASE + "returns/loaner/",
    "loaners": "/loaners/",
    "loaner-new": "/loaners/new/",
    "loan-over": "/loans/{loan}/over/",
    "loan-back": "/loans/{loan}/back/",
    "loan-keep": "/loans/{loan}/keep/",
    "loan-release": "/loans/{loan}/release/",
    "owed": "/owed/",
    "notices": "/notices/",
    "policies": "/policies/",
    "policy": "/policies/S2/",
    "clause": "/policies/S3a/clauses/S3a-2.1e/",
    "compare": "/compare/",
    "charges": CASE + "charges/",
    "quotes": "/quotes/",
    "quote": "/quotes/Q-000001/",
    "prices": "/prices/",
    "taxes": "/prices/taxes/",
    "preferences": "/preferences/",
    "security": "/accounts/2fa/",
    "devices": "/accounts/sessions/",
    "nothing": "/cases/K-999999/",
}


def looks() -> dict[tuple[str, int, str], list[str]]:
    """Return which pages are looked at by whom, how wide and how lit.

    A page and its place decide: with each language the width and the theme change, and with
    each page they begin elsewhere.
    """
    found: dict[tuple[str, int, str], list[str]] = {}
    for place, name in enumerate(PAGES):
        for turn, who in enumerate(PEOPLE):
            width = WIDTHS[(place + turn) % 2]
            theme = THEMES[(place // 2 + (turn + 1) // 2) % 2]
            found.setdefault((who, width, theme), []).append(name)
    return found


LOOKS = looks()


def test_every_page_has_its_turn_in_every_language_width_and_theme():
    for name in PAGES:
        mine = [look for look, names in LOOKS.items() if name in names]
        seen = [set(values) for values in zip(*mine, strict=True)]
        assert seen == [set(PEOPLE), set(WIDTHS), set(THEMES)], name


@pytest.fixture
def there(kept) -> dict[str, object]:
    """What the addresses name: cases in every state of life, a machine, a customer."""
    piece, graded = kept.piece("S2", on_site=timedelta(hours=3)), kept.piece("S3a")
    asked_at = database_now() - timedelta(minutes=50)
    # Who rings in the demo lies over pages wherever they are scrolled to; later it rings no more.
    end_silent_calls(now=database_now() + SILENT)
    return {
        "equipment": piece.pk,
        "customer": piece.customer_id,
        "site": piece.site.pk,
        "graded": graded.pk,
        "number": log(piece, by=ENGLISH, at=asked_at),
        "closed": closed(log(piece, by=ENGLISH, at=asked_at, words="Closed by now")),
        "paused": Clock.objects.filter(state="paused").latest("pk").case.number,
        "silent": log(graded, by=ENGLISH),
        "worked": Entry.objects.latest("pk").case.number,
        **depot_of_the_demo(),
        "contested": contested(log(piece, by=ENGLISH, at=asked_at, words="Whose fault is it")),
    }


def depot_of_the_demo() -> dict[str, object]:
    """Name a return with several pieces on the bench, and what is lent."""
    rma, loan = Rma.objects.filter(state="to_inspect").latest("pk"), Loan.objects.latest("pk")
    claim = SupplierClaim.objects.latest("pk")
    return {"rma": rma.number, "back": loan.case.number, "loan": loan.pk, "supplier": claim.pk}


def closed(number: str) -> str:
    """Close a case, whatever is still owed; return its number."""
    case, now = Case.objects.get(number=number), database_now()
    closing = Closing(at=now, text="")
    close_case(case_id=case.pk, closing=closing, by=case.logged_by, now=now, key="close")
    return number


def contested(number: str) -> str:
    """Let a cause be found and disputed; return the number."""
    case, now = Case.objects.get(number=number), database_now()
    told = {"case_id": case.pk, "by": case.logged_by, "now": now}
    found = CauseFinding(cause="improper_maintenance", is_final=True, at=now, evidence="Dust")
    find_cause(finding=found, key="find", **told)
    word = Word(of="customer", requester="Mr Chen")
    said = Contest(word=word, text="We clean it weekly", at=now, asked="supplied_defect")
    dispute_cause(contest=said, key="dispute", **told)
    return number


@pytest.mark.parametrize("width", WIDTHS)
def test_what_managers_see_of_levels_and_times_fits_and_is_quiet(windows, there, width):
    theme = THEMES[width < 900]
    window = windows("marta.stein", width=width, color_scheme=theme, bypass_csp=True)

    assert check(window, "/marks/?by=customer", f"desk-marks-{width}-{theme}") == []


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: "-".join(map(str, look)))
def test_it_fits_and_axe_finds_nothing(windows, there, look):
    username, width, theme = look
    window = windows(username, width=width, color_scheme=theme, bypass_csp=True)

    problems = []
    for name in LOOKS[look]:
        address = PAGES[name].format(**there)
        problems += check(window, address, f"desk-{name}-{width}-{theme}-{username}")
    if problems:
        pytest.fail("\n".join(problems), pytrace=False)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_what_customers_and_carriers_see_of_goods_fits_too(windows, there, width, language):
    rma, now = Rma.objects.get(number=there["rma"]), database_now()
    by = rma.asked_by
    page = page_for(rma, Reply(), by=by, now=now)
    label_return(rma_id=rma.pk, way=Way.IN, by=by, now=now)
    theme = THEMES[width < 900]
    spoken = {"Accept-Language": language}
    window = windows(width=width, color_scheme=theme, extra_http_headers=spoken, bypass_csp=True)

    addresses = {
        "send-back": "/request/return/",
        "goods": f"/r/{secret_of(page)}/",
        "parcel": f"/c/{label_secret(rma.pk, Way.IN, at=now)}/",
    }
    for name, address in addresses.items():
        assert check(window, address, f"goods-{name}-{width}-{language}") == []


@pytest.mark.parametrize("name", ["login", "password/reset"])
@pytest.mark.parametrize("width", WIDTHS)
def test_the_door_fits_too(windows, name, width):
    window = windows(width=width, color_scheme=THEMES[width < 900], bypass_csp=True)

    assert check(window, f"/accounts/{name}/", f"door-{name.replace('/', '-')}-{width}") == []


@pytest.mark.parametrize("width", WIDTHS)
def test_what_hangs_over_a_case_is_quiet_too(windows, there, width):
    window = windows(ENGLISH, width=width, bypass_csp=True)
    page = window.open(f"/cases/{there['number']}/")
    page.add_script_tag(path=AXE)

    page.locator("#clock-why-on_site .whyb").click()
    page.locator("#why-on_site summary").click()
    page.evaluate("scrollTo(0, 0)")  # else the top bar may lie over half of a link just now
    problems = page.evaluate(RUN, TAGS)
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    problems += page.evaluate(RUN, TAGS)

    assert problems == []


def test_forms_that_could_not_be_taken_are_quiet_too(windows, there):
    window = windows(SIMPLIFIED, width=390, bypass_csp=True)
    page = window.open(f"/log/?equipment={there['graded']}")

    page.fill("#id_when", "25:00")
    page.fill("#id_description", "风扇很响")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    window.wait_until_live()
    page.add_script_tag(path=AXE)

    assert page.locator("[data-problems]").is_visible()
    assert page.evaluate(RUN, TAGS) == []
