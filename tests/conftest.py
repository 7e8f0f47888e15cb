"""What every test may ask for: a real database, started once a run and only when one is needed."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from kept.config import connection
from kept.config.database import Cluster, running
from scripts.browser import NoBrowser
from scripts.browser import find as find_chromium
from tests.append_only import let_tests_flush

DATA = Path(os.environ["KEPT_DATA"])


let_tests_flush()


@pytest.fixture(scope="session")
def database_address() -> Iterator[str]:
    """The address of a real PostgreSQL: DATABASE_URL, else an embedded one for this run."""
    given = os.environ.get("DATABASE_URL")
    if given:
        yield given
        return
    DATA.chmod(0o711)  # as root, the server runs as another user
    with running(Cluster(DATA / "database", durable=False)) as address:
        yield address


@pytest.fixture(scope="session")
def django_db_modify_db_settings(database_address: str) -> None:
    """Point Django at it; pytest-django asks this before it makes the test database."""
    from django.db import connections

    found = connection.settings_for(database_address, process="command")
    connections["default"].settings_dict.update(
        {key: found[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium without a window. Fails, with what to do, where there is none."""
    try:
        program = find_chromium()
    except NoBrowser as reason:
        pytest.fail(str(reason), pytrace=False)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright keeps a loop in the tests' thread
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=program,
            chromium_sandbox=False,  # it refuses root and many containers; our own pages only
            args=["--disable-gpu", "--disable-quic", "--disable-background-networking"],
        )
        yield chromium
        chromium.close()


def pytest_unconfigure() -> None:
    shutil.rmtree(DATA, ignore_errors=True)
