"""Sending mail once, through a real mail server that does not always behave."""

import socket
from collections.abc import Callable, Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from django.db import connection

from kept.records.cases.services import sweep
from kept.records.notices.models import Delivery, Notice
from kept.records.notices.services import group_storms, send_next, tell
from tests.desk import LINKS, at

SENDER = "kept@service.example.com"
NOON = at("13:00")


class Server:
    """A mail server that answers as the test says, and keeps what it took."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.answer: Callable[[], str] = lambda: "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:
        answer = self.answer()
        if answer.startswith("250"):
            self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        return answer


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def server(settings) -> Iterator[Server]:
    server = Server()
    port = free_port()
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    settings.EMAIL_TIMEOUT = 5
    yield server
    controller.stop()


@pytest.fixture
def waiting(desk) -> Notice:
    """One mail to the engineer that waits to be sent."""
    desk.log(answers={"visit_demanded": True}, responsible_id=desk.engineer.pk)
    sweep(now=at("12:45"))
    tell(now=at("12:45"))
    mail = Notice.objects.get(channel="email", data__clock="on_site")
    Notice.objects.exclude(pk=mail.pk).delete()
    return mail


def send(after=timedelta(0)):
    return send_next(now=lambda: NOON + after, links=LINKS, sender=SENDER)


class TestSending:
    def test_a_mail_arrives_with_subject_link_and_language(self, server, waiting):
        assert send() is True

        [mail] = server.taken
        assert mail["Subject"].strip().startswith(waiting.subject_key)
        assert mail["To"] == "engineer@example.com"
        assert mail["Content-Language"] == "en"
        assert f"https://k/{waiting.subject_key}" in mail.get_content()
        waiting.refresh_from_db()
        assert (waiting.state, waiting.sent_at) == (Delivery.SENT, NOON)

    def test_nothing_is_sent_before_its_time_or_twice(self, server, waiting):
        assert send(timedelta(hours=-1)) is None
        send()

        assert send(timedelta(hours=5)) is None
        assert len(server.taken) == 1

    def test_a_server_that_is_busy_is_asked_again_later_each_time(self, server, waiting):
        server.answer = lambda: "451 try again"
        assert send() is False
        waiting.refresh_from_db()
        assert waiting.next_try_at == NOON + timedelta(seconds=30)
        assert send(timedelta(seconds=29)) is None
        send(timedelta(seconds=30))
        waiting.refresh_from_db()
        assert waiting.next_try_at == NOON + timedelta(seconds=30 + 60)

        server.answer = lambda: "250 OK"
        send(timedelta(minutes=2))
        assert len(server.taken) == 1

    def test_ID_05_what_a_server_refuses_for_good_is_not_tried_again(self, server, waiting):
        server.answer = lambda: "550 no such person"
        send()

        waiting.refresh_from_db()
        assert (waiting.state, waiting.next_try_at) == (Delivery.FAILED, None)
        assert "no such person" in waiting.problem

    def test_a_server_that_is_not_there_is_asked_again(self, server, waiting, settings):
        settings.EMAIL_PORT = 9  # discard: nobody listens
        assert send() is False

        waiting.refresh_from_db()
        assert waiting.state == Delivery.WAITING
        assert waiting.problem

    def test_it_is_given_up_in_the_end(self, server, waiting):
        server.answer = lambda: "451 try again"
        for days in range(20):
            send(timedelta(days=days))

        waiting.refresh_from_db()
        assert (waiting.state, waiting.attempts) == (Delivery.FAILED, 12)


class Killed(BaseException):
    """The worker is gone, as after kill -9."""


class TestID05OutboxEffectOnce:
    def sent_but_not_noted(self, after):
        """Send as a worker does that dies before it can note that the mail was taken."""

        def no_more(execute, sql, params, many, context):
            if "'sent'" in str(params) or (params and Delivery.SENT in params):
                raise Killed
            return execute(sql, params, many, context)

        with connection.execute_wrapper(no_more), pytest.raises(Killed):
            send(after)

    def test_ID_05_a_mail_sent_but_not_noted_is_sent_once_more_under_the_same_message_id(
        self, server, waiting
    ):
        self.sent_but_not_noted(timedelta(0))
        assert send(timedelta(minutes=1)) is None  # someone may still be at it
        self.sent_but_not_noted(timedelta(minutes=3))
        assert send(timedelta(minutes=6)) is False

        assert len(server.taken) == 2
        assert len({mail["Message-ID"] for mail in server.taken}) == 1
        waiting.refresh_from_db()
        assert waiting.state == Delivery.FAILED
        assert send(timedelta(days=9)) is None


class TestCR05Storms:
    def test_CR_05_more_than_fifty_at_once_become_one_that_names_them(self, server, desk):
        for minute in range(26):
            desk.log(requested_at=at(f"10:{minute:02}"), now="10:30")
        sweep(now=at("14:00"), limit=500)
        tell(now=at("14:00"), limit=500)
        Notice.objects.exclude(receiver=desk.dispatcher).delete()
        count = Notice.objects.filter(channel="email").count()
        assert count > 50

        then = at("14:00:10")
        assert group_storms(now=then) == 1
        assert group_storms(now=then) == 0
        while send(timedelta(hours=1, seconds=11)) is not None:
            pass

        [mail] = server.taken
        assert str(count) in mail["Subject"]
        assert mail.get_content().count("K-") == 50
        assert Notice.objects.filter(state=Delivery.GROUPED).count() == count
        assert Notice.objects.filter(channel="in_app").count() == count
