"""Mail that waits, and what came of the rest, in a browser without a screen."""

import pytest
from django.test import Client

from kept.records.mail.models import Letter, Mailbox, Outcome
from kept.records.mail.services import take_in
from tests.desk import Desk, at
from tests.web.hotline.conftest import browser_of

HOSTILE = """<p onclick="alert(1)">Pump <b>down</b></p><script>alert(2)</script>
<scr<script>ipt>alert(3)</script><img src="http://evil.example/x.png" onerror="alert(4)">
<a href="javascript:alert(5)">one</a><a href="data:text/html,x">two</a>
<a href="https://good.example/">three</a><form action="http://evil.example"><input></form>
<meta http-equiv="refresh" content="0;url=http://evil.example"><base href="http://evil.example">
<p style="background:url(http://evil.example/y)">styled</p><svg><script>alert(6)</script></svg>
<math>
<mtext><table><mglyph><style><img src=x onerror=alert(7)></style></mglyph></table></mtext></math>
<iframe src="http://evil.example"></iframe><link rel="stylesheet" href="http://evil.example/z.css">
"""


@pytest.fixture
def client(desk: Desk) -> Client:
    return browser_of(desk.hotline)


@pytest.fixture
def letter(desk: Desk) -> Letter:
    mailbox = Mailbox.objects.create(name="service@kept.example/INBOX")
    taken = take_in(
        mailbox=mailbox,
        uid=1,
        content=b"From: new@elsewhere.example\r\nSubject: Pump down\r\n\r\nIt stands still.",
        received_at=at("10:00"),
        now=at("10:01"),
    )
    Letter.objects.filter(pk=taken.letter_id).update(
        outcome=Outcome.WAITING,
        why="unknown_sender",
        next_try_at=None,
        sender="new@elsewhere.example",
        subject="Pump down",
        text="It stands still.",
        html=HOSTILE,
    )
    return Letter.objects.get(pk=taken.letter_id)


def test_what_waits_is_listed_with_why(client: Client, letter: Letter) -> None:
    page = client.get("/mail/").content.decode()

    assert "Pump down" in page
    assert "Nobody in the archive has this address." in page


@pytest.mark.parametrize("view", ["opened", "added", "aside"])
def test_an_empty_list_says_what_it_is_for(client: Client, view: str) -> None:
    assert "Nothing here" in client.get(f"/mail/?view={view}").content.decode()


def test_a_letter_is_added_to_a_case(client: Client, desk: Desk, letter: Letter) -> None:
    opened = desk.log("10:02")
    answer = client.post(f"/mail/{letter.pk}/add/", {"number": f" {opened.number.lower()} "})

    assert answer["Location"] == f"/cases/{opened.number}/"
    letter.refresh_from_db()
    assert (letter.outcome, letter.decided_by) == (Outcome.ADDED, desk.hotline)


@pytest.mark.parametrize("number", ["", "K-", "none", "K-999999999"])
def test_a_case_that_is_none_is_said(client: Client, letter: Letter, number: str) -> None:
    answer = client.post(f"/mail/{letter.pk}/add/", {"number": number})

    assert answer.status_code == 422
    letter.refresh_from_db()
    assert letter.outcome == Outcome.WAITING


def test_a_letter_is_set_aside_with_a_reason_only(client: Client, letter: Letter) -> None:
    assert client.post(f"/mail/{letter.pk}/aside/", {"reason": " "}).status_code == 422
    assert client.post(f"/mail/{letter.pk}/aside/", {"reason": "Advertising"}).status_code == 302

    letter.refresh_from_db()
    assert letter.outcome == Outcome.SET_ASIDE


def test_EM_15_nothing_in_a_page_acts_or_is_fetched(client: Client, letter: Letter) -> None:
    answer = client.get(f"/mail/{letter.pk}/page/")
    page = answer.content.decode()

    assert "<b>down</b>" in page
    assert 'href="https://good.example/"' in page
    for part in ("<script", "onclick", "onerror", "javascript:", "data:", "<img", "<form",
                 "<meta http", "<base", "style=", "<iframe", "<link", "<svg", "evil"):  # fmt: skip
        assert part not in page
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_EM_15_the_mail_itself_is_a_download(client: Client, letter: Letter) -> None:
    answer = client.get(f"/mail/{letter.pk}/raw/")

    assert answer.content.endswith(b"It stands still.")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_letter_is_logged_as_a_request(client: Client, desk: Desk, letter: Letter) -> None:
    found = client.get(f"/log/?letter={letter.pk}&q={desk.equipment.serial_number}")
    assert f"letter={letter.pk}" in found.content.decode()
    address = f"/log/?equipment={desk.equipment.pk}&letter={letter.pk}"
    form = client.get(address).context["page"].form
    said = {name: form[name].value() or "" for name in form.fields}
    opened = client.post(address, said)

    letter.refresh_from_db()
    assert opened["Location"] == f"/cases/{letter.case.number}/"
    assert (letter.outcome, letter.case.channel) == (Outcome.OPENED, "email")
    assert letter.case.requested_at == at("10:00")
    assert letter.case.attachments.count() == 1
    assert client.get(address).status_code == 404
    assert client.post(address, said)["Location"] == opened["Location"]
