"""Recording what happened: presses, forms, refusals, repeats, corrections."""

import pytest
from django.test import Client

from kept.records.cases.models import Case, CaseFact
from tests.desk import POLICY, Desk, at, case, clock, open_desk
from tests.web.hotline.conftest import browser_of

# The paper pays, unless the cause says otherwise.
PAYERS = """
  payers:
    form: cost
    name: {en: Who pays}
    cases:
      - {source: D-7, when: {cause: wear}, pays: {labour: customer, travel: customer}}
      - {source: D-6, pays: {labour: provider, travel: provider}}
"""


@pytest.fixture
def opened(desk: Desk):
    return desk.log("10:02", answers={"down": True, "visit_demanded": True})


@pytest.fixture
def record(client: Client, opened):
    """Post a fact of the case, as the page's form does."""

    def post(kind: str, key: str = "k1", **said: str):
        return client.post(f"/cases/{opened.number}/facts/", {"key": key, "kind": kind, **said})

    return post


def facts(opened, kind: str) -> list[CaseFact]:
    return list(CaseFact.objects.filter(case_id=opened.case_id, kind=kind).order_by("seq"))


def test_one_press_records_what_happened_now(record, opened) -> None:
    response = record("response.given")

    assert response.url.startswith(f"/cases/{opened.number}/")
    [fact] = facts(opened, "response.given")
    assert (fact.at, fact.received_at) == (at("10:30"), at("10:30"))
    assert fact.source == "web:hotline"


def test_a_second_press_of_the_same_page_records_nothing_new(record, opened, now) -> None:
    record("response.given")
    now.shift(2)

    assert record("response.given").status_code == 302
    assert len(facts(opened, "response.given")) == 1


def test_another_press_of_a_page_that_was_left_open_counts(record, opened) -> None:
    record("response.given")

    assert record("engineer.sent").status_code == 302
    assert len(facts(opened, "engineer.sent")) == 1


def test_a_time_of_today_may_be_given(record, opened, now) -> None:
    now.move_to(at("14:00"))

    record("visit.arrived", when="12:45", note="two engineers")

    [fact] = facts(opened, "visit.arrived")
    assert fact.at == at("12:45")
    assert fact.values == {"text": "two engineers"}
    assert clock(opened, "on_site").state == "met"


@pytest.mark.parametrize(
    ("when", "sentence"),
    [
        ("half past", "“half past” is not understood. Write a time such as 10:00"),
        ("25:00", "“25:00” is not understood."),
        ("10:45", "That time is in the future."),
        ("09:00", "That time is before the request was made."),
    ],
)
def test_a_refusal_says_why_and_keeps_what_was_typed(
    record, opened, when: str, sentence: str
) -> None:
    response = record("visit.arrived", when=when, note="gate B")

    assert response.status_code == 422
    page = response.content.decode()
    assert sentence in page
    assert f'value="{when}"' in page
    assert 'value="gate B"' in page
    assert facts(opened, "visit.arrived") == []


@pytest.mark.parametrize("kind", ["", "nonsense", "case.graded", "request.received"])
def test_what_cannot_happen_here_is_refused_in_words(record, kind: str) -> None:
    response = record(kind)

    assert response.status_code == 422
    assert "data-problems" in response.content.decode()


def test_a_cause_is_asked_for_on_a_page_of_its_own(client, record, opened) -> None:
    asked = client.get(f"/cases/{opened.number}/facts/new/?kind=cause.found", follow=True)
    page = asked.context["page"]
    assert page.heading == "Cause found"
    assert ("wear", "normal wear") in page.form.fields["a_cause"].choices

    missing = client.post(f"/cases/{opened.number}/finding/", {"key": "k", "kind": "cause.found"})
    assert missing.status_code == 422
    assert "Cause: This field is required." in missing.content.decode()

    record("cause.found", full="yes", a_cause="wear", a_finding="provisional")
    [fact] = facts(opened, "cause.found")
    assert fact.values == {"cause": "wear", "finding": "provisional"}


def test_who_did_it_stands_before_the_note(record, opened) -> None:
    record("visit.arrived", full="yes", who="高磊", note="with the ladder")

    [fact] = facts(opened, "visit.arrived")
    assert fact.values == {"text": "高磊: with the ladder"}


def test_waiting_for_ourselves_is_not_offered_and_not_taken(client, record, opened) -> None:
    page = client.get(f"/cases/{opened.number}/facts/new/?kind=waiting.began").context["page"]
    assert "us" not in dict(page.form.fields["a_waiting_for"].choices)

    assert record("waiting.began", a_waiting_for="us").status_code == 422


def test_waiting_ends_only_where_it_began(record, opened) -> None:
    refused = record("waiting.ended")
    assert refused.status_code == 422
    assert "This case is not waiting for anybody." in refused.content.decode()

    record("waiting.began", a_waiting_for="customer_access", key="k2")
    record("waiting.ended", key="k3", note="the gate is open")
    [ended] = facts(opened, "waiting.ended")
    assert ended.values == {"text": "the gate is open"}


def test_closing_says_first_what_is_still_owed(client, record, opened) -> None:
    page = client.get(f"/cases/{opened.number}/facts/new/?kind=case.closed").context["page"]
    assert "Repaired" in page.changes.owed

    record("case.closed", full="yes")
    assert case(opened).state == "closed"


def test_opening_again_needs_a_reason(record, opened) -> None:
    record("case.closed", full="yes")

    assert record("case.reopened", key="k2", full="yes").status_code == 422
    assert case(opened).state == "closed"

    record("case.reopened", key="k2", full="yes", note="it came back")
    assert case(opened).state == "open"


def test_a_time_in_the_past_shows_what_each_press_would_change(client, opened, now) -> None:
    now.move_to(at("11:30"))

    answer = client.post(f"/cases/{opened.number}/facts/then/", {"when": "10:40"})

    then = {one.label: one.lines for one in answer.context["then"]}
    [first, *_] = then["Responded"]
    assert (first.name, first.before, first.after) == (
        "Answer",
        "breached at 11:00",
        "met, 20 min early",
    )
    assert "Engineer arrived" in then
    assert "Customer told" not in then
    assert facts(opened, "response.given") == []


def test_a_form_shows_what_it_would_change_before_it_is_sent(client, opened, now) -> None:
    now.move_to(at("12:00"))
    said = {"key": "k", "kind": "visit.arrived", "when": "11:50"}

    answer = client.post(f"/cases/{opened.number}/facts/preview/", said)

    [line] = answer.context["changes"].lines
    assert (line.name, line.after) == ("Engineer on site", "met, 1 h 10 early")
    assert facts(opened, "visit.arrived") == []


def test_a_cause_says_who_pays_by_it_and_who_was_to_pay_before(db, now) -> None:
    desk = open_desk(POLICY + PAYERS)
    client, opened = browser_of(desk.hotline), desk.log("10:02")
    said = {"key": "k", "kind": "cause.found", "a_cause": "wear", "a_finding": "final"}

    answer = client.post(f"/cases/{opened.number}/facts/preview/", said)

    [line] = answer.context["changes"].lines
    assert (line.name, line.before) == ("labour, travel", "we, but perhaps the customer")
    assert (line.after, line.clause.label) == ("payer: the customer", "D-7")


class TestCorrecting:
    def test_the_old_entry_stays_and_the_new_one_counts(self, client, desk, opened, now) -> None:
        now.move_to(at("12:00"))
        recorded = desk.record(opened, "response.given", "11:10", now="11:10")
        url = f"/cases/{opened.number}/facts/{recorded.seq}/correct/"
        form = client.get(url).context["page"].form
        assert form["when"].value() == "2026-11-24 11:10"

        said = {"key": "c", "kind": "response.given", "when": "2026-11-24 10:50"}
        assert client.post(url, said).status_code == 302
        assert client.post(url, said).status_code == 302  # sent twice

        old, new = facts(opened, "response.given")
        assert (old.at, new.at, new.corrects) == (at("11:10"), at("10:50"), old.seq)
        assert clock(opened, "answer").state == "met"

    def test_a_request_keeps_what_the_form_does_not_ask_for(self, client, opened) -> None:
        said = {
            "key": "c",
            "kind": "request.received",
            "when": "09:50",
            "a_channel": "email",
            "a_case_type": "fault",
            "a_down": "no",
        }
        url = f"/cases/{opened.number}/facts/1/correct/"
        asked = client.post(url, said)  # the level becomes milder by it
        assert asked.status_code == 422
        assert "reason" in asked.context["page"].form.fields
        assert client.post(url, said | {"reason": "misheard"}).status_code == 302

        _old, new = facts(opened, "request.received")
        assert new.values == {
            "channel": "email",
            "case_type": "fault",
            "down": False,
            "visit_demanded": True,
            "reason": "misheard",
        }
        assert case(opened).requested_at == at("09:50")

    def test_what_somebody_else_corrected_meanwhile_is_refused(self, client, desk, opened) -> None:
        recorded = desk.record(opened, "response.given", "10:20")
        url = f"/cases/{opened.number}/facts/{recorded.seq}/withdraw/"
        client.post(url, {"key": "a", "reason": "wrong case"})

        again = client.post(url, {"key": "b", "reason": "wrong case"})

        assert again.status_code == 422
        assert "was changed by someone else meanwhile" in again.content.decode()

    def test_withdrawing_needs_a_reason_and_shows_it(self, client, desk, opened) -> None:
        recorded = desk.record(opened, "response.given", "10:20")
        url = f"/cases/{opened.number}/facts/{recorded.seq}/withdraw/"
        assert client.post(url, {"key": "a", "reason": "  "}).status_code == 422

        client.post(url, {"key": "a", "reason": "wrong case"})

        page = client.get(f"/cases/{opened.number}/").context["page"]
        [line] = [fact for fact in page.facts.shown if fact.number == recorded.seq]
        assert line.is_withdrawn
        assert line.replaced == "withdrawn by 周敏: wrong case"
        assert line.correct_url == ""

    def test_the_request_itself_stays(self, client, opened) -> None:
        url = f"/cases/{opened.number}/facts/1/withdraw/"
        assert client.post(url, {"key": "a", "reason": "no"}).status_code == 422


class TestDeciding:
    def test_a_milder_level_needs_a_reason(self, client, opened) -> None:
        url = f"/cases/{opened.number}/level/"
        assert client.get(url).context["page"].form["grade"].value() == "fault:1"

        said = {"key": "l", "grade": "fault:2", "word": "customer", "requester": "Lin"}
        refused = client.post(url, said)
        assert refused.status_code == 422
        assert "Please give a reason" in refused.content.decode()

        client.post(url, said | {"reason": "it runs on bypass"})
        assert case(opened).level == "2"

    def test_a_level_the_policy_does_not_know_is_refused(self, client, opened) -> None:
        url = f"/cases/{opened.number}/level/"
        assert client.post(url, {"key": "l", "grade": "fault:9"}).status_code == 422

    def test_somebody_else_becomes_responsible(self, client, desk, opened) -> None:
        url = f"/cases/{opened.number}/assign/"
        choices = dict(client.get(url).context["page"].form.fields["person"].choices)
        assert choices[str(desk.engineer.pk)] == "高磊 · Engineer"

        client.post(url, {"person": desk.engineer.pk})

        assert Case.objects.get(pk=opened.case_id).responsible_id == desk.engineer.pk

    def test_CC_05_two_forms_open_at_once_the_second_is_told(self, client, desk, opened) -> None:
        url = f"/cases/{opened.number}/assign/"
        seen = client.get(url).context["page"].form["seen"].value()
        client.post(url, {"person": desk.engineer.pk, "seen": seen})

        second = client.post(url, {"person": desk.manager.pk, "seen": seen})

        assert second.status_code == 422
        assert "Meanwhile 高磊 became responsible." in second.content.decode()
        assert Case.objects.get(pk=opened.case_id).responsible_id == desk.engineer.pk
        sees_now = second.context["page"].form["seen"].value()
        client.post(url, {"person": desk.manager.pk, "seen": sees_now})
        assert Case.objects.get(pk=opened.case_id).responsible_id == desk.manager.pk
