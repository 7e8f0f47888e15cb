"""The companies of the journeys: each is made once for all journeys under its policy."""

from collections.abc import Iterator

import pytest
import time_machine
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from tests.journeys.clauses.company import THEN, Company
from tests.journeys.clauses.telling import policy_text


@pytest.fixture(scope="module")
def company(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Company]:
    """The company under a policy; what a journey does in it is undone afterwards."""
    folder = tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), override_settings(FILES=folder), transaction.atomic():
        with time_machine.travel(THEN, tick=False):
            made = Company(policy_text(request.param))
        yield made
        transaction.set_rollback(True)
