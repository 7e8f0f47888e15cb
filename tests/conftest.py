"""What every test may ask for: a real database, started once a run and only when one is needed."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright
from pytest_django import DjangoDbBlocker

import assets
from kept.config import connection
from kept.config.database import Cluster, running
from scripts.browser import NoBrowser
from scripts.browser import find as find_chromium
from tests import ready_database
from tests.append_only import let_tests_flush

DATA = Path(os.environ["KEPT_DATA"])
TEST_DATABASE = "test_kept"


let_tests_flush()
# Property tests judge what comes out, never how fast: a busy machine must not make them fail.
settings.register_profile("kept", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("kept")


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    request: pytest.FixtureRequest,
) -> Iterator[None]:
    """A real, migrated PostgreSQL: in DATABASE_URL, else an embedded one for this process.

    Processes that run tests beside each other have a database each.
    """
    from django.test.utils import setup_databases, teardown_databases

    with django_db_blocker.unblock():
        if os.environ.get("DATABASE_URL"):
            request.getfixturevalue("django_db_modify_db_settings")  # a name for each process
            made = setup_databases(verbosity=0, interactive=False)
            yield
            teardown_databases(made, verbosity=0)
        else:
            with embedded_database():
                yield


@contextmanager
def embedded_database() -> Iterator[None]:
    """Run a migrated database: the copy kept by an earlier run, else one made and kept now."""
    from django.db import connections

    DATA.chmod(0o711)  # as root, the server runs as another user
    cluster = Cluster(DATA / "database", durable=False)
    with ready_database.one_at_a_time():
        if not ready_database.copy_to(cluster.folder):
            make(cluster)
            ready_database.keep(cluster.folder)
    with running(cluster) as address:
        point_django_at(address, TEST_DATABASE)
        yield
        connections.close_all()


def make(cluster: Cluster) -> None:
    """Make the test database, as Django does."""
    from django.db import connections
    from django.test.utils import setup_databases

    with running(cluster) as address:
        point_django_at(address, "kept")
        setup_databases(verbosity=0, interactive=False)
        connections.close_all()


def point_django_at(address: str, name: str) -> None:
    """Let Django use this server."""
    from django.db import connections

    found = connection.settings_for(address, process="command") | {"NAME": name}
    connections["default"].settings_dict.update(
        {key: found[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what opens a browser: `make test` gives it a process of its own, with nothing before."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium without a window. Fails, with what to do, where there is none."""
    try:
        program = find_chromium()
    except NoBrowser as reason:
        pytest.fail(str(reason), pytrace=False)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright keeps a loop in the tests' thread
    # The Node.js in playwright's wheel wants a library that bare machines lack.
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(assets.node_folder() / "node"))
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=program,
            chromium_sandbox=False,  # it refuses root and many containers; our own pages only
            args=[
                "--disable-gpu",
                "--disable-quic",
                "--disable-background-networking",
                "--disable-dev-shm-usage",  # small in containers, missing in some
            ],
        )
        yield chromium
        chromium.close()


def pytest_unconfigure() -> None:
    shutil.rmtree(DATA, ignore_errors=True)
