"""The pages of the archive: what is known, what is open, all that happened."""

import re
from urllib.parse import urlencode

import pytest

from kept.records.archive.services import SystemDetails, register_system
from kept.records.cases.services import withdraw_fact
from kept.records.cases.vocabulary import ValueMissing
from kept.records.history.services import fold_entries
from tests.desk import at
from tests.records.history.test_history import (
    ask,
    attach,
    call_of,
    complain,
    covers,
    replace_machine,
    sign,
)
from tests.web.hotline.conftest import browser_of


def text_of(client, address, **query):
    fold_entries(limit=1_000)
    page = client.get(address + (f"?{urlencode(query)}" if query else ""))
    assert page.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def history_of(client, address, **query):
    return text_of(client, address, **query).split("All that happened")[-1]


@pytest.fixture
def opened(desk):
    return desk.log("10:02", description="风扇异响\nIt is loud")


@pytest.fixture
def machine(desk):
    return f"/archive/equipment/{desk.equipment.pk}/"


@pytest.fixture
def customer(desk):
    return f"/archive/customers/{desk.customer.pk}/"


@pytest.fixture
def evening(desk, now):
    """Let the day pass, and sign in again."""

    def evening():
        now.move_to(at("20:00"))
        return browser_of(desk.hotline)

    return evening


class TestWhatIsKnown:
    def test_which_software_is_inside_and_was_before(self, desk, opened, machine, evening):
        desk.record(opened, "software.upgraded", "10:20", software_version="2.4")
        desk.record(opened, "software.upgraded", "11:00", software_version="3.0 <beta>")

        known = text_of(evening(), machine).split("Software inside")[1]

        now, before = known.split("Before")[:2]
        assert "Now 3.0 &lt;beta&gt;" in now
        assert opened.number in now
        assert "2.4" in before

    def test_software_that_was_told_by_mistake_is_not_inside(self, desk, opened, machine, evening):
        told = desk.record(opened, "software.upgraded", "10:20", software_version="2.4")
        withdraw_fact(
            case_id=opened.case_id,
            seq=told.seq,
            reason="another machine",
            by=desk.hotline,
            now=at("10:30"),
            key="w",
        )

        assert "Software inside" not in text_of(evening(), machine)

    def test_an_upgrade_says_to_which_version(self, desk, opened):
        with pytest.raises(ValueMissing):
            desk.record(opened, "software.upgraded", "10:20")

    def test_a_machine_says_what_it_is_what_holds_and_where_it_stands(self, desk, client, machine):
        page = text_of(client, machine)

        for words in (
            "Nordlux NX-640",
            "640-2207-0183",
            "Accepted 1 Mar",
            "Building 2",
            "Shanghai",
        ):
            assert words in page
        assert "policy DESK, version 1 without a contract" in page

    def test_a_contract_takes_the_place_of_the_companys_choice(self, desk, client, machine):
        covers(desk, sign(desk, ends_on=None, tier="A"), equipment_id=desk.equipment.pk)

        assert "SV-1 policy DESK, version 1 service, service level A" in text_of(client, machine)

    def test_the_chain_of_serial_numbers_leads_both_ways(self, desk, client, machine):
        newer = replace_machine(desk)

        assert f'href="/archive/equipment/{newer.pk}/"' in client.get(machine).content.decode()
        page = client.get(f"/archive/equipment/{newer.pk}/").content.decode()
        assert f'href="{machine}"' in page

    def test_where_no_policy_holds_it_says_so(self, desk, client, machine):
        desk.site.equipment.update(site=None)

        assert "Please choose the office" in text_of(client, machine)

    def test_a_customer_leads_to_sites_systems_and_machines(self, desk, client, customer, machine):
        details = SystemDetails(site_id=desk.site.pk, names={"en": "Cooling"}, code="C-1")
        system = register_system(details=details, by=desk.hotline, at=at("09:00"))

        page = client.get(customer).content.decode()

        site = f"/archive/sites/{desk.site.pk}/"
        for address in (site, f"/archive/systems/{system.pk}/", machine):
            assert f'href="{address}"' in page
            assert f'href="{customer}"' in client.get(address).content.decode()

    def test_the_calls_we_promised_a_customer_are_there(self, desk, client, customer, opened):
        low = {"score": 1, "owner_id": desk.manager.pk, "due_at": at("25 10:00")}
        ask(desk, opened, "11:00", **low)

        assert "Calls we promised" in text_of(client, customer)
        engineer = browser_of(desk.engineer)
        assert "Calls we promised" not in text_of(engineer, customer)

    def test_what_is_open_comes_with_what_is_due_next(self, desk, client, customer, opened):
        assert f"{opened.number} 风扇异响 Answer" in text_of(client, customer)

    def test_without_an_open_case_it_says_so(self, client, customer):
        assert "Nothing is open." in text_of(client, customer)


class TestHistory:
    def test_names_each_thing_and_leads_to_it(self, desk, evening, customer, opened):
        client = evening()
        call_of(desk, opened)
        desk.record(opened, "visit.arrived", "11:00")
        attach(desk, opened)
        ask(desk, opened)
        sign(desk)

        page = client.get(customer).content.decode()
        history = history_of(client, customer)

        for words in (
            "Engineer arrived",
            "pump.jpg",
            "Follow-up call: reached · 5: very satisfied",
            "Contract SV-1 signed",
            f"{opened.number} 风扇异响 It is loud",
        ):
            assert words in history
        assert f'href="/cases/{opened.number}/files/"' in page
        assert 'href="/calls/' in page

    def test_is_narrowed_by_its_address(self, desk, evening, customer, opened):
        client = evening()
        desk.record(opened, "visit.arrived", "11:00")

        assert "Engineer arrived" not in history_of(client, customer, kind="case")
        assert "Engineer arrived" in history_of(client, customer, kind="visit")
        assert "風扇" not in history_of(client, customer, q="電梯").split("Show", 1)[1]
        assert opened.number in history_of(client, customer, q="風扇異響")
        assert opened.number in history_of(client, customer, q="fengshan")
        assert "Nothing of that kind" in history_of(client, customer, until="2020-01-01")
        assert opened.number in history_of(client, customer, since="2026-11-24", until="2026-11-24")

    @pytest.mark.parametrize(
        "query",
        [
            {"kind": "none", "since": "yesterday", "until": "9999-12-31"},
            {"after": "x~y"},
            {"since": "0001-01-01", "until": "0001-01-01"},
        ],
    )
    def test_what_makes_no_sense_in_it_does_not_narrow_or_break(self, client, customer, query):
        assert client.get(customer, query).status_code == 200

    def test_goes_on_page_by_page(self, desk, client, customer):
        for minute in range(60):
            desk.log(f"10:{minute:02}", description=f"Request number {minute}")

        first = client.get(customer).content.decode()
        older = re.search(r'href="([^"]+)" rel="next"', first)[1].replace("&amp;", "&")
        second = client.get(older).content.decode()

        shown = [
            set(re.findall(r"Request number \d+", page.split("history-title")[-1]))
            for page in (first, second)
        ]
        assert len(shown[0]) == 50
        assert len(shown[0] | shown[1]) == 60
        assert not shown[0] & shown[1]
        assert "Newest" in second

    def test_a_complaint_is_not_shown_to_whom_it_is_about(self, desk, client, customer, opened):
        complain(desk, opened, person=desk.engineer)

        assert "Nobody called back" not in text_of(client, customer)
        assert "Nobody called back" not in text_of(browser_of(desk.engineer), customer)
        assert "Nobody called back" in text_of(browser_of(desk.manager), customer)

    def test_takes_few_queries_however_much_happened(
        self, desk, client, customer, machine, django_assert_max_num_queries
    ):
        for minute in range(30):
            opened = desk.log(f"10:{minute:02}")
            desk.record(opened, "visit.arrived", "11:00")
        fold_entries(limit=1_000)
        for address in (customer, machine, f"/archive/sites/{desk.site.pk}/"):
            with django_assert_max_num_queries(45):
                client.get(address)


class TestTheWayThere:
    def test_a_case_leads_to_its_customer_and_its_machine(self, client, customer, machine, opened):
        page = client.get(f"/cases/{opened.number}/").content.decode()

        assert f'href="{customer}"' in page
        assert f'href="{machine}"' in page

    def test_all_customers_stand_in_the_order_of_their_names(self, client, customer):
        assert f'href="{customer}"' in client.get("/archive/").content.decode()

    def test_what_is_not_there_is_not_there(self, client):
        for kind in ("customers", "sites", "systems", "equipment"):
            assert client.get(f"/archive/{kind}/99999999/").status_code == 404
            assert client.get(f"/archive/{kind}/{10**30}/").status_code == 404
