"""Numbers without gaps, whoever asks at the same time."""

import pytest
from django.db import transaction

from kept.records.ledger.services import next_number
from tests.records.together import together


class ChangedMyMind(Exception):
    pass


def take(*, give_up: bool) -> list[int]:
    """Take a number and keep it, or fail afterwards."""
    try:
        with transaction.atomic():
            number = next_number("report:2026")
            if give_up:
                raise ChangedMyMind
    except ChangedMyMind:
        return []
    return [number]


@pytest.mark.django_db
def test_each_name_counts_from_one():
    assert [next_number("quote:2026"), next_number("quote:2026")] == [1, 2]
    assert next_number("quote:2027") == 1


@pytest.mark.django_db(transaction=True)
def test_CC_06_numbers_have_no_gaps_and_no_repeats_under_fire():
    def work(worker: int) -> list[int]:
        return [n for turn in range(10) for n in take(give_up=(worker + turn) % 3 == 0)]

    got = [number for numbers in together(work, workers=10) for number in numbers]

    assert sorted(got) == list(range(1, len(got) + 1))
    assert 60 < len(got) < 70
