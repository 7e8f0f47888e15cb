"""Goods come back: split, one exchanged in advance, in time; and one that waits for its payment."""

import re
from datetime import timedelta

import pytest

from kept.records.cases.asking import LogRequest, NewFact
from kept.records.cases.models import Case, CaseFact, Clock
from kept.records.cases.services import open_case, record_fact
from kept.records.people.models import Person
from kept.records.returns.models import Rma
from kept.workers.clock import database_now
from tests.journeys.conftest import ENGLISH

DAY = timedelta(days=1)


@pytest.fixture
def number(kept) -> str:
    """A case of three days ago, under the policy that promises goods back within a week."""
    piece = kept.piece("S4c")
    by, at = Person.objects.get(username=ENGLISH), database_now() - 3 * DAY
    request = LogRequest(
        customer_id=piece.customer_id,
        equipment_id=piece.pk,
        channel="telephone",
        case_type="fault",
        requested_at=at,
        description="Two modules do not answer",
    )
    opened = open_case(request=request, by=by, now=at, key=f"back {at.timestamp()}")
    return opened.number


@pytest.fixture
def window(windows):
    return windows(ENGLISH)


def record(number: str, kind: str, **values) -> None:
    """Let a colleague record what happened elsewhere."""
    case, now = Case.objects.get(number=number), database_now()
    fact = NewFact(kind=kind, at=now, values=values)
    by = Person.objects.get(username=ENGLISH)
    record_fact(case_id=case.pk, fact=fact, by=by, now=now, key=f"{kind} {now.timestamp()}")


def ask(window, number: str, name: str, pieces: int) -> str:
    """Open a return from the case; return its number."""
    page = window.open(f"/cases/{number}/")
    page.get_by_role("link", name="Returns", exact=True).last.click()
    page.get_by_role("link", name="A new return").click()
    page.uncheck("#id_machine")
    page.fill("#id_name_1", name)
    page.fill("#id_pieces_1", str(pieces))
    page.get_by_role("button", name="Open the return").click()
    page.wait_for_url(re.compile("/returns/RMA-"))
    return page.url.rstrip("/").rsplit("/", 1)[1]


def step(window, rma: str, kind: str, **fields) -> None:
    """Record a step by its form."""
    page = window.open(f"/returns/{rma}/{kind}/")
    if {"at", "despite"} & fields.keys():
        page.evaluate(
            "for (const fold of document.querySelectorAll('details.fold')) fold.open = true"
        )
    for name, value in fields.items():
        field = page.locator(f"#id_{name}")
        if field.evaluate("f => f.tagName") == "SELECT":
            field.select_option(value)
        elif field.get_attribute("type") == "checkbox":
            field.check()
        else:
            field.fill(str(value))
    with page.expect_navigation():
        page.locator("form.block button.go").click()
    window.wait_until_live()


def clock_of(number: str) -> Clock:
    """Return the clock that waits until the goods are on their way back."""
    return Clock.objects.get(case__number=number, rule="returned")


def here(days: float) -> str:
    """Return a moment so many days from now as a browser's field takes it."""
    return (database_now() + timedelta(days=days) + timedelta(hours=8)).strftime("%Y-%m-%dT%H:%M")


def test_two_come_in_one_is_repaired_and_one_exchanged_in_advance_within_the_week(window, number):
    rma = ask(window, number, "Communication module", 2)
    step(window, rma, "approved", freight_told=True)
    step(window, rma, "advance_agreed", text="Their line stands still", due=here(5))
    step(window, rma, "sent_ahead", quantity=1, party="SF")
    step(window, rma, "received", quantity=2, at=here(-1))
    assert "The policy does not let this happen yet" in window.page.locator("#main").inner_text()
    step(window, rma, "received", quantity=2, at=here(-1), despite="All else was tried before")
    page = window.open("/returns/")
    card = page.locator("li", has_text=rma)
    assert "due" in card.inner_text()
    assert "S4c-2.4a" in card.inner_text()

    step(window, rma, "inspected", quantity=2, text="Corroded", cause="quality")
    step(window, rma, "repaired", quantity=1)
    step(window, rma, "kept", quantity=1, text="Goes to the workshop")
    step(window, rma, "tested", quantity=1)
    record(number, "payment.received")  # the machine may be out of its warranty
    step(window, rma, "shipped", quantity=1, party="SF", reference="SF77")

    shown = window.page.locator("#main").inner_text()
    assert re.search(r"met, \d+ d( \d+ h)? early", shown)
    assert "S4c-2.4a" in shown
    assert clock_of(number).state == "met"
    kinds = CaseFact.objects.filter(case__number=number).values_list("kind", flat=True)
    assert {"replacement.sent", "goods.exchanged", "goods.returned_shipped"} <= set(kinds)
    step(window, rma, "arrived")
    assert Rma.objects.get(number=rma).state == "closed"


def test_repaired_and_unpaid_the_clock_waits_for_the_payment(window, number):
    rma = ask(window, number, "Dropped module", 1)
    step(window, rma, "approved", freight_told=True)
    step(window, rma, "received", quantity=1, despite="All else was tried before")
    step(window, rma, "inspected", quantity=1, text="Dropped", cause="improper_handling")
    step(window, rma, "repaired", quantity=1)
    assert clock_of(number).state == "running"
    step(window, rma, "tested", quantity=1)

    assert "paused: repaired, waiting for the customer's payment" in (
        window.page.locator("#main").inner_text()
    )
    step(window, rma, "shipped", quantity=1)
    assert "The policy does not let this happen yet" in window.page.locator("#main").inner_text()

    record(number, "payment.received")
    step(window, rma, "shipped", quantity=1)

    assert clock_of(number).state == "met"
    assert "stood still from" in window.page.locator("#main").inner_text()


def test_the_board_and_a_step_without_the_mouse(window, number):
    rma = ask(window, number, "Module", 1)
    page = window.open("/queue/")
    page.keyboard.press("g")
    with page.expect_navigation():
        page.keyboard.press("b")
    window.wait_until_live()
    page.keyboard.press("s")
    page.keyboard.type(rma)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    window.wait_until_live()
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    window.wait_until_live()
    assert page.locator("h1").inner_text() == rma
    with page.expect_navigation():
        page.keyboard.press("1")
    window.wait_until_live()
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")

    assert Rma.objects.get(number=rma).state == "expected"
