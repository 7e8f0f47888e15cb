"""The queue and the short lists."""

import pytest

from kept.records.archive.services import ContactDetails, give_login, register_contact
from kept.records.cases.models import CaseState
from kept.records.cases.queries import (
    QueueFilter,
    cases_of_equipment,
    open_cases_of_customer,
    queue,
    queue_state,
    queue_version,
    soon_count,
)
from kept.records.cases.services import Closing, assign_case, close_case, sweep
from kept.records.ledger.actor import System
from kept.records.people.models import Person, Role
from kept.records.people.services import PersonDetails, create_person
from tests.desk import at, case


def numbers(desk, now="10:10", viewer=None, **wanted):
    page = queue(QueueFilter(**wanted), viewer=viewer or desk.hotline, at=at(now))
    return [row.number for row in page.rows]


def close(desk, opened, now):
    close_case(
        case_id=opened.case_id,
        closing=Closing(at=at(now)),
        by=desk.hotline,
        now=at(now),
        key=f"close-{now}",
    )


@pytest.fixture
def three(desk):
    """Asked at 10:00, 09:30 and 09:50."""
    return [desk.log(requested_at=at(asked), now="10:01") for asked in ("10:00", "09:30", "09:50")]


class TestOrder:
    def test_what_runs_out_first_stands_first(self, desk, three):
        first, second, third = (opened.number for opened in three)

        assert numbers(desk) == [second, third, first]

    def test_a_row_names_the_promise_that_runs_out_and_its_clause(self, desk, three):
        row = queue(QueueFilter(), viewer=desk.hotline, at=at("10:10")).rows[0]

        assert (row.clock.key, row.clock.clauses, row.clock.due_at) == (
            "answer",
            ("D-3",),
            at("10:30"),
        )
        assert row.clock.names["zh-Hans"] == "答复"
        assert row.level_names == {}

    def test_pages_follow_each_other_without_gap_or_repeat(self, desk, three):
        seen, after = [], ""
        for _ in range(3):
            page = queue(QueueFilter(), viewer=desk.hotline, at=at("10:10"), after=after, limit=1)
            seen += [row.number for row in page.rows]
            after = page.after

        assert seen == numbers(desk)
        assert after == ""

    @pytest.mark.parametrize("mark", ["x", "2026-11-24~1", "2026-11-24T10:00:00+08:00~x", "~"])
    def test_a_page_mark_that_nobody_gave_out_finds_nothing(self, desk, three, mark):
        page = queue(QueueFilter(), viewer=desk.hotline, at=at("10:10"), after=mark)

        assert page.rows == ()

    def test_closed_cases_stand_apart_the_last_closed_first(self, desk, three):
        for opened, now in zip(three, ("11:00", "12:00", "11:30"), strict=True):
            close(desk, opened, now)

        assert numbers(desk) == []
        assert numbers(desk, state=CaseState.CLOSED) == [three[n].number for n in (1, 2, 0)]


class TestFilters:
    def test_mine(self, desk, three):
        assign_case(
            case_id=three[0].case_id, person_id=desk.engineer.pk, by=desk.hotline, now=at("10:05")
        )

        assert numbers(desk, responsible_id=desk.engineer.pk) == [three[0].number]

    def test_level_policy_and_office(self, desk, three):
        critical = desk.log(answers={"down": True})

        assert numbers(desk, level="1") == [critical.number]
        assert len(numbers(desk, policy="DESK", office_id=desk.office.pk)) == 4
        assert numbers(desk, policy="OTHER") == []

    def test_broken_or_within_ten_minutes(self, desk, three):
        assert numbers(desk, now="10:19", soon=True) == []
        assert numbers(desk, now="10:20", soon=True) == [three[1].number]
        assert soon_count(QueueFilter(), viewer=desk.hotline, at=at("10:45")) == 2

    @pytest.mark.parametrize("state", CaseState)
    @pytest.mark.parametrize("now", ["10:05", "10:20", "10:45"])
    def test_a_page_reads_what_is_urgent_and_its_token_together(self, desk, three, now, state):
        wanted = QueueFilter(state=state)
        found = queue_state(wanted, viewer=desk.hotline, at=at(now))

        assert found.version == queue_version(wanted, viewer=desk.hotline, at=at(now))
        assert found.soon == soon_count(wanted, viewer=desk.hotline, at=at(now))

    @pytest.mark.parametrize(
        "text", ["E-47", "eastbank", "東岸", "东岸数据", "2207-0183", "640 eastbank"]
    )
    def test_finds_by_title_customer_and_serial_number(self, desk, text):
        opened = desk.log()
        desk.log(description="Something else", equipment_id=None, site_id=desk.site.pk)

        assert opened.number in numbers(desk, text=text)

    def test_finds_by_number_and_not_by_what_nobody_said(self, desk, three):
        assert numbers(desk, text=three[0].number.lower()) == [three[0].number]
        assert numbers(desk, text="gearbox") == []


class TestVersion:
    def test_stays_while_nothing_changes_and_differs_after_every_change(self, desk, three):
        def version() -> str:
            return queue_version(QueueFilter(), viewer=desk.hotline, at=at("10:06"))

        seen = [version()]
        assert version() == seen[0]

        desk.record(three[0], "note.added", "10:05", text="x")
        seen.append(version())
        sweep(now=at("11:05"))
        seen.append(version())
        close(desk, three[0], "11:10")
        seen.append(version())

        assert len(set(seen)) == 4

    def test_differs_when_a_case_leaves_the_filter(self, desk, three):
        wanted = QueueFilter(office_id=desk.office.pk, responsible_id=desk.hotline.pk)
        before = queue_version(wanted, viewer=desk.hotline, at=at("10:05"))

        assign_case(
            case_id=three[0].case_id, person_id=desk.engineer.pk, by=desk.hotline, now=at("10:05")
        )

        assert queue_version(wanted, viewer=desk.hotline, at=at("10:05")) != before

    def test_differs_when_time_alone_makes_a_case_urgent(self, desk, three):
        wanted = QueueFilter(soon=True)
        seen = [
            queue_version(wanted, viewer=desk.hotline, at=at(moment))
            for moment in ("10:18", "10:19", "10:20", "10:21")
        ]

        assert seen[0] == seen[1] != seen[2] == seen[3]


class TestDoor:
    def contact(self, desk, customer_id) -> Person:
        details = PersonDetails(username="chen", display_name="Chen Hao", roles=[Role.CUSTOMER])
        person = create_person(details=details, by=System("setup"), at=at("08:00"))
        contact = register_contact(
            details=ContactDetails(customer_id=customer_id, name="Chen Hao"),
            by=desk.hotline,
            at=at("08:00"),
        )
        give_login(contact_id=contact.pk, person=person, by=desk.hotline, at=at("08:00"))
        return person

    def test_a_contact_sees_the_cases_of_the_own_customer_only(self, desk, three):
        viewer = self.contact(desk, desk.customer.pk)

        assert len(numbers(desk, viewer=viewer)) == 3

        case(three[0])
        stranger = Person(username="x", is_active=True, roles=[Role.CUSTOMER], pk=0)
        assert numbers(desk, viewer=stranger) == []

    def test_who_may_not_sign_in_sees_nothing(self, desk, three):
        desk.hotline.is_active = False

        assert numbers(desk) == []
        assert queue_version(QueueFilter(), viewer=desk.hotline, at=at("10:05")) == ""


class TestLists:
    def test_similar_cases_are_those_of_the_same_equipment(self, desk, three):
        lines = cases_of_equipment(desk.equipment.pk, viewer=desk.hotline, without=three[0].case_id)

        assert [line.number for line in lines] == [three[2].number, three[1].number]

    def test_open_cases_of_a_customer(self, desk, three):
        close(desk, three[0], "11:00")

        lines = open_cases_of_customer(desk.customer.pk, viewer=desk.hotline)
        assert [line.number for line in lines] == [three[2].number, three[1].number]


def test_the_queue_asks_the_database_twice(desk, three, django_assert_num_queries):
    numbers(desk)
    with django_assert_num_queries(2):
        numbers(desk)
