"""Whose a machine is, and who may be calling about it."""

import pytest

from kept.records.archive.calling import (
    callers,
    customer_of_contact,
    customer_of_equipment,
)
from kept.records.archive.models import Contact, Equipment
from kept.records.archive.services import (
    ContactDetails,
    record_contact_left,
    register_contact,
)
from kept.records.people.phones import Phone
from tests.records.times import moment

NOON = moment("2026-03-02 12:00")


@pytest.fixture
def hire(huaxing, wang_fang):
    """Add somebody to the customer."""

    def hired(name, **more):
        details = ContactDetails(customer_id=huaxing.pk, name=name, **more)
        return register_contact(details=details, by=wang_fang, at=NOON)

    return hired


def test_those_of_the_site_come_first_and_each_by_name(huaxing, plant, hire):
    hire("Zhang Wei")
    hire("Anna Berg")
    hire("Wu Lan", site_ids=(plant.pk,))

    assert [c.name for c in callers(huaxing.pk, site_id=plant.pk)] == [
        "Wu Lan",
        "Anna Berg",
        "Zhang Wei",
    ]
    assert [c.name for c in callers(huaxing.pk)] == ["Anna Berg", "Wu Lan", "Zhang Wei"]


def test_a_caller_comes_with_position_and_the_first_number(huaxing, hire):
    hire("Anna Berg", position="Shift lead", phones=("13800138000", "0755 8600 1234 转 12"))
    hire("Wu Lan")

    found = [(c.position, c.phone) for c in callers(huaxing.pk)]

    assert found == [("Shift lead", Phone("+8613800138000")), ("", None)]


def test_who_left_and_who_works_elsewhere_do_not_call(huaxing, lanhai, hire, wang_fang):
    gone = hire("Anna Berg")
    hire("Wu Lan")
    record_contact_left(contact_id=gone.pk, by=wang_fang, at=NOON)

    assert [c.name for c in callers(huaxing.pk)] == ["Wu Lan"]
    assert callers(lanhai.pk) == []


def test_a_machine_says_whose_it_is(piece):
    assert customer_of_equipment(piece.pk) == piece.customer_id


def test_a_contact_says_where_it_works(huaxing, hire):
    assert customer_of_contact(hire("Anna Berg").pk) == huaxing.pk


def test_what_is_not_there_is_said_to_be_missing(huaxing):
    with pytest.raises(Equipment.DoesNotExist):
        customer_of_equipment(10**9)
    with pytest.raises(Contact.DoesNotExist):
        customer_of_contact(10**9)
