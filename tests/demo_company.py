"""The demo company in a database of its own, made once a run for all tests that look at it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from django.db import transaction

from kept.config.demo.filling import fill
from kept.records.archive.models import Territory
from kept.records.archive.services import load_territories
from tests.journeys.running import connected_to, database

NAME = f"kept_demo_{os.getpid()}"
AT = datetime(2026, 11, 18, 7, 20, tzinfo=UTC)  # a Wednesday afternoon in China


@contextmanager
def made_once(template: str) -> Iterator[None]:
    """Have the whole demo company as of AT in a database."""
    with database(NAME, template=template):
        with connected_to(NAME):
            ready_for_a_company()
            assert fill(at=AT)
        yield


@contextmanager
def looked_at() -> Iterator[datetime]:
    """Look at the demo company; what is changed meanwhile is undone. Gives its moment."""
    with connected_to(NAME), transaction.atomic():
        yield AT
        transaction.set_rollback(True)


def ready_for_a_company() -> None:
    """Put back what a migration put there and a test that committed has emptied."""
    if not Territory.objects.exists():
        load_territories()
