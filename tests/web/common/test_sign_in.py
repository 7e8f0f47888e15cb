"""Signing in: by password, and against those who guess."""

import re
import time

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from tests.web.conftest import make_person

RIGHT = "four words of mine"
LOGIN = "/accounts/login/"
TOO_MANY = "Too many failed login attempts"
MISMATCH = "not correct"


@pytest.fixture(autouse=True)
def forgotten_counts(db):
    cache.clear()


def attempt(client, name, password, *, address="127.0.0.1"):
    return client.post(LOGIN, {"login": name, "password": password}, REMOTE_ADDR=address)


def is_in(answer):
    return answer.status_code == 302


def test_name_and_password_open_the_door(client, person):
    assert is_in(attempt(client, "zhoumin", RIGHT))


def test_the_e_mail_address_does_as_well(client, person):
    assert is_in(attempt(client, "zhoumin@example.org", RIGHT))


def test_the_door_says_the_same_of_a_wrong_password_and_of_nobody(client, person):
    known, unknown = attempt(client, "zhoumin", "wrong"), attempt(client, "nobody", "wrong")

    assert known.status_code == unknown.status_code == 200
    assert problems(known) == problems(unknown)
    assert problems(known)


def problems(answer):
    page = answer.content.decode()
    return re.findall(r"<li>(.*?)</li>", page[page.find("data-problems") :])[:1]


class TestGuessing:
    """AU-01."""

    def test_AU_01_guesses_on_one_name_are_slowed_wherever_they_come_from(self, person):
        answers = [
            attempt(Client(), "zhoumin", f"guess {n}", address=f"127.0.1.{n}") for n in range(12)
        ]

        refused = [TOO_MANY in answer.content.decode() for answer in answers]
        assert not any(refused[:5])
        assert all(refused[5:])

    def test_AU_01_guesses_from_one_address_are_slowed_whatever_the_name(self, person):
        answers = [attempt(Client(), f"name{n}", "guess") for n in range(14)]

        refused = [TOO_MANY in answer.content.decode() for answer in answers]
        assert all(refused[10:])

    def test_AU_01_a_stranger_locks_nobody_out_of_the_usual_browser(self, person):
        usual = Client()
        assert is_in(attempt(usual, "zhoumin", RIGHT, address="10.0.0.8"))
        usual.post("/accounts/logout/")
        for n in range(12):
            attempt(Client(), "zhoumin", f"guess {n}", address=f"127.0.1.{n}")

        assert not is_in(attempt(Client(), "zhoumin", RIGHT, address="10.0.0.9"))
        assert is_in(attempt(usual, "Zhoumin ", RIGHT, address="10.0.0.8"))

    def test_AU_01_the_usual_browser_is_no_way_to_guess(self, person):
        usual = Client()
        attempt(usual, "zhoumin", RIGHT)
        usual.post("/accounts/logout/")

        answers = [
            attempt(usual, "zhoumin", f"guess {n}", address=f"127.0.1.{n}") for n in range(8)
        ]

        assert TOO_MANY in answers[-1].content.decode()

    def test_AU_01_knowing_one_name_helps_with_no_other(self, person):
        other = make_person("wu", "Wu")
        mine = Client()
        attempt(mine, "zhoumin", RIGHT)
        mine.post("/accounts/logout/")

        for n in range(6):
            attempt(Client(), other.username, "guess", address=f"127.0.2.{n}")

        answer = attempt(mine, other.username, RIGHT, address="127.0.3.1")
        assert TOO_MANY in answer.content.decode()

    def test_AU_01_a_forged_browser_counts_as_a_stranger(self, person):
        for n in range(8):
            guesser = Client()
            guesser.cookies["kept-browser"] = f"browser{n}"
            answer = attempt(guesser, "zhoumin", "guess", address=f"127.0.1.{n}")

        assert TOO_MANY in answer.content.decode()

    def test_AU_01_at_most_three_reset_mails_an_hour_reach_one_mailbox(self, person):
        answers = [
            Client().post(
                "/accounts/password/reset/",
                {"email": "zhoumin@example.org"},
                REMOTE_ADDR=f"127.0.1.{n}",
            )
            for n in range(6)
        ]

        assert len(mail.outbox) == 3
        assert [answer.status_code for answer in answers] == [302, 302, 302, 429, 429, 429]
        assert "That was too often" in answers[-1].content.decode()

    def test_AU_01_a_reset_says_the_same_for_nobody(self, client, person):
        known = client.post("/accounts/password/reset/", {"email": "zhoumin@example.org"})
        unknown = client.post("/accounts/password/reset/", {"email": "nobody@example.org"})

        assert known.status_code == unknown.status_code
        assert known.headers["Location"] == unknown.headers["Location"]
        assert [message.to for message in mail.outbox] == [["zhoumin@example.org"]]


class TestPasswords:
    """AU-06."""

    @pytest.mark.parametrize(
        "password", ["x" * 64, " leading space", "é́ 密码 🔑 words", "e\u0301tude pour deux"]
    )
    def test_AU_06_odd_passwords_are_taken_exactly(self, client, person, password):
        person.set_password(password)
        person.save(update_fields=["password"])

        assert is_in(attempt(client, "zhoumin", password))
        assert not is_in(attempt(Client(), "zhoumin", password.strip() + "x"))

    @pytest.mark.parametrize("size", [1025, 100_000, 1_000_000])
    def test_AU_06_a_very_long_one_is_refused_before_it_costs_a_hash(
        self, client, person, settings, size
    ):
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
        attempt(client, "zhoumin", "warm up")
        started = time.process_time()

        answer = attempt(client, "zhoumin", "x" * size)

        assert "too long" in answer.content.decode()
        assert time.process_time() - started < 1
        assert not is_in(answer)

    def test_AU_06_a_new_one_may_not_be_so_long_either(self, client, person):
        client.force_login(person)

        answer = client.post(
            "/accounts/password/change/",
            {"oldpassword": RIGHT, "password1": "x" * 2000, "password2": "x" * 2000},
            follow=True,
        )

        assert "too long" in answer.content.decode() or answer.redirect_chain
        assert person.__class__.objects.get(pk=person.pk).check_password(RIGHT)


class TestForgery:
    """AU-07: forms that do not come from our own pages."""

    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {"Origin": "http://sub.testserver"},
            {"X-CSRFToken": "a" * 64},
        ],
    )
    @pytest.mark.parametrize(
        ("path", "data"),
        [
            (LOGIN, {"login": "zhoumin", "password": RIGHT}),
            ("/preferences/", {"language": "zh-hans", "theme": "dark", "time_zone": "UTC"}),
            ("/preferences/language/", {"language": "zh-hans"}),
            ("/accounts/logout/", {}),
        ],
    )
    def test_AU_07_a_post_from_elsewhere_changes_nothing(self, person, path, data, headers):
        client = Client(enforce_csrf_checks=True)
        if path != LOGIN:
            client.force_login(person)

        answer = client.post(path, data, headers=headers)

        assert answer.status_code == 403
        person.refresh_from_db()
        assert person.language == "en"
        assert ("_auth_user_id" in client.session) == (path != LOGIN)

    def test_AU_07_a_get_changes_nothing(self, person):
        client = Client()
        client.force_login(person)

        for path in ("/preferences/language/?language=zh-hans", "/accounts/logout/"):
            client.get(path)

        person.refresh_from_db()
        assert person.language == "en"
        assert "_auth_user_id" in client.session


def test_AU_08_nobody_signs_up(client, db):
    answer = client.get("/accounts/signup/")

    assert "Accounts are made for you" in answer.content.decode()
    posted = client.post(
        "/accounts/signup/", {"username": "new", "email": "n@example.org", "password1": RIGHT}
    )
    assert not is_in(posted)
    assert not is_in(attempt(client, "new", RIGHT))


def test_demo_accounts_are_offered_only_with_the_demo(client, settings, db):
    settings.DEMO_LOGINS = "tests.web.common.test_sign_in.LOGINS"
    settings.DEMO = False
    assert "demo-name" not in client.get(LOGIN).content.decode()

    settings.DEMO = True

    assert "demo-name" in client.get(LOGIN).content.decode()


class LOGIN_OF_DEMO:  # noqa: N801
    username, password, what = "demo-name", "demo-word", "Hotline"


LOGINS = [LOGIN_OF_DEMO]


def test_what_cannot_be_taken_back_is_asked_first(client, person):
    client.force_login(person)

    page = client.get("/accounts/logout/").content.decode()

    assert "<h1>Sign out of Kept?</h1>" in page
    assert 'action="/accounts/logout/" data-sign-out' in page
    assert client.post("/accounts/logout/").status_code == 302
    assert "_auth_user_id" not in client.session
