"""A macro in several cases of the queue: ticked, looked at, run once, reported."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from kept.records.cases.models import CaseFact
from kept.records.macros.models import MacroRun
from kept.records.macros.steps import Step, StepKind
from kept.records.people.models import Role
from kept.records.people.services import PersonDetails, create_person
from tests.asked import MACRO, make_checklist, make_macro, usual_steps
from tests.desk import SETUP, Desk, at
from tests.known import make_known
from tests.web.hotline.conftest import browser_of

REPORT = "/queue/macros/done/"


@pytest.fixture
def asked(desk: Desk) -> Desk:
    make_known(desk.manager, desk.dispatcher)
    make_checklist(desk.manager)
    make_macro(desk.manager, *usual_steps("<i>text</i>"), mark="<b>bold</b>")
    return desk


@pytest.fixture
def numbers(asked: Desk) -> list[str]:
    return [asked.log(key=uuid.uuid4().hex).number for _ in range(3)]


def address(numbers: list[str], macro: str = MACRO) -> str:
    marked = "&".join(f"case={number}" for number in numbers)
    return f"{reverse('hotline:several_macro', args=[macro])}?of=all&{marked}"


def sent(client: Client, url: str, case: list[str]) -> dict[str, object]:
    page = client.get(url).context["page"]
    form = page.form
    marked = [row.number for row in page.cases]
    hidden = {name: form[name].value() for name in ("key", "version")}
    return {**hidden, "marked": marked, "case": case}


def lines(client: Client) -> dict[str, tuple[bool, str]]:
    page = client.get(REPORT).context["page"]
    return {line.case.label.split()[0]: (line.is_done, line.words) for line in page.lines}


def test_rows_can_be_ticked_by_who_records(client, asked, numbers):
    told = client.get("/queue/?of=all").content.decode()
    keeper = PersonDetails(username="mei", display_name="Mei", roles=[Role.STORE_KEEPER])
    reader = create_person(details=keeper, by=SETUP, at=at("08:00"))
    of_a_reader = browser_of(reader).get("/queue/?of=all").content.decode()

    assert all(f'value="{number}" form="several"' in told for number in numbers)
    assert 'form="several"' not in of_a_reader


def test_the_macros_are_offered_with_how_many_they_are_for(client, asked, numbers):
    make_macro(asked.manager, Step(kind=StepKind.ASSIGN, what="me"), key="mine")
    url = reverse("hotline:several")

    told = client.get(url, {"of": "all", "case": numbers}).content.decode()

    assert "Macro in 3 cases" in told
    assert "Answered &lt;b&gt;bold&lt;/b&gt;" in told
    assert address(numbers).replace("&", "&amp;") in told


@pytest.mark.parametrize("case", [[], ["K-999999"], ["'; --"]])
def test_nothing_marked_says_how_to_mark(client, case):
    told = client.get(reverse("hotline:several"), {"case": case}).content.decode()

    assert "Mark cases in the queue first" in told


def test_what_it_would_do_is_said_case_by_case_and_writes_nothing(client, asked, numbers):
    before = CaseFact.objects.count()

    told = client.get(address(numbers)).content.decode()

    assert told.count("Start the checklist “First look") == 3
    assert "&lt;i&gt;text&lt;/i&gt;" in told
    assert "Each of these cases lets it happen." in told
    assert told.count("<b>Answer</b>") == 3  # the clock that it would stop
    assert CaseFact.objects.count() == before


def test_it_is_run_once_per_press_and_reported(client, numbers):
    url = address(numbers)
    form = sent(client, url, numbers)

    for _again in range(2):
        answer = client.post(url, form)
        assert (answer.status_code, answer.url) == (302, REPORT)

    assert MacroRun.objects.count() == 3
    assert CaseFact.objects.filter(kind="response.given").count() == 3
    assert lines(client) == dict.fromkeys(numbers, (True, "All steps were taken."))
    assert 'href="/queue/?of=all"' in client.get(REPORT).content.decode()


def test_the_same_press_from_another_window_says_that_it_was_done(client, desk, numbers):
    url = address(numbers)
    form = sent(client, url, numbers)
    client.post(url, form)
    other = browser_of(desk.hotline)

    other.post(url, form)

    assert MacroRun.objects.count() == 3
    assert lines(other) == dict.fromkeys(numbers, (True, "It had been done already."))


def test_one_that_refuses_says_at_which_step_and_why(client, asked, numbers):
    make_macro(asked.manager, Step(kind=StepKind.WAIT, what="customer"), key="wait")
    first = address(numbers[:1], "wait")
    client.post(first, sent(client, first, numbers[:1]))
    url = address(numbers, "wait")

    told = client.get(url).content.decode()
    client.post(url, sent(client, url, numbers))

    assert "2 of 3 cases let it happen; the others say why not." in told
    assert f'id="in-{numbers[0]}" aria' in told  # not ticked: it would be refused
    assert f'id="in-{numbers[1]}" checked' in told
    found = lines(client)
    assert [found[number][0] for number in numbers] == [False, True, True]
    assert "waiting already" in found[numbers[0]][1]


def test_what_was_left_out_is_in_the_report_too(client, numbers):
    url = address(numbers)

    client.post(url, sent(client, url, numbers[:2]))

    assert MacroRun.objects.count() == 2
    assert lines(client)[numbers[2]] == (False, "You left it out.")


def test_without_a_tick_nothing_is_run(client, numbers):
    url = address(numbers)

    answer = client.post(url, sent(client, url, []))

    assert answer.status_code == 422
    assert "tick at least one case" in answer.content.decode()
    assert not MacroRun.objects.exists()


def test_a_form_that_was_made_up_is_refused(client, numbers):
    url = address(numbers)
    form = sent(client, url, numbers)

    assert client.post(url, form | {"by": 1}).status_code == 400
    assert client.post(url, {"case": numbers}).status_code in (302, 422)
    assert not MacroRun.objects.exists()


def test_one_that_is_not_there(client, numbers):
    assert client.get(address(numbers, "none")).status_code == 404


def test_without_a_report_one_is_back_at_the_queue(client):
    assert client.get(REPORT).url == "/queue/"
