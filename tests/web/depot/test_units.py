"""Taking back for good, putting into stock and sending out of it, on the pages."""

import pytest

from kept.records.archive.models import Equipment
from kept.records.parts.models import Movement, PlaceKind, SerialUnit
from kept.records.parts.services import PlaceDetails, open_place
from kept.records.people.models import Role
from tests.desk import at
from tests.records.returns.again import came_for_good, depot_at_harbour, exchange
from tests.records.returns.conftest import Depot
from tests.records.returns.test_remedies import choose, fail, opened
from tests.security.company import make_person
from tests.web.depot.test_returns import page, step, text_of
from tests.web.hotline.conftest import browser_of

REFUND = """
  refund:
    form: amount
    name: {en: Price given back}
    source: D-13
    what: refund
    when: {happened: goods.taken_back}
    formula: 1000
    from: provider
    to: customer
"""


@pytest.fixture
def depot(db, now) -> Depot:
    return opened()


@pytest.fixture
def place(depot):
    office = depot.desk.office.pk
    details = PlaceDetails(
        code="W1", names={"en": "Main store"}, kind=PlaceKind.WAREHOUSE, office_id=office
    )
    return open_place(details=details, by=depot.desk.manager, at=at("08:00"))


@pytest.fixture
def keeper(depot):
    return browser_of(make_person("keeper", Role.STORE_KEEPER))


def came(depot):
    rma = depot.approved(depot.own())
    depot.happens(rma, "received", 1, "12:00")
    depot.happens(rma, "inspected", 1, "12:10")
    return rma


def test_taken_back_it_ends_and_is_put_where_the_keeper_says(depot, client, place, keeper):
    rma = came(depot)
    assert step(client, rma, "taken_back", quantity=1, text="as chosen").status_code == 302

    shown = text_of(page(client, f"/returns/{rma.number}/"))
    assert "closed" in shown
    assert "Ours now, and not in stock yet" in text_of(page(keeper, "/owed/"))
    assert client.get(f"/returns/{rma.number}/stocked/").status_code == 403
    answer = step(keeper, rma, "stocked", quantity=1, becomes="good", place=place.pk)
    assert answer.status_code == 302, text_of(answer.content.decode())

    assert "Ours now" not in text_of(page(keeper, "/owed/"))
    assert "W1 · Good" in text_of(page(client, f"/returns/{rma.number}/"))
    assert SerialUnit.objects.get().place == place


def test_what_is_scrapped_needs_no_place_and_a_place_is_not_forgotten(depot, client, place, keeper):
    rma = came(depot)
    step(client, rma, "taken_back", quantity=1, text="as chosen")
    for remark in ("", "x"):
        forgotten = step(keeper, rma, "stocked", quantity=1, becomes="good", text=remark)
        assert forgotten.status_code == 422
        assert "Please say where it lies" in text_of(forgotten.content.decode())

    answer = step(keeper, rma, "stocked", quantity=1, becomes="scrapped", text="burnt")

    assert answer.status_code == 302
    assert not Movement.objects.exists()


def test_the_machine_is_no_longer_the_customers_and_has_no_warranty(depot, client):
    address = f"/archive/equipment/{depot.desk.equipment.pk}/"
    assert "Guarantee" in text_of(page(client, address))

    step(client, came(depot), "taken_back", quantity=1, text="as chosen")

    shown = text_of(page(client, address))
    assert "no warranty and no other term runs for it" in shown
    assert "Guarantee" not in shown


def test_a_unit_from_stock_is_chosen_and_not_typed(depot, client, place, keeper):
    first = came(depot)
    step(client, first, "taken_back", quantity=1, text="as chosen")
    step(keeper, first, "stocked", quantity=1, becomes="good", place=place.pk)
    SerialUnit.objects.update(serial_number="STOCK-1")
    rma = came(depot)
    offered = page(client, f"/returns/{rma.number}/replaced/")
    assert f'value="{place.pk}:STOCK-1"' in offered

    typed = step(client, rma, "replaced", quantity=1, serial="BOUGHT-1")
    assert "1 of this model are in stock" in text_of(typed.content.decode())
    chosen = step(client, rma, "replaced", quantity=1, unit=f"{place.pk}:STOCK-1")

    assert chosen.status_code == 302, text_of(chosen.content.decode())
    assert SerialUnit.objects.get().place is None


def test_it_goes_to_another_customer_and_each_page_says_where_it_was(depot, client, place, keeper):
    first, serial = depot.desk.equipment, depot.desk.equipment.serial_number
    came_for_good(depot, place)
    unit = f"/store/parts/units/{SerialUnit.objects.get().pk}/"
    shown = text_of(page(keeper, unit))
    assert "Lies in Main store (W1) Condition Good" in shown
    assert f'href="{unit}"' in page(keeper, f"/store/parts/{SerialUnit.objects.get().part_id}/")

    other = depot_at_harbour(depot.desk)
    exchange(other, other.piece, serial=serial, place_id=place.pk)

    shown = page(keeper, unit)
    assert "Customer Harbour" in text_of(shown)
    assert text_of(shown).index("is there") < text_of(shown).index("came to us for good on")
    new = Equipment.objects.get(serial_number=serial, left_at=None)
    for piece, others in ((first, new), (new, first)):
        html = page(client, f"/archive/equipment/{piece.pk}/")
        assert "The same unit, at customers" in text_of(html)
        assert f'href="/archive/equipment/{others.pk}/"' in html
        assert f'href="{unit}"' in html


def test_what_was_chosen_comes_first(depot, client):
    fail(depot)
    depot.desk.record(depot.opened, "cause.found", "10:40", cause="quality")
    rma = choose(depot, option="money", follows="take_back")
    depot.happens(rma, "approved", then="11:10")
    depot.happens(rma, "received", 1, "12:00")
    depot.happens(rma, "inspected", 1, "12:10")

    html = page(client, f"/returns/{rma.number}/")

    first = html[html.index('data-keys-group="Next steps"') :]
    assert first.index("Taken back for good") < first.index("Repair began")


def test_what_is_taken_back_without_a_price_in_the_policy_leads_to_who_decides_one(depot, client):
    rma, boss = came(depot), browser_of(depot.desk.manager)
    step(client, rma, "taken_back", quantity=1, text="They want no repair")

    said = "The policy names no price for what was taken back."
    shown = page(boss, f"/returns/{rma.number}/")
    assert said in shown
    assert f'href="/cases/{depot.opened.number}/compensation/"' in shown
    shown = page(client, f"/returns/{rma.number}/")
    assert said in shown
    assert f'href="/cases/{depot.opened.number}/made-good/"' in shown


def test_return_and_refund_lead_to_each_other(now, db):
    depot = Depot(opened(rights=REFUND, restart="").desk)
    boss, rma = browser_of(depot.desk.manager), came(depot)
    step(boss, rma, "taken_back", quantity=1, text="as chosen")

    html = page(boss, f"/returns/{rma.number}/")
    refund = f"/claims/cases/{depot.opened.number}/refund/"
    assert refund in html
    assert "Price given back (D-13) · to decide" in text_of(html)
    assert f'href="/returns/{rma.number}/"' in page(boss, refund)
