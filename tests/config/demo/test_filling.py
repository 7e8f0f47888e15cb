"""Filling: the same chance gives the same company, in an empty database only, in one go."""

import os
from datetime import timedelta

import pytest
from pytest_django import DjangoDbBlocker

from kept.config.commands import demo as command
from kept.config.demo.filling import fill, found_company, one_transaction, tell
from kept.config.demo.stories.chosen import past_stories
from kept.config.places import Places
from kept.records.cases.models import Case
from kept.records.ledger.actor import acting_from
from kept.records.ledger.models import Entry
from tests.conftest import TEST_DATABASE
from tests.demo_company import AT, looked_at, ready_for_a_company
from tests.journeys.running import connected_to, database

from .content import archive, cases, digest

OTHER = f"kept_demo_again_{os.getpid()}"
TOLD_AGAIN = 20  # of the past's stories; each is drawn by itself, so these speak for all


@pytest.fixture
def empty(django_db_setup, django_db_blocker: DjangoDbBlocker):
    """An empty database."""
    with (
        django_db_blocker.unblock(),
        database(OTHER, template=TEST_DATABASE),
        connected_to(OTHER),
    ):
        ready_for_a_company()
        yield


def tell_again(seed: int = 20) -> tuple[dict, dict]:
    """Make the company with some of its past, and return what there is then."""
    with acting_from("demo"), one_transaction():
        world = found_company(at=AT, seed=seed)
        tell(world, past_stories(world)[:TOLD_AGAIN])
    return archive(), cases()


@pytest.fixture(scope="module")
def first(demo_database, django_db_blocker: DjangoDbBlocker) -> tuple[dict, dict]:
    """What the demo company is."""
    with django_db_blocker.unblock(), looked_at():
        return archive(), cases()


def test_the_same_chance_at_the_same_moment_gives_the_same_company(first, empty):
    first_archive, first_cases = first

    second_archive, second_cases = tell_again()

    assert digest(second_archive) == digest(first_archive)
    assert len(second_cases) == TOLD_AGAIN + 30
    assert second_cases == {key: first_cases[key] for key in second_cases}


def test_other_chance_gives_another_company(first, empty):
    with one_transaction():
        found_company(at=AT, seed=21)

    second = archive()
    assert digest(second) != digest(first[0])
    assert {name: len(rows) for name, rows in second.items()}["Equipment"] == 300


class TestASecondTime:
    def test_nothing_changes(self, demo):
        before = digest((archive(), cases())), Entry.objects.count()

        made = fill(at=demo + timedelta(days=3))

        assert made is False
        assert (digest((archive(), cases())), Entry.objects.count()) == before

    def test_the_command_says_so_in_one_line_and_asks_no_more(self, demo, tmp_path, capsys):
        chosen = Places(tmp_path)
        chosen.stamps.mkdir(parents=True)

        command.load_once(chosen)
        command.load_once(chosen)

        assert capsys.readouterr().out == "Making the demo company … it is there.\n"
        table = command.logins(chosen)
        assert "emma.clarke" in table
        assert "kept-demo-hotline" in table


def test_without_its_past_only_what_is_open_is_told(empty):
    assert fill(at=AT, with_past=False)

    assert Case.objects.count() == Case.objects.open().count() == 30
