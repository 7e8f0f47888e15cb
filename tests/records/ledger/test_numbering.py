"""Numbers without gaps, whoever asks at the same time."""

import threading

import pytest
from django.db import connections, transaction

from kept.records.ledger.services import next_number


@pytest.mark.django_db
def test_each_name_counts_from_one():
    assert [next_number("quote:2026"), next_number("quote:2026")] == [1, 2]
    assert next_number("quote:2027") == 1


@pytest.mark.django_db(transaction=True)
def test_CC_06_numbers_have_no_gaps_and_no_repeats_under_fire():
    got, failed = [], []
    together = threading.Barrier(10)

    def work(worker: int) -> None:
        try:
            together.wait(timeout=30)
            for turn in range(10):
                take(give_up=(worker + turn) % 3 == 0)
        except Exception as error:  # noqa: BLE001 - told in the test's own thread
            failed.append(error)
        finally:
            connections.close_all()

    def take(*, give_up: bool) -> None:
        try:
            with transaction.atomic():
                number = next_number("report:2026")
                if give_up:
                    raise ZeroDivisionError
            got.append(number)
        except ZeroDivisionError:
            pass

    threads = [threading.Thread(target=work, args=[n]) for n in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert failed == []
    assert sorted(got) == list(range(1, len(got) + 1))
    assert 60 < len(got) < 70
