"""Acceptance hands open cases over from one side to another, and both are told."""

from dataclasses import replace
from datetime import date

import pytest

from kept.records.archive.models import Milestone
from kept.records.archive.services import (
    EquipmentDetails,
    EvidenceMissing,
    Place,
    SystemDetails,
    name_holder,
    register_equipment,
    register_system,
)
from kept.records.cases.models import CaseFact, News
from kept.records.cases.services import (
    ClosedByOthers,
    Closing,
    accept_equipment,
    close_case,
    differences,
)
from kept.records.cases.vocabulary import InTheFuture
from kept.records.ledger.queries import verify_stream
from kept.records.notices.models import Notice
from kept.records.notices.services import tell
from tests.desk import POLICY, at, case, open_desk

SIDES = (
    POLICY
    + """
  who:
    form: assignment
    name: {en: Who handles it}
    cases:
      - source: D-5
        when: {not: {happened: equipment.accepted}}
        lead: project_manager
        helpers: supply_chain
      - {source: D-6, lead: service, informed: sales}
"""
)


@pytest.fixture
def desk(db):
    return open_desk(SIDES)


@pytest.fixture
def piece(desk):
    """Something that is not accepted yet."""
    details = EquipmentDetails(
        product_id=desk.equipment.product_id,
        serial_number="640-2207-0999",
        place=Place(customer_id=desk.customer.pk, site_id=desk.site.pk),
    )
    return register_equipment(details=details, by=desk.hotline, at=at("08:30"))


@pytest.fixture
def named(desk):
    for role, person in (
        ("project_manager", desk.engineer),
        ("service", desk.manager),
        ("supply_chain", desk.dispatcher),
    ):
        name_holder(role=role, person_id=person.pk, by=desk.manager, now=at("08:30"))


def accept(desk, piece, now="14:00", on=date(2026, 11, 24), evidence="AC-77", *, whole=False):
    return accept_equipment(
        equipment_id=piece.pk, on=on, evidence=evidence, by=desk.hotline, now=at(now), whole=whole
    )


def test_who_leads_after_acceptance_has_the_case_from_then_on(desk, piece, named):
    opened = desk.log(equipment_id=piece.pk)

    (one,) = accept(desk, piece)

    assert (one.before, one.after, one.person) == ("project_manager", "service", "Marta Stein")
    assert one.informed == ("supply_chain", "sales")
    assert case(opened).responsible == desk.manager
    assert differences(case_id=opened.case_id, now=at("14:00")) == []
    verify_stream(case(opened).stream)


def test_it_is_a_fact_of_the_case_with_the_document(desk, piece, named):
    opened = desk.log(equipment_id=piece.pk)
    accept(desk, piece)

    fact = CaseFact.objects.get(case_id=opened.case_id, kind="case.handed_over")
    assert fact.values == {
        "role": "project_manager",
        "to_role": "service",
        "informed": ["supply_chain", "sales"],
        "text": "AC-77",
    }
    assert fact.by == desk.hotline


def test_both_sides_and_those_to_be_informed_are_told(desk, piece, named):
    desk.log(equipment_id=piece.pk)
    tell(now=at("10:05"))
    accept(desk, piece)
    tell(now=at("14:01"))

    told = Notice.objects.filter(kind="handed_over", channel="in_app").order_by("receiver_id")
    # nobody is named for the sales: those who answer for the office are told
    assert {one.receiver for one in told} == {
        desk.hotline,
        desk.engineer,
        desk.manager,
        desk.dispatcher,
    }


def test_without_anybody_named_it_stays_where_it_is(desk, piece):
    opened = desk.log(equipment_id=piece.pk)

    (one,) = accept(desk, piece)

    assert one.person == "周敏"
    assert case(opened).responsible == desk.hotline


def test_a_whole_system_is_accepted_as_one(desk, piece, named):
    system = register_system(
        details=SystemDetails(site_id=desk.site.pk, names={"en": "Power path A"}),
        by=desk.hotline,
        at=at("08:30"),
    )
    details = EquipmentDetails(
        product_id=desk.equipment.product_id,
        serial_number="640-2207-1000",
        place=Place(customer_id=desk.customer.pk, site_id=desk.site.pk, system_id=system.pk),
    )
    first, other = (
        register_equipment(
            details=replace(details, serial_number=f"640-2207-{n}"), by=desk.hotline, at=at("08:31")
        )
        for n in (1001, 1002)
    )
    opened = desk.log(equipment_id=other.pk)

    assert accept(desk, first) == []
    assert accept(desk, first, now="14:01", whole=True)[0].number == opened.number
    accepted = Milestone.objects.filter(kind="accepted", superseded_at=None)
    assert accepted.filter(equipment__in=[first, other], evidence="AC-77").count() == 2
    assert not accepted.filter(equipment=piece).exists()


def test_accepting_twice_hands_over_once(desk, piece, named):
    desk.log(equipment_id=piece.pk)

    assert len(accept(desk, piece)) == 1
    assert accept(desk, piece, now="14:05") == []
    assert CaseFact.objects.filter(kind="case.handed_over").count() == 1
    assert Milestone.objects.filter(equipment=piece, kind="accepted").count() == 1


def test_what_was_logged_after_it_is_handed_over_to_nobody(desk, piece, named):
    accept(desk, piece)
    opened = desk.log("15:00", equipment_id=piece.pk)

    assert not CaseFact.objects.filter(case_id=opened.case_id, kind="case.handed_over").exists()


def test_a_closed_case_stays_as_it_is(desk, piece, named):
    opened = desk.log(equipment_id=piece.pk)
    desk.close(opened)

    assert accept(desk, piece) == []


@pytest.mark.parametrize(
    ("on", "evidence", "refusal"),
    [(date(2026, 11, 24), " ", EvidenceMissing), (date(2026, 11, 25), "AC-1", InTheFuture)],
)
def test_an_acceptance_has_happened_and_is_proved(desk, piece, on, evidence, refusal):
    with pytest.raises(refusal):
        accept(desk, piece, on=on, evidence=evidence)
    assert not News.objects.filter(kind="handed_over").exists()


class TestWhoCloses:
    ONLY = SIDES.replace("helpers: supply_chain", "helpers: supply_chain\n        may_close: sales")

    @pytest.fixture
    def desk(self, db):
        return open_desk(self.ONLY)

    def close(self, opened, by):
        closing = Closing(at=at("15:00"))
        return close_case(
            case_id=opened.case_id, closing=closing, by=by, now=at("15:00"), key=f"close {by.pk}"
        )

    def test_only_whom_the_policy_names_closes(self, desk, piece):
        opened = desk.log(equipment_id=piece.pk)

        with pytest.raises(ClosedByOthers, match="only the sales department closes"):
            self.close(opened, desk.hotline)

        assert case(opened).state == "open"

    def test_who_was_named_for_that_role_closes(self, desk, piece):
        opened = desk.log(equipment_id=piece.pk)
        name_holder(role="sales", person_id=desk.hotline.pk, by=desk.manager, now=at("08:30"))

        self.close(opened, desk.hotline)

        assert case(opened).state == "closed"

    def test_a_manager_stands_in_and_where_nobody_is_named_everybody_closes(self, desk, piece):
        restricted = desk.log(equipment_id=piece.pk)
        self.close(restricted, desk.manager)
        accept(desk, piece)
        handed_over = desk.log(equipment_id=piece.pk, now="14:11")
        self.close(handed_over, desk.hotline)

        assert (case(restricted).state, case(handed_over).state) == ("closed", "closed")
