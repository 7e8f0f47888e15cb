"""A desk with a customer's contact who writes mail."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kept.records.archive.models import Contact
from kept.records.archive.services import ContactDetails, register_contact
from kept.records.mail.knowing import OurMail
from kept.records.mail.models import Letter, Mailbox
from kept.records.mail.reading.reader import Reader
from kept.records.mail.services import sort_next, take_in
from tests.desk import Desk, at, open_desk
from tests.records.mail.messages import CUSTOMER

OURS = OurMail(
    addresses=frozenset({"service@kept.example"}),
    mark="kept kept.example",
    authserv="mx.kept.example",
)


@pytest.fixture
def desk(db: None, settings) -> Desk:
    settings.MAIL_ADDRESS = "service@kept.example"
    return open_desk()


@pytest.fixture
def contact(desk: Desk) -> Contact:
    details = ContactDetails(customer_id=desk.customer.pk, name="Li Na", emails=(CUSTOMER,))
    return register_contact(details=details, by=desk.hotline, at=at("08:30"))


@pytest.fixture(scope="session")
def reader() -> Iterator[Reader]:
    reader = Reader()
    yield reader
    reader.close()


class Post:
    """Lets mail come in and be sorted."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.mailbox, _ = Mailbox.objects.get_or_create(name="service@kept.example/INBOX")

    def take(self, content: bytes, received: str = "10:00", now: str = "") -> int:
        """Take a message in without reading it."""
        taken = take_in(
            mailbox=self.mailbox,
            uid=0,
            content=content,
            received_at=at(received),
            now=at(now or received),
        )
        return taken.letter_id

    def comes(self, content: bytes, received: str = "10:00", now: str = "") -> Letter:
        """Take a message in, read it, and return what became of it."""
        pk = self.take(content, received, now)
        sort_next(now=at(now or received), reader=self.reader, ours={self.mailbox.name: OURS})
        return Letter.objects.get(pk=pk)


@pytest.fixture
def post(desk: Desk, reader: Reader) -> Post:
    return Post(reader)
