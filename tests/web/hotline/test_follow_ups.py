"""Follow-up calls at the desk: whom to call today, and one key to write down how it went."""

import re

import pytest

from kept.records.cases.models import Case
from kept.records.cases.services import Closing, close_case
from kept.records.followups.models import FollowUp, PromisedCall
from tests.desk import at, case
from tests.web.hotline.conftest import browser_of


@pytest.fixture
def number(desk):
    opened = desk.log("10:02")
    closing = Closing(at=at("10:20"))
    close_case(case_id=opened.case_id, closing=closing, by=desk.hotline, now=at("10:20"), key="c")
    return case(opened).number


def address(number):
    return f"/cases/{number}/follow-up/"


def sent(client, number, went, **said):
    """Press one button of the page as it stands, with what is in its fields."""
    page = client.get(address(number)).content.decode()
    key = re.search(r'name="key" value="(\w+)"', page)[1]
    owner = re.search(r'<option value="(\d+)" selected', page)[1]
    due = re.search(r'name="due" value="([^"]+)"', page)[1]
    form = {"key": key, "asked": "Mei Lin", "owner": owner, "due": due, "went": went}
    return client.post(address(number), form | said)


class TestTheList:
    def test_says_that_nobody_is_to_be_called(self, client):
        assert "Nobody is to be called today" in client.get("/follow-ups/").content.decode()

    def test_leads_to_each_closed_case_that_nobody_asked_about(self, client, number):
        assert f'href="{address(number)}"' in client.get("/follow-ups/").content.decode()

    def test_shows_what_the_policy_wants_once_it_is_due(self, client, number):
        Case.objects.filter(number=number).update(follow_up_due_at=at("09:00"))

        page = client.get("/follow-ups/").content.decode()
        assert "Due by the policy" in page
        assert page.count(f'href="{address(number)}"') == 1

    def test_shows_what_was_promised_once_it_is_due(self, client, number, desk, now):
        sent(client, number, "1")
        assert "Calls we promised" not in client.get("/follow-ups/").content.decode()
        now.move_to(at("25 12:00"))
        client = browser_of(desk.hotline)  # a new day, a new sign-in

        page = client.get("/follow-ups/").content.decode()
        assert "Calls we promised" in page
        assert "overdue" in page

    def test_takes_few_queries(self, client, number, desk, django_assert_max_num_queries):
        with django_assert_max_num_queries(15):
            client.get("/follow-ups/")


class TestOneCall:
    def test_a_digit_is_enough(self, client, number):
        assert sent(client, number, "5")["Location"] == "/follow-ups/"

        row = FollowUp.objects.get()
        assert (row.score, row.outcome, row.asked) == (5, "reached", "Mei Lin")
        assert number not in client.get("/follow-ups/").content.decode()

    def test_a_low_one_promises_a_call_by_who_is_responsible(self, client, number, desk):
        sent(client, number, "2")

        promise = PromisedCall.objects.get()
        assert (promise.owner, promise.due_at) == (desk.hotline, at("25 10:30"))

    def test_what_it_promises_stands_on_the_case_until_it_is_kept(self, client, number):
        sent(client, number, "2")
        owed = "calls the customer back by"
        assert owed in client.get(f"/cases/{number}/").content.decode()

        sent(client, number, "reached")

        assert owed not in client.get(f"/cases/{number}/").content.decode()

    def test_each_button_has_its_key(self, client, number):
        page = client.get(address(number)).content.decode()

        assert re.findall(r'name="went" value="(\w+)" data-key="(\w)"', page) == [
            *(("12345"[n], "12345"[n]) for n in range(5)),
            ("reached", "r"),
            ("not_reached", "x"),
        ]

    def test_is_not_asked_for_a_score_twice(self, client, number):
        sent(client, number, "4", words="Quick & kind")

        page = client.get(address(number)).content.decode()
        assert "How satisfied are they?" not in page
        assert "Quick &amp; kind" in page
        assert "4: satisfied" in page

    def test_keeps_what_was_typed_when_something_is_missing(self, client, number):
        answer = sent(client, number, "reached", gone="no", asked="Mei <Lin>")

        assert answer.status_code == 422
        assert "what is still wrong" in answer.content.decode()
        assert "Mei &lt;Lin&gt;" in answer.content.decode()
        assert not FollowUp.objects.exists()

    def test_opens_the_case_again_when_the_fault_is_not_gone(self, client, number):
        sent(client, number, "reached", gone="no", words="E-47 again")

        page = client.get(f"/cases/{number}/").content.decode()
        assert "Close…" in page

    @pytest.mark.parametrize("went", ["", "6", "late", "０"])
    def test_refuses_what_no_button_says(self, client, number, went):
        assert sent(client, number, went).status_code == 422
        assert not FollowUp.objects.exists()

    def test_is_offered_on_the_case(self, client, number):
        assert (
            f'href="{address(number)}" data-key="w"'
            in client.get(f"/cases/{number}/").content.decode()
        )
