"""Making people known, and how they like to work."""

import pytest
from django.db import IntegrityError, transaction

from kept.records.ledger import queries as ledger
from kept.records.ledger.actor import System
from kept.records.people.models import Language, Person, Role, Theme
from kept.records.people.phones import NotAPhoneNumber
from kept.records.people.services import (
    AccessRefused,
    EmailTaken,
    PersonDetails,
    Preferences,
    UsernameTaken,
    change_preferences,
    create_person,
)
from kept.records.people.zones import UnknownTimeZone
from tests.records.times import moment
from tests.records.together import together

NOON = moment("2026-03-02 12:00")
SETUP = System("setup")
PREFERENCES = Preferences(
    language=Language.TRADITIONAL, theme=Theme.DARK, shortcuts=False, time_zone="Asia/Taipei"
)


def details(**given: object) -> PersonDetails:
    return PersonDetails(
        **{
            "username": "Zeng.Li",
            "display_name": "曾  莉",
            "roles": [Role.HOTLINE],
            "email": "Zeng.Li@Example.com",
            "phone": "0755 8600 1234",
            **given,
        }
    )


@pytest.mark.django_db
class TestCreatePerson:
    def test_keeps_names_addresses_and_how_the_name_sounds(self):
        person = create_person(details=details(), by=SETUP, at=NOON)

        assert (person.username, person.display_name) == ("zeng.li", "曾 莉")
        assert (person.sort_key, person.initials) == ("zeng li", "zl")
        assert (person.email, person.phone) == ("zeng.li@example.com", "+8675586001234")
        assert not person.has_usable_password()

    def test_may_be_repeated(self):
        first = create_person(details=details(), by=SETUP, at=NOON)
        again = create_person(details=details(username="ZENG.LI"), by=SETUP, at=NOON)

        assert again.pk == first.pk
        assert len(ledger.entries(first.actor_id)) == 1

    @pytest.mark.parametrize(
        ("given", "refusal", "sentence"),
        [
            ({"display_name": "Another"}, UsernameTaken, "“zeng.li” belongs to someone else"),
            ({"username": "other"}, EmailTaken, "“zeng.li@example.com” belongs"),
            ({"username": "o", "email": "", "phone": "12"}, NotAPhoneNumber, "“12” is not"),
            ({"username": "o", "time_zone": "Mars"}, UnknownTimeZone, "no time zone “Mars”"),
        ],
    )
    def test_says_what_is_wrong(self, given, refusal, sentence):
        create_person(details=details(), by=SETUP, at=NOON)

        with pytest.raises(refusal) as refused:
            create_person(details=details(**given), by=SETUP, at=NOON)

        assert sentence in str(refused.value)
        assert Person.objects.count() == 1

    def test_people_without_an_address_do_not_collide(self):
        for name in ("a", "b"):
            create_person(details=details(username=name, email=""), by=SETUP, at=NOON)

        assert Person.objects.count() == 2

    @pytest.mark.parametrize(
        ("changes", "constraint"),
        [
            ({"display_name": " "}, "person_has_a_name"),
            ({"language": "fr"}, "person_language_known"),
            ({"phone": "0755"}, "person_phone_e164"),
            ({"is_active": False}, "person_active_until_deactivated"),
            ({"theme": "pink"}, "person_theme_known"),
        ],
    )
    def test_the_database_holds_what_must_be_true(self, changes, constraint):
        person = create_person(details=details(), by=SETUP, at=NOON)

        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            Person.objects.filter(pk=person.pk).update(**changes)


@pytest.mark.django_db(transaction=True)
def test_two_equal_requests_at_once_make_one_person():
    made = together(lambda _: create_person(details=details(), by=SETUP, at=NOON).pk, workers=6)

    assert set(made) == {Person.objects.get().pk}
    assert len(ledger.entries(f"person:{made[0]}")) == 1


class TestChangePreferences:
    def test_keeps_them_and_what_they_were(self, wang_fang):
        person = change_preferences(
            person_id=wang_fang.pk, preferences=PREFERENCES, by=wang_fang, at=NOON
        )

        assert (person.language, person.theme, person.shortcuts) == ("zh-hant", "dark", False)
        entry = ledger.entries(person.actor_id)[-1]
        assert entry.data["before"]["language"] == "en"
        assert entry.data["after"]["language"] == "zh-hant"

    def test_writes_nothing_when_nothing_changes(self, wang_fang):
        for _ in range(2):
            change_preferences(
                person_id=wang_fang.pk, preferences=PREFERENCES, by=wang_fang, at=NOON
            )

        assert len(ledger.entries(wang_fang.actor_id)) == 2

    def test_are_nobody_elses_business(self, wang_fang, zhao_min, chen_jing):
        with pytest.raises(AccessRefused):
            change_preferences(
                person_id=wang_fang.pk, preferences=PREFERENCES, by=zhao_min, at=NOON
            )
        change_preferences(person_id=wang_fang.pk, preferences=PREFERENCES, by=chen_jing, at=NOON)
