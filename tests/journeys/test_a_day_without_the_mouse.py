"""A working day at the hotline with both hands on the keyboard: the mouse is not there at all."""

import re
import urllib.request
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from kept.config.demo import LOGINS
from kept.records.archive.models import ContactPhone
from kept.records.cases.models import Case, CaseFact
from kept.records.followups.models import FollowUp
from kept.records.ledger.actor import System
from kept.records.people.models import Office, Person
from kept.records.presence.services import mark_present
from kept.records.telephone.services import open_exchange
from kept.workers.clock import database_now
from tests.journeys.conftest import ENGLISH, SIMPLIFIED
from tests.journeys.desk import Window
from tests.journeys.running import log

WORD = {one.username: one.password for one in LOGINS}


class Keys:
    """Somebody who has a keyboard only."""

    def __init__(self, window: Window) -> None:
        self.window, self.page = window, window.page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)

    def go(self, *keys: str) -> Page:
        """Press keys of which the last one leads to another page."""
        self.press(*keys[:-1])
        with self.page.expect_navigation():
            self.press(keys[-1])
        self.window.wait_until_live()
        return self.page

    def tab_to(self, selector: str) -> None:
        """Go on with Tab until something has the focus: it must be on the way."""
        for _ in range(60):
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                return
            self.press("Tab")
        raise AssertionError(f"no way to {selector}")

    def focus(self) -> str:
        return self.page.evaluate("document.activeElement.id")

    def tell(self, words: str) -> Page:
        """Do something by the palette."""
        self.press("Control+k")
        self.type(words)
        self.page.locator("#found-list [role=option]").first.wait_for()
        return self.go("Enter")


@pytest.fixture
def keys(windows) -> Keys:
    window = windows()
    # Whatever needs a pointer fails here: it is nowhere, and is never moved.
    return Keys(window)


def sign_in(keys: Keys, username: str) -> None:
    keys.window.open("/accounts/login/")
    assert keys.focus() == "id_login"
    keys.type(username)
    keys.press("Tab")
    keys.type(WORD[username])
    keys.go("Enter")


def ring(kept, number: str, username: str) -> None:
    """Let the exchange tell that a customer calls."""
    opened = open_exchange(
        name=f"Day {uuid4().hex[:6]}",
        office=Office.objects.first(),
        by=System("test"),
        at=timezone.now(),
    )
    said = f"event=newCall&direction=in&callId={uuid4().hex}&from={number}&to=1&user[]={username}"
    address = f"{kept.url}/api/v1/cti/{opened.token}"
    urllib.request.urlopen(urllib.request.Request(address, said.encode()), timeout=20).read()


def kinds(number: str) -> list[str]:
    rows = CaseFact.objects.filter(case__number=number).order_by("seq")
    return list(rows.values_list("kind", flat=True))


def test_from_the_ring_to_the_signing_out(keys, kept):
    sign_in(keys, ENGLISH)
    number = log_what_rings(keys, kept)
    answer_in_ready_words(keys, number)
    wait_for_the_customer(keys, number)
    give_it_to_a_colleague(keys, number)
    call_afterwards(keys, number)
    find_and_close(keys, number)
    hand_the_shift_over(keys)
    keys.tell("sign out")

    assert keys.page.locator("[data-person]").get_attribute("data-person") == ""


def log_what_rings(keys: Keys, kept) -> str:
    """The strip comes by itself; one key opens the form with the caller in it."""
    page, piece = keys.page, kept.piece("S2", on_site=timedelta(hours=3))
    phone = ContactPhone.objects.filter(contact__customer_id=piece.customer_id).first()
    ring(kept, phone.number, ENGLISH)
    page.locator("#line .rings[id^=call]", has_text="ringing").wait_for()
    keys.go("y")
    keys.tab_to("#id_find")
    keys.type(piece.serial_number)
    page.locator("#candidates a", has_text=piece.serial_number).first.wait_for()
    keys.tab_to(f"#candidates a[href*='equipment={piece.pk}']")
    keys.go("Enter")
    assert keys.focus() == "id_description"
    keys.type("屏幕不亮")  # colleagues who read Chinese are told of it
    number = keys.window.log()
    assert kinds(number)[0] == "request.received"
    return number


def answer_in_ready_words(keys: Keys, number: str) -> None:
    keys.press("x")
    keys.type("/")
    keys.page.locator(".ready [role=option]").first.wait_for()
    keys.press("Enter")
    assert keys.page.input_value("#id_note").strip("/ ")
    keys.press("Tab")
    keys.go(keys.page.locator("button[value='response.given'] kbd").inner_text())
    assert kinds(number)[-1] == "response.given"


def wait_for_the_customer(keys: Keys, number: str) -> None:
    """From the list of all facts, narrowed by typing."""
    keys.go("f")
    keys.type("waiting")
    keys.page.locator("a[href*='waiting.began']").first.wait_for()
    keys.go("Enter")
    keys.tab_to("select")
    keys.press("ArrowDown")
    keys.go("Control+Enter")
    assert kinds(number)[-1] == "waiting.began"


def give_it_to_a_colleague(keys: Keys, number: str) -> None:
    with keys.page.expect_response("**/sounds/?**"):
        keys.go("a")
    assert keys.page.evaluate("document.activeElement.name") == "person"
    keys.type("zhoumin")  # a list of names takes no input method: pinyin it is
    keys.tab_to("button.go")
    keys.go("Enter")
    assert Case.objects.get(number=number).responsible.username == SIMPLIFIED


def call_afterwards(keys: Keys, number: str) -> None:
    keys.go("w")
    keys.tab_to("[name=asked]")
    keys.type("Wu")
    keys.tab_to("button[value=reached]")
    keys.go("Enter")
    assert FollowUp.objects.filter(case__number=number, asked="Wu").exists()


def find_and_close(keys: Keys, number: str) -> None:
    keys.go("g", "h")
    keys.tell(number)
    assert keys.window.number == number
    keys.go("c")
    keys.go("Control+Enter")
    assert kinds(number)[-1] == "case.closed"


def hand_the_shift_over(keys: Keys) -> None:
    """On a page that the menu holds."""
    keys.go("g", "d")
    keys.tab_to("form[action*=note] textarea")
    keys.type("Nothing left over")
    keys.tab_to("form[action*=note] button")
    keys.go("Enter")
    assert "Nothing left over" in keys.page.locator("main").inner_text()


def test_case_by_case_through_a_view_with_four_keys(windows, kept):
    window, piece, word = windows(ENGLISH), kept.piece("S2"), f"Z{uuid4().hex[:8]}"
    now = database_now()
    numbers = [
        log(piece, by=ENGLISH, at=now - timedelta(minutes=ago), words=f"{word} {ago}")
        for ago in (50, 40, 30)
    ]
    colleague = Person.objects.get(username=SIMPLIFIED)
    mark_present(number=numbers[1], person=colleague, is_writing=True, now=timezone.now())
    keys = Keys(window)
    window.open(f"/queue/?of=all&q={word}")
    assert "writing:" in window.row(numbers[1]).inner_text()

    keys.go("m")
    assert window.number == numbers[0]
    keys.go("s")
    assert window.number == numbers[2]
    keys.go("o")
    assert window.number == numbers[0]
    keys.go("e")
    assert re.search(r"/queue/\?of=all", window.page.url)


def test_whoever_types_pinyin_finds_what_can_be_done(windows, kept):
    number = log(kept.piece("S2"), by=ENGLISH)
    window = windows(SIMPLIFIED)
    page = window.open(f"/cases/{number}/")
    keys = Keys(window)

    with page.expect_response("**/sounds/?**"):
        keys.press("Control+k")
    keys.type("zhipai")
    page.locator("#found-list [role=option]", has_text="指派").wait_for()
    keys.go("Enter")

    assert page.url.endswith(f"/cases/{number}/assign/")
