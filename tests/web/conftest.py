"""Pages in a real browser: a person signed in, a live server, no fault that goes unseen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page

from kept.records.ledger.actor import System
from kept.records.people.models import Language, Person, Role
from kept.records.people.services import persons
from tests.web.hotline.samples import Desk

AXE = Path("src/kept/web/common/assets/node_modules/axe-core/axe.min.js")
SAMPLES = "tests.web.hotline.urls"


@pytest.fixture
def samples(settings) -> Desk:
    """The invented desk behind the pages under /samples/, which a test may change."""
    settings.ROOT_URLCONF = SAMPLES
    return Desk.opened()


@pytest.fixture
def person(db) -> Person:
    """Someone at the hotline who reads English."""
    return make_person("zhoumin", "周敏 Zhou Min")


def make_person(username: str, name: str, *, language: Language = Language.ENGLISH) -> Person:
    details = persons.PersonDetails(
        username=username,
        display_name=name,
        roles=[Role.HOTLINE],
        email=f"{username}@example.org",
        language=language,
    )
    made = persons.create_person(details=details, by=System("test"), at=timezone.now())
    made.set_password("four words of mine")
    made.save(update_fields=["password"])
    return made


class Visit:
    """One person's browser window. It collects what a page must never do."""

    def __init__(self, context: BrowserContext, server: str) -> None:
        self.context = context
        self.server = server
        self.page: Page = context.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        self.page.on("dialog", self._note_dialog)
        self.page.on("console", self._note_line)

    def _note_dialog(self, dialog) -> None:
        self.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _note_line(self, line) -> None:
        if "Content Security Policy" in line.text or "TrustedHTML" in line.text:
            self.faults.append(f"policy: {line.text}")

    def open(self, path: str) -> Page:
        self.page.goto(self.server + path)
        return self.page

    def sign_in(self, person: Person) -> None:
        client = Client()
        client.force_login(person)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        self.context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "url": self.server, "httpOnly": True}]
        )


@pytest.fixture
def visits(browser: Browser, live_server, samples) -> Iterator:
    """Make browser windows: `visits(width=390, color_scheme="dark", java_script_enabled=False)`."""
    opened: list[Visit] = []

    def visit(*, width: int = 1440, height: int = 900, **wishes) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale="en-GB", **wishes
        )
        context.set_default_timeout(10_000)
        opened.append(Visit(context, live_server.url))
        return opened[-1]

    yield visit
    faults = [fault for one in opened for fault in one.faults]
    for one in opened:
        one.context.close()
    assert faults == []


@pytest.fixture
def visit(visits, person) -> Visit:
    """A wide window of the person at the hotline."""
    window = visits()
    window.sign_in(person)
    return window
