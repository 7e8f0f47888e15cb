"""A quote that nobody answers runs out: on record once, at the moment it stopped holding."""

from datetime import timedelta

import pytest

from kept.records.cases.models import CaseFact
from kept.records.quotes.models import Outcome, Quote
from kept.records.quotes.services import (
    AcceptedAlready,
    QuoteExpired,
    answer_quote,
    expire_quotes,
    withdraw_quote,
)
from tests.desk import at
from tests.records.together import together


def expired(counter):
    rows = CaseFact.objects.filter(case_id=counter.opened.case_id, kind="quote.expired")
    return list(rows.order_by("seq"))


def look(version, after=timedelta(minutes=3), limit=10):
    return expire_quotes(now=version.valid_until + after, limit=limit)


def test_SG_05_where_nobody_answers_it_is_on_record_once_at_the_moment_it_ran_out(counter):
    version = counter.sent()
    assert look(version, -timedelta(seconds=1)) == 0

    assert [look(version), look(version)] == [1, 0]

    [fact] = expired(counter)
    assert fact.at == version.valid_until
    assert fact.values["quote"] == f"{version.quote.number}/1"


@pytest.mark.parametrize("outcome", list(Outcome))
def test_what_was_answered_does_not_run_out(counter, outcome):
    version = counter.sent()
    counter.answer(version, outcome)

    assert look(version) == 0
    assert not expired(counter)


def test_what_was_withdrawn_does_not_run_out(counter):
    version = counter.sent()
    withdraw_quote(
        quote_id=version.quote_id, reason="a mistake", by=counter.desk.hotline, at=at("11:10")
    )

    assert look(version) == 0


def test_a_new_version_holds_until_its_own_moment_and_runs_out_too(counter):
    first = counter.sent()
    look(first)
    counter.write(first.quote, counter.line(counter.fuse, "5"))
    second = counter.send(first.quote, "27 09:00", key="again")

    assert look(second, -timedelta(hours=1)) == 0
    assert look(second) == 1
    assert [fact.at for fact in expired(counter)] == [first.valid_until, second.valid_until]


def test_each_version_holds_from_its_own_sending(counter):
    first = counter.sent()
    counter.write(first.quote, counter.line(counter.fuse, "5"))

    second = counter.send(first.quote, "25 09:00", key="again")

    assert first.valid_until == at("26 11:00")
    assert second.valid_until == at("27 09:00")


def test_accepting_it_afterwards_is_refused_and_says_until_when_it_held(counter):
    version = counter.sent()
    late = version.valid_until + timedelta(seconds=1)
    said = counter.answering(version, way="telephone", evidence="call 7")

    with pytest.raises(QuoteExpired, match="held until 2026-11-26 11:00"):
        answer_quote(answering=said, by=counter.desk.hotline, at=late)
    look(version)
    with pytest.raises(QuoteExpired):
        answer_quote(answering=said, by=counter.desk.hotline, at=late)


@pytest.mark.django_db(transaction=True)
def test_CC_02_many_workers_and_an_answer_at_once_say_one_thing(committed_counter):
    counter = committed_counter
    versions = [
        counter.send(counter.drafted(counter.line(counter.fuse), key=f"b{n}"), key=f"s{n}")
        for n in range(4)
    ]

    done = together(lambda _: look(versions[-1], limit=3), workers=4)
    done.append(look(versions[-1], limit=4))  # what lay in a case that another worker held

    assert sum(done) == 4
    assert len(expired(counter)) == 4
    assert not Quote.objects.filter(expires_at__isnull=False).exists()


def test_what_was_accepted_in_time_stays(counter):
    version = counter.sent()
    counter.answer(version)
    look(version)

    said = counter.answering(version, key="again", way="telephone", evidence="call 7")
    with pytest.raises(AcceptedAlready):
        answer_quote(answering=said, by=counter.desk.hotline, at=at("11:50"))
