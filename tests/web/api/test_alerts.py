"""The door for machines: each alert is kept, one fault is one case, and strangers get nothing."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from jsonschema import Draft202012Validator

from kept.records.alerts.models import Alert, Integration, Scope
from kept.records.alerts.services import (
    NewIntegration,
    end_integration,
    open_integration,
    renew_token,
)
from kept.records.archive.services import issue_label, retire_equipment
from kept.records.cases.asking import NewFact
from kept.records.cases.models import Case, CaseFact, Clock
from kept.records.cases.services import Closing, close_case, record_fact
from kept.records.ledger.queries import entries
from kept.web.api.description import PROBLEM, RECEIVED, description
from tests.desk import POLICY, Desk, at, open_desk
from tests.security.company import NOW, World, open_world

FAULT = {"serial": "640-2207-0183", "symptom": "E-42", "text": "Fan stands still"}


@pytest.fixture
def clock():
    with time_machine.travel(at("10:30"), tick=False) as travelling:
        yield travelling


@pytest.fixture
def desk(db, clock) -> Desk:
    return open_desk()


@pytest.fixture
def token(desk) -> str:
    return opened(desk)


def opened(desk: Desk, name: str = "Line 4", **more: Any) -> str:
    wanted = NewIntegration(name=name, may=list(Scope), **more)
    return open_integration(wanted=wanted, by=desk.manager, now=at("08:00")).token


@pytest.fixture
def machine() -> Client:
    """Another program, which knows nothing of cookies or form tokens."""
    return Client(enforce_csrf_checks=True)


def tell(machine: Client, token: str, *, key: str = "1", **said: Any) -> Any:
    body = {name: value for name, value in (FAULT | said).items() if value is not None}
    return send(machine, token, json.dumps(body), key)


def send(machine: Client, token: str, body: str | bytes, key: str = "1") -> Any:
    headers = {"Authorization": f"Bearer {token}"} | ({"Idempotency-Key": key} if key else {})
    return machine.post("/api/v1/alerts", body, content_type="application/json", headers=headers)


def ask(machine: Client, token: str, pk: int) -> Any:
    return machine.get(f"/api/v1/alerts/{pk}", headers={"Authorization": f"Bearer {token}"})


def refused(answer: Any) -> tuple[int, str]:
    """Return status and kind of a refusal, which is problem details as they are described."""
    assert answer["Content-Type"] == "application/problem+json"
    told = answer.json()
    Draft202012Validator(PROBLEM).validate(told)
    assert told["status"] == answer.status_code
    assert told["detail"].endswith(".")
    return answer.status_code, told["type"].rpartition(":")[2]


class TestAnAlert:
    def test_opens_a_case_whose_promises_count_from_its_arrival(self, desk, machine, token):
        raised = (at("10:30") - timedelta(hours=7)).isoformat()

        answer = tell(machine, token, raised_at=raised, readings={"°C": 91.5, "rpm": 0})

        assert answer.status_code == 201
        Draft202012Validator(RECEIVED).validate(answer.json())
        row = Case.objects.get()
        assert answer.json()["case"] == str(row.number)
        assert (row.channel, row.equipment, row.caller) == ("machine", desk.equipment, "Line 4")
        assert row.requested_at == at("10:30")
        assert Clock.objects.get(case=row, rule="answer").due_at == at("11:30")
        assert "rpm: 0" in row.description
        began = CaseFact.objects.get(case=row, kind="fault.started")
        assert began.at == at("10:30") - timedelta(hours=7)
        alert = Alert.objects.get()
        assert (alert.received_at, alert.raised_at) == (at("10:30"), began.at)

    @pytest.mark.parametrize("days", [-800, 1])
    def test_a_clock_that_is_plainly_wrong_says_nothing_and_is_kept(
        self, desk, machine, token, days
    ):
        moment = at("10:30") + timedelta(days=days)

        assert tell(machine, token, raised_at=moment.isoformat()).status_code == 201

        assert not CaseFact.objects.filter(kind="fault.started").exists()
        assert Alert.objects.get().raised_at == moment

    def test_the_machine_is_known_by_the_code_on_it_too(self, desk, machine, token):
        code = issue_label(equipment_id=desk.equipment.pk, by=desk.hotline, at=at("09:00"))

        assert tell(machine, token, serial=None, code=code).status_code == 201
        assert Case.objects.get().equipment == desk.equipment

    def test_a_machine_that_was_retired_is_said_to_be(self, desk, machine, token):
        retire_equipment(
            equipment_id=desk.equipment.pk,
            on=at("09:00").date(),
            evidence="R-1",
            by=desk.hotline,
            at=at("09:00"),
        )

        assert refused(tell(machine, token)) == (422, "refused")

    def test_it_is_in_the_ledger_with_who_told_it(self, desk, machine, token):
        tell(machine, token)

        [line] = [one for one in entries(Case.objects.get().stream) if one.verb == "alert.received"]
        assert (line.name, line.origin) == ("Line 4", "api:alerts")
        assert line.data["symptom"] == "E-42"


class TestTheSameFault:
    def test_is_one_case_however_often_it_is_told(self, desk, machine, token):
        outcomes = [
            tell(machine, token, key=str(turn), symptom=symptom).json()["outcome"]
            for turn, symptom in enumerate(["E-42", "e-42", " E-42 "] * 5)
        ]

        assert outcomes == ["opened"] + ["added"] * 14
        assert Case.objects.count() == 1
        assert Alert.objects.count() == 15

    def test_told_by_many_at_once_is_one_case(self, transactional_db, clock, machine):
        token = opened(open_desk())

        def once(turn: int) -> int:
            # A busy machine may ask some to come again: counting them waits for a second at most.
            try:
                for _again in range(20):
                    answer = tell(Client(), token, key=f"{turn % 20}")
                    if answer.status_code != 429:
                        break
                return answer.status_code
            finally:
                connection.close()

        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(once, range(40)))

        assert set(answers) == {201}
        assert (Case.objects.count(), Alert.objects.count()) == (1, 20)

    def test_is_a_case_of_its_own_when_the_last_one_is_closed(self, desk, machine, token):
        first = tell(machine, token).json()
        closing, case = Closing(at=at("10:30"), text=""), Case.objects.get()
        close_case(case_id=case.pk, closing=closing, by=desk.hotline, now=at("10:30"), key="c")

        second = tell(machine, token, key="2").json()

        assert second["outcome"] == "opened"
        assert second["case"] != first["case"]

    def test_one_machine_fills_no_queue_with_its_symptoms(self, desk, machine, token):
        for turn in range(12):
            assert tell(machine, token, key=str(turn), symptom=f"E-{turn}").status_code == 201

        assert Case.objects.count() == 5
        assert Alert.objects.count() == 12

    def test_the_page_of_the_case_says_how_often(self, desk, machine, token):
        for turn in range(3):
            tell(machine, token, key=str(turn), readings={"°C": 90 + turn})
        machine.force_login(desk.hotline)

        page = machine.get(f"/cases/{Case.objects.get().number}/").content.decode()

        assert "3 times" in page
        assert "°C: 92" in page


# An alert is no request: the promise to answer counts from the first word of a person.
POLICY_OF_PERSONS = POLICY.replace(
    """    start: request.received
    stop: response.given
    limit: 1 h
""",
    """    start:
      first_of:
        - {event: request.received, where: {channel: {not: machine}}}
        - contact.received
    stop: response.given
    limit: 1 h
""",
)


def test_a_policy_may_say_that_an_alert_is_no_request(db, clock, machine):
    assert POLICY_OF_PERSONS != POLICY
    desk = open_desk(POLICY_OF_PERSONS)

    tell(machine, opened(desk))

    row = Case.objects.get()
    assert answering(row) == []
    called = NewFact(kind="contact.received", at=at("10:50"), source="test")
    record_fact(case_id=row.pk, fact=called, by=desk.hotline, now=at("10:50"), key="call")
    assert answering(row) == [at("11:50")]


def answering(case: Case) -> list[datetime]:
    """Return when the promise to answer is due, once it runs."""
    rows = Clock.objects.filter(case=case, rule="answer", started_at__isnull=False)
    return list(rows.values_list("due_at", flat=True))


class TestTheKey:
    def test_ID_01_told_again_it_is_answered_as_it_was(self, machine, token, desk):
        first = tell(machine, token)
        again = [tell(machine, token) for _ in range(5)]

        assert {(one.status_code, one.content) for one in again} == {(201, first.content)}
        assert Alert.objects.count() == 1

    def test_ID_01_a_lost_answer_is_had_again_after_weeks(self, desk, machine, token, clock):
        first = tell(machine, token)
        clock.move_to(at("10:30") + timedelta(days=45))

        assert tell(machine, token).content == first.content

    def test_ID_02_a_key_stands_for_one_alert(self, desk, machine, token):
        tell(machine, token)

        assert refused(tell(machine, token, text="Other words")) == (422, "key-reused")
        assert Alert.objects.count() == 1

    def test_ID_02_keys_are_each_integrations_own(self, desk, machine, token):
        tell(machine, token)

        assert tell(machine, opened(desk, "Line 5"), text="Other words").status_code == 201

    @pytest.mark.parametrize("key", ["", "   ", "x" * 201, "a\x07b", "x" * 60_000])
    def test_ID_02_without_a_key_nothing_is_taken(self, desk, machine, token, key):
        assert refused(tell(machine, token, key=key)) == (400, "no-idempotency-key")
        assert not Alert.objects.exists()

    def test_ID_02_what_was_refused_may_be_sent_again_under_its_key(self, desk, machine, token):
        assert tell(machine, token, serial="none").status_code == 422
        assert tell(machine, token).status_code == 201


class TestTheToken:
    @pytest.mark.parametrize(
        "header", ["", "Bearer", "Bearer x", "Basic eDp5", "Bearer " + "x" * 999]
    )
    def test_WS_05_without_a_token_nothing_is_taken(self, desk, machine, header):
        answer = machine.post(
            "/api/v1/alerts",
            json.dumps(FAULT),
            content_type="application/json",
            headers={"Authorization": header, "Idempotency-Key": "1"},
        )

        assert refused(answer) == (401, "no-token")
        assert answer["WWW-Authenticate"] == "Bearer"

    def test_WS_05_it_is_kept_as_a_hash_only(self, desk, token):
        row = Integration.objects.get()

        assert token not in str(vars(row))
        assert token not in str([entry.data for entry in entries(row.stream)])

    def test_WS_05_the_hash_opens_nothing(self, desk, machine, token):
        assert refused(tell(machine, Integration.objects.get().token_hash)) == (401, "no-token")

    def test_a_new_one_leaves_the_old_one_a_day(self, desk, machine, token, clock):
        pk = Integration.objects.get().pk
        new = renew_token(integration_id=pk, by=desk.manager, now=at("10:30"), at_once=False).token

        assert [tell(machine, one, key=one).status_code for one in (token, new)] == [201, 201]
        clock.move_to(at("10:30") + timedelta(days=1, seconds=1))
        assert [tell(machine, one, key=one[:9]).status_code for one in (token, new)] == [401, 201]

    def test_WS_05_one_that_was_seen_by_others_ends_at_once(self, desk, machine, token):
        pk = Integration.objects.get().pk
        renew_token(integration_id=pk, by=desk.manager, now=at("10:30"), at_once=True)

        assert refused(tell(machine, token)) == (401, "no-token")

    def test_WS_05_who_was_ended_stays_out(self, desk, machine, token):
        end_integration(integration_id=Integration.objects.get().pk, by=desk.manager, now=NOW)

        assert refused(tell(machine, token)) == (401, "no-token")

    def test_it_is_for_what_it_was_made_for(self, desk, machine):
        wanted = NewIntegration(name="Reader", may=[Scope.READ])
        reading = open_integration(wanted=wanted, by=desk.manager, now=at("08:00")).token

        assert refused(tell(machine, reading)) == (403, "not-allowed")

    def test_guessing_is_slowed(self, desk, machine):
        answers = [tell(machine, f"guess-{turn}").status_code for turn in range(32)]

        assert set(answers[:30]) == {401}
        assert set(answers[30:]) == {429}

    def test_one_machine_gone_mad_is_slowed_and_others_are_not(self, desk, machine, token):
        answers = [tell(machine, token, key=str(turn)) for turn in range(61)]

        assert {one.status_code for one in answers[:60]} == {201}
        assert refused(answers[60]) == (429, "too-many")
        assert answers[60]["Retry-After"] == "60"
        assert refused(tell(machine, token, serial="other", key="o")) == (422, "refused")


class TestWhose:
    @pytest.fixture
    def world(self, db) -> World:
        with time_machine.travel(NOW, tick=False):
            yield open_world()

    def test_AZ_03_a_token_of_one_customer_tells_nothing_of_another(self, world, machine):
        mine = opened(world.desk, customer_id=world.a.customer.pk)
        at_site = opened(
            world.desk, "Site", customer_id=world.a.customer.pk, site_id=world.a.site.pk
        )

        for token in (mine, at_site):
            theirs = tell(machine, token, serial=world.b.equipment.serial_number)
            nobodys = tell(machine, token, serial="no such machine")
            assert theirs.json() == nobodys.json()
            assert refused(theirs) == (422, "refused")
        own = world.a.equipment.serial_number
        assert tell(machine, mine, serial=own).status_code == 201

    def test_AZ_03_only_who_told_an_alert_can_ask_for_it(self, world, machine):
        token, other = opened(world.desk), opened(world.desk, "Line 5")
        told = tell(machine, token, serial=world.a.equipment.serial_number).json()

        assert ask(machine, token, told["id"]).json() == told | {"case_state": "open"}
        assert refused(ask(machine, other, told["id"])) == (404, "not-found")
        assert refused(ask(machine, token, told["id"] + 1)) == (404, "not-found")


class TestWhatIsNoAlert:
    @pytest.mark.parametrize(
        ("said", "pointer"),
        [
            ({"symptom": None}, "#"),
            ({"symptom": "x" * 81}, "#/symptom"),
            ({"symptom": " \u200b "}, "#/symptom"),
            ({"symptom": 7}, "#/symptom"),
            ({"serial": None}, "#"),
            ({"code": "abc"}, "#"),
            ({"level": "1"}, "#"),
            ({"raised_at": "yesterday"}, "#/raised_at"),
            ({"raised_at": "2026-03-01T10:00:00"}, "#/raised_at"),
            ({"raised_at": "9999-99-99T10:00:00Z"}, "#/raised_at"),
            ({"readings": {"a": {"b": 1}}}, "#/readings/a"),
            ({"readings": {str(n): n for n in range(21)}}, "#/readings"),
        ],
    )
    def test_WF_05_is_said_to_be_none_and_where(self, desk, machine, token, said, pointer):
        answer = tell(machine, token, **said)

        assert refused(answer) == (422, "not-valid")
        assert answer.json()["errors"][0]["pointer"] == pointer
        assert not Alert.objects.exists()

    @pytest.mark.parametrize(
        "body",
        [b"", b"[]", b"{", b"\xff\xfe", b"[" * 9_000, b'{"symptom": "a", "symptom": "b"}',
         b'{"symptom": NaN}', b'"x"'],
    )  # fmt: skip
    def test_WF_05_no_json_is_said_to_be_none(self, desk, machine, token, body):
        assert refused(send(machine, token, body)) == (400, "unreadable")

    def test_too_much_is_not_read(self, desk, machine, token):
        assert refused(send(machine, token, b" " * 17_000)) == (413, "too-large")

    def test_nothing_that_a_database_refuses_comes_through(self, desk, machine, token):
        body = (
            '{"serial": "640-2207-0183", "symptom": "a\\u0000\\ud800b\\u202e", "text": "\\ud83d"}'
        )

        assert send(machine, token, body).status_code == 201
        assert Alert.objects.get().symptom == "a b"


class TestTheDescription:
    def test_is_there_for_everyone_and_names_each_address(self, client, db):
        told = client.get("/api/v1/openapi.json").json()

        assert told == description("http://testserver") | {"servers": told["servers"]}
        assert set(told["paths"]) == {"/alerts", "/alerts/{id}", "/openapi.json"}
        for one in told["components"]["schemas"].values():
            Draft202012Validator.check_schema(one)
