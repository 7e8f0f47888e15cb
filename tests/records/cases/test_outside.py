"""Requests that come by themselves, and those written down later than they were made."""

import uuid
from datetime import date

import pytest

from kept.records.cases.models import CaseFact
from kept.records.cases.services import WEB_FORM, KeyReused, NobodyResponsible, open_from_outside
from kept.records.ledger.queries import entries
from kept.records.people.models import Person, Role
from kept.records.people.services import deactivate_person, join_office
from kept.records.roster.models import Duty
from kept.records.roster.services import Planned, plan_shift
from tests.desk import at, case, clock
from tests.security.company import make_person


@pytest.fixture
def take(desk):
    def take(*, key="", now="10:30", **said):
        request = desk.request(channel="web", requested_at=at(now), **said)
        return open_from_outside(
            request=request, door=WEB_FORM, now=at(now), key=key or uuid.uuid4().hex
        )

    return take


class TestWhoAnswers:
    def test_it_is_who_has_least_in_hand_at_the_office(self, desk, take):
        other = make_person("second", Role.HOTLINE)
        away = make_person("away", Role.HOTLINE)
        join_office(
            person_id=other.pk,
            office_id=desk.office.pk,
            starts_on=date(2026, 1, 1),
            by=desk.manager,
            at=at("08:00"),
        )
        desk.log()

        assert [case(take()).responsible for _ in range(3)] == [other, desk.hotline, other]
        assert away not in {case(take()).responsible for _ in range(2)}

    def test_whoever_is_on_duty_comes_first_also_from_another_office(self, desk, take):
        awake = make_person("awake", Role.HOTLINE)
        shift = Planned(
            office_id=desk.office.pk,
            duty=Duty.HOTLINE,
            person_id=awake.pk,
            starts_at=at("10:00"),
            ends_at=at("12:00"),
        )
        plan_shift(planned=shift, by=desk.manager, now=at("08:00"))

        assert case(take(now="10:30")).responsible == awake
        assert case(take(now="12:30")).responsible == desk.hotline

    def test_without_one_at_the_office_it_is_another_of_the_hotline(self, desk, take):
        away = make_person("away", Role.HOTLINE)
        admin = Person.objects.get(username="admin")
        deactivate_person(person_id=desk.hotline.pk, by=admin, at=at("09:00"))

        assert case(take()).responsible == away

    def test_without_anybody_nothing_is_promised(self, desk, take):
        admin = Person.objects.get(username="admin")
        deactivate_person(person_id=desk.hotline.pk, by=admin, at=at("09:00"))

        with pytest.raises(NobodyResponsible):
            take()


class TestRepeats:
    def test_the_same_key_is_the_same_case_whoever_has_it_by_now(self, desk, take):
        first = take(key="k")
        make_person("second", Role.HOTLINE)  # would have less in hand
        again = take(key="k", now="10:31")

        assert (again.case_id, again.repeated) == (first.case_id, True)
        with pytest.raises(KeyReused):
            take(key="k", description="Something else")

    def test_the_ledger_says_that_the_form_logged_it(self, take):
        opened = take()

        assert {line.name for line in entries(case(opened).stream)} == {"Web form"}


@pytest.mark.parametrize("channel", ["mail", "in_person", "colleague", "email"])
def test_a_letter_of_yesterday_runs_from_yesterday(desk, channel):
    """When it was asked and when it was written down are two times, on every way in."""
    opened = desk.log(channel=channel, requested_at=at("23 16:30"), now="09:30")

    row = case(opened)
    assert (row.requested_at, row.logged_at) == (at("23 16:30"), at("09:30"))
    assert clock(opened, "answer").due_at == at("23 17:30")
    assert clock(opened, "answer").state == "broken"
    received = CaseFact.objects.get(case_id=opened.case_id, kind="request.received")
    assert (received.at, received.received_at) == (at("23 16:30"), at("09:30"))
