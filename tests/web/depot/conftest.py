"""The depot on real records, in browsers without a screen."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from tests.desk import at, open_desk
from tests.records.returns.conftest import DEPOT, Depot
from tests.web.hotline.conftest import browser_of


@pytest.fixture
def now() -> Iterator[time_machine.Traveller]:
    """The clock, at 15:30 on 24 November 2026; tests may move it."""
    with time_machine.travel(at("15:30"), tick=False) as clock:
        yield clock


@pytest.fixture
def depot(db: None, now: time_machine.Traveller) -> Depot:
    return Depot(open_desk(DEPOT))


@pytest.fixture
def client(depot: Depot) -> Client:
    """The browser of the person at the hotline."""
    return browser_of(depot.desk.hotline)
