"""Mail from a real server to a case, through every trouble on the way."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from kept.records.archive.services import ContactDetails, register_contact
from kept.records.cases.models import Case
from kept.records.files import folder
from kept.records.mail import mailserver
from kept.records.mail.mailserver import MailboxAddress
from kept.records.mail.models import Letter, Mailbox, Outcome
from kept.records.mail.reading.reader import Reader
from kept.records.mail.services import borrow
from kept.workers import intake
from kept.workers.clock import database_now
from scripts import dovecot
from tests import postbox
from tests.desk import Desk, at
from tests.records.mail.messages import CUSTOMER, message
from tests.records.together import together
from tests.workers.conftest import Crew, until

EARLIER = timedelta(hours=3)


@pytest.fixture
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[postbox.Postbox]:
    try:
        program = dovecot.find()
    except dovecot.NoDovecot as reason:
        pytest.skip(str(reason))
    with postbox.running(program, tmp_path_factory.mktemp("dovecot")) as box:
        yield box


@pytest.fixture
def heron(desk: Desk) -> None:
    """A contact who writes mail."""
    details = ContactDetails(customer_id=desk.customer.pk, name="Li Na", emails=(CUSTOMER,))
    register_contact(details=details, by=desk.hotline, at=at("08:30"))


@pytest.fixture
def reader() -> Iterator[Reader]:
    reader = Reader()
    yield reader
    reader.close()


def numbered(n: int) -> bytes:
    return message(subject=f"Pump {n}", message_id=f"<{n}@heron.example>")


def fetch_all(box: postbox.Postbox) -> None:
    while intake.fetch(box.address(), database_now()).again:
        pass


def read_all(box: postbox.Postbox, reader: Reader) -> None:
    while intake.read_letters([box.address()], reader, database_now()).again:
        pass


def test_mail_becomes_cases_and_is_marked_as_read_then(heron, box, reader):
    received = datetime.now(UTC).replace(microsecond=0) - EARLIER
    box.deliver(numbered(1), at=received)
    fetch_all(box)

    assert (Letter.objects.count(), box.seen()) == (1, 1)
    read_all(box, reader)
    assert Case.objects.get().requested_at == received


def test_what_somebody_read_meanwhile_is_taken_all_the_same(heron, box):
    fetch_all(box)
    box.deliver(numbered(1), at=datetime.now(UTC))
    with mailserver.open_mailbox(box.address()) as opened:
        opened.mark_read(1)
    fetch_all(box)

    assert Letter.objects.count() == 1


def test_what_was_read_before_kept_came_stays_where_it_is(heron, box):
    for n in range(3):
        box.deliver(numbered(n), at=datetime.now(UTC))
    with mailserver.open_mailbox(box.address()) as opened:
        opened.mark_read(2)
        opened.mark_read(3)
    fetch_all(box)
    fetch_all(box)

    assert [letter.raw.size for letter in Letter.objects.all()] == [len(numbered(0))]


def test_EM_16_a_server_that_numbers_anew_brings_nothing_twice(heron, box, reader):
    for n in range(5):
        box.deliver(numbered(n), at=datetime.now(UTC))
    fetch_all(box)
    box.number_anew()
    box.deliver(numbered(9), at=datetime.now(UTC))
    fetch_all(box)
    read_all(box, reader)

    assert Case.objects.count() == 6


@pytest.mark.parametrize("security", ["imaps", "imap+tls"])
def test_EM_16_a_wrong_certificate_is_never_answered_in_the_open(box, desk, security):
    intake.fetch(box.address(security), database_now())

    mailbox = Mailbox.objects.get()
    assert "certificate" in mailbox.problem
    assert mailbox.looked_at is None
    intake.fetch(box.address(security, ca_file=box.certificate), database_now())
    mailbox.refresh_from_db()
    assert mailbox.problem == ""


def hang(connection: socket.socket) -> None:
    connection.recv(1)


def close(connection: socket.socket) -> None:
    connection.close()


def refuse(connection: socket.socket) -> None:
    connection.sendall(b"* OK ready\r\n")
    asked = connection.recv(1000).split()
    connection.sendall(asked[0] + b" NO not now\r\n")


def babble(connection: socket.socket) -> None:
    connection.sendall(b"\x00\xff nonsense\r\n" * 10)
    connection.close()


@pytest.fixture
def stub() -> Iterator[Callable[[Callable[[socket.socket], None]], MailboxAddress]]:
    """A server that behaves as told, once for each who comes."""
    listening = socket.create_server(("127.0.0.1", 0))
    connections = []

    def start(behave: Callable[[socket.socket], None]) -> MailboxAddress:
        def serve() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                connections.append(connection)
                threading.Thread(target=behave, args=[connection], daemon=True).start()

        threading.Thread(target=serve, daemon=True).start()
        port = listening.getsockname()[1]
        return MailboxAddress(
            host="127.0.0.1", port=port, user="u", password="p", address="u@x", security="imap"
        )

    yield start
    listening.shutdown(socket.SHUT_RDWR)
    listening.close()
    for connection in connections:
        connection.close()


@pytest.mark.parametrize("trouble", [hang, close, refuse, babble])
def test_EM_16_trouble_is_said_and_the_next_look_comes(desk, stub, trouble):
    where = stub(trouble)
    intake.fetch(where, database_now(), timeout=1.0)
    intake.fetch(where, database_now(), timeout=1.0)

    mailbox = Mailbox.objects.get()
    assert mailbox.problem
    assert mailbox.failing_since is not None
    assert mailbox.leased_to == ""


def test_EM_08_of_several_readers_each_message_is_taken_once(heron, box, reader):
    for n in range(60):
        box.deliver(numbered(n), at=datetime.now(UTC))

    def work(_: int) -> None:
        for _ in range(3):
            fetch_all(box)

    assert together(work, workers=4) == [None] * 4
    fetch_all(box)
    read_all(box, reader)
    assert (Letter.objects.count(), Case.objects.count()) == (60, 60)


def test_EM_08_the_lease_of_a_dead_reader_runs_out(desk):
    now = database_now()
    assert borrow(name="box", reader="dead", now=now) is not None
    assert borrow(name="box", reader="alive", now=now + timedelta(seconds=30)) is None
    assert borrow(name="box", reader="alive", now=now + timedelta(minutes=3)) is not None


MESSAGES = 20
KILLS = 6


def test_EM_06_a_fetcher_killed_at_any_point_loses_and_doubles_nothing(heron, box, crew: Crew):
    for n in range(MESSAGES):
        box.deliver(numbered(n), at=datetime.now(UTC))
    url = f"imap://{postbox.USER}:{postbox.PASSWORD}@localhost:{box.plain}/INBOX?address=s%40kept.example"
    os.environ["KEPT_MAILBOXES"] = url
    os.environ["KEPT_FILES"] = str(folder.path_of("00" * 32).parents[1])
    try:
        for kill in range(KILLS):
            process = crew.start()
            until(more_than(progress()))
            threading.Event().wait(0.01 * (kill % 5))
            process.kill()
            process.wait()
            Mailbox.objects.update(leased_to="", leased_until=None)
            Letter.objects.filter(outcome=Outcome.TAKEN).update(tries=0, next_try_at=database_now())
        crew.start()
        assert until(all_done)
    finally:
        del os.environ["KEPT_MAILBOXES"], os.environ["KEPT_FILES"]

    assert Letter.objects.count() == MESSAGES
    assert Case.objects.count() == MESSAGES
    assert {letter.outcome for letter in Letter.objects.all()} == {Outcome.OPENED}


def progress() -> int:
    return Letter.objects.count() + Case.objects.count()


def more_than(seen: int) -> Callable[[], bool]:
    return lambda: progress() > seen or all_done()


def all_done() -> bool:
    return Letter.objects.filter(outcome=Outcome.OPENED).count() == MESSAGES


def test_settings_refuse_what_would_send_a_password_in_the_open(tmp_path):
    line = "imap://service:hush-hush@mail.example.com/INBOX"
    done = subprocess.run(
        [sys.executable, "-c", "import kept.config.settings"],
        env=os.environ | {"KEPT_MAILBOXES": line, "KEPT_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert "this machine" in done.stderr
    assert "hush" not in done.stderr
