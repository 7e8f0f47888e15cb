"""The desk on real records: who works there, and their browsers without a screen."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from kept.records.people.models import Person
from tests.desk import Desk, at, open_desk


@pytest.fixture
def now() -> Iterator[time_machine.Traveller]:
    """The clock, at 10:30 on 24 November 2026; tests may move it."""
    with time_machine.travel(at("10:30"), tick=False) as clock:
        yield clock


@pytest.fixture
def desk(db: None, now: time_machine.Traveller) -> Desk:
    return open_desk()


def browser_of(person: Person) -> Client:
    """Return a browser in which a person is signed in."""
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def client(desk: Desk) -> Client:
    """The browser of the person at the hotline."""
    return browser_of(desk.hotline)
