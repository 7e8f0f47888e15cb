"""The pages of money on real records: the accountant's and two managers' browsers."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import time_machine

from kept.records.contracts.models import ContractKind
from kept.records.contracts.services import ContractDetails, Covered, cover, sign_contract
from kept.records.ledger.actor import System
from kept.records.payments.models import Invoice
from kept.records.people.models import Role
from kept.records.people.services import PersonDetails, create_person
from tests.desk import at, open_desk
from tests.records.claims.conftest import CLAUSES, RULES
from tests.records.payments.conftest import TEXT as GATED
from tests.web.hotline.conftest import browser_of

LIBRARY = Path("src/kept/rules/library")
KEY = re.compile(r'name="key" value="([^"]+)"')
LINES = {"text_1": "Fan", "component_1": "parts", "quantity_1": "2", "price_1": "1,234.50"}
OWED = RULES.replace("  charges:\n", "  charges_there:\n")
TEXT = GATED.replace("rules:\n", f"{CLAUSES}rules:\n", 1) + OWED


class Office:
    """A desk, and who may see its money."""

    def __init__(self, text):
        self.desk = open_desk(text)
        self.accountant = self.hire("fang", Role.ACCOUNTANT)
        self.second = self.hire("second", Role.MANAGER)
        self.sign_in()

    def sign_in(self):
        """Let everybody sign in anew, as after a night."""
        self.books = browser_of(self.accountant)
        self.boss = browser_of(self.desk.manager)
        self.other_boss = browser_of(self.second)

    def warrant(self, months):
        """Sign a contract with so long a warranty from the acceptance in March on."""
        desk = self.desk
        details = ContractDetails(
            customer_id=desk.customer.pk,
            number="C-1",
            kind=ContractKind.SUPPLY,
            signed_on=date(2026, 1, 5),
            starts_on=date(2026, 1, 5),
            version_id=desk.version.pk,
            terms={"warranty_months": months},
        )
        contract = sign_contract(details=details, by=desk.manager, at=at("09:00"))
        what = Covered(equipment_id=desk.equipment.pk)
        cover(contract_id=contract.pk, what=what, by=desk.manager, at=at("09:00"))

    def hire(self, username, role):
        details = PersonDetails(username=username, display_name=username, roles=[role])
        return create_person(details=details, by=System("test"), at=at("08:00"))


def press(browser, address, **said):
    """Fill in a form and send it: what stands in its fields stays unless it is said."""
    page = browser.get(address)
    assert page.status_code == 200, (address, page.status_code)
    form = page.context["form"]
    sent = {name: _stands_in(form, name) for name in form.fields}
    sent = {name: value for name, value in sent.items() if value not in (None, False)}
    return browser.post(address, sent | said)


def _stands_in(form, name):
    """What a browser has in a field: of choices the first, if none is chosen."""
    value, field = form[name].value(), form.fields[name]
    if hasattr(value, "strftime"):
        return field.widget.format_value(value)
    if not value and type(field.widget).__name__ == "Select":
        return next(iter(field.choices))[0]
    return value


def text_of(response):
    """Return what a page says."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def write_invoice(office, opened, **said):
    answer = press(office.books, f"/cases/{opened.number}/invoice/", **LINES | said)
    assert answer.status_code == 302, text_of(answer)
    return Invoice.objects.latest("pk")


@pytest.fixture
def now() -> Iterator[time_machine.Traveller]:
    """The clock, which tests may move."""
    with time_machine.travel(at("10:30"), tick=False) as clock:
        yield clock


@pytest.fixture
def office(db: None, now) -> Office:
    return Office(TEXT)


@pytest.fixture
def shipped(db: None, now):
    """An office under a policy that is shipped."""
    return lambda code: Office((LIBRARY / f"{code}.policy.yaml").read_text())


@pytest.fixture
def opened(office):
    opened = office.desk.log()
    office.desk.record(opened, "cause.found", "10:20", cause="improper_use", finding="final")
    return opened
