"""Cases by words: the same answer whether each case was read or the index was asked."""

import pytest
from django.db import IntegrityError, transaction

from kept.records.cases.models import Case, CaseState, CaseWords
from kept.records.cases.queries import QueueFilter, found, queue, queue_count
from kept.records.cases.services import Closing, close_case, reopen_case
from tests.desk import at
from tests.records.constraining import constraints_now


def opened_at(desk, asked, description, **said):
    return desk.log(requested_at=at(asked), now="10:01", description=description, **said).number


def page(desk, text, **wanted):
    return queue(QueueFilter(text=text, **wanted), viewer=desk.hotline, at=at("10:10"), limit=2)


def turn(service, desk, number, now):
    case = Case.objects.get(number=number)
    said = Closing(at=at(now), text="as agreed")
    service(case_id=case.pk, closing=said, by=desk.hotline, now=at(now), key=now)


@pytest.fixture(params=[(0, 0), (1, 1), (1, 2), (500, 5_000)])
def near(request, monkeypatch):
    """How many are read before the index is asked."""
    near, far = request.param
    monkeypatch.setattr(found, "NEAR", near)
    monkeypatch.setattr(found, "FAR", far)


@pytest.mark.usefixtures("near")
class TestFound:
    def test_in_the_order_of_the_queue_page_by_page(self, desk):
        numbers = [
            opened_at(desk, asked, words)
            for asked, words in (
                ("09:10", "quiet"),
                ("09:50", "Alarm again"),
                ("09:30", "ALARM"),
                ("09:40", "alarm 17"),
            )
        ]

        first = page(desk, "alarm")
        wanted = QueueFilter(text="alarm")
        rest = queue(wanted, viewer=desk.hotline, at=at("10:10"), limit=2, after=first.after)

        shown = [row.number for row in (*first.rows, *rest.rows)]
        assert shown == [numbers[n] for n in (2, 3, 1)]
        assert rest.after == ""
        assert queue_count(wanted, viewer=desk.hotline, at=at("10:10")) == 3

    def test_among_the_closed_once_it_is_closed_and_back_once_it_is_open(self, desk):
        number = opened_at(desk, "09:30", "Alarm")
        opened_at(desk, "09:40", "Alarm")

        turn(close_case, desk, number, "11:00")

        assert number not in [row.number for row in page(desk, "alarm").rows]
        assert [row.number for row in page(desk, "alarm", state=CaseState.CLOSED).rows] == [number]

        turn(reopen_case, desk, number, "12:00")

        assert number in [row.number for row in page(desk, "alarm").rows]
        assert page(desk, "alarm", state=CaseState.CLOSED).rows == ()

    def test_beside_the_other_filters(self, desk):
        opened_at(desk, "09:30", "Alarm")
        critical = opened_at(desk, "09:40", "Alarm", answers={"down": True})

        assert [row.number for row in page(desk, "alarm", level="1").rows] == [critical]

    @pytest.mark.parametrize("text", ["gearbox", "···", "a" * 300])
    def test_nothing_by_what_nobody_said(self, desk, text):
        opened_at(desk, "09:30", "Alarm")
        opened_at(desk, "09:40", "Alarm")

        assert page(desk, text).rows == ()
        assert queue_count(QueueFilter(text=text), viewer=desk.hotline, at=at("10:10")) == 0


def test_the_database_keeps_the_words_state_with_the_case(desk):
    opened_at(desk, "09:30", "Alarm")
    constraints_now()

    with pytest.raises(IntegrityError), transaction.atomic():
        CaseWords.objects.update(state=CaseState.CLOSED)
