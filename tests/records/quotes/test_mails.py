"""What a customer reads about a quote, in their language."""

import pytest

from kept.records.documents.models import CodeBy
from kept.records.notices.models import Notice
from kept.records.notices.words import words
from kept.records.quotes.models import Outcome
from kept.records.quotes.services import withdraw_quote
from tests.desk import at

LINK = "https://kept.example/q/secret/"


def told(kind, language="en"):
    said = words(Notice.objects.get(kind=kind), language=language, link=LINK)
    return "\n".join([said.subject, *said.lines])


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
def test_a_quote_says_how_much_until_when_and_where_to_answer(counter, language):
    version = counter.sent()
    said = told("quote_sent", language)

    for part in (str(version.quote.number), "CNY 22.60", LINK, "26", version.sha256):
        assert part in said


def test_the_code_travels_in_a_mail_of_its_own(counter):
    counter.found()
    version = counter.send(counter.drafted(), code_by=CodeBy.MAIL)

    assert counter.code(version) in told("quote_code")
    assert counter.code(version) not in told("quote_sent")
    assert LINK not in told("quote_code")


def test_an_answer_is_confirmed(counter):
    version = counter.sent()
    counter.answer(version, Outcome.DECLINED, reason="too dear")

    said = told("quote_answered")
    assert "Li Hua declined it" in said
    assert "too dear" in said


def test_a_withdrawal_says_why(counter):
    version = counter.sent()
    withdraw_quote(
        quote_id=version.quote_id, reason="wrong part", by=counter.desk.hotline, at=at("11:20")
    )

    assert "wrong part" in told("quote_withdrawn")
