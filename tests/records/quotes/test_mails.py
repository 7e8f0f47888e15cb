"""What a customer reads about a quote, in their language."""

import pytest

from kept.records.documents.models import CodeBy
from kept.records.notices.models import Channel, Notice
from kept.records.notices.words import words
from kept.records.quotes.models import Answer, Outcome, Speech, Way
from kept.records.quotes.services import (
    Said,
    answer_by_link,
    answer_quote,
    ask_by_link,
    note_exchange,
    withdraw_quote,
)
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


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
def test_our_answer_to_a_question_goes_to_the_customer_once(counter, language):
    version = counter.sent()
    ask_by_link(secret=counter.secret(version), text="Why two?", at=at("11:10"), key="q")
    said = Said(speech=Speech.ANSWERED, name="Li Hua", text="One is\na spare.", key="a")
    for _ in range(2):
        note_exchange(quote_id=version.quote_id, said=said, by=counter.desk.hotline, at=at("11:12"))

    told_it = told("quote_replied", language)
    for part in (str(version.quote.number), "One is", "a spare.", LINK):
        assert part in told_it
    row = Notice.objects.get(kind="quote_replied")
    assert (row.address, row.language) == ("li.hua@east.example", "en")


def test_what_we_explain_or_answer_once_it_is_withdrawn_is_not_mailed(counter):
    version = counter.sent()
    explained = Said(speech=Speech.EXPLAINED, name="Li Hua", text="As agreed.", key="e")
    told_by = {"quote_id": version.quote_id, "by": counter.desk.hotline}
    note_exchange(said=explained, at=at("11:10"), **told_by)
    withdraw_quote(reason="wrong part", at=at("11:20"), **told_by)
    answered = Said(speech=Speech.ANSWERED, name="Li Hua", text="Never mind.", key="a")
    note_exchange(said=answered, at=at("11:30"), **told_by)

    assert not Notice.objects.filter(kind="quote_replied").exists()


def test_a_withdrawal_says_why(counter):
    version = counter.sent()
    withdraw_quote(
        quote_id=version.quote_id, reason="wrong part", by=counter.desk.hotline, at=at("11:20")
    )

    assert "wrong part" in told("quote_withdrawn")


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
def test_our_people_are_told_what_a_customer_asks_and_answers_by_link(counter, language):
    version = counter.sent()
    secret = counter.secret(version)
    ask_by_link(secret=secret, text="Why two?", at=at("11:10"), key="q")
    said = counter.answering(version, Outcome.DECLINED, reason="too dear")
    answer_by_link(secret=secret, code=counter.code(version), answering=said, at=at("11:20"))

    for kind, part in (("quote_asked", "Why two?"), ("quote_decided", "too dear")):
        rows = Notice.objects.filter(kind=kind, channel=Channel.IN_APP)
        assert {row.receiver for row in rows} == {version.sent_by, version.quote.case.responsible}
        told_us = words(rows[0], language=language)
        assert str(version.quote.number) in told_us.subject
        assert part in "\n".join(told_us.lines)


def test_what_one_of_us_wrote_down_is_no_news_for_us(counter):
    said = counter.answering(counter.sent(), way=Way.TELEPHONE, evidence="Called at 11:00")
    answer_quote(answering=said, by=counter.desk.hotline, at=at("11:20"))

    assert Answer.objects.exists()
    assert not Notice.objects.filter(kind="quote_decided").exists()
