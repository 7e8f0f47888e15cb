"""AZ-01: each route, asked by each actor, for what is theirs, another's or not there, in each way.

The expected answers stand in authz_matrix.yaml. A route that is not listed there fails, and so does
one whose address or guard changed. Whoever changes a line there decides who may do what: let a
second person look at it.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
import time_machine
import yaml
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.urls import reverse

from kept.records.alerts.models import Scope
from kept.records.alerts.services import NewIntegration, open_integration
from kept.records.cases.models import CaseFact
from kept.records.cases.services import ask_replay
from kept.records.documents.models import Document, Seal, Version
from kept.records.documents.storing import keep
from kept.records.people.models import Role
from kept.records.policies.services import start_draft
from tests.asked import CHECKLIST, MACRO
from tests.desk import POLICY
from tests.known import ARTICLE, WORDS
from tests.security.clients import browser_of
from tests.security.company import ACTORS, NOW, Company, World, open_world
from tests.security.offering import offer_of, price_list_of, quote_of
from tests.security.posting import (
    REQUIRING,
    absence,
    letter_of,
    link_of,
    paper_of,
    receipt_of,
    secret_of,
)
from tests.security.returning import HOLES, made_for
from tests.security.routes import Route, routes
from tests.security.working import entry_of
from tests.stored import Stored, store_for

MATRIX = Path(__file__).with_name("authz_matrix.yaml")
METHODS = ("GET", "POST")
NEVER = ("PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND")
# Which things a route's holes can name.
EACH = ("own", "other", "missing")
THINGS = {
    "number": EACH,
    "pk": EACH,
    "label": EACH,
    "secret": EACH,
    "equipment_id": EACH,
    "customer_id": EACH,
    "site_id": EACH,
}
THERE = {
    "code": ("there", "missing"),
    "draft": ("there", "missing"),
    "trial": ("there", "missing"),
    "call": ("there", "missing"),
    "system_id": ("missing",),
    "letter_id": ("there", "missing"),
    "shift": ("there", "missing"),
    "note": ("there", "missing"),
    "holder": ("there", "missing"),
    **dict.fromkeys(HOLES, ("there", "missing")),
    "token": ("missing",),
    "alert": ("missing",),
    "receipt": ("there", "missing"),
    "integration": ("there", "missing"),
    "article": ("there", "missing"),
    "words": ("there", "missing"),
    "checklist": ("there", "missing"),
    "macro": ("there", "missing"),
    "quote": ("there", "missing"),
    "offer": ("there", "missing"),
    "price_list": ("there", "missing"),
    "key": ("missing",),
    # Money that is there is asked for by tests/web/money.
    "invoice": ("missing",),
    "payment": ("missing",),
    "match": ("missing",),
    "payout": ("missing",),
    "bill": ("missing",),
    "decision": ("missing",),
    "giving": ("missing",),
    "supplier_claim": ("missing",),
    "recovery": ("missing",),
    "payer": ("missing",),
    "pretended": ("missing",),
    "entry": ("there", "missing"),
    "held": ("there", "missing"),
    "part": ("there", "missing"),
    "place": ("there", "missing"),
    "stock": ("there", "missing"),
    "piece": ("there", "missing"),
    "": ("",),
}

Matrix = dict[str, dict[str, Any]]
STORED: dict[str, Stored] = {}  # by the company's mark, while the world is open


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """Two customers and everyone who works at the desk, on a Tuesday afternoon."""
    with time_machine.travel(NOW, tick=True):
        opened = open_world()
        for company in (opened.a, opened.b):
            STORED[company.mark] = store_for(company, opened)
        yield opened
    STORED.clear()


def load() -> Matrix:
    """Read the matrix; every value stays a text."""
    matrix: Matrix = yaml.load(MATRIX.read_text(), Loader=yaml.BaseLoader)
    return matrix


def verdict(response: Any) -> str:
    """Return what became of the request, in the matrix's words."""
    status = response.status_code
    if status in (301, 302, 303):
        to = urlsplit(response["Location"]).path
        if to == reverse("account_login"):
            return "sign-in"
        again = ("account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn")
        return "again" if to in {reverse(name) for name in again} else "allow"
    # 422: the form was looked at, and something is missing in it.
    return "allow" if status < 300 or status == 422 else str(status)


def things_of(route: Route) -> tuple[str, ...]:
    """Return the kinds of things a route is asked for."""
    for hole, things in {**THINGS, **THERE}.items():
        if hole in route.holes or (not hole and not route.holes):
            return things
    pytest.fail(f"{route.name}: say what <{route.holes[0]}> is, here and in authz_matrix.yaml")


class Asking:
    """Asks every route as one actor who has just signed in, and leaves no trace."""

    def __init__(self, world: World, actor: str) -> None:
        self.world, self.actor = world, actor
        self.browser = browser_of(world.people.get(actor))

    def verdict(self, route: Route, method: str, thing: str) -> str:
        """Ask once; return what became of it."""
        browser = copy.copy(self.browser)
        browser.cookies = copy.deepcopy(self.browser.cookies)
        with transaction.atomic():
            address = route.filled(self.values(route, thing))
            # Addresses end alike; a form without anything in it still has its right token.
            answer = browser.get(address) if method == "GET" else browser.post(address)
            transaction.set_rollback(True)
        return verdict(answer)

    def values(self, route: Route, thing: str) -> dict[str, object]:
        """Return what fills the holes: cases are a company's, keys a person's."""
        mine, theirs = self.world.a, self.world.b
        if self.actor == "customer_b":
            mine, theirs = theirs, mine
        case = {"own": mine, "other": theirs}.get(thing)
        exists = thing == "there"
        return {
            "number": case.case.number if case else "K-999999",
            "seq": last_fact(case) if case else 999,
            "file": case.file if case else 99999,
            "label": case.label if case else "no-such-code",
            "equipment_id": case.equipment.pk if case else 99999,
            "customer_id": case.customer.pk if case else 99999,
            "site_id": case.site.pk if case else 99999,
            "pk": self.key(thing) if "pk" in route.holes else 0,
            "code": "DESK" if exists else "NONE",
            "clause_id": "D-1" if exists else "NONE",
            "rule": "answer" if exists else "none",
            "form": "clock",
            "requirement": "licence" if exists else "none",
            "draft": self.draft() if exists and "draft" in route.holes else 99999,
            "trial": self.trial() if exists and "trial" in route.holes else 99999,
            "call": mine.missed if exists else 99999,
            "letter_id": letter_of(mine) if exists and "letter_id" in route.holes else 99999,
            "shift": self.world.shift if exists else 99999,
            "note": self.world.note if exists else 99999,
            "holder": self.world.holder if exists else 99999,
            **self.of_the_depot(route, exists=exists),
            "receipt": receipt_of() if exists and "receipt" in route.holes else "none-such",
            "integration": self.integration() if exists and "integration" in route.holes else 99999,
            "paper": self.paper(case) if case and "paper" in route.holes else "D-999999",
            "link": self.link(case) if case and "link" in route.holes else 99999,
            "version": 1,
            "secret": self.secret(case) if case and "secret" in route.holes else "none-such",
            **self.money(route, exists=exists),
            "article": ARTICLE if case or exists else "none-such",
            "words": WORDS if exists else "none-such",
            "checklist": CHECKLIST if exists else "none-such",
            "macro": MACRO if case or exists else "none-such",
            "run": case.run if case else 99999,
            "entry": entry_of(mine, self.world) if exists and "entry" in route.holes else 99999,
            **self.stored(case, exists=exists),
            "uidb36": "1",
            "invoice": "R2026-999999",
            **dict.fromkeys(("token", "key", "payer", "pretended"), "none-such"),
            **dict.fromkeys(("payment", "match", "payout", "bill", "decision", "giving"), 99999),
            **dict.fromkeys(
                ("supplier_claim", "recovery", "system_id", "document", "alert"), 99999
            ),
        }

    def stored(self, company: Company | None, *, exists: bool) -> dict[str, object]:
        """Return the keys of parts and places, and of what a company's case asked for."""
        found = STORED.get(company.mark if company else self.world.a.mark if exists else "")
        holes = ("part", "place", "stock", "held", "proposal", "request_id", "piece")
        return found.holes() if found else dict.fromkeys(holes, 99999)

    def of_the_depot(self, route: Route, *, exists: bool) -> dict[str, object]:
        """Return what fills the holes of the depot's routes, made for this one question."""
        found: dict[str, object] = dict.fromkeys(HOLES, 99999)
        wanted = [hole for hole in HOLES if exists and hole in route.holes]
        found |= {hole: made_for(hole, self.world.a, self.world) for hole in wanted}
        return found | {"step": "noted", "way": "in", "size": "a6"}

    def money(self, route: Route, *, exists: bool) -> dict[str, object]:
        """Return a quote, what opens one, and a price list, made for this one question."""
        company = self.world.a
        made = {
            "quote": lambda: str(quote_of(company, self.world).number),
            "offer": lambda: offer_of(company, self.world),
            "price_list": lambda: price_list_of(self.world),
        }
        none = {"quote": "Q-999999", "offer": "none-such", "price_list": 99999}
        asked = {hole: make() for hole, make in made.items() if exists and hole in route.holes}
        return {**none, **asked}

    def paper(self, company: Company) -> str:
        """Return the number of a document that was issued, for this one question."""
        number, _edition = paper_of(company, self.world)
        document = Document.objects.get(number=number)
        version = Version.objects.create(
            document=document,
            customer_id=document.customer_id,
            number=1,
            key="asked",
            data={"columns": []},
            sha256=keep(b"%PDF-1.7 asked for", now=NOW),
            issued_at=NOW,
            issued_by=self.world.desk.engineer,
        )
        self.seal(version)
        absence(version)
        return number

    def seal(self, version: Version) -> None:
        """Seal a version with one outcome."""
        Seal.objects.create(
            version=version,
            customer_id=version.customer_id,
            outcomes=1,
            sha256=version.sha256,
            at=NOW,
            sealed_by=version.issued_by,
        )

    def secret(self, company: Company) -> str:
        """Return what opens a document of a company that is sealed, for this one question."""
        number = paper_of(company, self.world)[0]
        secret = secret_of(company, self.world.desk.engineer, number)
        version = Version.objects.get(document__number=number)
        absence(version)
        self.seal(version)
        return secret

    def link(self, company: Company) -> int:
        """Return the key of a link of a company's case, made for this one question."""
        return link_of(company, self.world.desk.dispatcher)

    def draft(self) -> int:
        """Return the number of a draft, begun for this one question."""
        owner = self.world.people["policy_owner"]
        return start_draft(code="DESK", text=REQUIRING, by=owner, at=NOW).pk

    def trial(self) -> int:
        """Return the number of a trial, asked for before this one question."""
        owner = self.world.people["policy_owner"]
        return ask_replay(code="DESK", text=POLICY, closed_cases=1, by=owner, at=NOW).pk

    def integration(self) -> int:
        """Return the key of a program that was let in for this one question."""
        wanted = NewIntegration(name=uuid4().hex, may=[Scope.TELL])
        admin = self.world.people["administrator"]
        return open_integration(wanted=wanted, by=admin, now=NOW).integration_id

    def key(self, thing: str) -> int:
        """Return the number of a passkey, which is there for this one question."""
        somebody_else = "manager" if self.actor == "hotline" else "hotline"
        owner = {"own": self.actor, "other": somebody_else}.get(thing, "")
        if owner not in self.world.people:
            return 99999
        kind = Authenticator.Type.WEBAUTHN
        person, data = self.world.people[owner], {"name": "a key", "credential": {}}
        return Authenticator.objects.create(user=person, type=kind, data=data).pk


def last_fact(company: Company) -> int:
    """Return the number of a fact that counts: the note that was written last."""
    rows = CaseFact.objects.filter(case_id=company.case.case_id, kind="note.added")
    return rows.latest("seq").seq


def found_in(world: World, chosen: list[Route]) -> Matrix:
    """Return the matrix as it is."""
    askers = [Asking(world, actor) for actor in ACTORS]
    return {
        route.name: {
            "address": route.address,
            "guard": guard(route),
            "answers": dict(answers_of(route, askers)),
        }
        for route in chosen
    }


def answers_of(route: Route, askers: list[Asking]) -> Iterator[tuple[str, str]]:
    """Yield what each actor is answered, for each way of asking; once where nobody may ask so."""
    for method in METHODS:
        for thing in things_of(route):
            answers = [asker.verdict(route, method, thing) for asker in askers]
            if set(answers) == {"405"}:
                yield method, "405"
                break
            yield f"{method} {thing}".strip(), " ".join(answers)


def guard(route: Route) -> str:
    """Return whom a route's own guard names; nothing if it has none to read."""
    return " ".join(role.value for role in Role if role in (route.roles or ()))


def expected(listed: dict[str, Any]) -> dict[str, str]:
    """Return a route's lines, one for each way of asking. One word stands for every actor."""
    lines = {}
    for ways, words in listed["answers"].items():
        told = words.split()
        answers = told * len(ACTORS) if told != ["405"] and len(told) == 1 else told
        method, *things = ways.split()
        for thing in things or [""]:
            lines[f"{method} {thing}".strip()] = " ".join(answers)
    return lines


def test_AZ_01_the_matrix_lists_every_route_with_its_address_and_guard() -> None:
    matrix = load()
    there = {route.name: (route.address, guard(route)) for route in routes()}
    listed = {name: (one["address"], one.get("guard", "")) for name, one in matrix.items()}

    assert listed == there


def test_AZ_01_every_route_and_role(world: World) -> None:
    matrix = load()
    chosen = [route for route in routes() if route.name in matrix]

    problems = []
    for name, one in found_in(world, chosen).items():
        wanted = expected(matrix[name])
        for line, answers in one["answers"].items():
            if wanted.pop(line, None) != answers:
                problems.append(f"{name}: {line}: {answers}")
        problems += [f"{name}: {line}: nobody asks this" for line in wanted]
    if problems:
        pytest.fail("The answers are now:\n" + "\n".join(problems), pytrace=False)


@pytest.mark.parametrize("actor", ["anon", "administrator"])
def test_AZ_12_no_route_takes_another_method(world: World, actor: str) -> None:
    asking = Asking(world, actor)
    for route in routes():
        address = route.filled(asking.values(route, things_of(route)[0]))
        for method in NEVER:
            assert asking.browser.generic(method, address).status_code == 405, (method, address)
