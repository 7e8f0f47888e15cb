"""Whoever has a request's private page says that the level or the cause is not right."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.test import Client

from kept.records.archive.services import ContactDetails, register_contact
from kept.records.cases.models import Case, CaseFact
from kept.records.mail.models import Letter
from kept.records.mail.reading.reader import Reader
from kept.records.notices.models import Notice
from kept.records.notices.services import tell
from kept.workers.intake import read_letters
from tests.desk import POLICY, Desk, at, open_desk
from tests.records.cases.test_causes import find
from tests.records.cases.test_contests import BY_US, grade
from tests.web.hotline.conftest import browser_of

ONLY_AUTHORITY = BY_US.replace("grader: provider", "grader: provider\n    contest: {by: provider}")
MAIL = "li@heron.example"
WORDS = "Nobody here can work since this morning"


@pytest.fixture
def clock():
    with time_machine.travel(at("10:30"), tick=False) as travelling:
        yield travelling


@pytest.fixture
def opened_desk(db, clock, settings):
    settings.MAIL_ADDRESS = "service@kept.example"
    return open_desk


def page_of(desk: Desk, **more: str) -> str:
    """Ask by the form for everyone and let the workers read it; return the private page."""
    said = {
        "key": "k-1",
        "description": "Smoke from the fan",
        "machine": "UPS, 640-2207-0183",
        "name": "Li Na",
        "phone": "",
        "email": MAIL,
    }
    address = Client().post("/request/", said | more)["Location"]
    reader = Reader()
    read_letters([], reader, at("10:30"))
    reader.close()
    return str(address)


def page_with_case(desk: Desk) -> str:
    """Ask by the form for everyone; the desk finds whose it is. Return the private page."""
    address = page_of(desk)
    logged = {"key": "x", "channel": "web", "case_type": "fault", "caller": "Li Na",
              "description": "Smoke from the fan", "when": ""}  # fmt: skip
    log = f"/log/?equipment={desk.equipment.pk}&letter={Letter.objects.get().pk}"
    assert browser_of(desk.hotline).post(log, logged).status_code == 302
    assert Case.objects.count() == 1
    return address


def known(desk: Desk) -> None:
    """Let the archive know whose the address is."""
    details = ContactDetails(customer_id=desk.customer.pk, name="Li Na", emails=(MAIL,))
    register_contact(details=details, by=desk.hotline, at=at("08:30"))


def contest(address: str, asked: str, **more: str) -> int:
    said = {"key": "c-1", "asked": asked, "text": WORDS, "website": ""} | more
    return Client().post(f"{address}contest/", said).status_code


def told(kind: str) -> list[str]:
    rows = Notice.objects.filter(kind=kind, channel="in_app")
    return sorted(rows.values_list("receiver__username", flat=True))


class TestContesting:
    def test_it_is_kept_in_their_words_and_somebody_is_told(self, opened_desk):
        desk = opened_desk(BY_US)
        address = page_with_case(desk)
        page = Client().get(address).content.decode()
        assert "How we see it" in page
        assert f"{address}contest/" in page

        assert [contest(address, "level.fault:1") for _ in range(2)] == [302, 302]

        fact = CaseFact.objects.get(kind="grade.contested")
        assert (fact.values["requester"], fact.values["text"]) == ("Li Na", WORDS)
        assert (fact.values["party"], fact.values["grade"]) == ("customer", "1")
        assert (fact.by_name, fact.source) == ("Web form", "web:request")
        tell(now=at("10:31"))
        assert told("contested") == ["hotline", "manager"]

    def test_what_is_decided_stands_on_the_page_and_is_written_to_them(self, opened_desk, clock):
        desk = opened_desk(BY_US)
        address = page_with_case(desk)
        contest(address, "level.fault:1")
        case = Case.objects.get()
        clock.move_to(at("10:40"))
        grade(desk, Opened(case.pk), "1", "10:40", by=desk.manager)
        tell(now=at("10:41"))

        page = Client().get(address).content.decode()
        assert "changed by the decision" in page
        assert WORDS not in page  # what was said stays between them and us
        [mail] = Notice.objects.filter(kind="decided_for_you")
        assert mail.address == MAIL

    def test_the_cause_is_disputed_once_it_is_found(self, opened_desk):
        desk = opened_desk(POLICY)
        address = page_with_case(desk)
        assert "The cause" not in Client().get(f"{address}contest/").content.decode()
        find(desk, Opened(Case.objects.get().pk), "10:30")

        form = Client().get(f"{address}contest/").content.decode()
        assert re.search(r'value="cause:material"', form)
        assert 'value="cause:improper_use"' not in form  # which was found
        assert contest(address, "cause:material") == 302

        assert CaseFact.objects.get(kind="cause.disputed").values["cause"] == "material"

    def test_where_their_word_sets_the_level_it_counts_at_once(self, opened_desk):
        address = page_with_case(opened_desk(POLICY))

        assert contest(address, "level.fault:1") == 302

        assert Case.objects.get().level == "1"

    def test_only_what_the_policy_lets_them(self, opened_desk):
        address = page_with_case(opened_desk(ONLY_AUTHORITY))

        assert f"{address}contest/" not in Client().get(address).content.decode()
        assert Client().get(f"{address}contest/").status_code == 404
        assert contest(address, "level.fault:1") == 404
        assert not CaseFact.objects.filter(kind="grade.contested").exists()

    @pytest.mark.parametrize(
        "more",
        [{"text": " "}, {"asked": "level.other:1"}, {"asked": "level.fault:9"}, {"website": "x"}],
    )
    def test_nothing_is_kept_of_a_form_that_says_nothing(self, opened_desk, more):
        address = page_with_case(opened_desk(BY_US))

        assert contest(address, more.pop("asked", "level.fault:1"), **more) == 422
        assert not CaseFact.objects.filter(kind="grade.contested").exists()

    def test_a_request_that_is_no_case_yet_has_nothing_to_contest(self, opened_desk):
        opened_desk(BY_US)
        said = {"key": "k", "description": "Smoke", "name": "Wu", "phone": "138 0000 0000"}
        address = Client().post("/request/", said)["Location"]

        assert Client().get(f"{address}contest/").status_code == 404
        assert Client().get(f"/request/{'0' * 40}/contest/").status_code == 404

    def test_BL_01_who_gives_a_customers_address_is_not_the_customer(self, opened_desk):
        """Anybody may write down anybody's address: it opens a case, and gives no word in it."""
        desk = opened_desk(POLICY)
        known(desk)
        address = page_of(desk)
        level = Case.objects.get().level

        assert contest(address, "level.fault:1") == 404
        assert f"{address}contest/" not in Client().get(address).content.decode()
        assert Case.objects.get().level == level
        assert not CaseFact.objects.filter(kind="grade.contested").exists()


class Opened:
    """A case as the makers of facts know it."""

    def __init__(self, case_id: int) -> None:
        self.case_id = case_id
