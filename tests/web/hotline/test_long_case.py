"""A case's page takes as many queries for a long case as for a short one."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kept.records.cases.models import LinkKind
from kept.records.cases.services import Linking, Opened, link_cases
from kept.records.mail.models import Letter, Mailbox, Outcome
from kept.records.mail.services import add_to_case, take_in
from tests import photos
from tests.desk import Desk, at, open_desk
from tests.papers import PAPERS_POLICY

MOST = 30
KINDS = (
    "customer.told",
    "response.given",
    "interruption.began",
    "interruption.ended",
    "visit.arrived",
)


@pytest.fixture
def desk(db, now, settings, tmp_path) -> Desk:
    settings.FILES = tmp_path / "files"
    return open_desk(PAPERS_POLICY)


def long_case(desk: Desk, client: Client, *, facts: int, others: int) -> Opened:
    """Log a case with so many facts, and so many files, documents, letters and links."""
    opened = desk.log("10:02", answers={"down": True})
    for place in range(facts):
        desk.record(opened, KINDS[place % len(KINDS)], f"10:{3 + place % 26:02}")
    for place in range(others):
        send_file(client, opened, place)
        begin_document(client, opened)
        add_letter(desk, opened)
        other = desk.log("10:05", key=uuid.uuid4().hex, requested_at=at("10:04"))
        linking = Linking(kind=LinkKind.FOLLOWS, number=other.number)
        link_cases(case_id=opened.case_id, linking=linking, by=desk.hotline, now=at("10:06"))
    return opened


def send_file(client: Client, opened: Opened, place: int) -> None:
    file = SimpleUploadedFile(f"{place}.jpg", photos.jpeg())
    said = {"key": uuid.uuid4().hex, "file": [file]}
    assert client.post(f"/cases/{opened.number}/files/", said).status_code == 302


def begin_document(client: Client, opened: Opened) -> None:
    wanted = {"kind": "written_explanation", "language": "en", "beside_it": "", "duty": "explained"}
    begun = client.post(f"/cases/{opened.number}/documents/begin/", wanted)
    assert begun.status_code == 302


def add_letter(desk: Desk, opened: Opened) -> None:
    mailbox, _ = Mailbox.objects.get_or_create(name="service@kept.example/INBOX")
    number = Letter.objects.count() + 1
    content = f"From: new@elsewhere.example\r\nSubject: Letter {number}\r\n\r\nIt stands still."
    letter = take_in(
        mailbox=mailbox,
        uid=number,
        content=content.encode(),
        received_at=at("10:00"),
        now=at("10:01"),
    )
    Letter.objects.filter(pk=letter.letter_id).update(
        outcome=Outcome.WAITING, why="unknown_sender", next_try_at=None
    )
    added = add_to_case(
        letter_id=letter.letter_id, case_id=opened.case_id, by=desk.hotline, now=at("10:20")
    )
    assert added


def queries(client: Client, opened: Opened) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"/cases/{opened.number}/").status_code == 200
    return [query["sql"] for query in asked]


def test_the_page_of_200_facts_asks_as_often_as_that_of_few(desk: Desk, client: Client) -> None:
    short = long_case(desk, client, facts=5, others=2)
    long = long_case(desk, client, facts=200, others=8)
    queries(client, short)  # what is read once for each process

    few, many = queries(client, short), queries(client, long)

    assert len(many) == len(few)
    assert len(many) <= MOST, many
