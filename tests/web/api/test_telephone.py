"""The door for telephone exchanges: Zammad's protocol, and nothing that a stranger could use."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client

from kept.records.telephone.models import Call, CallEvent, Exchange
from kept.records.telephone.services import close_exchange, open_exchange
from tests.desk import SETUP, at

RING = {
    "event": "newCall",
    "from": "862155500142",
    "to": "862155500000",
    "direction": "in",
    "callId": "53ba82e2bd6d12d9fb2d3838f0cfb070",
}


@pytest.fixture
def token(db: None) -> str:
    return open_exchange(name="Shanghai", by=SETUP, at=at("08:00")).token


@pytest.fixture
def exchange() -> Client:
    """The exchange, which knows nothing of cookies or form tokens."""
    return Client(enforce_csrf_checks=True)


def as_json(exchange: Client, token: str, **said: Any) -> Any:
    body = json.dumps({**RING, **said})
    return exchange.post(f"/api/v1/cti/{token}", body, content_type="application/json")


def as_form(exchange: Client, token: str, **said: Any) -> Any:
    return exchange.post(f"/api/v1/cti/{token}", {**RING, **said})


class TestTheProtocol:
    @pytest.mark.parametrize("told", [as_json, as_form])
    def test_a_call_from_ring_to_end(self, exchange, token, told):
        answers = [
            told(exchange, token, **{"user[]": ["Emma Clarke", "周敏"], "queue": "service"}),
            told(exchange, token, event="answer", answeringNumber="42", user="周敏"),
            told(exchange, token, event="hangup", cause="normalClearing"),
        ]

        assert [(answer.status_code, answer.json()) for answer in answers] == [(200, {})] * 3
        call = Call.objects.get()
        assert (call.direction, call.caller, call.called) == (
            *("in", "+862155500142", "+862155500000"),
        )
        assert (call.rung_names, call.queue) == (["Emma Clarke", "周敏"], "service")
        assert (call.answered_name, call.cause) == ("42", "normalClearing")
        assert call.started_at <= call.answered_at <= call.ended_at

    def test_a_form_as_web_browsers_send_it(self, exchange, token):
        body = "event=newCall&from=anonymous&to=42&direction=in&callId=7&user%5B%5D=Alice"
        answer = exchange.post(
            f"/api/v1/cti/{token}", body, content_type="application/x-www-form-urlencoded"
        )

        assert answer.status_code == 200
        assert Call.objects.get().rung_names == ["Alice"]
        assert Call.objects.get().caller_text == "anonymous"

    def test_other_spellings_of_the_names_and_what_nobody_knows(self, exchange, token):
        as_form(
            exchange, token, callId="", call_id="other", number_of_rings="9", originalCallId="x"
        )

        assert Call.objects.get().call_id == "other"

    def test_our_clock_counts_and_theirs_is_kept(self, exchange, token):
        with time_machine.travel(at("10:00"), tick=False):
            as_json(exchange, token, timestamp="2020-01-01T00:00:00Z")

        assert Call.objects.get().started_at == at("10:00")
        assert CallEvent.objects.get().sent_at.year == 2020

    @pytest.mark.parametrize("nonsense", ["soon", "9" * 40, "-1", {"a": 1}, True, "2020-01-01"])
    def test_a_time_that_is_none_is_left_out(self, exchange, token, nonsense):
        assert as_json(exchange, token, timestamp=nonsense).status_code == 200
        assert CallEvent.objects.get().sent_at is None

    @pytest.mark.parametrize(
        "said",
        [
            {"direction": "sideways"},
            {"direction": None},
            {"event": "explode"},
            {"event": ["newCall"]},
            {"callId": ""},
            {"callId": "x" * 251},
            {"callId": {"$ne": 1}},
            {"from": "9" * 61},
        ],
    )
    def test_what_is_no_event_is_said_to_be_none(self, exchange, token, said):
        answer = as_json(exchange, token, **said)

        assert answer.status_code == 422
        assert set(answer.json()) == {"error"}
        assert not Call.objects.exists()

    @pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff\xfe", b"[" * 9_000, b'"event"'])
    def test_what_is_no_json_is_said_to_be_none(self, exchange, token, body):
        answer = exchange.post(f"/api/v1/cti/{token}", body, content_type="application/json")

        assert answer.status_code == 422

    def test_texts_lose_what_nobody_sees(self, exchange, token):
        as_json(exchange, token, queue="a\x00b\u202ec", **{"user[]": ["\ud800x", " ", 7]})

        assert (Call.objects.get().queue, Call.objects.get().rung_names) == ("a b c", ["x", "7"])

    def test_only_post(self, exchange, token):
        assert exchange.get(f"/api/v1/cti/{token}").status_code == 405

    def test_what_is_long_is_not_read(self, exchange, token):
        answer = as_json(exchange, token, queue="x" * 20_000)

        assert answer.status_code == 413
        assert not Call.objects.exists()


class TestStrangers:
    @pytest.mark.parametrize("guess", ["x", "x" * 4000, "%00", "' OR 1=1 --", "null", "周敏"])
    def test_WS_05_a_wrong_token_opens_nothing(self, exchange, token, guess):
        assert as_form(exchange, guess).status_code in (400, 401)
        assert not Call.objects.exists()

    def test_WS_05_the_hash_is_no_token(self, exchange, token):
        assert as_form(exchange, Exchange.objects.get().token_hash).status_code == 401

    def test_WS_05_a_new_address_ends_the_old_one(self, exchange, token):
        newer = open_exchange(name="shanghai", by=SETUP, at=at("09:00")).token

        assert as_form(exchange, token).status_code == 401
        assert as_form(exchange, newer).status_code == 200
        assert Exchange.objects.count() == 1

    def test_WS_05_who_is_shut_out_stays_out(self, exchange, token):
        assert close_exchange(name="Shanghai", by=SETUP, at=at("09:00"))

        assert as_form(exchange, token).status_code == 401

    def test_WS_05_guessing_is_slowed_and_keeps_no_exchange_out(self, exchange, token):
        answers = {as_form(exchange, f"guess{nth}").status_code for nth in range(40)}

        assert answers == {401, 429}
        assert as_form(exchange, token).status_code == 200

    def test_the_secret_is_in_no_log(self, exchange, token, capfd, caplog):
        for said in ({}, {"direction": "x"}, {"queue": "x" * 20_000}):
            as_form(exchange, token, **said)
        as_form(exchange, token[:-1])
        exchange.get(f"/api/v1/cti/{token}")

        seen = "".join(capfd.readouterr()) + caplog.text
        assert token[:-1] not in seen

    def test_no_session_is_looked_at_or_made(self, exchange, token):
        answer = as_form(exchange, token)

        assert answer.status_code == 200
        assert not answer.cookies


@pytest.mark.django_db(transaction=True)
def test_WS_05_the_same_event_a_hundred_times_in_parallel_is_one():
    token = open_exchange(name="Shanghai", by=SETUP, at=at("08:00")).token

    def tell(nth: int) -> int:
        try:
            event = ("newCall", "answer", "hangup")[nth % 3]
            return as_json(Client(), token, event=event).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(tell, range(99)))

    assert set(answers) == {200}
    assert Call.objects.count() == 1
    assert CallEvent.objects.count() == 3
