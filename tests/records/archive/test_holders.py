"""Who has a role that policies name."""

from datetime import date

import pytest

from kept.records.archive.holders import holders, role_holders
from kept.records.archive.services import ForOneOfThem, NotOneOfUs, end_holder, name_holder
from kept.records.ledger.queries import entries
from kept.records.people.services import deactivate_person, join_office
from tests.records.conftest import NOON


@pytest.fixture
def named(chen_jing):
    def name(role, person, **where):
        return name_holder(role=role, person_id=person.pk, by=chen_jing, now=NOON, **where)

    return name


def who(role, office, customer):
    return holders(at=NOON).of(role, office_id=office.pk, customer_id=customer.pk)


def test_the_customers_come_before_the_offices_and_these_before_those_for_all(
    named, shenzhen, huaxing, wang_fang, li_qiang, chen_jing
):
    assert who("project_manager", shenzhen, huaxing) == ()

    named("project_manager", chen_jing)
    assert who("project_manager", shenzhen, huaxing) == (chen_jing.pk,)
    named("project_manager", li_qiang, office_id=shenzhen.pk)
    assert who("project_manager", shenzhen, huaxing) == (li_qiang.pk,)
    named("project_manager", wang_fang, customer_id=huaxing.pk)
    assert who("project_manager", shenzhen, huaxing) == (wang_fang.pk,)


def test_a_role_that_is_somebodys_work_is_the_offices_people(
    named, shenzhen, huaxing, li_qiang, chen_jing
):
    join_office(
        person_id=li_qiang.pk,
        office_id=shenzhen.pk,
        starts_on=date(2026, 1, 1),
        by=chen_jing,
        at=NOON,
    )

    assert who("dispatcher", shenzhen, huaxing) == (li_qiang.pk,)
    assert who("manager", shenzhen, huaxing) == ()


def test_naming_twice_is_once_and_ending_is_kept(named, wang_fang, chen_jing):
    first, second = named("sales", wang_fang), named("sales", wang_fang)

    assert first == second
    assert end_holder(holder_id=first.pk, by=chen_jing, now=NOON)
    assert not end_holder(holder_id=first.pk, by=chen_jing, now=NOON)
    assert role_holders() == []
    assert [entry.verb for entry in entries("roles")] == ["role.named", "role.ended"]


def test_only_somebody_who_works_here_has_a_role(named, chen_jing, wang_fang, shenzhen, huaxing):
    with pytest.raises(ForOneOfThem):
        named("sales", wang_fang, office_id=shenzhen.pk, customer_id=huaxing.pk)
    deactivate_person(person_id=wang_fang.pk, by=chen_jing, at=NOON)
    with pytest.raises(NotOneOfUs):
        named("sales", wang_fang)
