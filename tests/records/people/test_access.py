"""What people may do, and who decides it."""

import pytest
from django.contrib import auth
from django.db import IntegrityError, transaction

from kept.records.ledger import queries as ledger
from kept.records.ledger.actor import System
from kept.records.people.models import Person, Role
from kept.records.people.services import (
    AccessRefused,
    PersonDetails,
    change_roles,
    create_person,
    deactivate_person,
    reactivate_person,
    set_password,
)
from tests.records.times import moment

NOON = moment("2026-03-02 12:00")
LATER = moment("2026-03-02 15:00")


def verbs(person: Person) -> list[str]:
    return [entry.verb for entry in ledger.entries(person.actor_id)]


class TestChangeRoles:
    def test_gives_exactly_these_roles(self, wang_fang, chen_jing):
        wanted = [Role.DISPATCHER, Role.HOTLINE, Role.DISPATCHER]
        person = change_roles(person_id=wang_fang.pk, roles=wanted, by=chen_jing, at=LATER)

        assert person.roles == ["hotline", "dispatcher"]
        [*_, entry] = ledger.entries(person.actor_id)
        assert entry.data == {"before": ["hotline"], "after": ["hotline", "dispatcher"]}
        assert entry.actor == chen_jing.actor_id

    def test_writes_nothing_when_nothing_changes(self, wang_fang, chen_jing):
        change_roles(person_id=wang_fang.pk, roles=[Role.HOTLINE], by=chen_jing, at=LATER)

        assert verbs(wang_fang) == ["person.created"]

    @pytest.mark.parametrize("who", ["zhao_min", "wang_fang", "liu_yang", "guo_wei"])
    def test_AZ_10_only_an_administrator_decides(self, request, who, li_qiang):
        by = request.getfixturevalue(who)

        with pytest.raises(AccessRefused):
            change_roles(person_id=li_qiang.pk, roles=[Role.POLICY_OWNER], by=by, at=LATER)

        li_qiang.refresh_from_db()
        assert li_qiang.roles == ["dispatcher"]

    def test_AZ_10_nobody_decides_about_himself(self, chen_jing):
        everything = [Role.ADMINISTRATOR, Role.POLICY_OWNER]
        with pytest.raises(AccessRefused):
            change_roles(person_id=chen_jing.pk, roles=everything, by=chen_jing, at=LATER)

    def test_AZ_10_a_change_of_roles_ends_the_persons_sessions(self, client, wang_fang, chen_jing):
        client.force_login(wang_fang)
        assert auth.get_user(client) == wang_fang

        change_roles(person_id=wang_fang.pk, roles=[Role.MANAGER], by=chen_jing, at=LATER)

        assert auth.get_user(client).is_anonymous

    def test_a_customers_person_never_has_a_role_of_ours(self, guo_wei, chen_jing):
        both = [Role.CUSTOMER, Role.HOTLINE]
        with pytest.raises(IntegrityError, match="person_customer_is_only_that"):
            change_roles(person_id=guo_wei.pk, roles=both, by=chen_jing, at=LATER)

    def test_the_database_knows_the_roles(self, wang_fang):
        with pytest.raises(IntegrityError, match="person_roles_known"), transaction.atomic():
            Person.objects.filter(pk=wang_fang.pk).update(roles=["superuser"])


class TestDeactivate:
    def test_ends_sessions_at_once_and_lets_nobody_in(self, client, wang_fang, chen_jing):
        set_password(person_id=wang_fang.pk, password="a long password", by=chen_jing, at=NOON)
        client.force_login(Person.objects.get(pk=wang_fang.pk))

        deactivate_person(person_id=wang_fang.pk, by=chen_jing, at=LATER)

        assert auth.get_user(client).is_anonymous
        assert auth.authenticate(username="wang.fang", password="a long password") is None

    def test_lets_back_in(self, wang_fang, chen_jing):
        deactivate_person(person_id=wang_fang.pk, by=chen_jing, at=NOON)
        deactivate_person(person_id=wang_fang.pk, by=chen_jing, at=NOON)
        reactivate_person(person_id=wang_fang.pk, by=chen_jing, at=LATER)
        reactivate_person(person_id=wang_fang.pk, by=chen_jing, at=LATER)

        assert Person.objects.get(pk=wang_fang.pk).is_active
        assert verbs(wang_fang) == ["person.created", "person.deactivated", "person.reactivated"]

    def test_a_session_from_before_stays_ended_after_that(self, client, wang_fang, chen_jing):
        client.force_login(wang_fang)
        deactivate_person(person_id=wang_fang.pk, by=chen_jing, at=NOON)
        reactivate_person(person_id=wang_fang.pk, by=chen_jing, at=LATER)

        assert auth.get_user(client).is_anonymous

    def test_the_last_administrator_stays(self, chen_jing):
        with pytest.raises(AccessRefused):
            deactivate_person(person_id=chen_jing.pk, by=chen_jing, at=LATER)


class TestSetPassword:
    def test_lets_the_person_in(self, wang_fang, chen_jing):
        set_password(person_id=wang_fang.pk, password="a long password", by=chen_jing, at=NOON)

        assert auth.authenticate(username="WANG.FANG", password="a long password") == wang_fang

    def test_AL_04_the_ledger_does_not_know_the_password(self, wang_fang, chen_jing):
        set_password(person_id=wang_fang.pk, password="a long password", by=chen_jing, at=NOON)

        assert ledger.entries(wang_fang.actor_id)[-1].data == {}

    def test_AZ_10_not_by_anyone(self, wang_fang, zhao_min):
        with pytest.raises(AccessRefused):
            set_password(person_id=wang_fang.pk, password="x" * 12, by=zhao_min, at=NOON)


class TestWhoMayCreate:
    def test_AZ_10_the_hotline_lets_in_customers_only(self, wang_fang):
        customer = PersonDetails(username="hu", display_name="胡", roles=[Role.CUSTOMER])
        manager = PersonDetails(username="he", display_name="何", roles=[Role.MANAGER])

        assert create_person(details=customer, by=wang_fang, at=NOON).roles == ["customer"]
        with pytest.raises(AccessRefused):
            create_person(details=manager, by=wang_fang, at=NOON)

    def test_AZ_10_a_customer_lets_in_nobody(self, guo_wei):
        details = PersonDetails(username="hu", display_name="胡", roles=[Role.CUSTOMER])
        with pytest.raises(AccessRefused):
            create_person(details=details, by=guo_wei, at=NOON)

    def test_the_first_administrator_comes_from_the_system(self, db):
        details = PersonDetails(username="root", display_name="Root", roles=[Role.ADMINISTRATOR])
        first = create_person(details=details, by=System("setup"), at=NOON)

        assert ledger.entries(first.actor_id)[0].actor == "system:setup"


class TestAdminSite:
    def test_only_administrators_look_and_nobody_changes(self, chen_jing, zhao_min):
        assert chen_jing.has_perm("people.view_person")
        assert not chen_jing.has_perm("people.change_person")
        assert not zhao_min.has_perm("people.view_person")
        assert (chen_jing.is_staff, zhao_min.is_staff) == (True, False)
        assert not chen_jing.is_superuser
