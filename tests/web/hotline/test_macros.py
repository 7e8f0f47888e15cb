"""Macros on a case's page: offered, looked at, run."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from kept.records.cases.models import CaseFact
from kept.records.checklists.models import ChecklistRun
from kept.records.macros.models import MacroRun
from kept.records.macros.steps import Step, StepKind
from tests.asked import MACRO, make_checklist, make_macro, usual_steps
from tests.desk import Desk, at
from tests.known import make_known
from tests.web.hotline.conftest import browser_of


@pytest.fixture
def asked(desk: Desk) -> Desk:
    make_known(desk.manager, desk.dispatcher)
    make_checklist(desk.manager)
    make_macro(desk.manager, *usual_steps("<i>text</i>"), mark="<b>bold</b>")
    return desk


@pytest.fixture
def opened(asked: Desk):
    return asked.log()


@pytest.fixture
def url(opened) -> str:
    return reverse("hotline:macro", args=[opened.number, MACRO])


def sent(client: Client, url: str) -> dict[str, object]:
    form = client.get(url).context["page"].form
    return {name: form[name].value() for name in form.fields}


def page(client: Client, number: str) -> str:
    return client.get(f"/cases/{number}/").content.decode()


def test_it_is_offered_and_its_name_stays_text(client, opened, url):
    told = page(client, opened.number)

    assert f'href="{url}"' in told
    assert "Answered &lt;b&gt;bold&lt;/b&gt;" in told
    assert "<b>bold" not in told + client.get(url).content.decode()


def test_it_says_what_would_come_and_change_and_writes_nothing(client, opened, url):
    before = CaseFact.objects.count()

    shown = client.get(url).content.decode()

    assert "Responded" in shown
    assert "&lt;i&gt;text&lt;/i&gt;" in shown
    assert "Start the checklist “First look" in shown
    assert "Answer" in shown.split('id="changes"')[1]  # the clock that it would stop
    assert CaseFact.objects.count() == before
    assert not ChecklistRun.objects.exists()


def test_it_is_run_once_per_press(client, opened, url):
    form = sent(client, url)

    for _again in range(2):
        assert client.post(url, form).status_code == 302

    assert MacroRun.objects.count() == 1
    assert CaseFact.objects.filter(kind="response.given").count() == 1
    assert "Done: Answered &lt;b&gt;" in client.get(f"/cases/{opened.number}/").content.decode()


def test_a_refused_step_is_said_and_nothing_is_done(client, asked, opened):
    wait = Step(kind=StepKind.WAIT, what="customer")
    make_macro(asked.manager, *usual_steps()[:1], wait, wait, key="twice")
    url = reverse("hotline:macro", args=[opened.number, "twice"])
    before = CaseFact.objects.count()

    shown = client.get(url).content.decode()
    answer = client.post(url, sent(client, url))

    assert "waiting already" in shown
    assert "Run it" not in shown
    assert (answer.status_code, CaseFact.objects.count()) == (422, before)
    assert f'href="{url}"' not in page(client, opened.number)


def test_one_that_was_changed_meanwhile_is_shown_anew(client, asked, opened, url):
    form = sent(client, url)
    from kept.records.macros.services import MacroDetails, keep_macro

    details = MacroDetails(names={"en": "Other"}, steps=usual_steps()[:1])
    keep_macro(key=MACRO, details=details, after=1, by=asked.manager, now=at("10:20"))

    answer = client.post(url, form)

    assert answer.status_code == 422
    assert "was changed meanwhile" in answer.content.decode()
    assert not MacroRun.objects.exists()
    assert client.post(url, sent(client, url)).status_code == 302


def test_a_form_that_is_not_whole_runs_nothing(client, url):
    assert client.post(url, {"key": "k"}).status_code == 422
    assert client.post(url, {"key": "k", "version": 1, "more": "x"}).status_code == 400
    assert not MacroRun.objects.exists()


def test_an_engineer_is_not_offered_what_the_desk_alone_does(asked, opened):
    make_macro(asked.manager, Step(kind=StepKind.ASSIGN, what="me"), key="mine")
    engineer = browser_of(asked.engineer)
    url = reverse("hotline:macro", args=[opened.number, "mine"])

    assert f'href="{url}"' not in page(engineer, opened.number)
    assert engineer.post(url, sent(engineer, url)).status_code == 422
    assert not MacroRun.objects.exists()


def test_one_that_is_not_there(client, opened):
    assert client.get(reverse("hotline:macro", args=[opened.number, "none"])).status_code == 404
