"""Who has which case open: it shows at once, is gone in no time, and is nobody else's business."""

from datetime import timedelta

import pytest

from kept.records.ledger.models import Entry
from kept.records.people.models import Person
from kept.records.presence.models import LASTS, Presence
from kept.records.presence.queries import others_present
from kept.records.presence.services import forget_gone, mark_present
from tests.desk import Desk, at, open_desk

NOW = at("10:30")


@pytest.fixture
def desk(db: None) -> Desk:
    return open_desk()


@pytest.fixture
def number(desk: Desk) -> str:
    return desk.log("10:02").number


def look(number: str, person: Person, *, seconds: int = 0, is_writing: bool = False) -> None:
    now = NOW + timedelta(seconds=seconds)
    mark_present(number=number, person=person, is_writing=is_writing, now=now)


def seen(viewer: Person, *, seconds: int = 0, number: str = "") -> list[tuple[str, bool]]:
    now = NOW + timedelta(seconds=seconds)
    return [(p.name, p.is_writing) for p in others_present(viewer=viewer, now=now, number=number)]


def test_others_see_who_looks_and_nobody_sees_oneself(desk, number):
    look(number, desk.hotline)

    assert seen(desk.dispatcher) == [(desk.hotline.display_name, False)]
    assert seen(desk.hotline) == []


def test_a_window_that_only_looks_does_not_hide_the_one_that_writes(desk, number):
    look(number, desk.hotline, is_writing=True)
    look(number, desk.hotline, seconds=2)

    assert seen(desk.dispatcher, seconds=3) == [(desk.hotline.display_name, True)]
    look(number, desk.hotline, seconds=16)
    assert seen(desk.dispatcher, seconds=17) == [(desk.hotline.display_name, False)]


def test_who_says_no_more_is_gone_and_then_forgotten(desk, number):
    look(number, desk.hotline)
    late = int(LASTS.total_seconds())

    assert seen(desk.dispatcher, seconds=late) == []
    assert forget_gone(now=NOW + LASTS) == 1
    assert not Presence.objects.exists()


def test_one_case_is_asked_for_alone(desk, number):
    other = desk.log("10:05").number
    look(number, desk.hotline)

    assert seen(desk.dispatcher, number=other) == []
    assert len(seen(desk.dispatcher, number=number)) == 1


def test_looking_is_nothing_that_happened(desk, number):
    before = Entry.objects.count()

    look(number, desk.hotline, is_writing=True)

    assert Entry.objects.count() == before


def test_a_case_that_is_not_there_is_passed_over(desk):
    look("K-999999", desk.hotline)

    assert not Presence.objects.exists()
