"""A case's page, and the promises of a request being typed."""

import pytest

from kept.records.archive.services import ContactDetails, register_contact
from kept.records.cases.models import Case
from kept.records.cases.queries import case_card, preview
from kept.records.cases.vocabulary import UnknownValue
from kept.records.people.models import Person, Role
from kept.rules.assess import ClockState
from tests.desk import at


@pytest.fixture
def opened(desk):
    contact = register_contact(
        details=ContactDetails(customer_id=desk.customer.pk, name="沈丽", position="Operations"),
        by=desk.hotline,
        at=at("09:00"),
    )
    return desk.log(contact_id=contact.pk, answers={"visit_demanded": True})


class TestCard:
    def test_says_everything_about_the_case(self, desk, opened):
        card = case_card(opened.number, viewer=desk.hotline, at=at("10:30"))

        assert card.customer.names["zh-hans"] == "东岸数据中心"
        assert (card.contact.names["en"], card.contact.note) == ("沈丽", "Operations")
        assert (card.equipment.names["en"], card.equipment.note) == (
            "Nordlux NX-640 UPS",
            "640-2207-0183",
        )
        assert (card.policy_code, card.zone) == ("DESK", "Asia/Shanghai")
        assert card.assessment.clock("on_site").due_at == at("13:00")

    def test_stands_as_it_is_at_the_moment_asked_for(self, desk, opened):
        for now, state in (("12:59", ClockState.RUNNING), ("13:00", ClockState.BROKEN)):
            card = case_card(opened.number, viewer=desk.hotline, at=at(now))
            assert card.assessment.clock("on_site").state is state

    def test_shows_as_known_then_beside_as_known_now(self, desk, opened):
        desk.record(opened, "visit.arrived", "12:50", now="14:10")

        card = case_card(opened.number, viewer=desk.hotline, at=at("14:11"))

        [late] = card.hindsights
        [clock] = [clock for clock in late.clocks if clock.key == "on_site"]
        assert late.known_at == at("14:10")
        assert (clock.then.state, clock.now.state) == (ClockState.BROKEN, ClockState.MET)

    def test_a_fact_entered_in_time_gives_no_hindsight(self, desk, opened):
        desk.record(opened, "visit.arrived", "12:50", now="12:52")

        assert case_card(opened.number, viewer=desk.hotline, at=at("14:11")).hindsights == ()

    def test_the_timeline_has_the_last_first_with_names(self, desk, opened):
        desk.record(opened, "response.given", "10:20")

        timeline = case_card(opened.number, viewer=desk.hotline, at=at("10:30")).timeline
        assert [line.kind for line in timeline] == [
            "response.given",
            "customer.demanded_visit",
            "request.received",
        ]
        assert timeline[0].names["en"] == "responded"

    def test_what_is_not_there_and_what_is_not_yours_look_alike(self, desk, opened):
        stranger = Person(username="x", is_active=True, roles=[Role.CUSTOMER], pk=0)

        assert case_card("K-999999", viewer=desk.hotline, at=at("10:30")) is None
        assert case_card(opened.number, viewer=stranger, at=at("10:30")) is None

    def test_takes_few_queries(self, desk, opened, django_assert_max_num_queries):
        for _ in range(4):
            desk.record(opened, "note.added", "10:20", text="x")
        with django_assert_max_num_queries(4):
            case_card(opened.number, viewer=desk.hotline, at=at("10:30"))


class TestPreview:
    def test_shows_what_logging_would_promise_and_writes_nothing(self, desk):
        request = desk.request(description="", answers={"down": True, "visit_demanded": True})
        seen = preview(request=request, at=at("10:02"))

        opened = desk.log(answers={"down": True, "visit_demanded": True})
        assert seen.assessment.clocks == opened.assessment.clocks
        assert Case.objects.count() == 1

    def test_changes_with_every_answer(self, desk):
        without = preview(request=desk.request(), at=at("10:02")).assessment
        asked = desk.request(answers={"visit_demanded": True})

        assert "on_site" not in {line.key for line in without.clocks}
        assert preview(request=asked, at=at("10:02")).assessment.clock("on_site").due_at

    def test_says_what_is_wrong(self, desk):
        with pytest.raises(UnknownValue):
            preview(request=desk.request(channel="pigeon"), at=at("10:02"))
