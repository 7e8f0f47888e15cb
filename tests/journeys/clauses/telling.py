"""Journeys as a policy's owner writes them: what happens, where one looks, what must stand there.

A file `<policy>.journeys.txt`, or `<policy>-<more>.journeys.txt`, holds blocks. Times are wall
time of 2 March 2026 (10:00), of another day of March (05T10:00), of another date (04-12T10:00) or
year (2027-04-12T10:00).

    owner sets | every: unset | every: 3 months    what the policy's owner has filled in by then
    machine accepted=2026-01-10 contract.warranty="24 months"    before the first block: for all
    S0-2.2d: what it is about, after the clauses that it shows
    machine accepted=2024-01-10                 another piece of equipment; days, contract, site
    ask 10:00                                   the same by the form for everyone
    log 10:00 case_type=fault emergency=yes     the request, and what the desk asked
    fact 11:00 cause.found cause=quality        what happened since
    retire 11:00                                a day in the piece's life
    price parts at_cost 100 [contract]          a price list by a price basis, with one price
    at 12:00                                    the moment from which on one looks
    see charges | parts | we; free | S0-2.2d    a place (PLACES), a row, words, clauses
    never rights | Replacement                  nothing is called so there
    claim 12:00 credit amount=100               a form (FORMS) filled in and sent
    press 12:00 case.closed | the price | S0-2.4c    refused, with these words and clauses

"without X" among the words: the row does not say X.
"""

from __future__ import annotations

import re
import shlex
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import time_machine
from django.test import Client

from kept.records.archive.models import MilestoneKind
from kept.records.archive.services import issue_label
from kept.records.cases.asking import LogRequest, NewFact
from kept.records.cases.models import Case
from kept.records.cases.running import running_policy
from kept.records.cases.services import Closing, close_case, open_case, record_fact
from kept.records.claims.models import ThirdPartyBill
from kept.records.mail.models import Letter
from kept.records.mail.reading.reader import Reader
from kept.records.parts.models import PartRequest, Proposal, Reservation
from kept.records.policies.models import PolicyDraft
from kept.records.prices.services import (
    ItemDetails,
    ListDetails,
    NewPrice,
    open_price_list,
    set_price,
)
from kept.records.quotes.models import Quote, QuoteLink
from kept.records.quotes.standing import QUOTE_LINK
from kept.records.returns.models import Rma
from kept.records.tokens import token
from kept.rules.policy.case import read_case
from kept.workers.intake import read_letters
from tests.desk import ZONE
from tests.journeys.clauses.company import BEGIN, THEN, Company
from tests.journeys.clauses.doing import FORMS, query, send
from tests.journeys.clauses.looking import PLACES, clauses_in
from tests.journeys.clauses.page import Element, read
from tests.rules.library.shipped import text_of
from tests.web.hotline.conftest import browser_of

HERE = Path(__file__).parent
FILES = sorted(file.name.removesuffix(".journeys.txt") for file in HERE.glob("*.journeys.txt"))
WITHOUT = "without "
DAY, REFUSED = "2026-03-02", (403, 409, 422)
HEAD = re.compile(r"^((?:S\d[a-d]?-\w+(?:\.\w+)? ?)+):(.*)$")
NEWEST = {
    "quote": (Quote, "number"),
    "rma": (Rma, "number"),
    "request": (PartRequest, "pk"),
    "proposal": (Proposal, "pk"),
    "held": (Reservation, "pk"),
    "bill": (ThirdPartyBill, "pk"),
    "draft": (PolicyDraft, "pk"),
}


@dataclass(frozen=True)
class Journey:
    """One block: the file, the clauses it shows, its name, and its steps."""

    file: str
    clauses: tuple[str, ...]
    name: str
    steps: list[str] = field(default_factory=list)

    @property
    def policy(self) -> str:
        """Return the code of the policy."""
        return self.file.partition("-")[0]

    @property
    def id(self) -> str:
        return f"{' '.join(self.clauses)} {self.name}"


def lines_of(file: str) -> list[str]:
    """Return what a file says, without remarks and blank lines."""
    lines = (HERE / f"{file}.journeys.txt").read_text("utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def policy_text(file: str) -> str:
    """Return the policy of a file, with what its owner has set there."""
    text = text_of(file.partition("-")[0])
    for line in lines_of(file):
        verb, *words = (part.strip().replace("\\n", "\n") for part in line.split("|"))
        if verb == "owner sets":
            assert words[0] in text, words
            text = text.replace(*words)
    return text


def journeys(file: str) -> list[Journey]:
    """Return the journeys of a file, in its order."""
    common: list[str] = []
    found: list[Journey] = []
    for line in lines_of(file):
        head = HEAD.match(line)
        if head:
            found.append(Journey(file, tuple(head[1].split()), head[2].strip(), list(common)))
        elif not line.startswith("owner sets"):
            (found[-1].steps if found else common).append(line)
    return found


def moment(text: str) -> datetime:
    """Return a moment of wall time in Shanghai."""
    day, _, clock = text.rpartition("T")
    full = f"{DAY[: 10 - len(day)]}{day}" if day else DAY
    return datetime.fromisoformat(f"{full}T{clock}").replace(tzinfo=ZONE)


class Telling:
    """One journey while it is told."""

    def __init__(self, company: Company, journey: Journey) -> None:
        self.company, self.journey = company, journey
        self.policy = running_policy(company.version.pk, [], sha256=company.version.sha256).policy
        self.told: dict[str, str] = {}
        self.piece = self.case_id = None
        self.receipt = ""
        self.number, self.now = "", THEN
        self.shown: set[str] = set()
        self.opened: dict[tuple[str, str, datetime], Element] = {}

    def tell(self) -> None:
        """Follow every step; AssertionError names the first that comes out otherwise."""
        for step in self.journey.steps:
            try:
                self.follow(step)
            except Exception as error:
                error.add_note(f"{self.journey.policy}: {step}")
                raise

    def follow(self, step: str) -> None:
        """Follow one step."""
        told, *expected = (part.strip() for part in step.split("|"))
        name = next(
            (n for n in sorted(FORMS, key=len, reverse=True) if step.startswith(n + " ")), ""
        )
        if name:
            self.opened = {}
            self.fill_in(name, shlex.split(told.removeprefix(name)), expected)
        elif told.startswith(("see ", "never ")):
            verb, place = told.split(" ", 1)
            getattr(self, verb)(place, *expected)
        else:
            self.opened = {}
            verb, *words = shlex.split(told)
            getattr(self, verb)(*words)

    # --- what is there, and what happens ---------------------------------------------------

    def machine(self, *words: str) -> None:
        """Say what piece the case is about; more is said later."""
        told = self.told | _said(words)
        self.told = {name: value for name, value in told.items() if value}
        self.piece = None

    def log(self, at: str, *words: str) -> None:
        """Log a request about the machine, as the hotline does."""
        self.now = moment(at)
        if self.piece is None:
            self.piece = self.company.machine(self.told)
        said = {"channel": "telephone", "case_type": "fault", **_said(words)}
        values = dict(self.typed("request.received", at, said).values)
        request = LogRequest(
            customer_id=self.company.customer.pk,
            contact_id=self.company.contact.pk,
            equipment_id=self.piece.pk,
            channel=str(values.pop("channel")),
            case_type=str(values.pop("case_type")),
            requested_at=self.now,
            description="It does not work",
            answers=values,
        )
        by = self.company.people["hotline"]
        opened = open_case(request=request, by=by, now=self.now, key=uuid.uuid4().hex)
        self.case_id, self.number = opened.case_id, opened.number

    def ask(self, at: str, *words: str) -> None:
        """Ask by the form for everyone, which the desk then logs: the customer has a page."""
        self.now = moment(at)
        self.piece = self.piece or self.company.machine(self.told)
        said = {"key": uuid.uuid4().hex, "description": "It is dark", "machine": "NX"}
        who = {"name": "Li Hua", "phone": "", "email": "lihua@home.example"}
        with time_machine.travel(self.now, tick=False):
            self.receipt = Client().post("/request/", said | who)["Location"]
            reader = Reader()
            read_letters([], reader, self.now)
            reader.close()
            logged = {"key": uuid.uuid4().hex, "channel": "web", "case_type": "fault", "when": ""}
            logged |= {"description": "It is dark", "caller": "Li Hua", **_said(words)}
            letter = Letter.objects.latest("pk").pk
            address = f"/log/?equipment={self.piece.pk}&letter={letter}"
            answer = self.browser("hotline").post(address, logged)
        assert answer.status_code == 302, read(answer.content.decode()).words
        case = Case.objects.latest("pk")
        self.case_id, self.number = case.pk, str(case.number)

    def fact(self, at: str, kind: str, *words: str) -> None:
        """Record what happened."""
        self.now = max(self.now, moment(at))
        said = _said(words)
        by = self.company.people[said.pop("by", "hotline")]
        despite = said.pop("despite", "")
        told = self.typed(kind, at, said)
        fact = NewFact(kind=kind, at=told.at, values=told.values, despite=despite)
        key = uuid.uuid4().hex
        if kind == "case.closed":
            close_case(
                case_id=self.case_id,
                closing=Closing(at=told.at, despite=despite),
                by=self.company.boss,
                now=self.now,
                key=key,
            )
        else:
            record_fact(case_id=self.case_id, fact=fact, by=by, now=self.now, key=key)

    def retire(self, at: str) -> None:
        """Take the piece out of use."""
        self.now = moment(at)
        on = self.now.date()
        self.company.passes(self.piece, MilestoneKind.RETIRED, on, self.now)

    def price(self, component: str, basis: str, amount: str, whose: str = "") -> None:
        """Write a price list by a basis, with one price; of the contract, where that is said."""
        contract = self.company.contract.pk if whose == "contract" else None
        details = ListDetails(
            code=f"{component} {basis}"[:30],
            names={"en": f"List {basis}"},
            basis=basis,
            currency="CNY",
            contract_id=contract,
        )
        books = self.company.people["accountant"]
        held = open_price_list(details=details, by=books, at=THEN)
        item = ItemDetails(
            component=component,
            unit="piece",
            code=f"{component}-1",
            names={"en": f"Our {component}"},
        )
        price = NewPrice(item=item, amount=Decimal(amount), valid_from=BEGIN)
        set_price(list_id=held.pk, price=price, by=books, at=THEN)

    def at(self, at: str) -> None:
        """Let time pass."""
        self.now = moment(at)

    def typed(self, kind: str, at: str, said: Mapping[str, str]) -> Any:
        """Return a fact with its values as the policy types them."""
        told = {"kind": kind, "at": moment(at).isoformat(), "values": dict(said)}
        facts, _overrides = read_case({"facts": [told]}, self.policy)
        return facts.facts[0]

    # --- what one looks at ----------------------------------------------------------------

    def see(self, place: str, row: str, words: str, clauses: str = "") -> None:
        """Look for a row that says these words, with these clauses beside them."""
        wanted = set(clauses.split())
        rows = self.rows(place, row)
        fits = (says(one.words, words) and wanted <= clauses_in(one) for _name, one in rows)
        assert any(fits), _seen(rows)
        self.shown |= set(clauses.split())

    def never(self, place: str, row: str) -> None:
        """Look that nothing is called so."""
        rows = self.rows(place, row)
        assert not rows, _seen(rows)

    def rows(self, place: str, row: str) -> list[tuple[str, Element]]:
        """Return the rows of a place that are called so; all for an empty name."""
        found = PLACES[place]
        page = self.page(found.who, self.address(found.path, row=row))
        rows = list(found.rows(page))
        called = row.casefold()
        same = [one for one in rows if one[0].casefold() == called]
        starting = [one for one in rows if one[0].casefold().startswith(called)]
        holding = [one for one in rows if called in one[0].casefold()]
        is_whole = not row or place == "clause"
        return rows if is_whole else same or starting or holding

    def page(self, who: str, address: str) -> Element:
        """Return a page; it is opened once as long as nothing happens."""
        seen = (who, address, self.now)
        if seen not in self.opened:
            self.opened = {seen: self.open(who, address)}
        return self.opened[seen]

    def open(self, who: str, address: str) -> Element:
        with time_machine.travel(self.now, tick=False):
            answer = self.browser(who).get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return read(answer.content.decode())

    def browser(self, who: str) -> Client:
        """Return the browser of somebody who works here, or of a stranger."""
        return browser_of(self.company.people[who]) if who else Client()

    def address(self, path: str, **more: str) -> str:
        """Return an address with its holes filled."""
        holes: dict[str, object] = {
            "case": self.number,
            "receipt": self.receipt,
            "policy": self.journey.policy,
            **more,
        }
        for name in re.findall(r"{(\w+)}", path):
            if name in NEWEST:
                model, key = NEWEST[name]
                holes[name] = getattr(model.objects.latest("pk"), key)
        if "{label}" in path:
            holes["label"] = issue_label(
                equipment_id=self.piece.pk, by=self.company.boss, at=self.now
            )
        if "{offer}" in path:
            link = QuoteLink.objects.latest("pk")
            holes["offer"] = token(QUOTE_LINK, link.seed)
        if "{piece}" in path:
            holes["piece"] = self.piece.pk
        return path.format(**holes)

    # --- what one does --------------------------------------------------------------------

    def fill_in(self, name: str, words: list[str], expected: list[str]) -> None:
        """Fill in a form and send it; it is refused if something is expected to be said."""
        at, *rest = words
        self.now = max(self.now, moment(at))
        what = rest.pop(0) if rest and "=" not in rest[0] else ""
        said, form = _said(rest), FORMS[name]
        known = self.company.parts.get(what)
        address = self.address(
            form.page, what=what, said=query(said), part=str(known.pk) if known else ""
        )
        with time_machine.travel(self.now, tick=False):
            answer = send(self.browser(form.who), form, address, what, said)
        if expected:
            self.refused(answer, *expected)
        else:
            problems = read(answer.content.decode()).first(css="summary")
            said_so = problems.words if problems else ""
            assert answer.status_code == 302, (answer.status_code, said_so)

    def refused(self, answer: Any, words: str, clauses: str = "") -> None:
        """Look that it was refused, and that the refusal says why, with the clause."""
        assert answer.status_code in REFUSED, answer.status_code
        page = read(answer.content.decode())
        why = [*page.all(css="summary"), *page.all(css="rule-line"), *page.all(css="note")]
        told = "\n".join(one.words for one in why)
        assert says(told, words), told
        missing = set(clauses.split()) - {c for one in why for c in clauses_in(one)}
        assert not missing, told
        self.shown |= set(clauses.split())


def _said(words: Any) -> dict[str, str]:
    return dict(word.split("=", 1) for word in words)


def says(told: str, words: str) -> bool:
    """Say whether all these words are there, and none of those that begin with "without"."""
    wanted = [word.strip().casefold() for word in words.split(";") if word.strip()]
    unwanted = [word.removeprefix(WITHOUT) for word in wanted if word.startswith(WITHOUT)]
    there = [word for word in wanted if not word.startswith(WITHOUT)]
    text = told.casefold()
    return all(word in text for word in there) and not any(word in text for word in unwanted)


def _seen(rows: list[tuple[str, Element]]) -> str:
    return (
        "\n".join(f"[{name}] {row.words} {sorted(clauses_in(row))}" for name, row in rows) or "none"
    )
