"""The two customers and their desk on a Tuesday afternoon."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from tests.security.company import NOW, World, open_world


@pytest.fixture
def afternoon() -> Iterator[time_machine.Traveller]:
    """It is 24 November 2026, 14:20 in Shanghai."""
    with time_machine.travel(NOW, tick=True) as traveller:
        yield traveller


@pytest.fixture
def world(db: None, afternoon: time_machine.Traveller) -> World:
    """Two customers with cases, contacts and equipment, and everyone who works at the desk."""
    return open_world()
