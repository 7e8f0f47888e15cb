"""A Kept that runs: its web server as a process of its own, a demo company in its database.

What runs by itself takes a turn when a journey says so, so that nobody waits for it.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from unittest import mock
from uuid import uuid4

import psycopg
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection, connections
from psycopg import sql
from psycopg.conninfo import make_conninfo

from kept.config.commands import run
from kept.config.database.cluster import free_port
from kept.records.archive.cards import EquipmentCard
from kept.records.archive.models import Equipment
from kept.records.archive.queries import equipment_cards
from kept.records.cases.asking import LogRequest
from kept.records.cases.queries import preview
from kept.records.cases.services import open_case
from kept.records.contracts.queries import equipment_bindings
from kept.records.notices.services.sending import send_next
from kept.records.notices.services.telling import GATHERING
from kept.records.people.models import Person
from kept.workers.clock import database_now
from kept.workers.parts import LINKS, sweep_clocks, tell_news
from tests.config.supervisor.conftest import eventually

HOST = "127.0.0.1"
# A thread of an earlier test that has ended may have left its connection; none may be there while
# a database is copied.
LEAVE = sql.SQL("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {}")


@dataclass
class Kept:
    """The address people use, the database behind it, and what runs by itself."""

    url: str

    def turn(self) -> list[EmailMessage]:
        """Let the sweeper, the notices and the mail take one turn; return what was sent."""
        for step in (sweep_clocks, tell_news):
            while step(database_now()).again:
                pass
        mail.outbox.clear()
        while send_next(now=_after_gathering, links=LINKS, sender="kept@kept-demo.example"):
            pass
        return list(mail.outbox)

    def piece(self, policy: str, **promised: timedelta) -> EquipmentCard:
        """Return a machine under a policy that promises a visit, or something else, so fast."""
        now = database_now().replace(microsecond=0)
        for card in _under(policy, now):
            if promised.items() <= _promises(card, now).items():
                return card
        raise AssertionError(f"no machine under {policy} with {promised}")


def _under(policy: str, now: datetime) -> Iterator[EquipmentCard]:
    keys = list(Equipment.objects.order_by("pk").values_list("pk", flat=True))
    found = equipment_bindings(keys, at=now)
    fitting = [key for key in keys if found[key].version.policy_code == policy]
    cards = equipment_cards(fitting)
    yield from (cards[key] for key in fitting)  # always the same one first, whatever was changed


def _after_gathering() -> datetime:
    """Return when mail of now has waited for more of its kind."""
    return database_now() + GATHERING


def log(
    piece: EquipmentCard, *, by: str, at: datetime | None = None, words: str = "Display dark"
) -> str:
    """Let somebody log a request for a visit at another desk; return its number."""
    now = database_now()
    person = Person.objects.get(username=by)
    request = visit(piece, at or now, description=words)
    return open_case(request=request, by=person, now=now, key=uuid4().hex).number


def visit(piece: EquipmentCard, at: datetime, *, description: str = "?") -> LogRequest:
    """Return a request for a visit by telephone."""
    return LogRequest(
        customer_id=piece.customer_id,
        equipment_id=piece.pk,
        channel="telephone",
        case_type="fault",
        requested_at=at,
        description=description,
        answers={"visit_demanded": True},
    )


def _promises(piece: EquipmentCard, now: datetime) -> Mapping[str, timedelta]:
    """Return what is promised by rule if a visit is asked for."""
    clocks = preview(request=visit(piece, now), at=now).assessment.clocks
    return {line.rule: line.due_at - now for line in clocks if line.due_at}


@contextmanager
def database(name: str, *, template: str) -> Iterator[None]:
    """Have a copy of a database, and remove it afterwards."""
    connections.close_all()
    _tell_server(LEAVE.format(sql.Literal(template)))
    copy = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    _tell_server(copy.format(sql.Identifier(name), sql.Identifier(template)))
    try:
        yield
    finally:
        connections.close_all()
        drop = sql.SQL("DROP DATABASE {} WITH (FORCE)")
        _tell_server(drop.format(sql.Identifier(name)))


def _tell_server(words: sql.Composed) -> None:
    with psycopg.connect(address("postgres"), autocommit=True) as server:
        server.execute(words)


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Let this process use another database of the same server."""
    before = connection.settings_dict["NAME"]
    connections.close_all()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connections.close_all()
        connection.settings_dict["NAME"] = before


def address(name: str) -> str:
    """Return where a database of our server is."""
    known = connection.settings_dict
    keys = {"user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return make_conninfo(dbname=name, **{key: known[theirs] for key, theirs in keys.items()})


@contextmanager
def web_server(database: str, folder: Path) -> Iterator[str]:
    """Serve a database as `kept run` does, in one process; give the address."""
    port = free_port()
    told = {
        "DJANGO_SETTINGS_MODULE": "kept.config.settings",
        "DATABASE_URL": address(database),
        "KEPT_DATA": str(folder),
        "KEPT_DEMO": "yes",
        "KEPT_URL": f"http://localhost:{port}",
        "KEPT_WEB_PROCESSES": "1",
        "KEPT_CONNECTIONS": "4",
        "KEPT_LOG_LEVEL": "warning",
    }
    with mock.patch.dict(os.environ, told):
        process = run.web(argparse.Namespace(host=HOST, port=port)).spawn()
    try:
        eventually(lambda: process.poll() is not None or run.answers(HOST, port))
        assert process.poll() is None, "the web server ended"
        yield told["KEPT_URL"]
    finally:
        process.terminate()
        process.wait(timeout=30)
