"""A quote on its pages: drafted, sent, asked about, answered; the old page accepts nothing."""

import re
from dataclasses import replace
from datetime import datetime
from html import unescape
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from kept.records.documents.addressees import Addressee
from kept.records.quotes.models import Answer, Exchange, Quote
from kept.records.quotes.services import end_quote_link
from kept.web.money.forms.quoting import SendQuoteForm
from tests.desk import at
from tests.web.hotline.conftest import browser_of
from tests.web.money.quotes.conftest import hidden, text


@pytest.fixture
def stranger() -> Client:
    return Client()


def test_from_the_charge_sheet_to_the_mail(counter, client):
    counter.found()
    sheet = client.get(f"/cases/{counter.opened.number}/charges/")
    begin = f"/cases/{counter.opened.number}/quotes/begin/"
    sent = hidden(sheet, begin) | {"currency": "CNY", "language": "en", "beside_it": "zh-hans"}
    address = client.post(begin, sent)["Location"]

    page = client.get(address)
    line = hidden(page, f"{address}add/") | {"price": counter.fuse.pk, "quantity": "2"}
    assert client.post(f"{address}add/", line).status_code == 302
    page = client.get(address)
    assert "CNY 22.60" in text(page)
    assert "By the policy it holds until" in text(page)
    send = hidden(page, f"{address}send/") | {"contact": counter.contact.pk, "code_by": "phone"}
    assert client.post(f"{address}send/", send).status_code == 302

    page = client.get(address)
    assert "waits for an answer" in text(page)
    version = Quote.objects.get().versions.get()
    assert counter.code(version) in text(page)
    assert client.get(f"{address}1.pdf").content.startswith(b"%PDF-")


def test_a_typed_price_without_a_reason_is_refused_in_words(counter, client):
    address = f"/quotes/{counter.begin().number}/"
    page = client.get(address)
    line = {"component": "other", "name": "Crane", "quantity": "1", "unit": "day", "amount": "9"}
    answer = client.post(f"{address}type/", hidden(page, f"{address}type/") | line)

    assert answer.status_code == 422
    assert "a price that is in no list needs a reason" in text(answer)


def test_a_line_is_changed_and_taken_out(counter, client):
    quote = counter.drafted()
    address = f"/quotes/{quote.number}/"
    sent = hidden(client.get(address), f"{address}lines/") | {"note_en": "Soon"}

    assert client.post(f"{address}lines/", sent | {"q0": "7"}).status_code == 302
    quote.refresh_from_db()
    assert (quote.lines[0]["quantity"], quote.note) == ("7", {"en": "Soon"})

    sent = hidden(client.get(address), f"{address}lines/")
    client.post(f"{address}lines/", sent | {"q0": "0"})
    quote.refresh_from_db()
    assert quote.lines == []


@pytest.mark.parametrize("typed", ["2,5", "1e3", "🗑", "two"])
def test_what_is_no_plain_number_is_asked_for_again_as_it_was_typed(counter, client, typed):
    quote = counter.drafted()
    address = f"/quotes/{quote.number}/"
    sent = hidden(client.get(address), f"{address}lines/")

    answer = client.post(f"{address}lines/", sent | {"q0": typed})

    assert answer.status_code == 422
    assert "Please write a number such as 2.5, with a point and without its unit." in text(answer)
    assert f'value="{typed}"' in answer.content.decode()


def test_digits_are_taken_in_any_width(counter, client):
    quote = counter.drafted()
    address = f"/quotes/{quote.number}/"
    sent = hidden(client.get(address), f"{address}lines/")

    client.post(f"{address}lines/", sent | {"q0": "２．5"})

    quote.refresh_from_db()
    assert quote.lines[0]["quantity"] == "2.5"


def test_CC_05_who_did_not_see_the_last_change_is_told(counter, client):
    quote = counter.drafted()
    address = f"/quotes/{quote.number}/"
    old = hidden(client.get(address), f"{address}lines/")
    counter.write(quote, counter.line(counter.fuse, "5"), by=counter.desk.manager)

    answer = client.post(f"{address}lines/", old | {"q0": "1"})

    assert answer.status_code == 422
    assert "Marta Stein changed this quote meanwhile" in text(answer)


class TestByLink:
    def offered(self, counter, stranger):
        version = counter.sent()
        return version, f"/q/{counter.secret(version)}/", stranger

    def answer(self, counter, version, address, browser, **more):
        said = hidden(browser.get(address), address)
        said |= {"outcome": "accepted", "name": "Li Hua", "code": counter.code(version), **more}
        return browser.post(address, said)

    def test_the_customer_reads_and_accepts(self, counter, stranger):
        version, address, browser = self.offered(counter, stranger)
        assert "CNY 22.60" in text(browser.get(address))

        assert self.answer(counter, version, address, browser).status_code == 302

        row = Answer.objects.get()
        assert (row.sha256, row.name, row.address) == (version.sha256, "Li Hua", "127.0.0.1")
        assert "You have accepted it" in text(browser.get(address))

    def test_SG_03_without_the_code_nothing_is_accepted(self, counter, stranger):
        version, address, browser = self.offered(counter, stranger)
        answer = self.answer(counter, version, address, browser, code="12")

        assert answer.status_code == 422
        assert "This is not the code" in text(answer)
        assert not Answer.objects.exists()

    def test_CC_05_the_old_page_is_closed_once_there_is_a_newer_version(self, counter, stranger):
        old, address, browser = self.offered(counter, stranger)
        opened = hidden(browser.get(address), address)
        opened |= {"outcome": "accepted", "name": "Li Hua", "code": counter.code(old)}
        counter.write(old.quote, counter.line(counter.fuse, "5"))
        counter.send(old.quote, "11:00", key="again")

        answer = browser.post(address, opened)
        assert answer.status_code == 410
        assert "There is a newer version of this quotation" in text(answer)
        assert not Answer.objects.exists()

    def test_a_link_that_we_ended_says_nothing_of_what_came_later(self, counter, stranger):
        old, address, browser = self.offered(counter, stranger)
        link = counter.link(old)
        end_quote_link(link_id=link.pk, by=counter.desk.hotline, at=at("10:50"))
        counter.send(old.quote, "11:00", key="again")

        assert "newer version" not in text(browser.get(address))

    def test_a_question_takes_no_code(self, counter, stranger):
        _version, address, browser = self.offered(counter, stranger)
        said = hidden(browser.get(address), f"{address}ask/") | {"text": "Why two?"}

        answer = browser.post(f"{address}ask/", said)
        assert answer["Location"] == f"{address}#said"
        assert Exchange.objects.get().text == "Why two?"
        page = browser.get(address)
        assert 'id="said"' in page.content.decode()
        assert "Your question has reached us. Our answer will stand here. The" in text(page)
        assert "Why two?" in text(page)

    def test_days_are_written_as_the_reader_writes_them(self, counter, stranger):
        version, address, browser = self.offered(counter, stranger)
        until = timezone.localtime(version.valid_until, ZoneInfo("Asia/Shanghai"))

        page = text(browser.get(address))
        assert f"{until:%Y-%m-%d}" not in page
        assert f"It holds until {until.day} {until:%b %Y %H:%M}; nothing" in page

    def test_where_no_clause_says_who_pays_the_quote_says_that(self, counter, stranger):
        version = counter.sent(counter.typed("50.00"))

        page = text(stranger.get(f"/q/{counter.secret(version)}/"))
        assert "Crane the policy does not say who pays for it" in page

    def test_SG_03_one_of_us_accepts_for_nobody(self, counter, client):
        version = counter.sent()
        address = f"/q/{counter.secret(version)}/"
        assert "you cannot answer for the customer" in text(client.get(address))

        said = {"outcome": "accepted", "name": "Li Hua", "code": counter.code(version)}
        said |= {"sha256": version.sha256, "key": "k"}
        assert client.post(address, said).status_code == 403

    def test_SG_03_an_expired_one_opens_nothing(self, counter, stranger):
        _version, address, browser = self.offered(counter, stranger)

        with time_machine.travel(at("27 11:00"), tick=False):
            assert browser.get(address).status_code == 410
            assert browser.get(f"{address}quote.pdf").status_code == 404


def test_a_day_ends_where_the_machine_stands_whoever_sends_it():
    said = {"edition": "1", "key": "k", "contact": "1", "code_by": "phone", "until": "2026-12-24"}
    known = [Addressee(1, "Li Hua", "li.hua@east.example", "en")]

    with timezone.override("America/Los_Angeles"):
        form = SendQuoteForm(said, known=known, policy_says="", zone="Asia/Tokyo")
        assert form.is_valid()
        assert form.until() == datetime(2026, 12, 24, 23, 59, 59, tzinfo=ZoneInfo("Asia/Tokyo"))


def test_a_line_is_taken_out_with_the_button_beside_it(counter, client):
    quote = counter.drafted(counter.line(counter.fuse, "2"), counter.line(counter.hour, "1"))
    address = f"/quotes/{quote.number}/"
    sent = hidden(client.get(address), f"{address}lines/") | {"q0": "2", "q1": "1"}

    client.post(f"{address}lines/", sent | {"out": "1"})

    quote.refresh_from_db()
    assert [line["component"] for line in quote.lines] == ["labour"]


class TestWhatComesNext:
    """The page begins with where the quote stands and the one thing to do."""

    def said(self, client, quote):
        page = client.get(f"/quotes/{quote.number}/").content.decode()
        part = page[page.index('class="next-step"') :].split("</section>")[0]
        return " ".join(re.sub(r"<[^>]+>", " ", part).split())

    def test_an_empty_draft_wants_a_line_and_a_whole_one_is_sent(self, counter, client):
        quote = counter.begin()
        assert "Add a line" in self.said(client, quote)

        counter.found()
        counter.write(quote, counter.line(counter.fuse, "2"))
        assert "CNY 22.60 and can be sent" in self.said(client, quote)
        assert "Send the quote" in self.said(client, quote)

    def test_a_line_that_cannot_be_sent_is_named(self, counter, client):
        counter.found()
        quote = counter.drafted(replace(counter.typed("1"), typed=None, why=""))

        assert "Line 1: Please choose a price from a list" in self.said(client, quote)

    def test_a_question_comes_first_until_it_is_answered(self, counter, client, stranger):
        version = counter.sent()
        by_link = f"/q/{counter.secret(version)}/"
        asked = hidden(stranger.get(by_link), f"{by_link}ask/") | {"text": "Why two?"}
        stranger.post(f"{by_link}ask/", asked)
        address = f"/quotes/{version.quote.number}/"
        assert "The customer has a question" in self.said(client, version.quote)
        notice = client.get("/notices/").content.decode()
        assert f'href="{address}"' in notice

        say = hidden(client.get(address), f"{address}say/")
        client.post(f"{address}say/", say | {"speech": "answered", "name": "Li", "text": "As said"})
        assert "Your question has reached us" not in text(stranger.get(by_link))
        assert "The customer has a question" not in self.said(client, version.quote)

    def test_every_label_leads_to_its_own_field(self, counter, client):
        page = client.get(f"/quotes/{counter.sent().quote.number}/").content.decode()

        ids = re.findall(r' id="([^"]+)"', page)
        assert [one for one in ids if ids.count(one) > 1] == []

    def test_what_was_sent_waits_and_what_ran_out_says_so(self, counter, client):
        version = counter.sent()
        assert "It waits for the customer's answer" in unescape(self.said(client, version.quote))

        with time_machine.travel(version.valid_until, tick=False):
            said = self.said(browser_of(counter.desk.hotline), version.quote)
        assert "Nobody answered until" in said
        assert "Send the quote" in said
