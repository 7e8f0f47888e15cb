"""What every test may ask for: a real database, started once a run and only when one is needed."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kept.config import connection
from kept.config.database import Cluster, running
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


def pytest_unconfigure() -> None:
    shutil.rmtree(DATA, ignore_errors=True)
