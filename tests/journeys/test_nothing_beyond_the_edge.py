"""On a phone, whoever has no account reads each page to its end and pushes nothing aside."""

from uuid import uuid4

import pytest

from kept.records.archive.services import issue_label
from kept.records.cases.models import Case
from kept.records.mail.models import Letter, Outcome
from kept.records.mail.services import Asked, take_web_request
from kept.records.payments.links import PAY_LINK
from kept.records.payments.models import PayLink
from kept.records.people.models import Person
from kept.records.quotes.models import QuoteLink
from kept.records.quotes.standing import QUOTE_LINK
from kept.records.returns.models import Rma
from kept.records.tokens import token
from kept.records.transit.models import Way
from kept.records.transit.queries import label_secret
from kept.records.transit.services import Reply, label_return, page_for
from kept.records.transit.services.asking import secret_of
from kept.web.portal.urls import urlpatterns
from kept.workers.clock import database_now
from tests.journeys.conftest import ENGLISH
from tests.journeys.running import log
from tests.web.test_screens import check

LANGUAGES = ("en", "zh-CN", "zh-TW")
# By the names of their addresses; `asked` is what `machine` becomes once it is sent.
PAGES = {
    "machine": "/m/{label}/",
    "machine_return": "/m/{label}/return/",
    "goods": "/r/{goods}/",
    "parcel": "/c/{parcel}/",
    "ask": "/request/",
    "anything_return": "/request/return/",
    "request_return": "/request/{receipt}/return/",
    "receipt": "/request/{receipt}/",
    "contest": "/request/{receipt}/contest/",
    "help": "/help/",
    "help_article": "/help/{article}/",
}
OF_MONEY = ("/q/{offer}/", "/pay/{payer}/", "/pay/back/")
ELSEWHERE = {"asked", "sign"}  # here below, and where a report is signed by a link
PAPERS = {"goods_label", "sign_pdf", "signed_pdf"}


def test_every_page_of_the_portal_is_looked_at():
    assert {one.name for one in urlpatterns} == PAGES.keys() | ELSEWHERE | PAPERS


@pytest.fixture
def there(kept) -> dict[str, str]:
    """What the addresses name: a machine, goods on their way, a request that became a case."""
    now, by = database_now(), Person.objects.get(username=ENGLISH)
    piece = kept.piece("S0")
    rma = Rma.objects.filter(state="to_inspect").latest("pk")
    page = page_for(rma, Reply(), by=rma.asked_by, now=now)
    label_return(rma_id=rma.pk, way=Way.IN, by=by, now=now)
    return {
        "label": issue_label(equipment_id=piece.pk, by=by, at=now),
        "goods": secret_of(page),
        "parcel": label_secret(rma.pk, Way.IN, at=now),
        "receipt": _asked_for(log(piece, by=ENGLISH), by),
        "offer": token(QUOTE_LINK, QuoteLink.objects.latest("pk").seed),
        "payer": token(PAY_LINK, PayLink.objects.latest("pk").seed),
    }


def _asked_for(number: str, by: Person) -> str:
    """Return the secret of a request by the form for everyone that became this case."""
    now, key = database_now(), uuid4().hex
    asked = Asked(key=key, subject="Fan", text="y" * 300, name="Li Na", email="li@heron.example")
    taken = take_web_request(asked=asked, now=now)
    Letter.objects.filter(pk=taken.letter_id).update(
        case=Case.objects.get(number=number), outcome=Outcome.ADDED, next_try_at=None,
        sender_name="Li Na", decided_at=now, decided_by=by,
    )  # fmt: skip
    return taken.secret


def articles(window) -> list[str]:
    """Return the address of each article for customers."""
    links = window.open("/help/").locator(".panel a[href^='/help/']")
    return links.evaluate_all("all => all.map((one) => one.getAttribute('href'))")


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_a_phone_nothing_lies_beyond_the_edge(windows, there, language):
    spoken = {"Accept-Language": language}
    window = windows(width=390, color_scheme="dark", extra_http_headers=spoken, bypass_csp=True)
    named = [path.format(**there) for name, path in PAGES.items() if name != "help_article"]

    problems = []
    for path in (*named, *articles(window), *(path.format(**there) for path in OF_MONEY)):
        problems += check(window, path, f"edge-{path.split('/')[1]}-{language}")
    page = window.open(f"/m/{there['label']}/")
    page.fill("#id_description", "y" * 300)
    page.fill("#id_name", "Li Na")
    page.fill("#id_phone", "+86 138 0000 0000")
    with page.expect_navigation(url="**/asked/"):
        page.locator("form.form button.go").click()
    problems += check(window, f"/m/{there['label']}/asked/", f"edge-asked-{language}")

    assert problems == []
