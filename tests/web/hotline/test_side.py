"""The side of a case's page: its tabs, the warranty, the spare parts."""

import re
from decimal import Decimal

import pytest
from django.test import Client
from django.utils.translation import override

from kept.records.parts.models import Condition
from kept.records.parts.services import NewReservation, reserve
from tests.desk import POLICY, Desk, at, open_desk
from tests.records.parts.conftest import Store
from tests.web.hotline.conftest import browser_of

WARRANTY = """
  warranty:
    form: term
    name: {en: Warranty, zh-Hans: 保修期}
    source: D-5
    start: request.received
    length: 1 year
    extend:
      - {from: stop.began, until: stop.ended, when: {stopped_by: provider}, source: D-6}
    void: owner.changed
    transfer: {event: quote.accepted, needs: {happened: customer.told}, source: D-7}
  pays:
    form: cost
    name: {en: Who pays}
    cases:
      - {name: {en: in warranty}, source: D-6, when: {term.warranty: active}, pays: {all: provider}}
  coverage:
    form: cover
    name: {en: Covered}
    cases:
      - {is: in, source: D-7, name: {en: all parts}}
"""
LASTING = WARRANTY.replace("start: request.received", "start: equipment.accepted")
BARE = re.compile(r"<[^>]+>")


@pytest.fixture
def desk(db, now) -> Desk:
    now.move_to(at("14:00"))
    return open_desk(POLICY + WARRANTY.removeprefix("\n"))


def html(client: Client, address: str) -> str:
    """Return a page as it is sent."""
    return client.get(address).content.decode()


def tab(client: Client, number: str, name: str) -> str:
    """Return what stands under a tab."""
    page = client.get(f"/cases/{number}/").content.decode()
    after = page.split(f'<div id="{name}">', 1)[1]
    inside = re.split(r'<div id="(?:equipment|customer|warranty|parts|promises|help)">', after)[0]
    return " ".join(BARE.sub(" ", inside).split())


def test_there_is_a_tab_for_each_thing_that_one_looks_up(desk, client):
    page = client.get(f"/cases/{desk.log('10:02').number}/").content.decode()

    tabs = re.findall(r'<a id="tab-([a-z]+)" href="#([a-z]+)"', page)
    assert [name for name, _target in tabs][:5] == [
        *("equipment", "customer", "warranty", "parts", "promises"),
    ]
    for _name, target in tabs:
        assert page.count(f'id="{target}"') == 1


class TestWarranty:
    def test_says_what_would_end_it_and_who_pays_now(self, desk, client):
        said = tab(client, desk.log("10:02").number, "warranty")

        assert said.startswith("Warranty in force, 364 days left")
        assert "Would end it Owner changed D-5" in said
        assert "Quotation accepted, unless" in said
        assert "Cover Covered: all parts" in said
        assert "Who pays for sure" in said
        assert "Made longer by" not in said

    def test_says_each_stop_that_made_it_longer(self, desk, client):
        opened = desk.log("10:02")
        desk.record(opened, "stop.began", "11:00", stopped_by="provider")
        desk.record(opened, "stop.ended", "13:00")

        said = tab(client, opened.number, "warranty")

        assert "Made longer by" in said
        assert "11:00" in said
        assert "13:00: 2 h D-6" in said
        assert said.count("made good in") == 1

    def test_what_made_it_longer_leads_to_its_case_also_from_the_machine_and_back(self, db, now):
        now.move_to(at("14:00"))
        desk = open_desk(POLICY + LASTING.removeprefix("\n"))
        opened = desk.log("10:02")
        desk.record(opened, "stop.began", "11:00", stopped_by="provider")
        desk.record(opened, "stop.ended", "13:00")
        later, machine = desk.log("13:10"), f"/archive/equipment/{desk.equipment.pk}/"
        good, client = f"/cases/{opened.number}/made-good/", browser_of(desk.hotline)

        for address in (f"/cases/{opened.number}/", f"/cases/{later.number}/", machine):
            assert f'href="{good}">made good in {opened.number}<' in html(client, address)

        back = html(client, good)
        assert f'href="/cases/{opened.number}/#warranty"' in back
        assert f'href="{machine}"' in back

    def test_what_has_ended_is_ended_by_nothing_more(self, desk, client):
        opened = desk.log("10:02")
        desk.record(opened, "owner.changed", "11:00")

        said = tab(client, opened.number, "warranty")

        assert "ended" in said
        assert "Would end it" not in said


class TestParts:
    def test_nothing_is_said_to_be_nothing(self, desk, client):
        said = tab(client, desk.log("10:02").number, "parts")

        assert said.startswith("Spare parts No part is reserved for this case")

    def test_reserved_fitted_and_taken_out_stand_with_their_numbers(self, desk, client):
        store, opened, other = Store(desk), desk.log("10:02"), desk.log("10:03")
        store.receive(store.board, serial="B-0017")
        store.receive(store.fuse, 5)
        wanted = NewReservation(
            place_id=store.warehouse.pk,
            part_id=store.fuse.pk,
            quantity=Decimal(2),
            case_id=opened.case_id,
            needed_at=at("16:00"),
        )
        reserve(wanted=wanted, by=desk.manager, now=at("10:10"), key="r")
        of = {"case_id": opened.case_id}
        store.move("fitted", store.board, source=store.warehouse, serial="B-0017", **of)
        removed = {"condition": Condition.REMOVED, "target": store.van, "serial": "B-0003"}
        store.move("taken_out", store.board, **removed, **of)

        said = tab(client, opened.number, "parts")

        assert "Reserved 2 × Heron F-1, F-1 in W1, needed by 16:00" in said
        assert "Fitted 1 × Heron B-1, B-1 serial number B-0017 from W1," in said
        assert "Taken out 1 × Heron B-1, B-1 serial number B-0003 to V1," in said
        assert tab(client, other.number, "parts").startswith("Spare parts No part")


def test_the_tab_of_spare_parts_is_called_so_in_chinese(desk: Desk, client: Client) -> None:
    opened = desk.log("10:02")
    client.post("/preferences/language/", {"language": "zh-hans", "next": "/"})

    with override("en"):  # what the pages speak here is theirs alone
        page = client.get(f"/cases/{opened.number}/").content.decode()

    assert re.search(r'id="tab-parts"[^>]*>备件<', page)
