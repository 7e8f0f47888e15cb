"""A paper on the policy desk, with a second reader and without."""

import re

import pytest
import time_machine
from django.db import connection

from kept.records.people.models import Role
from kept.records.policies.drafts import draft_text, drafts_of
from kept.records.policies.second_reader import SecondReader
from kept.rules.policy import load
from tests.desk import at, open_desk
from tests.records.conftest import hire
from tests.records.policies.stand_in import proposes, says, stand_in
from tests.security.clients import browser_of

URL = "/policydesk/policies/DESK/paper/"
KEY = "key-nobody-may-see"
PAPER = """1.1 We answer every request within 4 hours of receiving it.
1.2 Somebody of ours turns up no later than 36 hours past your call.
"""
VISIT = {
    "clause": "1.2",
    "form": "schedule",
    "quote": "no later than 36 hours",
    "duration": "36 h",
}


@pytest.fixture
def author(db):
    with time_machine.travel(at("14:20"), tick=True):
        open_desk()
        yield browser_of(hire("zhou.ting", "周婷", Role.POLICY_OWNER))


def ask(author, settings, answer, **said):
    """The page that comes when a second reader who answers so is asked."""
    with stand_in(answer) as server:
        settings.SECOND_READER = SecondReader(server.url, "small-one", key=KEY, seconds=20)
        return author.post(URL, {"paper": PAPER, "ask": "1", **said}).content.decode()


def ticks(page):
    """Which proposals can be taken, and which of them are ticked."""
    found = re.findall(r'name="take" value="([^"]+)"( checked)?', page)
    return {key: bool(ticked) for key, ticked in found}


def test_without_a_second_reader_nothing_speaks_of_one(author, settings):
    settings.SECOND_READER = None

    assert "second reader" not in author.post(URL, {"text": PAPER}).content.decode()


def test_nothing_is_sent_before_somebody_asks(author, settings):
    with stand_in(proposes(VISIT)) as server:
        settings.SECOND_READER = SecondReader(server.url, "small-one")
        page = author.post(URL, {"text": PAPER}).content.decode()

    assert "Ask the second reader" in page
    assert server.asked == []


def test_its_proposals_are_marked_and_never_ticked(author, settings):
    page = ask(author, settings, proposes(VISIT), take="1.1#0")

    assert "from the second reader" in page
    assert "The second reader proposes 1 more rule. Only you can tick it." in page
    assert ticks(page)["1.2#second-0"] is False
    assert ticks(page)["1.1#0"] is True
    assert KEY not in page


def test_what_was_not_ticked_before_asking_stays_so(author, settings):
    assert ticks(ask(author, settings, proposes(VISIT)))["1.1#0"] is False


def test_a_proposal_of_its_own_becomes_a_rule_when_a_person_takes_it(author, settings):
    page = ask(author, settings, proposes(VISIT))
    second = re.search(r'name="second" value="([^"]*)"', page)[1].replace("&quot;", '"')

    answer = author.post(URL, {"paper": PAPER, "second": second, "take": "1.2#second-0"})

    text = draft_text(drafts_of("DESK")[0].pk)
    assert answer.status_code == 302
    assert "every: 36 h" in text
    assert len(load(text, file="draft").rules) == 1


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (says("Certainly! Everything is free."), "its answer makes no sense"),
        (lambda handler: handler.send(KEY.encode(), status=401), "it does not take our key"),
        (lambda handler: handler.connection.close(), "it cannot be reached"),
    ],
)
def test_when_it_cannot_be_used_the_page_says_so_and_stays_as_it_was(
    author, settings, answer, told
):
    page = ask(author, settings, answer, take="1.1#0")

    assert page.count("The second reader could not be used") == 1
    assert told in page
    assert ticks(page)["1.1#0"] is True
    assert "Ask the second reader" in page
    assert KEY not in page


@pytest.mark.parametrize("second", ["[1, null, {}]", '{"a": 1}', "no JSON", "[{}]", "7"])
def test_made_up_entries_are_nothing(author, settings, second):
    answer = author.post(URL, {"paper": PAPER, "second": second, "take": "1.2#second-0"})

    assert answer.status_code == 302
    assert all("rules: {}" in draft_text(draft.pk) for draft in drafts_of("DESK"))


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_it_is_asked(author, settings):
    open_then = []

    def answer(handler):
        with connection.cursor() as cursor:  # another connection: this is the server's thread
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                "AND state = 'idle in transaction'"
            )
            open_then.append(cursor.fetchone()[0])
        connection.close()
        proposes(VISIT)(handler)

    ask(author, settings, answer)

    assert open_then == [0]


def test_a_long_paper_in_chinese_goes_there_and_back(author):
    lines = (
        f"{n // 50 + 1}.{n % 50 + 1} 接到报修后{n % 40 + 1}小时内到达现场。" for n in range(4200)
    )
    text = "\n".join(lines)
    page = author.post(URL, {"text": text}).content.decode()
    keys = re.findall(r'name="take" value="([^"]+)" checked', page)
    assert len(keys) > 4000

    answer = author.post(URL, {"paper": text, "take": keys})

    assert answer.status_code == 422
    assert "A policy file can hold 1 MB at most" in answer.content.decode()
    assert author.post(URL, {"paper": text, "take": keys[:1100]}).status_code == 302


def test_what_is_pasted_has_the_same_limit_as_a_file(author):
    answer = author.post(URL, {"text": "We come. " * 20_000})

    assert answer.status_code == 422
    assert "at most 150000 can be read" in answer.content.decode()
