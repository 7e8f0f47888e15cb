"""A repair is quoted twice, asked about, accepted by link, paid online; then the goods go back."""

import re
from datetime import timedelta

from kept.records.cases.models import CaseFact
from kept.records.quotes.models import Answer
from kept.records.returns.models import Rma
from kept.workers.clock import database_now
from tests.journeys.conftest import ENGLISH
from tests.journeys.running import log
from tests.journeys.test_goods_come_back import ask, clock_of, step

BOSS = "marta.stein"  # may bill as well
PART = "Communication module"


def go(window, path: str, *, within: str = "#main") -> None:
    """Follow a link that is on the page."""
    link = window.page.locator(within).locator(f"a[href*='{path}']:visible").first
    with window.page.expect_navigation():
        link.click()
    window.wait_until_live()


def from_the_first_page(window, chapter: str, number: str) -> None:
    """Go from the first page to the list of a chapter, and from there to one in it."""
    window.open("/")
    if not window.page.locator(f"header a[href='{chapter}']:visible").count():
        window.page.locator("header .more summary").click()
    go(window, chapter, within="header")
    go(window, number)


def press(page, button: str, *, form: str = "#main", **fields: str) -> None:
    """Fill what a form asks for by its labels, and press its button."""
    there = page.locator(form).filter(has=page.get_by_role("button", name=button)).first
    for label, value in fields.items():
        field = there.get_by_label(label.replace("_", " "), exact=False).first
        if field.evaluate("f => f.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)
    with page.expect_navigation():
        there.get_by_role("button", name=button).first.click()


def link_of(kept, kind: str, about: str) -> str:
    """Return where the newest mail about something leads a customer."""
    mails = [mail for mail in kept.turn() if about in mail.subject]
    return [found[0] for mail in mails if (found := re.search(rf"/{kind}/\w+/", mail.body))][-1]


def in_english(window) -> None:
    """Read on in English, whatever language the mail was in."""
    with window.page.expect_navigation():
        window.page.get_by_role("button", name="English").click()
    window.wait_until_live()


def repaired_step(window, rma: str, name: str) -> None:
    """Record a step of a return, from the first page on."""
    from_the_first_page(window, "/returns/", rma)
    with window.page.expect_navigation():
        window.page.get_by_role("link", name=name).first.click()
    window.wait_until_live()
    with window.page.expect_navigation():
        window.page.locator("form.block button.go").click()
    window.wait_until_live()


def quoted(kept, desk, number: str) -> str:
    """Quote the repair; return the number of the quote."""
    page = desk.open("/")
    go(desk, number, within="body")
    go(desk, "/charges/", within="body")
    press(page, "Begin a quote", form="form")
    desk.wait_until_live()
    page.get_by_text("Something that is in no list").click()
    repair = {"Of_what_kind": "labour", "What_it_is": "Repair of the module"}
    price = {"Price_of_one": "900", "Why_this_price": "As the workshop asks"}
    press(page, "Add it", form="form", **repair, **price)
    desk.wait_until_live()
    sent(desk)
    return page.locator("h1").inner_text().split()[-1]


def sent(desk) -> None:
    """Send a quote as it stands for two weeks."""
    until = f"{database_now() + timedelta(days=14):%Y-%m-%d}"
    press(desk.page, "Send the quote", form="form", Holds_until=until)
    desk.wait_until_live()


def test_quoted_twice_asked_accepted_and_paid_before_the_goods_go_back(kept, windows):
    desk, customer = windows(ENGLISH), windows(width=390)
    number = log(kept.piece("S4c"), by=ENGLISH)
    rma = ask(desk, number, PART, 1)
    step(desk, rma, "approved", freight_told=True)
    step(desk, rma, "received", quantity=1, despite="All else was tried before")
    step(desk, rma, "inspected", quantity=1, text="Dropped", cause="improper_handling")

    quote = quoted(kept, desk, number)
    first = link_of(kept, "q", quote)
    customer_asks(customer, first)
    answered_with_a_new_version(desk, quote)
    second = link_of(kept, "q", quote)
    code = re.search(r"code to read out: (\d+)", desk.page.locator("#main").inner_text())[1]
    customer_accepts(customer, first, second, code)
    assert Answer.objects.get(quote__number=quote).outcome == "accepted"

    repaired_step(desk, rma, "Repaired")
    repaired_step(desk, rma, "Tested, good")
    repaired_step(desk, rma, "Sent back")
    assert "The policy does not let this happen yet" in desk.page.locator("#main").inner_text()

    boss = windows(BOSS)
    code = billed(boss, quote)
    customer_pays(customer, link_of(kept, "pay", number), code)

    from_the_first_page(desk, "/returns/", rma)
    go(desk, "/label/back/")
    press(desk.page, "Make the label", form="form")
    assert desk.page.get_by_role("link", name="Print on A6").is_visible()
    repaired_step(desk, rma, "Sent back")
    assert clock_of(number).state == "met"
    assert Rma.objects.get(number=rma).state == "sent_back"
    kinds = set(CaseFact.objects.filter(case__number=number).values_list("kind", flat=True))
    assert {"quote.accepted", "payment.received", "goods.returned_shipped"} <= kinds


def customer_asks(customer, link: str) -> None:
    """Ask on the quote's page, on a phone."""
    page = customer.open(link)
    in_english(customer)
    page.get_by_text("Ask about it").click()
    press(page, "Send the question", form="form", Your_question="Is the way back in it?")
    customer.wait_until_live()
    assert page.get_by_text("Is the way back in it?").is_visible()


def answered_with_a_new_version(desk, quote: str) -> None:
    """Learn of the question by a notice, answer it, and send the quote again with the freight."""
    page = desk.open("/")
    go(desk, "/notices/", within="header")
    go(desk, quote)
    assert "The customer has a question" in page.locator(".next-step").inner_text()
    press(page, "Keep it", form="form", What_was_said="It is now.")
    desk.wait_until_live()
    assert "The customer has a question" not in page.locator(".next-step").inner_text()
    page.get_by_label("From a price list").select_option(index=0)
    press(page, "Add from the list", form="form")
    desk.wait_until_live()
    page.get_by_text("Send a new version").click()
    sent(desk)


def customer_accepts(customer, first: str, second: str, code: str) -> None:
    """Find the first link replaced, and accept by the second one with the code."""
    page = customer.open(first)
    assert "There is a newer version of this quotation" in page.locator("#main").inner_text()
    customer.open(second)
    assert page.get_by_text("It is now.").is_visible()
    page.get_by_text("I accept", exact=True).click()
    press(page, "Put it on record", form="form", Code=code)
    customer.wait_until_live()
    assert page.get_by_text("You have accepted it. Thank you.").is_visible()


def billed(boss, quote: str) -> str:
    """Bill it and send the page to pay; return the code that is read out."""
    from_the_first_page(boss, "/quotes/", quote)
    press(boss.page, "Bill it", form="form")
    boss.wait_until_live()
    go(boss, "/pay-link/")
    press(boss.page, "Send", form="form")
    boss.wait_until_live()
    code = boss.page.locator("dt", has_text="The code to read out").locator("+ dd")
    return code.inner_text()


def customer_pays(customer, link: str, code: str) -> None:
    """Pay all of it at the pretend bank."""
    page = customer.open(link)
    assert "repaired goods sent back" in page.locator("#main").inner_text()
    page.get_by_label("Code", exact=True).fill(code)
    page.get_by_role("button", name="Pay online").click()
    page.wait_for_url("**/pretend-bank/**")
    page.get_by_role("button", name="Pretend").click()
    page.wait_for_url("**/pay/back/**")
    assert page.get_by_text("Your payment has arrived").is_visible()
