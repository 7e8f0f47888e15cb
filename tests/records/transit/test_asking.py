"""A customer asks for a return, and is told what they have to know."""

import pytest
from django.db import transaction

from kept.records import tokens
from kept.records.cases.models import CaseFact
from kept.records.notices.models import Notice
from kept.records.notices.words import words
from kept.records.returns.models import Rma
from kept.records.returns.services import NewLine, OpenAlready
from kept.records.transit.foreseeing import foreseen_of_case
from kept.records.transit.models import Parcel, ReturnPage
from kept.records.transit.purposes import RETURN_PAGE
from kept.records.transit.queries import return_view, secrets_through
from kept.records.transit.services import Reply, page_for
from kept.records.transit.telling import freight_lines
from tests.desk import at


def rma():
    return Rma.objects.get()


def mails(kind):
    return list(Notice.objects.filter(kind=f"return_{kind}"))


class TestAsking:
    def test_the_return_waits_for_us_and_its_page_shows_it(self, counter):
        asked = counter.asked()

        found = return_view(asked.secret)
        assert (found.number, found.standing.state) == (asked.number, "asked")
        assert [(one.name, one.pieces) for one in found.goods] == [("Transmitter", 2)]

    def test_sent_twice_it_is_one(self, counter):
        assert counter.asked() == counter.asked()
        assert (Rma.objects.count(), ReturnPage.objects.count()) == (1, 1)

    def test_who_read_who_pays_was_told_it(self, counter):
        counter.asked()

        assert CaseFact.objects.get(kind="freight.told").source == "web:return"

    def test_who_was_shown_nothing_was_not_told(self, counter):
        counter.asked(told=False)

        assert not CaseFact.objects.filter(kind="freight.told").exists()

    def test_one_return_of_a_case_at_a_time(self, counter):
        counter.asked()

        with pytest.raises(OpenAlready):
            counter.asked(NewLine(name="Other"), key="again")

    def test_no_secret_is_stored(self, counter):
        secret = counter.asked().secret

        page = ReturnPage.objects.get()
        assert secret not in str(vars(page))
        assert page.secret_sha256 == tokens.hash_of(secret)
        assert secret == tokens.token(RETURN_PAGE, page.seed)

    def test_AU_03_its_page_cannot_be_worked_out_from_what_is_known(self, counter):
        said = {"rma": counter.ask(), "reply": Reply(), "by": counter.desk.hotline}
        seeds = set()
        for _ in range(2):
            before = transaction.savepoint()
            seeds.add(page_for(**said, now=at("11:00")).seed)
            transaction.savepoint_rollback(before)

        assert len(seeds) == 2

    def test_a_guess_opens_nothing(self, counter):
        counter.asked()

        for guess in ("", "x", "a" * 32, "a" * 500):
            assert return_view(guess) is None

    def test_what_was_asked_with_a_request_is_found_by_it_alone(self, counter):
        asked = counter.asked(through="web request 7")

        assert secrets_through("web request 7") == [(asked.number, asked.secret)]
        assert secrets_through("") == secrets_through("web request 8") == []


class TestForeseeing:
    def test_before_anything_comes_it_is_known_who_pays_and_when_it_is_back(self, counter):
        found = foreseen_of_case(counter.case_id, at=at("10:30"))

        assert freight_lines(found) == [
            "freight to us: the customer (D-12)",
            "freight back: we (D-12)",
        ]
        [back] = found.clocks
        assert (back.rule, back.promises[-1].limit) == ("back", "1 week, same time of day")
        assert "goods.received_for_repair" not in counter.kinds()


class TestAnswering:
    def test_approved_they_get_address_freight_and_the_page_with_the_label(self, counter):
        counter.asked()
        counter.step(rma(), "approved")

        [mail] = mails("approved")
        text = "\n".join(words(mail, language="en", link="LINK").lines)
        assert mail.address == "li@example.com"
        assert "LINK" in text
        assert "freight to us: the customer (D-12)" in text
        assert counter.desk.office.names["en"] in text
        assert Parcel.objects.get().way == "in"

    def test_in_their_language(self, counter):
        counter.asked(language="zh-hans")
        counter.step(rma(), "approved")

        [mail] = mails("approved")
        assert mail.language == "zh-hans"

    def test_the_mail_itself_tells_who_pays(self, counter):
        counter.asked(told=False)
        counter.step(rma(), "approved")

        assert "freight.told" in counter.kinds()

    def test_refused_they_learn_why(self, counter):
        counter.asked()
        counter.step(rma(), "refused", text="worn out")

        [mail] = mails("refused")
        assert "worn out" in "\n".join(words(mail, language="en").lines)
        assert not Parcel.objects.exists()

    def test_without_an_address_the_page_alone_tells(self, counter):
        counter.asked(address="")
        counter.step(rma(), "approved")

        assert not Notice.objects.filter(kind__startswith="return_").exists()
        assert Parcel.objects.exists()

    def test_the_same_step_sent_twice_writes_once(self, counter):
        counter.asked()
        for _ in range(2):
            counter.step(rma(), "approved", key="one")

        assert len(mails("approved")) == 1
