"""One loop: through failures, and seen when it hangs."""

import pytest
from django.db import connection

from kept.workers.loop import LONGEST_PAUSE, Loop, Step
from kept.workers.parts import all_parts, case_link

pytestmark = pytest.mark.django_db(transaction=True)


class Sometimes:
    """A step that fails until it has been tried often enough."""

    def __init__(self, failures: int, error: Exception) -> None:
        self.failures, self.error = failures, error

    def __call__(self, now) -> Step:
        if self.failures:
            self.failures -= 1
            raise self.error
        return Step(done=3)


def test_waits_longer_after_each_failure_and_is_well_after_a_success():
    loop = Loop("test", Sometimes(3, ValueError("odd\nthing")), every=1.0)

    pauses = [loop.take_step() for _ in range(3)]
    assert pauses == [0.5, 1.0, 2.0]
    assert loop.problem == "ValueError('odd\\nthing')"
    assert loop.take_step() == 1.0
    assert (loop.done, loop.problem, loop.failures) == (3, "", 0)


def test_never_waits_longer_than_the_longest_pause():
    loop = Loop("test", Sometimes(20, ValueError("x")), every=1.0)

    assert [loop.take_step() for _ in range(20)][-1] == LONGEST_PAUSE


def test_a_lost_connection_is_a_failure_and_the_next_step_has_a_new_one():
    def lost(now) -> Step:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        return Step()

    loop = Loop("test", lost, every=1.0)
    loop.take_step()
    assert loop.problem.startswith("database:")
    loop.step = Sometimes(0, ValueError())
    loop.take_step()
    assert loop.problem == ""


def test_takes_the_next_step_at_once_while_there_is_more():
    assert Loop("test", lambda now: Step(1, again=True), every=60.0).take_step() == 0.0


def test_hangs_when_a_step_does_not_come_back():
    loop = Loop("test", Sometimes(0, ValueError()), every=1.0, hangs_after=-LONGEST_PAUSE - 1)

    assert loop.is_hung()


def test_every_part_can_take_a_step_with_nothing_to_do(settings, tmp_path):
    settings.ANCHORS = tmp_path / "anchors"
    for part in all_parts():
        part.take_step()
        assert part.problem == ""


def test_a_link_leads_to_the_case_on_our_site(settings):
    assert case_link("K-000001").startswith(settings.SITE_URL)
