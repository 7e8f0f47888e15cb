"""The store on real records: what lies where, a case that needs a part, and who works there."""

import re

import pytest
import time_machine

from kept.records.people.models import Role
from tests.desk import at, open_desk
from tests.records.parts.conftest import SPARES, Spares
from tests.security.company import make_person
from tests.web.hotline.conftest import browser_of


class Pages:
    """A person's browser, and what they press in it."""

    def __init__(self, person):
        self.client = browser_of(person)

    def get(self, path):
        return self.client.get(path).content.decode()

    def key(self, path):
        """Return the hidden key of a page's form, if it has one."""
        found = re.search(r'name="key" value="(\w+)"', self.get(path))
        return {"key": found[1]} if found else {}

    def press(self, path, **said):
        """Send a page's form with its button."""
        return self.client.post(path, {**self.key(path), "go": "yes", **said})

    def look(self, path, **said):
        """Send a page's form without its button: what would be after it."""
        return self.client.post(path, {**self.key(path), **said})


@pytest.fixture
def now():
    with time_machine.travel(at("10:30"), tick=False) as clock:
        yield clock


@pytest.fixture
def spares(db, now):
    return Spares(open_desk(SPARES))


@pytest.fixture
def keeper(spares):
    return Pages(make_person("keeper", Role.STORE_KEEPER))


@pytest.fixture
def engineer(spares):
    return Pages(spares.desk.engineer)


@pytest.fixture
def hotline(spares):
    return Pages(spares.desk.hotline)
