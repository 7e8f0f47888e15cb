"""Mail to people without an account."""

from contextlib import suppress

import pytest
from django.core.mail.message import BadHeaderError

from kept.records.notices.models import Notice
from kept.records.notices.services import OutgoingLetter, send_letter, send_next
from tests.desk import LINKS, Desk, at

EVIL = ["a\r\nBcc: victim@evil.example", "a\u2028b", "a\nb", "=?utf-8?Q?a=0ABcc:_x@evil.example?="]


def letter(**said: object) -> OutgoingLetter:
    told = {
        "kind": "letter",
        "address": "li.na@heron.example",
        "language": "en",
        "subject_key": "K-000001",
        "dedup": "one",
        "data": {"text": "We come at two.", "by": "Zhou Min"},
    }
    return OutgoingLetter(**(told | said))  # type: ignore[arg-type]


def send() -> bool | None:
    return send_next(now=lambda: at("10:01"), links=LINKS, sender="service@kept.example")


def test_it_goes_to_the_address_once(desk: Desk, mailoutbox: list) -> None:
    for _ in range(2):
        send_letter(letter(), now=at("10:00"))
    send()

    assert send() is None
    [sent] = mailoutbox
    assert (sent.to, sent.subject) == (["li.na@heron.example"], "About your request K-000001")
    assert "We come at two." in sent.body


@pytest.mark.parametrize("evil", EVIL)
def test_EM_12_no_text_becomes_a_header(desk: Desk, mailoutbox: list, evil: str) -> None:
    data = {"text": evil, "by": evil, "in_reply_to": evil}
    send_letter(letter(subject_key=evil, data=data), now=at("10:00"))
    send()

    [sent] = mailoutbox
    told = sent.message()
    assert sent.recipients() == ["li.na@heron.example"]
    assert {"Bcc", "bcc"}.isdisjoint(told.keys())
    assert "\n" not in sent.subject


@pytest.mark.parametrize(
    "address", ["a@b.example, victim@evil.example", "a@b.example\r\nBcc: v@x.y"]
)
def test_EM_12_an_address_is_one_address(desk: Desk, mailoutbox: list, address: str) -> None:
    send_letter(letter(address=address), now=at("10:00"))
    with suppress(BadHeaderError, ValueError):
        send()

    assert all("victim@evil.example" not in sent.recipients() for sent in mailoutbox)
    assert Notice.objects.filter(state="sent", address__contains="\n").count() == 0
