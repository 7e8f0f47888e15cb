"""What a letter costs, and several readers at once."""

import base64

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kept.records.archive.services import ContactDetails, register_contact
from kept.records.cases.models import Case
from kept.records.files.models import Attachment
from kept.records.mail.models import Letter, Mailbox, Outcome
from kept.records.mail.reading.reader import Reader
from kept.records.mail.services import sort_next, take_in
from tests import photos
from tests.desk import at, open_desk
from tests.records.mail.conftest import OURS
from tests.records.mail.messages import CUSTOMER, message, multipart
from tests.records.together import together

MOST_TO_TAKE = 6
MOST_TO_SORT = 34  # of a letter that becomes a case; once 67, and more with each file


def with_files(count: int) -> bytes:
    """Return a letter with so many documents, and as many photos."""
    head = "Content-Type: {}; name={}\r\nContent-Disposition: attachment"
    parts = [("Content-Type: text/plain; charset=utf-8", b"see the photos")]
    for place in range(count):
        picture = base64.encodebytes(photos.jpeg(40 + place, 30))
        encoded = head.format("image/jpeg", "a.jpg") + "\r\nContent-Transfer-Encoding: base64"
        parts.append((encoded, picture))
        parts.append((head.format("text/csv", "log.csv"), b"a,%d\n" % place))
    return message(multipart(*parts), content_type='multipart/mixed; boundary="b-0"')


def asked(captured: CaptureQueriesContext) -> list[str]:
    """Return what the database was asked, without the marks of transactions."""
    marks = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    return [one["sql"] for one in captured if not one["sql"].startswith(marks)]


@pytest.mark.parametrize("count", [1, 8])
def test_a_letter_is_a_case_after_few_statements_however_many_files_it_has(post, contact, count):
    post.comes(message(message_id="<before@heron.example>"))  # what is read once is read
    with CaptureQueriesContext(connection) as taking:
        post.take(with_files(count))
    with CaptureQueriesContext(connection) as sorting:
        outcome = sort_next(now=at("10:00"), reader=post.reader, ours={post.mailbox.name: OURS})

    assert outcome == Outcome.OPENED
    assert Attachment.objects.count() == 1 + 1 + 2 * count
    assert len(asked(taking)) <= MOST_TO_TAKE
    assert len(asked(sorting)) <= MOST_TO_SORT, "\n".join(asked(sorting))


@pytest.fixture
def committed_contact(transactional_db: None, settings) -> None:
    """A contact who writes, seen by several threads."""
    settings.MAIL_ADDRESS = "service@kept.example"
    desk = open_desk()
    details = ContactDetails(customer_id=desk.customer.pk, name="Li Na", emails=(CUSTOMER,))
    register_contact(details=details, by=desk.hotline, at=at("08:30"))


def take(content: bytes, box: str = "one") -> None:
    mailbox, _ = Mailbox.objects.get_or_create(name=box)
    take_in(mailbox=mailbox, uid=0, content=content, received_at=at("10:00"), now=at("10:00"))


def read_all(_: int) -> int:
    """Read what there is, as one of several; return how many it were."""
    reader, read = Reader(), 0
    try:
        while sort_next(now=at("10:00"), reader=reader, ours={"one": OURS}) is not None:
            read += 1
    finally:
        reader.close()
    return read


def test_several_readers_share_what_came(committed_contact):
    for place in range(12):
        content = with_files(1).replace(b"<1@heron", b"<%d@heron" % place)
        take(content)

    found = together(read_all, workers=3)
    assert sum(found) == 12
    assert Case.objects.count() == 12
    assert set(Letter.objects.values_list("outcome", "tries")) == {(Outcome.OPENED, 1)}


def test_one_mail_to_several_mailboxes_read_at_once_is_one_request(committed_contact):
    for box in ("one", "two", "three", "four"):
        take(b"Received: by %s\r\n" % box.encode() + message(), box)

    together(read_all, workers=4)
    outcomes = sorted(Letter.objects.values_list("outcome", flat=True))
    assert outcomes == [Outcome.OPENED] + 3 * [Outcome.SET_ASIDE]
