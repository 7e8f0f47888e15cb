"""One of us writes to a customer: one mail, one fact, and answers that find the case."""

from __future__ import annotations

import pytest

from kept.records.archive.services import (
    ContactDetails,
    CustomerDetails,
    register_contact,
    register_customer,
)
from kept.records.cases.models import CaseFact
from kept.records.cases.services import KeyReused
from kept.records.documents.addressees import NoAddress
from kept.records.ledger.models import Entry
from kept.records.ledger.queries import verify_all
from kept.records.mail.models import Outcome
from kept.records.mail.services import Message, write_to_customer
from kept.records.mail.services.writing import MOST_A_DAY, NothingToSay, TooManyLetters
from kept.records.notices.models import Notice
from kept.records.notices.services import send_next
from kept.workers.parts import LINKS
from tests.desk import Desk, at
from tests.records.mail.messages import CUSTOMER, message


@pytest.fixture
def asked(desk: Desk, contact):
    return desk.log(contact_id=contact.pk)


def write(desk, case, text="The part is on its way.", *, key="press", **said):
    return write_to_customer(
        case_id=case.case_id,
        message=Message(text=text, **said),
        by=desk.hotline,
        now=at("11:00"),
        key=key,
    )


def told(case) -> list[str]:
    rows = CaseFact.objects.filter(case_id=case.case_id, kind="customer.told").order_by("seq")
    return [row.values["text"] for row in rows]


def test_the_mail_goes_to_who_asked_and_the_case_says_what_they_were_told(desk, asked, mailoutbox):
    write(desk, asked)
    send_next(now=lambda: at("11:01"), links=LINKS, sender="service@kept.example")

    [sent] = mailoutbox
    assert sent.to == [CUSTOMER]
    assert "The part is on its way." in sent.body
    assert "周敏" in sent.body
    assert asked.number in sent.subject
    assert "Auto-Submitted" not in sent.extra_headers  # a person wrote it
    assert told(asked) == ["The part is on its way."]
    entry = Entry.objects.get(verb="customer.written")
    assert entry.data["address"] == CUSTOMER
    assert list(verify_all()) == []


def test_the_answer_to_it_comes_into_the_case(desk, asked, post, mailoutbox):
    write(desk, asked)
    send_next(now=lambda: at("11:01"), links=LINKS, sender="service@kept.example")
    [sent] = mailoutbox

    by_address = post.comes(message("Thanks", to=sent.reply_to[0], message_id="<7@heron.example>"))
    by_thread = post.comes(
        message(
            "And when?",
            message_id="<8@heron.example>",
            In_Reply_To=sent.extra_headers["Message-ID"],
        )
    )

    assert [by_address.outcome, by_thread.outcome] == [Outcome.ADDED, Outcome.ADDED]
    assert {by_address.case_id, by_thread.case_id} == {asked.case_id}


def test_the_same_press_twice_is_one_mail_and_one_fact(desk, asked):
    assert not write(desk, asked).repeated
    assert write(desk, asked).repeated

    assert (len(told(asked)), Notice.objects.filter(kind="letter").count()) == (1, 1)
    with pytest.raises(KeyReused):
        write(desk, asked, "Something else")


def test_nobody_to_write_to_leaves_nothing(desk):
    case = desk.log()

    with pytest.raises(NoAddress):
        write(desk, case)

    assert told(case) == []


def test_a_contact_of_somebody_else_cannot_be_written_to(desk, asked):
    told_by = {"by": desk.hotline, "at": at("08:30")}
    other = register_customer(details=CustomerDetails(names={"en": "Else"}), **told_by)
    details = ContactDetails(customer_id=other.pk, name="X", emails=("x@else.example",))
    stranger = register_contact(details=details, **told_by)

    with pytest.raises(NoAddress):
        write(desk, asked, contact_id=stranger.pk)
    assert told(asked) == []


def test_without_words_nothing_is_sent(desk, asked):
    with pytest.raises(NothingToSay):
        write(desk, asked, " \n")


def test_what_cannot_be_sent_any_more_was_not_told_either(desk, asked):
    most, _within = MOST_A_DAY
    for place in range(most):
        write(desk, asked, key=f"press {place}")

    with pytest.raises(TooManyLetters):
        write(desk, asked, key="one more")

    assert len(told(asked)) == most
    assert Notice.objects.filter(kind="letter").count() == most
