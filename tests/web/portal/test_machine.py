"""A machine by the code on it: what it shows, what it takes, and what it never tells."""

import re

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kept.records.archive.services import issue_label, retire_equipment, revoke_label
from kept.records.cases.models import Case, News
from kept.records.files.models import Attachment
from kept.records.ledger.queries import entries
from kept.records.people.models import Person
from tests import photos
from tests.desk import at, open_desk
from tests.security.company import NOW, open_world

SAID = {"description": "Smoke from the fan", "name": "Li Na", "phone": "+86 138 0000 0000"}


@pytest.fixture
def clock():
    with time_machine.travel(at("10:30"), tick=False) as travelling:
        yield travelling


@pytest.fixture
def desk(db, clock):
    return open_desk()


@pytest.fixture
def address(desk) -> str:
    code = issue_label(equipment_id=desk.equipment.pk, by=desk.hotline, at=at("09:00"))
    return f"/m/{code}/"


@pytest.fixture
def phone() -> Client:
    """The phone of somebody who has no account."""
    return Client()


def ask(browser, address, *files, key="k-1", **more):
    return browser.post(address, SAID | {"key": key, "file": list(files)} | more)


class TestLooking:
    def test_it_shows_the_machine_and_what_would_be_promised(self, phone, address):
        page = phone.get(address).content.decode()

        assert "Nordlux NX-640" in page
        assert "640-2207-0183" in page
        assert re.search(r"Answer</th><td>11:30<small>1 h", page)
        assert "Is the equipment down?" in page

    @pytest.mark.parametrize(
        ("wanted", "lang", "words"),
        [
            ("zh-CN,zh;q=0.9", "zh-Hans", "哪里出了问题？"),
            ("zh-TW", "zh-Hant", "哪裡出了問題？"),
            ("de", "en", "What is wrong?"),
        ],
    )
    def test_the_browser_chooses_the_language(self, phone, address, wanted, lang, words):
        page = phone.get(address, HTTP_ACCEPT_LANGUAGE=wanted).content.decode()

        assert f'<html lang="{lang}"' in page
        assert words in page

    def test_a_code_that_was_revoked_leads_nowhere_and_a_new_one_does(self, desk, phone, address):
        revoke_label(equipment_id=desk.equipment.pk, by=desk.hotline, at=at("10:00"))
        code = issue_label(equipment_id=desk.equipment.pk, by=desk.hotline, at=at("10:01"))

        assert phone.get(address).status_code == 404
        assert ask(phone, address).status_code == 404
        assert f"/m/{code}/" != address
        assert phone.get(f"/m/{code}/").status_code == 200

    def test_a_label_is_printed_again_with_its_code(self, desk, address):
        again = issue_label(equipment_id=desk.equipment.pk, by=desk.manager, at=at("10:00"))

        assert f"/m/{again}/" == address
        told = [entry.data for entry in entries(f"customer:{desk.customer.pk}")]
        assert again not in str(told)

    def test_codes_are_long_and_are_not_worked_out(self, desk):
        codes = set()
        for _ in range(20):
            code = issue_label(equipment_id=desk.equipment.pk, by=desk.hotline, at=at("10:00"))
            codes.add(code)
            revoke_label(equipment_id=desk.equipment.pk, by=desk.hotline, at=at("10:00"))

        assert len(codes) == 20
        assert min(map(len, codes)) >= 22

    @pytest.mark.parametrize("code", ["x", "a" * 22, "a" * 400, "%00", "..", "中"])
    def test_what_is_no_code_leads_nowhere(self, desk, phone, code):
        assert phone.get(f"/m/{code}/").status_code in (400, 404)


class TestAsking:
    def test_a_request_becomes_a_case_that_somebody_answers_for(self, desk, phone, address):
        answer = ask(phone, address, q_down="yes")

        assert (answer.status_code, answer["Location"]) == (302, f"{address}asked/")
        row = Case.objects.get()
        assert (row.channel, row.caller) == ("web", "Li Na, +86 138 0000 0000")
        assert (row.equipment, row.level) == (desk.equipment, "1")
        assert row.responsible == desk.hotline
        assert News.objects.get(kind="assigned").data["person"] == desk.hotline.pk
        page = phone.get(answer["Location"]).content.decode()
        assert str(row.number) in page
        assert re.search(r"Answer</th><td>11:30<small>1 h", page)

    def test_sent_twice_it_is_one_case(self, phone, address):
        pump = [SimpleUploadedFile("a.jpg", photos.jpeg()) for _ in range(2)]
        for file in pump:
            assert ask(phone, address, file).status_code == 302

        assert Case.objects.count() == 1
        assert Attachment.objects.count() == 1

    def test_the_same_key_with_other_words_is_refused(self, phone, address):
        ask(phone, address)
        answer = ask(phone, address, description="Something else")

        assert answer.status_code == 422
        assert Case.objects.count() == 1

    def test_photos_come_with_the_name_of_who_sent_them(self, phone, address):
        ask(phone, address, SimpleUploadedFile("a.jpg", photos.jpeg()))

        row = Attachment.objects.get()
        assert (row.added_by, row.added_by_name, row.for_customer) == (None, "Li Na", True)

    def test_a_file_that_is_not_taken_keeps_no_request_out(self, phone, address):
        answer = ask(phone, address, SimpleUploadedFile("a.exe", photos.EXE))

        assert "“a.exe” is not a kind of file" in phone.get(answer["Location"]).content.decode()
        assert Case.objects.count() == 1

    @pytest.mark.parametrize(
        "wrong",
        [
            {"description": " "},
            {"name": ""},
            {"phone": "call me"},
            {"website": "https://buy.example"},
            {"q_down": "perhaps"},
        ],
    )
    def test_what_is_missing_or_made_up_is_said(self, phone, address, wrong):
        assert ask(phone, address, **wrong).status_code == 422
        assert not Case.objects.exists()

    def test_AZ_04_fields_nobody_asked_for_are_refused(self, phone, address):
        for made_up in ({"customer": "1"}, {"responsible": "1"}, {"channel": "telephone"}):
            assert ask(phone, address, **made_up).status_code == 400
        assert not Case.objects.exists()

    def test_a_flood_is_slowed_by_address_and_by_machine(self, phone, address, settings):
        settings.ACCOUNT_RATE_LIMITS = {"public_request": "9/h/ip,2/h/key"}
        for number in range(3):
            answer = ask(phone, address, key=f"k-{number}")

        assert answer.status_code == 429
        assert Case.objects.count() == 2

    def test_only_the_browser_that_asked_is_told_the_number(self, phone, address):
        ask(phone, address)

        assert phone.get(f"{address}asked/").status_code == 200
        assert Client().get(f"{address}asked/").status_code == 404

    def test_a_retired_machine_takes_no_requests(self, desk, phone, address):
        retire_equipment(
            equipment_id=desk.equipment.pk,
            on=at("09:00").date(),
            evidence="",
            by=desk.hotline,
            at=at("09:00"),
        )

        assert "no longer in use" in phone.get(address).content.decode()
        ask(phone, address)
        assert not Case.objects.exists()

    def test_a_form_from_elsewhere_is_refused(self, address):
        assert ask(Client(enforce_csrf_checks=True), address).status_code == 403

    def test_who_stands_for_the_form_can_do_nothing(self, phone, address):
        ask(phone, address)

        door = Person.objects.get(username="web-form")
        assert door.roles == []
        assert not door.has_usable_password()


def test_AZ_02_a_code_tells_nothing_of_the_owner_nor_of_what_was_said(db):
    with time_machine.travel(NOW, tick=False):
        world = open_world()
        phone, address = Client(), f"/m/{world.a.label}/"
        told = phone.get(address).content.decode()
        told += phone.get(ask(phone, address)["Location"]).content.decode()

    assert f"{world.a.mark} brand" in told
    assert world.b.mark not in told
    for words in (
        *("name", "contact", "position", "person", "site", "street", "hours", "way", "system"),
        *("label", "title", "description", "note", "arrived", "closing", "photo", "seen"),
    ):
        assert f"{world.a.mark} {words}" not in told
    assert f"{world.a.mark}-C1" not in told
