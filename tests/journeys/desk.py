"""What people do at the hotline's desk, step by step, as they would say it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page

from kept.records.people.models import Person
from kept.workers.clock import database_now
from tests.web.conftest import Visit

HERE = ZoneInfo("Asia/Shanghai")  # where the demo's people work
YESTERDAY = {"en": "yesterday", "zh-Hans": "昨天", "zh-Hant": "昨天"}


class Window(Visit):
    """One person's browser window on the desk."""

    address = ""  # where mail reaches who sits here
    has_scripts = True

    def sign_in_as(self, username: str) -> None:
        """Be somebody without passing the door, which has journeys of its own."""
        person = Person.objects.get(username=username)
        self.address = person.email
        self.sign_in(person)

    @property
    def language(self) -> str:
        """The language of the page that is open."""
        return self.page.locator("html").get_attribute("lang") or ""

    def open(self, path: str) -> Page:
        """Open a page and let its scripts take hold."""
        super().open(path)
        self.wait_until_live()
        return self.page

    def again(self) -> None:
        """Load the page anew."""
        self.page.reload()
        self.wait_until_live()

    def wait_until_live(self) -> None:
        """Wait until the scripts of the page have taken hold, in a browser that runs them."""
        if self.has_scripts and self.page.locator("script[type=module]").count():
            self.page.locator("html[data-live]").wait_for(state="attached")

    def pass_the_door(self, username: str, password: str) -> None:
        """Sign in with name and password, as far as the door asks for no more."""
        self.open("/accounts/login/")
        self.page.fill("#id_login", username)
        self.page.fill("#id_password", password)
        with self.page.expect_navigation():
            self.page.locator("form:has(#id_password) button.go").click()

    @property
    def number(self) -> str:
        """The number of the case that is open."""
        return self.page.locator(".head .meta .nowrap").inner_text()

    def look_for(self, number: str) -> Page:
        """Go from the first page to a case by its number; a long queue may not show it."""
        page = self.open("/")
        if page.locator("#find").is_visible():
            page.fill("#find", number)
            found = page.locator("#found-list [role=option]", has_text=number)
        else:  # on a phone
            page.locator(".find-link").click()
            self.wait_until_live()
            page.fill("#id_search", number)
            page.locator("#id_search").press("Enter")
            found = page.locator("#main a", has_text=number)
        with page.expect_navigation(url=f"**/cases/{number}/"):
            found.first.click()
        self.wait_until_live()
        return page

    def find(self, words: str, serial: str) -> None:
        """Look for a machine by words, and choose it for a new request."""
        page = self.open("/log/")
        page.fill("#id_find", words)
        page.locator("#candidates a", has_text=serial).first.click()
        page.locator("#id_description").wait_for()

    def ask_promises(self, act: Callable[[Page], object]) -> Locator:
        """Do something to the form; return what is promised then."""
        with self.page.expect_response("**/log/preview/**"):
            act(self.page)
        self.page.locator("#answer:not([aria-busy=true])").wait_for()
        return self.page.locator("#answer")

    def log(self) -> str:
        """Send the request; return the number of the case."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Control+Enter")
        self.wait_until_live()
        return self.number

    def clock(self, name: str) -> Locator:
        """Return a clock on the case's page, by its rule."""
        return self.page.locator(f"#clock-why-{name}")

    def row(self, number: str) -> Locator:
        """Return a case in the queue."""
        return self.page.locator(f"#row-{number}")


def said(moment: datetime, language: str) -> str:
    """Return a moment as one would type it here: 10:00, or yesterday 16:30."""
    there, today = moment.astimezone(HERE), database_now().astimezone(HERE).date()
    if there.date() == today:
        return f"{there:%H:%M}"
    assert today - there.date() == timedelta(days=1)
    return f"{YESTERDAY[language]} {there:%H:%M}"


def whole_minute(moment: datetime) -> datetime:
    """Return the minute a moment lies in: people do not type seconds."""
    return moment.replace(second=0, microsecond=0)
