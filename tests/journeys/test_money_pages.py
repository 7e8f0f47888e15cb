"""What those see who may see the money: it fits, axe finds nothing, and the keyboard is enough."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from kept.records.cases.models import Case
from kept.records.claims.models import Decision, Outcome, Recovery
from kept.records.claims.services import NewBill, NewDecision, decide_claim, record_bill
from kept.records.money import Money
from kept.records.payments.links import PAY_LINK
from kept.records.payments.models import Method, PayLink
from kept.records.payments.services import (
    NewGift,
    NewInvoice,
    NewLine,
    NewPayment,
    give_credit,
    issue_invoice,
    receive_payment,
    refund_payment,
)
from kept.records.people.models import Person
from kept.records.quotes.models import Answer, QuoteLink, Speech
from kept.records.quotes.services import Said, note_exchange
from kept.records.quotes.standing import QUOTE_LINK
from kept.records.returns.models import RmaLine
from kept.records.tokens import code, token
from kept.workers.clock import database_now
from tests.giving import given
from tests.journeys.conftest import ENGLISH
from tests.journeys.running import log
from tests.web.edges import beyond_the_edge
from tests.web.test_screens import check

MANAGER, BOOKS = "marta.stein", "fang.yi"
PAGES = (
    *("/invoices/", "/invoices/{invoice}/", "/invoices/{invoice}/credit/", "/payments/"),
    *("/payments/{payment}/", "/payments/{payment}/refund/", "/payouts/", "/claims/", "/losses/"),
    *("/cases/{number}/made-good/", "/cases/{number}/invoice/", "/cases/{number}/payment/"),
    *("/cases/{number}/deposit/", "/cases/{owing}/pay-link/", "/quotes/{quote}/"),
    *("/quotes/{quote}/invoice/", "/invoices/{credit}/match/"),
    *("/invoices/{credit}/", "/invoices/{credit}/pay-out/", "/payouts/{payout}/", "/owed/"),
    *("/releases/", "/releases/{giving}/", "/claims/decisions/{decision}/"),
    *("/losses/?clause=S2-1a", "/losses/decisions/?clause=S2-1a"),
    *("/cases/{number}/supplier-claim/", "/supplier-claims/{supplier}/"),
    *("/supplier-claims/{supplier}/decide/", "/supplier-claims/{supplier}/came/"),
    *("/supplier-claims/came/{recovery}/undo/", "/cases/{number}/bill-work/"),
    "/losses/margins/",
)
OF_MANAGERS = (
    *("/claims/", "/claims/bills/{bill}/", "/cases/{number}/compensation/", "/losses/"),
    *("/returns/{ours}/stocked/", "/returns/{ours}/"),
    *("/releases/", "/releases/{giving}/", "/claims/decisions/{decision}/"),
)


def _waiting(payment, number, told):
    """Ask that so much goes back that a second person has to release it."""
    paid = replace(payment, amount=Decimal(9000), reference=f"Twice {number}")
    big = receive_payment(payment=paid, key=f"b{number}", **told)
    refund = {"payment_id": big.payment_id, "amount": Decimal(8000), "reason": "It came twice"}
    return refund_payment(key=f"r{number}", **refund, **told).giving_id


def _credit(gift, number, told):
    """Give a credit note of which nothing is used."""
    to = {"customer_id": gift.customer_id, "case_id": gift.case_id}
    giving = given(gift.money, key=f"g{number}", **to, **told)
    return give_credit(gift=gift, giving=giving, key=f"g{number}", **told).number


@pytest.fixture
def there(kept):
    """A case that somebody paid a part of, and for which we gave something."""
    piece = kept.piece("S2", on_site=timedelta(hours=3))
    number = log(piece, by=ENGLISH, at=database_now() - timedelta(minutes=50))
    case, now = Case.objects.get(number=number), database_now()
    boss = Person.objects.get(username=MANAGER)
    told = {"by": boss, "now": now}
    line = NewLine(text="Training", quantity=Decimal(2), unit_price=Decimal("450.50"),
                   tax_rate=Decimal(6), component="training")  # fmt: skip
    invoice = NewInvoice(
        customer_id=case.customer_id, case_id=case.pk, currency="CNY", lines=(line,),
        issued_on=date(2026, 1, 5), due_on=date(2026, 2, 5),
    )  # fmt: skip
    issued = issue_invoice(invoice=invoice, key=f"i{number}", **told)
    payment = NewPayment(
        customer_id=case.customer_id, case_id=case.pk, amount=Decimal(2000), currency="CNY",
        received_at=now, method=Method.TRANSFER, reference=f"Bank {number}",
    )  # fmt: skip
    paid = receive_payment(payment=payment, key=f"p{number}", **told)
    bill = NewBill(
        case_id=case.pk, firm="Quick Repairs", number=f"Q-{number}", dated_on=date(2026, 1, 5),
        text="Fan", amount=Decimal(880), currency="CNY",
    )  # fmt: skip
    decision = NewDecision(
        case_id=case.pk, amount=Decimal(90), outcome=Outcome.PAYOUT, reason="A bad week",
        clause="S2-1a",
    )  # fmt: skip
    decided = decide_claim(decision=decision, key=f"d{number}", **told).decision_id
    quote = Answer.objects.filter(outcome="accepted").latest("pk").quote
    said = Said(speech=Speech.ASKED, name="Li Hua", text="y" * 400, key=f"s{number}")
    note_exchange(quote_id=quote.pk, said=said, by=boss, at=now)  # nothing breaks so long a word
    gift = NewGift(
        customer_id=case.customer_id, case_id=case.pk, money=Money(Decimal(30), "CNY"),
        text="A bad week", reason="A bad week", issued_on=now.date(),
    )  # fmt: skip
    return {
        "number": number,
        "credit": _credit(gift, number, told),
        "invoice": issued.number,
        "payment": paid.payment_id,
        "decision": decided,
        "giving": _waiting(payment, number, told),
        "payout": Decision.objects.get(pk=decided).settlement.payout_id,
        "bill": record_bill(bill=bill, key=f"b{number}", **told),
        "quote": quote.number,
        "ours": RmaLine.objects.filter(replaced__gt=0).latest("pk").rma.number,
        "supplier": Recovery.objects.latest("pk").claim_id,
        "recovery": Recovery.objects.latest("pk").pk,
        "owing": PayLink.objects.latest("pk").case.number,
    }


@pytest.mark.parametrize(
    ("who", "width", "theme"),
    [
        (BOOKS, 1440, "light"),
        (BOOKS, 390, "dark"),
        (MANAGER, 390, "light"),
        (MANAGER, 1440, "dark"),
    ],
)
def test_it_fits_and_axe_finds_nothing(windows, there, who, width, theme):
    window = windows(who, width=width, color_scheme=theme, bypass_csp=True)

    problems = []
    for page in OF_MANAGERS if who == MANAGER else PAGES:
        address = page.format(**there)
        name = page.strip("/").replace("/", "-").translate(str.maketrans("", "", "{}"))
        problems += check(window, address, f"money-{name}-{width}-{theme}")
    assert problems == []


def test_a_payment_is_recorded_with_the_keyboard_alone(windows, there):
    window = windows(BOOKS)
    page = window.open(f"/cases/{there['number']}/payment/")

    page.focus("#id_amount")
    page.keyboard.type("12.50")
    for _ in range(4):
        page.keyboard.press("Tab")
    page.focus("#id_reference")
    page.keyboard.type("Bank 18")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")

    assert "Bank 18" in page.locator("h1").inner_text()


@pytest.fixture
def asked(there) -> PayLink:
    """The link by which the demo's customer pays."""
    return PayLink.objects.latest("pk")


@pytest.mark.parametrize(("width", "theme"), [(390, "light"), (1440, "dark")])
def test_what_a_customer_sees_fits_and_is_quiet(windows, asked, width, theme):
    window = windows(width=width, color_scheme=theme, bypass_csp=True)
    name = f"money-pay-{width}-{theme}"

    problems = check(window, f"/pay/{token(PAY_LINK, asked.seed)}/", name)
    problems += check(window, "/pay/back/", f"{name}-back")

    assert problems == []


def test_on_a_phone_no_sum_of_a_quote_lies_beyond_the_edge(windows, there):
    link = QuoteLink.objects.filter(version__quote__number=there["quote"]).latest("pk")
    window = windows(width=390, bypass_csp=True)
    address = f"/q/{token(QUOTE_LINK, link.seed)}/"

    problems = check(window, address, "money-quote-by-link-390")

    assert problems == []
    told = window.page.locator(".paper-text td").all_inner_texts()
    assert any(text.startswith("CNY ") for text in told)
    assert beyond_the_edge(window.page) == []


def test_a_stranger_pays_in_the_demo_with_the_keyboard_alone(windows, asked):
    window = windows(width=390, bypass_csp=True)
    page = window.open(f"/pay/{token(PAY_LINK, asked.seed)}/")

    page.focus("#id_code")
    page.keyboard.type(code(PAY_LINK, asked.seed))
    with page.expect_navigation(url="**/pretend-bank/**"):
        page.keyboard.press("Enter")
    problems = check(window, page.url.removeprefix(window.server), "money-pretend-bank")
    page.focus("#id_what_0")
    page.keyboard.press("ArrowDown")  # half of it: the next one to look here finds some open
    with page.expect_navigation(url="**/pay/back/"):
        page.keyboard.press("Enter")

    assert problems == []
    assert page.locator("h1").inner_text()
    assert asked.case.payments.filter(method=Method.ONLINE).exists()
