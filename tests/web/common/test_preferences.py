import pytest
from django.conf import settings

from kept.records.ledger.models import Entry
from kept.records.people.models import Language, Person, Theme
from tests.web.conftest import make_person

CHOSEN = {"language": "zh-hant", "theme": "dark", "time_zone": "Europe/Berlin", "shortcuts": ""}


@pytest.fixture
def signed_in(client, person):
    client.force_login(person)
    return client


def test_preferences_are_kept_and_hold_at_once(signed_in, person):
    answer = signed_in.post("/preferences/", CHOSEN, follow=True)

    person.refresh_from_db()
    assert (person.language, person.theme) == (Language.TRADITIONAL, Theme.DARK)
    assert (person.time_zone, person.shortcuts) == ("Europe/Berlin", False)
    page = answer.content.decode()
    assert 'lang="zh-Hant" data-theme="dark"' in page
    assert 'data-zone="Europe/Berlin" data-shortcuts="off"' in page
    assert "偏好設定已儲存。" in page


def test_a_change_of_preferences_stands_in_the_ledger(signed_in, person):
    signed_in.post("/preferences/", CHOSEN)

    entry = Entry.objects.get(verb="person.preferences_changed")
    assert entry.actor == person.actor_id


def test_a_wrong_zone_is_said_in_words_and_nothing_is_lost(signed_in, person):
    answer = signed_in.post("/preferences/", CHOSEN | {"time_zone": "Shanghai <b>"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“Shanghai &lt;b&gt;” is no time zone." in page
    assert 'value="Shanghai &lt;b&gt;"' in page
    person.refresh_from_db()
    assert person.theme == Theme.SYSTEM


def test_preferences_are_for_those_who_signed_in(client, db):
    assert client.get("/preferences/").headers["Location"].startswith("/accounts/login/")


class TestLanguage:
    def test_the_one_a_person_chose_wins_over_the_browser(self, client, db):
        client.force_login(make_person("lin", "林 Lin", language=Language.SIMPLIFIED))

        answer = client.get("/preferences/", headers={"accept-language": "en,fr"})

        assert answer.headers["Content-Language"] == "zh-hans"
        assert 'lang="zh-Hans"' in answer.content.decode()

    @pytest.mark.parametrize(
        ("asked", "given"),
        [("zh-TW,en;q=0.5", "zh-hant"), ("zh-CN", "zh-hans"), ("fr", "en"), ("", "en")],
    )
    def test_strangers_get_what_their_browser_asks_for(self, client, db, asked, given):
        answer = client.get("/accounts/login/", headers={"accept-language": asked})

        assert answer.headers["Content-Language"] == given

    def test_the_switch_is_remembered_by_the_browser(self, client, db):
        client.post("/preferences/language/", {"language": "zh-hans", "next": "/accounts/login/"})

        answer = client.get("/accounts/login/", headers={"accept-language": "en"})

        assert answer.headers["Content-Language"] == "zh-hans"

    def test_the_switch_is_kept_for_the_person(self, signed_in, person):
        signed_in.post("/preferences/language/", {"language": "zh-hans", "next": "/preferences/"})

        assert Person.objects.get(pk=person.pk).language == "zh-hans"

    def test_a_language_nobody_speaks_changes_nothing(self, signed_in, person):
        signed_in.post("/preferences/language/", {"language": "tlh"})

        assert Person.objects.get(pk=person.pk).language == "en"
        assert settings.LANGUAGE_COOKIE_NAME not in signed_in.cookies

    @pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "js:"])
    def test_the_way_back_leads_nowhere_else(self, signed_in, elsewhere):
        answer = signed_in.post("/preferences/language/", {"language": "en", "next": elsewhere})

        assert answer.headers["Location"] == "/"
