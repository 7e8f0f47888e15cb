"""Who wrote by mail gets a private page by mail: who opens it reads at that address."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.test import Client

from kept.records.archive.models import ContactEmail
from kept.records.archive.services import ContactDetails, record_contact_left, register_contact
from kept.records.cases.models import CaseFact
from kept.records.mail.models import WebRequest
from kept.records.mail.reading.reader import Reader
from kept.records.mail.services.telling import MOST_A_DAY
from kept.records.notices.models import Notice
from kept.records.notices.services import send_next
from kept.workers.parts import LINKS
from tests.desk import Desk, at, open_desk
from tests.records.cases.test_contests import BY_US
from tests.records.mail.conftest import Post
from tests.records.mail.messages import CUSTOMER, message
from tests.web.portal.test_contesting import contest

FORGED_WORDS = "Pay at http://evil.example"


@pytest.fixture
def desk(db, settings):
    settings.MAIL_ADDRESS = "service@kept.example"
    with time_machine.travel(at("10:30"), tick=False):
        yield open_desk(BY_US)


@pytest.fixture
def contact(desk: Desk):
    details = ContactDetails(customer_id=desk.customer.pk, name="Li Na", emails=(CUSTOMER,))
    return register_contact(details=details, by=desk.hotline, at=at("08:30"))


@pytest.fixture
def post(desk: Desk):
    reader = Reader()
    yield Post(reader)
    reader.close()


@pytest.fixture
def letter(post: Post, contact):
    return post.comes(message(FORGED_WORDS, sender=f"The Boss <{CUSTOMER}>"))


@pytest.fixture
def page(letter, mailoutbox) -> str:
    """The address that stands in the mail, and nowhere else."""
    while send_next(now=lambda: at("10:01"), links=LINKS, sender="service@kept.example"):
        pass
    [sent] = [one for one in mailoutbox if one.to == [CUSTOMER]]
    return re.search(r"https?://[^/]+(/request/[a-z0-9]+/)", sent.body)[1]


def test_it_tells_of_the_case_without_anybody_of_us(letter, page):
    told = Client().get(page).content.decode()

    assert letter.case.number in told
    assert "We are working on it." in told


def test_EM_01_what_a_forged_sender_wrote_is_not_told_by_us(page):
    told = Client().get(page).content.decode()

    assert "evil.example" not in told
    assert "The Boss" not in told


def test_AU_02_the_secret_of_a_mailed_page_is_stored_nowhere(page):
    secret = page.split("/")[2]
    row = WebRequest.objects.get()

    assert secret not in {row.secret_hash, row.seed, row.digest}
    assert secret not in str(list(Notice.objects.values_list("data", flat=True)))


def test_whoever_has_it_contests_as_that_contact(page):
    assert contest(page, "level.fault:1") == 302

    fact = CaseFact.objects.get(kind="grade.contested")
    assert fact.values["requester"] == "Li Na"  # not what the header says
    assert (fact.values["party"], fact.source) == ("customer", "web:request")


def test_looking_at_it_changes_nothing(letter, page):
    before = CaseFact.objects.count()

    for _again in range(3):
        Client().get(page)
        Client().head(f"{page}contest/")

    assert CaseFact.objects.count() == before


def test_AU_02_a_mailed_page_ends_when_the_contact_leaves(desk, contact, page):
    record_contact_left(contact_id=contact.pk, by=desk.hotline, at=at("10:20"))

    assert Client().get(page).status_code == 404
    assert contest(page, "level.fault:1") == 404
    assert Client().post(page, {"key": "k", "text": "more", "website": ""}).status_code == 404


def test_AU_02_a_mailed_page_ends_when_the_address_is_theirs_no_more(contact, page):
    ContactEmail.objects.filter(contact=contact).update(address="other@heron.example")

    assert Client().get(page).status_code == 404


def test_EM_01_an_address_of_two_contacts_proves_nobody(desk, contact, post):
    details = ContactDetails(customer_id=desk.customer.pk, name="Wu", emails=(CUSTOMER,))
    register_contact(details=details, by=desk.hotline, at=at("08:30"))

    post.comes(message())

    assert not WebRequest.objects.exists()


def test_without_a_mail_there_is_no_page(contact, post):
    for nth in range(MOST_A_DAY + 2):
        post.comes(message(subject=f"Request {nth}", message_id=f"<{nth}@heron.example>"))

    assert WebRequest.objects.count() == MOST_A_DAY


def test_EM_01_the_form_for_everyone_proves_nobody_still(desk, contact):
    said = {"key": "k-1", "description": "Smoke", "machine": "UPS", "name": "Li Na",
            "phone": "", "email": CUSTOMER}  # fmt: skip
    Client().post("/request/", said)

    [row] = WebRequest.objects.all()
    assert row.mailed_to == ""
    assert row.confirmed_case is None
