"""Getting in without being let in: guessing, flooding, tokens, forms from elsewhere."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from datetime import timedelta

import pytest
from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from kept.config.demo import LOGINS
from kept.records.ledger.models import Entry
from kept.records.people.models import Person, Role
from kept.records.people.services import PasswordChanged, choose_password, deactivate_person
from tests.desk import at
from tests.records.together import together
from tests.security.clients import browser_of
from tests.security.company import make_person
from tests.security.routes import routes

LOGIN, RESET = "/accounts/login/", "/accounts/password/reset/"
RIGHT = "the password of hotline"
TOO_MANY = "Too many failed login attempts"
NEW = "other words than those 8"


def guess(name: str, password: str, *, number: int = 0, **more: str) -> object:
    """Try to sign in as a stranger, from an address of its own."""
    address = f"127.0.{1 + number // 200}.{number % 200}"
    form = {"login": name, "password": password}
    return Client().post(LOGIN, form, REMOTE_ADDR=address, **more)


def is_in(answer) -> bool:
    return answer.status_code == 302


def is_slowed(answer) -> bool:
    return TOO_MANY in answer.content.decode()


@pytest.fixture
def hotline(db, afternoon) -> Person:
    """Somebody at the hotline, whose name and address strangers know."""
    cache.clear()
    return make_person("hotline", Role.HOTLINE)


class TestGuessing:
    def test_AU_01_another_spelling_of_the_account_has_no_count_of_its_own(self, hotline):
        names = ["hotline", "HOTLINE", " hotline ", "hotline@example.com", "Hotline@Example.com"]
        for number, name in enumerate([*names, *names]):
            answer = guess(name, "wrong", number=number)

        assert is_slowed(answer)
        assert is_slowed(guess("hotline", RIGHT, number=99))
        assert is_slowed(guess("hotline@example.com", RIGHT, number=98))

    def test_AU_01_another_spelling_of_our_host_has_no_count_of_its_own(self, hotline, settings):
        settings.ALLOWED_HOSTS = ["localhost", "desk.example"]
        hosts = ["localhost", "LOCALHOST", "desk.example", *(f"localhost:{n}" for n in range(9))]
        for number, host in enumerate(hosts):
            answer = guess("hotline", "wrong", number=number, HTTP_HOST=host)

        assert is_slowed(answer)

    def test_AU_01_guesses_at_the_same_instant_are_counted_each(self, transactional_db):
        make_person("hotline", Role.HOTLINE)
        answers = together(lambda n: guess("hotline", f"wrong {n}", number=n), workers=16)

        assert sum(not is_slowed(answer) for answer in answers) <= 5

    def test_AU_01_a_name_costs_the_same_work_whether_it_is_known(self, hotline, settings):
        settings.PASSWORD_HASHERS = [f"{__name__}.Counting"]
        Person.objects.filter(pk=hotline.pk).update(password=Counting().encode("x", "salt"))
        Counting.work.clear()
        costs = []
        for number, name in enumerate(
            ["hotline", "nobody", "hotline@example.com", "no@one.example"]
        ):
            guess(name, "wrong", number=number)
            costs.append(Counting.work.total())
            Counting.work.clear()

        assert costs == [1, 1, 1, 1]

    def test_AU_01_reset_mails_are_counted_however_the_address_is_spelled(self, hotline):
        asked = [
            "hotline@example.com",
            "HOTLINE@example.com",
            " hotline@EXAMPLE.com",
            "hotline@example.com\u3000",
        ]
        for number in range(20):
            Client().post(RESET, {"email": asked[number % 4]}, REMOTE_ADDR=f"127.0.9.{number}")

        assert 1 <= len(mail.outbox) <= 3
        assert {to for message in mail.outbox for to in message.to} == {"hotline@example.com"}

    def test_AU_01_a_link_goes_to_the_address_on_record_only(self, db, afternoon):
        """Two addresses that look alike in small letters are two mailboxes."""
        make_person("admin", Role.ADMINISTRATOR, email="admin@strasse.example")

        Client().post(RESET, {"email": "admin@straße.example"})

        assert [message.to for message in mail.outbox] in ([], [["admin@strasse.example"]])


class Counting(MD5PasswordHasher):
    """Counts how often a password is hashed."""

    algorithm = "counting"
    work: Counter[str] = Counter()

    def encode(self, password, salt):
        self.work["hashed"] += 1
        return super().encode(password, salt)


def key_for(person: Person) -> str:
    """Return what the link in a reset mail carries."""
    return app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(person)


def choose(person: Person, key: str, password: str = NEW, browser: Client | None = None):
    """Follow a reset link and choose a password; return what came of it."""
    browser = browser or Client()
    where = {"uidb36": user_pk_to_url_str(person), "key": key}
    opened = browser.get(reverse("account_reset_password_from_key", kwargs=where))
    if opened.status_code != 302:
        return opened
    form = {"password1": password, "password2": password}
    return browser.post(opened["Location"], form)


def is_done(answer) -> bool:
    """Say whether a password was chosen."""
    there = reverse("account_reset_password_from_key_done")
    return answer.status_code == 302 and answer["Location"] == there


def password_is(person: Person, password: str) -> bool:
    return Person.objects.get(pk=person.pk).check_password(password)


class TestResetLinks:
    def test_AU_02_a_link_works_once(self, hotline):
        key = key_for(hotline)
        assert is_done(choose(hotline, key))
        assert password_is(hotline, NEW)

        again = choose(hotline, key, "a third set of words")

        assert "no longer works" in again.content.decode()
        assert password_is(hotline, NEW)

    @pytest.mark.parametrize("key", [" ", "null", "None", "0", "set-password", "-", "x-y", "%00"])
    def test_AU_02_nothing_that_is_no_key_opens_it(self, hotline, key):
        browser = Client(raise_request_exception=False)
        answer = browser.get(f"/accounts/password/reset/key/{user_pk_to_url_str(hotline)}-{key}/")

        assert answer.status_code in (200, 400, 404)
        assert "password1" not in answer.content.decode()

    def test_AU_02_a_key_is_one_persons(self, hotline):
        other = make_person("other", Role.MANAGER)

        assert not is_done(choose(other, key_for(hotline)))
        assert password_is(other, "the password of other")

    def test_AU_02_it_ends_after_half_an_hour(self, hotline, afternoon):
        key = key_for(hotline)
        afternoon.shift(timedelta(minutes=31))

        assert not is_done(choose(hotline, key))

    @pytest.mark.parametrize("change", [{"password": "changed"}, {"email": "new@example.com"}])
    def test_AU_02_it_ends_with_the_password_and_the_address(self, hotline, change):
        key = key_for(hotline)
        Person.objects.filter(pk=hotline.pk).update(**change)

        assert not is_done(choose(hotline, key))

    def test_AU_02_it_ends_with_the_access(self, hotline):
        key = key_for(hotline)
        deactivate(hotline)

        assert not is_done(choose(hotline, key))

    def test_AU_02_access_that_ends_meanwhile_does_not_come_back(self, hotline):
        """The page has looked at the key; the access ends before the password is kept."""
        proof = hotline.password
        deactivate(hotline)

        with pytest.raises(PasswordChanged):
            choose_password(person_id=hotline.pk, password=NEW, instead_of=proof, at=at("14:30"))

        assert not Person.objects.get(pk=hotline.pk).is_active

    def test_AU_02_of_twenty_at_the_same_instant_one_succeeds(self, transactional_db):
        person = make_person("hotline", Role.HOTLINE)
        key = key_for(person)

        def attempt(number: int) -> object:
            return choose(person, key, f"other words than those {number}")

        answers = together(attempt, workers=20)

        done = [number for number, answer in enumerate(answers) if is_done(answer)]
        assert len(done) == 1
        assert password_is(person, f"other words than those {done[0]}")

    def test_AU_02_choosing_a_password_ends_the_sessions_there_were(self, hotline):
        stranger = browser_of(hotline)
        assert stranger.get("/preferences/").status_code == 200

        assert is_done(choose(hotline, key_for(hotline)))

        assert stranger.get("/preferences/").status_code == 302

    def test_AU_02_a_choice_is_in_the_ledger_without_the_password(self, hotline):
        assert is_done(choose(hotline, key_for(hotline)))

        entry = Entry.objects.filter(stream=hotline.actor_id).latest("seq")
        assert (entry.verb, entry.data) == ("person.password_chosen", {})


def deactivate(person: Person) -> None:
    administrator = make_person("chief", Role.ADMINISTRATOR)
    deactivate_person(person_id=person.pk, by=administrator, at=at("14:00"))


class TestTokens:
    def test_AU_03_session_keys_are_random_and_kept_here_only(self, hotline, settings):
        keys = {SessionStore()._get_new_session_key() for _ in range(200)}
        assert len(keys) == 200
        assert all(len(key) == 32 and re.fullmatch("[a-z0-9]+", key) for key in keys)
        assert settings.SESSION_ENGINE == "django.contrib.sessions.backends.db"

    def test_AU_03_who_knows_the_secret_key_makes_no_session_and_no_reset_link(
        self, hotline, settings
    ):
        """A thief of the key lacks the password's hash, which both are made from."""
        thief = Person(pk=hotline.pk, username=hotline.username, email=hotline.email)
        thief.access_stamp, thief.last_login = hotline.access_stamp, hotline.last_login
        for password in ("", "!", "x"):
            thief.password = password
            assert not is_done(choose(hotline, key_for(thief)))
            assert thief.get_session_auth_hash() != hotline.get_session_auth_hash()

    def test_AU_03_a_session_ends_when_the_person_signs_out(self, hotline):
        browser = browser_of(hotline)
        stolen = browser.cookies["kept"].value
        browser.post("/accounts/logout/")

        thief = Client()
        thief.cookies["kept"] = stolen

        assert thief.get("/preferences/").status_code == 302

    def test_AU_03_signing_in_begins_a_new_session(self, hotline):
        """Whoever planted a session key in a browser learns nothing by it."""
        browser = Client()
        browser.cookies["kept"] = "a" * 32
        browser.post(LOGIN, {"login": "hotline", "password": RIGHT})

        assert browser.cookies["kept"].value != "a" * 32


PROVED_AGAIN = (
    "mfa_activate_totp",
    "mfa_generate_recovery_codes",
    "mfa_add_webauthn",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
)


def test_AU_05_who_left_the_desk_open_cannot_change_how_the_person_signs_in(hotline, afternoon):
    browser = browser_of(hotline)
    afternoon.shift(timedelta(hours=1))
    named = {route.name: route for route in routes()}
    for name in PROVED_AGAIN:
        address = named[name].filled({"pk": 1})
        for answer in (browser.get(address), browser.post(address)):
            assert answer.status_code == 302, name
            assert answer["Location"].startswith("/accounts/reauthenticate/"), name

    form = {"oldpassword": "not it", "password1": NEW, "password2": NEW}
    assert browser.post("/accounts/password/change/", form).status_code == 200
    assert password_is(hotline, RIGHT)


def test_AU_05_the_person_is_told_that_the_password_changed(hotline):
    browser = browser_of(hotline)
    form = {"oldpassword": RIGHT, "password1": NEW, "password2": NEW}

    assert is_in(browser.post("/accounts/password/change/", form))

    assert [message.to for message in mail.outbox] == [["hotline@example.com"]]
    assert NEW not in mail.outbox[0].body


@pytest.mark.parametrize(
    "password",
    ["nul\x00in the middle", "e\u0301tude pour deux", "\u00e9tude pour deux", "  spaces  "],
)
def test_AU_06_odd_passwords_are_compared_byte_by_byte(hotline, password):
    if "\x00" not in password:
        hotline.set_password(password)
        hotline.save(update_fields=["password"])
        assert is_in(guess("hotline", password))
    for other in {
        unicodedata.normalize("NFC", password),
        unicodedata.normalize("NFD", password),
        password.strip(),
        password[:-1],
        password.split("\x00")[0],
    } - {password}:
        cache.clear()
        assert not is_in(guess("hotline", other)), repr(other)


def test_AU_06_what_is_larger_than_any_form_is_not_read(hotline):
    answer = guess("hotline", "x" * 10_000_000)

    assert answer.status_code == 400


def test_AU_08_no_name_and_password_in_the_repository_opens_the_door(hotline):
    pairs = {(one.username, one.password) for one in LOGINS}
    pairs |= {(name, name) for name in ("admin", "root", "kept", "demo", "test", "administrator")}
    pairs |= {("admin", "password"), ("admin", ""), ("", "")}
    for number, (name, password) in enumerate(sorted(pairs)):
        assert not is_in(guess(name, password, number=number)), name


def test_AU_08_a_new_kept_knows_nobody(db):
    """Nothing that ships makes an account: no migration, no start without --demo."""
    assert not Person.objects.exists()


# Pages for strangers too; the second is the one that asks for the code.
OPEN = {
    *("health", "account_login", "mfa_authenticate", "account_signup", "account_inactive"),
    *("account_reset_password", "account_reset_password_done", "mfa_login_webauthn"),
    *("account_reset_password_from_key_done", "account_logout"),
    *("portal:ask", "portal:anything_return", "portal:help", "api:description"),
    *("money:pay_on", "money:pay_back"),
}


def code_of(person: Person) -> str:
    """Return the code that the person's app shows now."""
    found = Authenticator.objects.get(user=person, type=Authenticator.Type.TOTP)
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    secret = decrypt(found.data["secret"])
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


class TestSecondFactor:
    """Who has only the password is not in, and codes are guessed no faster than passwords."""

    AUTHENTICATE = "/accounts/2fa/authenticate/"

    @pytest.fixture
    def halfway(self, hotline) -> Client:
        """A browser that has shown the password and owes the code."""
        totp.TOTP.activate(hotline, totp.generate_totp_secret())
        browser = Client()
        answer = browser.post(LOGIN, {"login": "hotline", "password": RIGHT})
        assert answer["Location"] == self.AUTHENTICATE
        return browser

    def test_AU_01_the_password_alone_opens_no_page(self, halfway):
        for route in routes():
            if not route.holes and route.name not in OPEN:
                answer = halfway.get(route.filled({}))
                assert answer.status_code in (302, 404, 405), route.name
                assert answer.status_code != 302 or "/login/" in answer["Location"], route.name

    def test_AU_01_codes_are_guessed_no_faster_than_passwords(self, hotline, halfway):
        for number in range(5):
            halfway.post(self.AUTHENTICATE, {"code": f"{number:06}"})

        answer = halfway.post(self.AUTHENTICATE, {"code": code_of(hotline)})

        assert answer.status_code == 200  # too many: not even the right one counts

    def test_AU_01_a_code_works_once(self, hotline, halfway):
        code = code_of(hotline)
        assert is_in(halfway.post(self.AUTHENTICATE, {"code": code}))

        other = Client()
        other.post(LOGIN, {"login": "hotline", "password": RIGHT})

        assert not is_in(other.post(self.AUTHENTICATE, {"code": code}))


FULL = """
    CREATE FUNCTION pg_temp.full() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'could not extend file: No space left on device'
        USING ERRCODE = 'disk_full'; END $$;
    CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON kept_cache
        FOR EACH ROW EXECUTE FUNCTION pg_temp.full();
"""


@pytest.mark.parametrize("path", [LOGIN, RESET])
def test_RF_01_with_a_full_disk_nobody_is_told_to_have_guessed_too_often(hotline, path):
    with connection.cursor() as cursor:
        cursor.execute(FULL)
    form = {"login": "hotline", "password": RIGHT, "email": "hotline@example.com"}

    answer = Client(raise_request_exception=False).post(path, form)

    assert answer.status_code == 503
    assert answer["Retry-After"]
