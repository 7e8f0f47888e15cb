"""The demo company, made once for all tests that look at it."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from pytest_django import DjangoDbBlocker

from tests import demo_company
from tests.conftest import TEST_DATABASE


@pytest.fixture(scope="package")
def demo_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The whole demo company in a database of its own."""
    with django_db_blocker.unblock(), demo_company.made_once(TEST_DATABASE):
        yield


@pytest.fixture
def demo(demo_database: None, django_db_blocker: DjangoDbBlocker) -> Iterator[datetime]:
    """The demo company to look at; gives the moment it was made for. What is changed is undone."""
    with django_db_blocker.unblock(), demo_company.looked_at() as at:
        yield at
