"""One running Kept with a demo company for all journeys, and people's windows into it."""

import os
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import override_settings
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker

from kept.config import settings as product
from kept.config.demo.filling import fill
from kept.records.archive.models import Territory
from kept.records.archive.services import load_territories
from tests.conftest import TEST_DATABASE
from tests.journeys.desk import Window
from tests.journeys.running import Kept, connected_to, database, web_server

NAME = f"kept_journeys_{os.getpid()}"
ENGLISH, SIMPLIFIED, TRADITIONAL = "emma.clarke", "zhou.min", "lin.peishan"


@pytest.fixture(scope="package")
def running(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Kept]:
    """Kept with the demo company, without its past."""
    with (
        django_db_blocker.unblock(),
        database(NAME, template=TEST_DATABASE),
        tempfile.TemporaryDirectory(prefix="kept-journeys-") as folder,
        override_settings(FILES=Path(folder) / "uploads"),  # mail takes what the web server kept
    ):
        with connected_to(NAME):
            make_company()
        with web_server(NAME, Path(folder)) as url:
            yield Kept(url)


def make_company() -> None:
    """Fill the database; passwords are hashed as the web server expects them."""
    if not Territory.objects.exists():  # a test that committed has emptied every table
        load_territories()
    with override_settings(PASSWORD_HASHERS=product.PASSWORD_HASHERS):
        assert fill(at=datetime.now(UTC), with_past=False)


@pytest.fixture
def kept(running: Kept, django_db_blocker: DjangoDbBlocker) -> Iterator[Kept]:
    """The running Kept; this process sees its database meanwhile."""
    with django_db_blocker.unblock(), connected_to(NAME):
        yield running


@pytest.fixture
def windows(browser: Browser, kept: Kept) -> Iterator[Callable[..., Window]]:
    """Open windows: `windows("emma.clarke", width=390, color_scheme="dark")`."""
    opened: list[Window] = []

    def window(username: str = "", *, width: int = 1440, **wishes: object) -> Window:
        height = 900 if width > 900 else 844
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale="en-GB", **wishes
        )
        context.set_default_timeout(30_000)  # a busy machine is slow, not broken
        opened.append(Window(context, kept.url))
        opened[-1].has_scripts = wishes.get("java_script_enabled", True)
        if username:
            opened[-1].sign_in_as(username)
        return opened[-1]

    yield window
    faults = [fault for one in opened for fault in one.faults]
    for one in opened:
        one.context.close()
    assert faults == []
