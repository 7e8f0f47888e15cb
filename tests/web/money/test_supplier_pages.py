"""What suppliers owe us, on the pages."""

import csv
import io
import re

import pytest

from kept.records.claims.models import Recovery, SupplierClaim
from kept.records.people.models import Role
from kept.records.returns.services import NewEvent, NewLine, NewRma, open_rma, record_event
from kept.records.returns.standing import Kind
from tests.desk import at
from tests.web.hotline.conftest import browser_of
from tests.web.money.conftest import press, text_of


@pytest.fixture
def opened(office):
    return office.desk.log()


@pytest.fixture
def rma(office, opened):
    """A return whose goods lie with a supplier."""
    asked = NewRma(case_id=opened.case_id, lines=(NewLine(name="Pump"),), despite="x")
    said = {"by": office.desk.hotline, "now": at("10:30")}
    made = open_rma(asked=asked, key="rma", **said)
    for kind, more in [
        (Kind.APPROVED, {}),
        (Kind.RECEIVED, {"line": 1, "quantity": 1}),
        (Kind.TO_SUPPLIER, {"line": 1, "quantity": 1, "party": "Heron", "due_at": at("20:00")}),
    ]:
        event = NewEvent(kind=kind, at=at("10:30"), **more)
        record_event(rma_id=made.pk, event=event, key=kind, **said)
    return made


def claim(office, opened, **said):
    """Let the store keeper claim; return the claim's page."""
    keeper = browser_of(office.hire("keeper", Role.STORE_KEEPER))
    asked = {"amount": "1,200.00", "due_at": "2026-12-08T12:00", "reason": "a fault of the lot"}
    address = f"/cases/{opened.number}/supplier-claim/"
    answer = press(keeper, address, **asked | {"supplier": "Heron"} | said)
    assert answer.status_code == 302, text_of(answer)
    return answer["Location"]


def decide(office, page, amount="1000", **said):
    sent = {"said_by": "Ms Brandt", "due_at": "2026-12-20T12:00", "reason": "no freight"} | said
    return press(office.boss, f"{page}decide/", amount=amount, **sent)


def came(office, page, amount, **said):
    return press(office.books, f"{page}came/", amount=amount, reference="B-17", **said)


def test_from_the_claim_to_the_last_part(office, opened, now):
    page = claim(office, opened)
    assert "Heron: CNY 1,200.00" in text_of(office.books.get("/owed/"))
    assert decide(office, page).status_code == 302
    assert came(office, page, "400").status_code == 302
    owed = text_of(office.books.get("/owed/"))
    assert "Suppliers owe us money 1 Heron: CNY 600.00 To come" in owed

    assert came(office, page, "600.01").status_code == 422
    assert came(office, page, "600", way="credited").status_code == 302

    assert "Heron: CNY" not in text_of(office.books.get("/owed/"))
    shown = text_of(office.books.get(page))
    assert "has come" in shown
    assert "Ms Brandt" in shown
    assert "CNY 600.00 credited B-17" in shown
    assert "Heron" in text_of(office.boss.get(f"/cases/{opened.number}/made-good/"))


def test_who_does_not_answer_or_pay_in_time_is_overdue(office, opened, now):
    page = claim(office, opened)
    now.move_to(at("24 10:00").replace(month=12))
    office.sign_in()

    assert "No answer in time" in text_of(office.books.get("/owed/"))
    decide(office, page, due_at="2026-12-30T12:00")
    assert "Overdue" not in text_of(office.books.get("/owed/"))
    now.move_to(at("30 13:00").replace(month=12))
    office.sign_in()
    assert "Overdue" in text_of(office.books.get("/owed/"))


def test_a_refusal_has_a_name_and_a_reason(office, opened):
    page = claim(office, opened)
    for wrong in ({"reason": ""}, {"said_by": ""}):
        assert decide(office, page, "0", **wrong).status_code == 422

    assert decide(office, page, "0", reason="misuse", due_at="").status_code == 302

    assert "nothing comes" in text_of(office.books.get(page))
    assert "Heron: CNY" not in text_of(office.books.get("/owed/"))


def test_a_mistake_is_undone_and_stays_to_be_seen(office, opened):
    page = claim(office, opened)
    decide(office, page)
    came(office, page, "1000")
    undo = f"/supplier-claims/came/{Recovery.objects.get().pk}/undo/"

    assert press(office.books, undo, reason="another claim’s").status_code == 302

    shown = text_of(office.books.get(page))
    assert "undone another claim’s" in shown
    assert "Still to come CNY 1,000.00" in shown


def test_the_loss_ledger_says_how_much_came_back(office, opened):
    press(
        office.boss,
        f"/cases/{opened.number}/compensation/",
        amount="500",
        reason="a bad week",
        clause="D-3",
        currency="CNY",
    )
    form = office.books.get(f"/cases/{opened.number}/supplier-claim/").context["form"]
    given = form.fields["decision"].choices[1][0]
    page = claim(office, opened, decision=given, currency="CNY", amount="500")
    decide(office, page, "400")
    came(office, page, "150")

    losses = text_of(office.books.get("/losses/"))

    assert "CNY 500.00 CNY 150.00 CNY 350.00" in losses
    table = office.books.get("/losses/table.csv").content.decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(table)))
    assert [(line["clause"], line["amount"], line["recovered"]) for line in lines] == [
        *(("D-3", "500.00", "0.00"), ("D-3", "0.00", "150.00")),
    ]


def test_what_repairs_cost_leads_to_the_claims_behind_it(office, opened):
    page = claim(office, opened)
    shown = office.books.get("/losses/").content.decode()
    link = re.search(r'href="(/losses/[^"]*repairs=yes[^"]*)"', shown)[1]

    behind = office.books.get(link.replace("&amp;", "&"))

    assert f'href="{page}"' in behind.content.decode()
    assert "CNY 1,200.00" in text_of(behind)
    other = office.books.get(link.replace("&amp;", "&").replace("CNY", "EUR"))
    assert f'href="{page}"' not in other.content.decode()


def test_the_return_leads_to_the_claim_and_names_its_supplier(office, opened, rma):
    asked = office.boss.get(f"/cases/{opened.number}/supplier-claim/?rma={rma.number}")
    assert asked.context["form"]["supplier"].value() == "Heron"
    assert (
        f"supplier-claim/?rma={rma.number}"
        in office.boss.get(f"/returns/{rma.number}/").content.decode()
    )

    page = claim(office, opened, rma=str(rma.pk))

    assert f'href="/returns/{rma.number}/"' in office.boss.get(page).content.decode()
    shown = office.boss.get(f"/returns/{rma.number}/")
    assert page in shown.content.decode()
    assert "Heron CNY 1,200.00 · no answer yet" in text_of(shown)
    assert "Claimed from the supplier" in text_of(shown)


def test_engineers_see_nothing_of_it(office, opened, rma):
    page = claim(office, opened, rma=str(rma.pk))
    engineer = browser_of(office.desk.engineer)

    for address in (page, f"{page}decide/", f"{page}came/"):
        assert engineer.get(address).status_code == 403
    assert "CNY 1,200.00" not in text_of(engineer.get("/owed/"))
    assert page not in engineer.get(f"/returns/{rma.number}/").content.decode()


def test_two_presses_are_one_claim(office, opened):
    form = office.boss.get(f"/cases/{opened.number}/supplier-claim/").context["form"]
    sent = {"key": form["key"].value(), "supplier": "Heron", "amount": "5", "currency": "CNY"}
    sent |= {"due_at": "2026-12-08T12:00", "reason": "x"}
    for _ in range(2):
        answer = office.boss.post(f"/cases/{opened.number}/supplier-claim/", sent)
        assert answer.status_code == 302

    assert SupplierClaim.objects.count() == 1


def test_BL_03_to_agree_to_much_less_waits_and_the_claim_says_so(office, opened):
    page = claim(office, opened, amount="9000")
    answer = decide(office, page, "1000")
    assert "/releases/" in answer.headers["Location"]

    shown = text_of(office.books.get(page))
    assert "To agree to less waits for a second person." in shown
    assert "Less from a supplier: CNY 8,000.00" in shown
    assert "Agreed to –" in shown
