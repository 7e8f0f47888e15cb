"""The two customers and their desk on a Tuesday afternoon."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import time_machine
from django.db import transaction

from kept.records.people.models import Person
from tests.security.company import NOW, World, open_world


@pytest.fixture
def afternoon() -> Iterator[time_machine.Traveller]:
    """It is 24 November 2026, 14:20 in Shanghai."""
    with time_machine.travel(NOW, tick=True) as traveller:
        yield traveller


@pytest.fixture(scope="module")
def opened(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """The world of all tests of a file; it is made once, and each test takes its changes back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield open_world()
        transaction.set_rollback(True)


@pytest.fixture
def world(opened: World, db: None, afternoon: time_machine.Traveller) -> World:
    """Two customers with cases, contacts and equipment, and everyone who works at the desk."""
    people = {name: Person.objects.get(pk=person.pk) for name, person in opened.people.items()}
    return replace(opened, people=people)
