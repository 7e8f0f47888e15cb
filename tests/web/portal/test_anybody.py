"""The form for everyone: no word is lost, and nobody learns whose machine it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kept.records.archive.models import Contact
from kept.records.archive.services import ContactDetails, register_contact
from kept.records.cases.models import Case, CaseFact, Clock
from kept.records.files.models import Attachment
from kept.records.mail.models import Letter, Outcome, WebRequest
from kept.records.mail.reading.reader import Reader
from kept.workers.intake import read_letters
from tests import photos
from tests.desk import Desk, at, open_desk
from tests.web.hotline.conftest import browser_of

SAID = {
    "key": "k-1",
    "description": "Smoke from the fan\nsince this morning",
    "machine": "UPS, 640-2207-0183",
    "name": "Li Na",
    "company": "Heron Ltd",
    "phone": "+86 138 0000 0000",
    "email": "",
    "website": "",
}


@pytest.fixture
def clock():
    with time_machine.travel(at("10:30"), tick=False) as travelling:
        yield travelling


@pytest.fixture
def desk(db, clock, settings) -> Desk:
    settings.MAIL_ADDRESS = "service@kept.example"
    return open_desk()


@pytest.fixture
def phone(desk) -> Client:
    """The phone of somebody who has no account."""
    return Client()


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    reader = Reader()
    yield reader
    reader.close()


@pytest.fixture
def work(reader, desk):
    """Let the workers read what came."""
    return lambda: read_letters([], reader, at("10:30"))


def ask(browser: Client, *files, **more):
    return browser.post("/request/", SAID | {"file": list(files)} | more)


def photo(name: str = "a.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, photos.jpeg())


class TestAsking:
    def test_it_is_kept_before_anything_reads_it_and_waits_for_the_desk(self, phone, work):
        answer = ask(phone, photo())

        assert re.fullmatch(r"/request/[0-9a-f]{40}/", answer["Location"])
        assert Letter.objects.get().outcome == Outcome.TAKEN
        work()
        letter = Letter.objects.get()
        assert (letter.outcome, letter.why) == (Outcome.WAITING, "by_web")
        assert (letter.sender_name, letter.subject) == ("Li Na", "Smoke from the fan")
        assert "640-2207-0183" in letter.text
        assert [one["name"] for one in letter.attached] == ["a.jpg"]
        assert letter.received_at == at("10:30")

    def test_the_desk_sees_whose_it_may_be_and_logs_it_as_it_came(self, phone, work, desk, clock):
        ask(phone, photo())
        work()
        clock.move_to(at("12:00"))
        letter, browser = Letter.objects.get(), browser_of(desk.hotline)

        page = browser.get(f"/mail/{letter.pk}/").content.decode()
        address = f"/log/?equipment={desk.equipment.pk}&letter={letter.pk}"
        assert address.replace("&", "&amp;") in page
        form = browser.get(address).content.decode()
        assert "Smoke from the fan" in form
        assert re.search(r'value="web"[^>]*(selected|checked)', form)
        logged = {"key": "x", "channel": "web", "case_type": "fault", "caller": "Li Na",
                  "description": "Smoke", "when": "10:30"}  # fmt: skip
        assert browser.post(address, logged).status_code == 302

        row = Case.objects.get()
        assert (row.requested_at, row.logged_at) == (at("10:30"), at("12:00"))
        assert Clock.objects.get(case=row, rule="answer").due_at == at("11:30")
        assert Attachment.objects.filter(case=row, kind="photo").count() == 1

    def test_of_a_contact_that_is_known_it_becomes_a_case_at_once(self, phone, work, desk):
        details = ContactDetails(
            customer_id=desk.customer.pk, name="Li Na", emails=("li@heron.example",)
        )
        register_contact(details=details, by=desk.hotline, at=at("08:30"))

        ask(phone, email="LI@heron.example")
        work()

        row = Case.objects.get()
        assert (row.channel, row.equipment) == ("web", desk.equipment)
        assert row.contact == Contact.objects.get()

    @pytest.mark.parametrize("host", ["bücher.example", "例え.example", "xn--bcher-kva.example"])
    def test_WF_05_an_address_may_be_in_any_script(self, phone, work, host):
        assert ask(phone, email=f"li@{host}").status_code == 302
        work()

        assert re.fullmatch(r"li@xn--[a-z0-9-]+\.example", Letter.objects.get().sender)

    def test_who_gives_our_own_address_is_not_taken_for_ourselves(self, phone, work):
        ask(phone, email="service@kept.example")
        work()

        assert Letter.objects.get().outcome == Outcome.WAITING

    def test_EM_01_who_claims_to_be_one_of_us_is_not_believed(self, phone, work, desk):
        ask(phone, email=desk.hotline.email)
        work()

        assert Letter.objects.get().why == "claims_staff"

    def test_EM_12_no_word_becomes_a_header(self, phone, work, desk):
        hostile = "x\r\nX-Kept-Loop: kept\r\nAuto-Submitted: auto-replied\r\n\r\nbody"
        ask(phone, name=hostile, description=f"a\n{hostile}", machine=hostile)
        work()

        letter = Letter.objects.get()
        assert letter.outcome == Outcome.WAITING
        assert "Auto-Submitted" in letter.text

    def test_ID_01_sent_twice_it_is_one(self, phone):
        answers = [ask(phone, photo()) for _ in range(3)]

        assert len({one["Location"] for one in answers}) == 1
        assert Letter.objects.count() == 1

    def test_with_other_words_it_is_another_and_none_is_lost(self, phone):
        ask(phone)
        ask(phone, description="Something else as well")

        assert WebRequest.objects.count() == 2

    @pytest.mark.parametrize(
        ("said", "words"),
        [
            ({"phone": "", "email": ""}, "so that we can answer"),
            ({"phone": "12"}, "call you back"),
            ({"description": " "}, "required"),
            ({"website": "x"}, "leave the last field empty"),
        ],
    )
    def test_what_is_missing_is_said_and_the_words_stay(self, phone, said, words):
        answer = ask(phone, **said)

        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert "Heron Ltd" in answer.content.decode()
        assert not Letter.objects.exists()

    def test_UP_01_a_file_that_is_not_taken_is_said_while_another_can_be_chosen(self, phone):
        answer = ask(phone, SimpleUploadedFile("x.html", b"<script>alert(1)</script>"))

        assert answer.status_code == 422
        assert "x.html" in answer.content.decode()
        assert "Smoke from the fan" in answer.content.decode()
        assert not Letter.objects.exists()

    def test_UP_06_a_flood_is_slowed_and_the_words_stay(self, phone):
        answers = [ask(phone, key=f"k-{turn}") for turn in range(21)]

        assert {one.status_code for one in answers[:20]} == {302}
        assert answers[20].status_code == 429
        assert "Smoke from the fan" in answers[20].content.decode()

    def test_it_says_nothing_about_machines(self, phone, work):
        known = phone.get(ask(phone)["Location"]).content.decode()
        other = phone.get(ask(phone, machine="no such", key="2")["Location"]).content.decode()

        assert "NX-640" not in known
        assert "Eastbank" not in known
        assert [len(re.findall("Answer</th>", page)) for page in (known, other)] == [1, 1]

    def test_AU_01_it_does_not_tell_which_addresses_are_known(self, phone, work, desk):
        details = ContactDetails(
            customer_id=desk.customer.pk, name="Li Na", emails=("li@heron.example",)
        )
        register_contact(details=details, by=desk.hotline, at=at("08:30"))
        known = ask(phone, email="li@heron.example")["Location"]
        stranger = ask(phone, email="wu@heron.example")["Location"]
        work()

        assert Case.objects.count() == 1
        pages = [phone.get(address).content.decode() for address in (known, stranger)]
        assert str(Case.objects.get().number) not in pages[0]
        assert "number is on the way to you there" in pages[0]
        assert "What you wrote" in pages[0]
        own = r"[0-9a-f]{32,}|nonce-\S+|value=\"\S+\"|nonce=\"\S+\""
        assert re.sub(own, "", pages[0]) == re.sub(own, "", pages[1])


class TestThePrivatePage:
    @pytest.fixture
    def page(self, phone, work) -> str:
        address = ask(phone)["Location"]
        work()
        return address

    def test_says_what_is_promised_to_everyone_until_it_is_known_who_asks(self, phone, page):
        told = phone.get(page).content.decode()

        assert re.search(r"Answer</th><td>11:30<small>1 h", told)
        assert "for everyone who asks us" in told
        assert "Smoke from the fan" in told

    def test_says_what_became_of_it(self, phone, page, desk):
        self.log(desk)

        told = phone.get(page).content.decode()

        assert str(Case.objects.get().number) in told
        assert "working on it" in told
        assert "for everyone who asks us" not in told

    def test_what_is_added_later_comes_to_its_case(self, phone, page, desk, work):
        case = self.log(desk)
        more = {"key": "m-1", "text": "Now it burns", "website": "", "file": [photo("b.jpg")]}

        assert phone.post(page, more).status_code == 302
        assert phone.post(page, more | {"file": [photo("b.jpg")]}).status_code == 302
        work()

        said = CaseFact.objects.get(case=case, kind="contact.received")
        assert said.values["text"] == "Now it burns"
        assert Attachment.objects.filter(case=case, name="b.jpg").count() == 1

    def test_what_is_added_before_comes_along_when_it_is_logged(self, phone, page, desk, work):
        phone.post(page, {"key": "m-1", "text": "Now it burns", "website": "", "file": []})
        work()
        assert list(Letter.objects.values_list("why", flat=True).order_by("pk")) == [
            "by_web",
            "follows",
        ]

        case = self.log(desk)

        assert CaseFact.objects.filter(case=case, kind="contact.received").count() == 1
        assert set(Letter.objects.values_list("case", flat=True)) == {case.pk}

    @pytest.mark.parametrize("secret", ["x", "a" * 40, "a" * 400, "%00", "中"])
    def test_AU_02_nobody_else_sees_it(self, phone, page, secret):
        assert phone.get(f"/request/{secret}/").status_code in (400, 404)
        assert phone.post(f"/request/{secret}/", {"text": "x"}).status_code in (400, 404)

    def test_AU_03_the_secret_is_kept_as_a_hash_only(self, page):
        assert page.split("/")[2] not in str(WebRequest.objects.values())

    def log(self, desk: Desk) -> Case:
        letter = Letter.objects.order_by("pk")[0]
        logged = {"key": "x", "channel": "web", "case_type": "fault", "caller": "Li Na",
                  "description": "Smoke", "when": ""}  # fmt: skip
        address = f"/log/?equipment={desk.equipment.pk}&letter={letter.pk}"
        assert browser_of(desk.hotline).post(address, logged).status_code == 302
        return Case.objects.get()
