"""Who calls, at the desk: the strip, the form filled in, the log of calls."""

from __future__ import annotations

import re

import pytest
from django.utils.translation import override

from kept.records.archive.services import (
    ContactDetails,
    CustomerDetails,
    register_contact,
    register_customer,
)
from kept.records.cases.models import Case, CaseFact
from kept.records.telephone.services import open_exchange
from tests.desk import SETUP, at
from tests.records.telephone.conftest import Line
from tests.web.hotline.conftest import browser_of

NUMBER = "+862155500142"


@pytest.fixture
def line(desk) -> Line:
    return Line(open_exchange(name="Shanghai", by=SETUP, at=at("08:00")).exchange)


@pytest.fixture
def contact(desk):
    details = ContactDetails(
        customer_id=desk.customer.pk,
        name="Mei Lin",
        position="Shift leader",
        phones=(NUMBER,),
        site_ids=(desk.site.pk,),
    )
    return register_contact(details=details, by=desk.hotline, at=at("08:30"))


def strip(client, have=""):
    return client.get(f"/calls/now/?have={have}")


def pairs(client, call):
    shown = client.get(f"/calls/{call.pk}/").context["page"].pairs
    return [(pair.label, pair.value) for pair in shown]


def hrefs(page):
    return [link.replace("&amp;", "&") for link in re.findall(r'href="([^"]+)"', page)]


class TestTheStrip:
    def test_says_nothing_while_nobody_calls(self, client):
        answer = strip(client)

        assert answer.status_code == 200
        assert re.search(r'<aside class="line"[^>]*></aside>', answer.content.decode())
        assert strip(client, answer["Kept-Version"]).status_code == 204

    def test_shows_who_calls_with_machines_and_open_cases(self, client, desk, line, contact):
        opened = desk.log("10:20")
        quiet = strip(client)["Kept-Version"]
        line.tell("newCall", "10:29:50", users=("hotline",))
        answer = strip(client, quiet)
        page = answer.content.decode()

        assert answer.status_code == 200
        for words in ("+86 21 5550 0142", "ringing since 10:29:50", "Mei Lin, Shift leader"):
            assert words in page
        assert "This is their number." in page
        assert "maybe" not in page
        assert opened.number in page
        assert "640-2207-0183" in page
        assert strip(client, answer["Kept-Version"]).status_code == 204

    def test_never_claims_to_know_whom_it_guesses(self, client, line, contact):
        line.tell("newCall", "10:29:50", caller="862155500177")
        page = strip(client).content.decode()

        assert "maybe Eastbank Data Centre" in page
        assert "A guess: their numbers begin alike." in page

    def test_of_several_whose_number_it_may_be_shows_nobodys_machines(self, client, desk, line):
        other = register_customer(
            details=CustomerDetails(names={"en": "Westbank"}), by=desk.hotline, at=at("08:30")
        )
        for nth, customer in enumerate((desk.customer, other)):
            details = ContactDetails(
                customer_id=customer.pk, name=f"C{nth}", phones=(f"+8621555001{nth}2",)
            )
            register_contact(details=details, by=desk.hotline, at=at("08:30"))
        line.tell("newCall", "10:29:50", caller="862155500199")
        page = strip(client).content.decode()

        assert "maybe Eastbank Data Centre" in page
        assert "maybe Westbank" in page
        assert "640-2207-0183" not in page

    def test_says_that_nobody_has_the_number(self, client, line):
        line.tell("newCall", "10:29:50", caller="anonymous")

        assert "Nobody we know has this number." in strip(client).content.decode()
        assert "anonymous" in strip(client).content.decode()

    def test_is_put_aside_by_one_person_only(self, client, desk, line, contact):
        line.tell("newCall", "10:29:50")
        answer = client.post(f"/calls/{line.call().pk}/aside/")

        assert 'class="rings"' not in answer.content.decode()
        assert 'class="rings"' in strip(browser_of(desk.dispatcher)).content.decode()

    def test_says_how_many_wait_for_a_call(self, client, line, contact):
        line.tell("newCall", "10:20")
        line.tell("hangup", "10:21")

        assert "1 call to return" in strip(client).content.decode()

    def test_is_part_of_the_desks_pages_and_nobody_elses(self, client, desk):
        assert 'id="line"' in client.get("/queue/").content.decode()
        assert 'id="line"' not in browser_of(desk.engineer).get("/queue/").content.decode()


class TestLogging:
    def test_the_form_is_filled_in_with_caller_and_times(self, client, desk, line, contact, now):
        line.tell("newCall", "10:29:05", users=("hotline",))
        line.tell("answer", "10:29:12", answering="hotline")
        link = next(h for h in hrefs(strip(client).content.decode()) if "equipment=" in h)
        page = client.get(link).content.decode()

        assert "Called at 10:29:05, answered at 10:29:12." in page
        assert re.search(rf'value="{contact.pk}"\s+selected', page)
        assert 'name="when"' not in page
        assert 'name="answered_live"' not in page

        now.move_to(at("10:32"))
        key = re.search(r'name="key" value="(\w+)"', page)[1]
        said = {"key": key, "contact": contact.pk, "case_type": "fault", "description": "E-47"}
        answer = client.post(link, said)
        case = Case.objects.get()
        assert answer.url == f"/cases/{case.number}/"
        assert case.requested_at == at("10:29:05")
        assert CaseFact.objects.get(kind="contact.answered_live").at == at("10:29:12")
        assert line.call().case == case
        assert 'class="rings"' not in strip(client).content.decode()

    def test_a_missed_call_is_logged_from_when_it_came(self, client, desk, line, contact):
        line.tell("newCall", "10:20")
        line.tell("hangup", "10:20:30")
        call = line.call().pk
        link = f"/log/?equipment={desk.equipment.pk}&call={call}"
        said = {"key": "k", "contact": contact.pk, "case_type": "fault", "description": "E-47"}
        client.post(link, said)

        assert Case.objects.get().requested_at == at("10:20")
        assert CaseFact.objects.get(kind="contact.missed").at == at("10:20")

    def test_the_preview_reckons_with_the_call(self, client, desk, line, contact):
        line.tell("newCall", "10:20")
        link = f"/log/preview/?equipment={desk.equipment.pk}&call={line.call().pk}"
        page = client.post(link, {"key": "k", "case_type": "fault"}).content.decode()

        assert "11:20" in page  # D-3: within an hour of the call

    def test_an_unknown_caller_is_looked_for_and_the_call_is_kept(self, client, desk, line):
        line.tell("newCall", "10:29:50", caller="8613800138001")
        call = line.call().pk
        page = client.get(f"/log/?call={call}&q=Eastbank").content.decode()

        assert f'name="call" value="{call}"' in page
        machines = client.get(next(h for h in hrefs(page) if "customer=" in h)).content.decode()
        form = client.get(next(h for h in hrefs(machines) if "equipment=" in h)).content.decode()
        assert 'value="+86 138 0013 8001"' in form

    def test_a_call_that_is_not_there(self, client, desk):
        for link in (f"/log/?equipment={desk.equipment.pk}&call=99", "/log/?call=99", "/calls/99/"):
            assert client.get(link).status_code == 404
        assert client.get(f"/calls/{10**30}/").status_code == 404


class TestTheLog:
    @pytest.fixture
    def calls(self, line, contact, desk):
        line.tell("newCall", "10:10", "c1", users=("hotline",))
        line.tell("answer", "10:11", "c1", answering="hotline")
        line.tell("hangup", "10:12", "c1", cause="normalClearing")
        line.tell("newCall", "10:20", "c2", caller="8613800138001")
        line.tell("hangup", "10:21", "c2", cause="cancel")
        said = {"direction": "out", "caller": "862155500000", "called": "861052001234"}
        line.tell("newCall", "10:25", "c3", **said)
        return line

    def shown(self, client, query=""):
        page = client.get(f"/calls/{query}").content.decode()
        return {number for number in ("5550 0142", "0013 8001", "5200 1234") if number in page}

    @pytest.mark.parametrize(
        ("query", "shown"),
        [
            ("", {"5550 0142", "0013 8001", "5200 1234"}),
            ("?of=missed", {"0013 8001"}),
            ("?of=out", {"5200 1234"}),
            ("?of=mine", {"5550 0142"}),
            ("?q=138001", {"0013 8001"}),
            ("?q=Mei", {"5550 0142"}),
            ("?on=2026-11-24&of=in", {"5550 0142", "0013 8001"}),
            ("?on=2026-11-23", set()),
            ("?on=nonsense&of=nonsense&before=x", {"5550 0142", "0013 8001", "5200 1234"}),
        ],
    )
    def test_is_narrowed(self, client, calls, query, shown):
        assert self.shown(client, query) == shown

    def test_shows_a_call_with_all_that_was_told(self, client, calls, desk):
        page = client.get(f"/calls/{calls.call('c1').pk}/").content.decode()

        for words in ("hung up · somebody hung up", "Mei Lin, Shift leader", "周敏"):
            assert words in page

    def test_what_an_exchange_says_of_the_end_is_said_in_words(self, client, calls):
        calls.tell("newCall", "10:27", "c4")
        calls.tell("hangup", "10:28", "c4", cause="lineOnFire")

        ended = dict(pairs(client, calls.call("c2")))["Ended because"]
        unknown = dict(pairs(client, calls.call("c4")))["Ended because"]

        assert (ended, unknown) == ("the caller gave up", "lineOnFire")

    def test_why_nobody_called_back_is_no_cases_number(self, client, calls, desk):
        opened, call = desk.log("10:25"), calls.call("c2")
        client.post(f"/calls/{call.pk}/attach/", {"case": str(opened.case_id)})

        told = dict(pairs(client, call))

        assert "Called back" in told
        assert "Why not" not in told

    def test_a_call_without_a_number_has_none_in_every_language(self, client, line):
        line.tell("newCall", "10:27", "c5", caller="")
        client.post("/preferences/language/", {"language": "zh-hans", "next": "/"})

        with override("en"):  # what the pages speak here is theirs alone
            page = client.get("/calls/").content.decode()

        assert "无号码" in page
        assert "无时限" not in page

    def test_a_missed_call_is_taken_and_let_go_for_a_reason(self, client, calls, desk):
        call = calls.call("c2")
        assert "nobody yet" in client.get(f"/calls/{call.pk}/").content.decode()
        client.post(f"/calls/{call.pk}/take/")
        assert call.call_back.owner == desk.hotline

        assert client.post(f"/calls/{call.pk}/let-go/", {"reason": " "}).status_code == 422
        assert client.post(f"/calls/{call.pk}/let-go/", {"reason": "wrong number"}).url == "/calls/"
        assert client.post(f"/calls/{call.pk}/take/").status_code == 422

    def test_a_call_is_attached_to_a_case(self, client, calls, desk):
        opened = desk.log("10:15")
        call = calls.call("c1")
        answer = client.post(f"/calls/{call.pk}/attach/", {"case": opened.number.lower()})

        assert answer.url == f"/cases/{opened.number}/"
        call.refresh_from_db()
        assert str(call.case) == opened.number
        assert opened.number in client.get(f"/calls/{call.pk}/").content.decode()
        wrong = client.post(f"/calls/{call.pk}/attach/", {"case": "K-999999"})
        assert wrong.status_code == 422
        assert "There is no such case." in wrong.content.decode()


def test_asking_again_and_again_costs_little(client, line, contact, django_assert_max_num_queries):
    line.tell("newCall", "10:29:50", users=("hotline",))
    version = strip(client)["Kept-Version"]

    with django_assert_max_num_queries(5):  # session, person, calls, calls to return
        assert strip(client, version).status_code == 204
