"""Everything is killed while people go on working: nothing they were told is lost or doubled."""

from __future__ import annotations

import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.db import connections

from kept.records.cases.models import Case, CaseFact, Clock
from kept.records.cases.services import differences
from kept.records.ledger.queries import verify_all
from tests.config.commands.test_run import Running
from tests.config.supervisor.conftest import eventually
from tests.desk import Desk
from tests.security.killing import (
    PATIENCE,
    Sender,
    Sent,
    furnish,
    how_often,
    kill_again_and_again,
    listened_to,
    looking_into,
    under_load,
)

pytestmark = pytest.mark.alone


@pytest.fixture(scope="module")
def running(django_db_setup: None, django_db_blocker) -> Iterator[tuple[Running, Desk, Sender]]:
    """A Kept that runs on a data folder of its own, with a desk, and a person signed in."""
    with tempfile.TemporaryDirectory(prefix="kept-") as folder, django_db_blocker.unblock():
        Path(folder).chmod(0o711)
        kept = listened_to(Running(Path(folder) / "data").until_ready())
        try:
            with looking_into(kept):
                desk = furnish()
                sender = Sender(kept.port)
                sender.sign_in(desk.hotline.username)
                yield kept, desk, sender
        finally:
            kept.stop()


def check(sent: Sent, kept: Running) -> None:
    """Check that what was acknowledged is there once, and that all of it is whole."""
    connections.close_all()  # ours may have been killed as well
    assert sent.problems == []
    assert len(sent.numbers) >= 5  # people did get their work done
    there = dict(Case.objects.filter(key__in=sent.led_to).values_list("key", "number"))
    assert {key: there.get(key) for key in sent.numbers} == sent.numbers
    rows = Case.objects.filter(key__in=sent.led_to)
    assert rows.count() == len(there)
    for case in rows:
        facts = CaseFact.objects.filter(case_id=case.pk)
        assert facts.filter(kind="request.received").count() == 1
        assert Clock.objects.filter(case_id=case.pk).exists()
        assert differences(case_id=case.pk, now=case.logged_at) == []
    assert list(verify_all()) == []
    assert eventually(lambda: kept.status() == 200, seconds=PATIENCE)


def test_CR_01_web_processes_killed_mid_request_lose_and_double_nothing(running):
    kept, desk, sender = running
    path = f"/log/?equipment={desk.equipment.pk}"

    sent = under_load(
        sender, path, lambda: kill_again_and_again(kept, "granian", times=how_often(5), of=True)
    )

    check(sent, kept)


def test_CR_01_an_answer_that_never_arrived_is_sent_again_and_means_the_same_case(running):
    """The request is acknowledged, the answer is lost: the page sends the same key once more."""
    _, desk, sender = running
    path = f"/log/?equipment={desk.equipment.pk}"
    form = {"channel": "telephone", "case_type": "fault", "description": "once", "key": "lost"}

    first = sender.until_answered(path, form, until=time.monotonic() + PATIENCE)
    second = sender.until_answered(path, form, until=time.monotonic() + PATIENCE)

    assert first == second != ""
    assert Case.objects.filter(key="lost").count() == 1


def test_RF_06_who_sends_a_byte_now_and_then_holds_up_nobody_else(running):
    kept, _, _ = running
    head = "POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\nCookie: kept-csrf=" + "a" * 32
    kind = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 900"
    with ExitStack() as lines:
        for _ in range(100):
            line = lines.enter_context(socket.create_connection(("127.0.0.1", kept.port)))
            line.sendall(f"{head}\r\n{kind}\r\n\r\nlogin=".encode())
        began = time.monotonic()

        assert [kept.status() for _ in range(10)] == [200] * 10

        assert time.monotonic() - began < 10  # they have fifteen seconds


def test_CR_03_a_database_killed_under_load_loses_nothing_that_was_acknowledged(running):
    kept, desk, sender = running
    path = f"/log/?equipment={desk.equipment.pk}"

    def kill() -> None:
        kill_again_and_again(kept, "postgres", times=how_often(2))
        kill_again_and_again(kept, "postgres", times=how_often(2), of=True)
        assert eventually(lambda: kept.status() == 200, seconds=PATIENCE)
        time.sleep(0.5)  # people work again

    sent = under_load(sender, path, kill)

    check(sent, kept)


def test_CR_01_a_kept_killed_as_a_whole_starts_again_with_all_that_was_acknowledged(running):
    kept, desk, sender = running
    path = f"/log/?equipment={desk.equipment.pk}"
    form = {"channel": "telephone", "case_type": "fault", "description": "before", "key": "before"}
    assert sender.until_answered(path, form, until=time.monotonic() + PATIENCE)

    kept.process.kill()
    kept.process.wait(PATIENCE)
    again = Running(kept.data.root)
    try:
        again.until_ready()
        with looking_into(again):
            assert Case.objects.filter(key="before").count() == 1
            assert list(verify_all()) == []
    finally:
        again.stop()
