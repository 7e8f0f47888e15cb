"""Parts on the phone: two want the last one; the customer signs for one that stands in."""

import re
from decimal import Decimal
from uuid import uuid4

import pytest

from kept.records.archive.models import Equipment
from kept.records.archive.queries import equipment_cards
from kept.records.cases.models import CaseFact
from kept.records.parts.models import (
    MovementKind,
    Part,
    Proposal,
    Reservation,
    SerialUnit,
    Stock,
    StockPlace,
)
from kept.records.parts.services import NewMovement, move
from kept.records.people.models import Person
from kept.workers.clock import database_now
from tests.journeys.conftest import ENGLISH
from tests.journeys.running import log
from tests.journeys.test_a_report_is_signed_by_link import draw

ONE, OTHER, KEEPER = "tom.becker", "priya.nair", "ben.adler"


@pytest.fixture
def ups(kept):
    """A machine of the kind that the parts are for."""
    rows = Equipment.objects.filter(product__family="ups", site__isnull=False).order_by("pk")
    key = rows.values_list("pk", flat=True)[0]
    return equipment_cards([key])[key]


def moved(kind: str, part: str, pieces: Decimal = Decimal(1), **where) -> None:
    """Let a store keeper move pieces of a part."""
    now, keeper = database_now(), Person.objects.get(username=KEEPER)
    movement = NewMovement(
        kind=MovementKind(kind), part_id=Part.objects.get(number=part).pk, quantity=pieces,
        reason="counted anew", at=now, **where,
    )  # fmt: skip
    move(movement=movement, by=keeper, now=now, key=uuid4().hex)


def leave(part: str, place: str, pieces: int) -> None:
    """Let so many pieces of a part be free in one place, and none anywhere else."""
    for row in Stock.objects.filter(part__number=part, condition="good"):
        many = row.on_hand - row.reserved - (pieces if row.place.code == place else 0)
        if many > 0:
            moved("missed", part, many, source_id=row.place_id)


def place(code: str) -> int:
    """Return the key of a place."""
    return StockPlace.objects.get(code=code).pk


def to_parts(window, number: str):
    """Go from the first page to the case, and to its parts."""
    page = window.look_for(number)
    page.get_by_role("tab", name="Parts").click()
    page.get_by_role("link", name="Ask for parts, fit them").click()
    window.wait_until_live()
    return page


def ask(window, number: str, part: str):
    """Ask for a part, and look where it can come from."""
    page = to_parts(window, number)
    page.locator("li", has_text=part).get_by_role("link", name="Ask for it").click()
    window.wait_until_live()
    page.get_by_role("button", name="Ask for it").click()
    page.get_by_role("link", name="Reserve, or propose another part").click()
    window.wait_until_live()
    return page


def press_at_once(*pages) -> None:
    """Let each press the first button to reserve, so that both are under way together."""
    press = "setTimeout(() => document.querySelector('button[value=reserve]').click(), 300)"
    for page in pages:
        page.evaluate(press)
    for page in pages:
        page.locator("[role=alert]").or_(page.get_by_text("It is on record.")).first.wait_for()


def test_of_two_who_press_at_once_one_has_it_and_the_other_knows_what_to_do(kept, windows, ups):
    leave("HV-FAN120", "NKG-1", 1)
    phones = [windows(who, width=390) for who in (ONE, OTHER)]
    pages = [ask(phone, log(ups, by=ENGLISH), "HV-FAN120") for phone in phones]

    press_at_once(*pages)

    held = Reservation.objects.get(part__number="HV-FAN120", end="")
    won, lost = pages if held.reserved_by.username == ONE else pages[::-1]
    assert won.get_by_text("It is on record.").count()
    assert lost.get_by_role("alert").inner_text() == (
        "None of it is free there any more: somebody was quicker. "
        "Nothing has to be done: the stores see that it is missing."
    )


def test_who_was_too_late_takes_it_from_the_next_place_or_proposes_another_part(kept, windows, ups):
    phones = [windows(who, width=390) for who in (ONE, OTHER)]
    moved("received", "HV-CB1", serial="HV-1", target_id=place("CTU-1"))
    pages = [ask(phone, log(ups, by=ENGLISH), "HV-CB1") for phone in phones]
    first, second = pages
    moved("received", "HV-CB1", serial="HV-2", target_id=place("NKG-1"))

    first.get_by_role("button", name="Reserve").first.click()
    first.get_by_text("It is on record.").wait_for()
    second.get_by_role("button", name="Reserve").first.click()
    alert = second.get_by_role("alert")
    alert.get_by_role("link", name=re.compile("The nearest place with some: .*, 1 free.")).click()
    moved("scrapped", "HV-CB1", serial="HV-2", source_id=place("NKG-1"))
    second.get_by_role("button", name="Reserve").first.click()
    alert.get_by_role("link", name="Propose Halvoric HV-CB2 to the customer instead.").click()
    second.get_by_role("button", name="Propose it to the customer").click()
    second.get_by_text("It is on record.").wait_for()

    assert Proposal.objects.latest("pk").part.number == "HV-CB2"


def send_link(kept, window) -> tuple[str, str]:
    """Issue the document that is open and send its link; return the address and the code."""
    page = window.page
    for name in ("Keep and look at it", "Issue it"):
        page.get_by_role("button", name=name).click()
        window.wait_until_live()
    page.get_by_role("link", name="By a link").click()
    page.get_by_role("button", name="Send the link").click()
    code = page.locator(".big-code").inner_text()
    [mail] = [mail for mail in kept.turn() if "/s/" in mail.body]
    return re.search(r"/s/\w+/", mail.body)[0], code


def sign(window, address: str, code: str) -> None:
    """Sign as the customer does who was sent a link."""
    page = window.open(address)
    draw(page)
    page.fill("[name=code]", code)
    with page.expect_navigation():
        page.locator("form.chosen button.go").click()
    assert page.locator(".notice .met").count(), page.locator("main").inner_text()


def test_the_customer_signs_for_what_stands_in_and_it_is_fitted_with_proof(kept, windows, ups):
    phone = windows(OTHER, width=390)
    number = log(ups, by=ENGLISH)
    page = ask(phone, number, "HV-CB1")
    page.get_by_role("button", name="Propose it to the customer").click()
    phone.wait_until_live()
    page.get_by_role("button", name="Let the customer approve it by a link").click()
    phone.wait_until_live()
    assert page.get_by_text("then its link is sent to the customer").count()
    sign(windows(width=390), *send_link(kept, phone))
    assert Proposal.objects.latest("pk").answer == "approved"

    to_parts(phone, number)
    page.get_by_role("link", name="Reserve, or propose another part").click()
    page.get_by_role("button", name="Reserve").first.click()
    page.get_by_role("link", name="Fit it").click()
    lies = page.locator("dd", has_text="HV-CB2-").inner_text().split(",")[0]
    page.fill("#id_serial", lies)
    page.fill("#id_out_serial", "OLD-1")
    page.get_by_role("button", name="It is fitted").click()
    page.wait_for_url("**/parts/")

    fact = CaseFact.objects.get(case__number=number, kind="part.fitted")
    assert lies in fact.values.values()
    assert SerialUnit.objects.get(serial_number=lies).place is None
    shown = page.locator("#main").inner_text()
    assert "In its place: Halvoric HV-CB2" in shown
    assert re.search(rf"fitted.*{lies}", shown)
