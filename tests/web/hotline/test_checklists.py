"""Checklists on the pages of the desk."""

from __future__ import annotations

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kept.records.checklists.models import ChecklistAnswer, ChecklistRun
from kept.records.checklists.queries import runs_of
from tests.asked import CHECKLIST, CHOICE, PHOTO, TICK, VALUE, make_checklist
from tests.desk import Desk
from tests.photos import jpeg
from tests.web.hotline.conftest import browser_of


@pytest.fixture
def asked(desk: Desk, settings, tmp_path) -> Desk:
    settings.FILES = tmp_path / "files"
    make_checklist(desk.manager, mark="<b>bold</b>")
    return desk


@pytest.fixture
def opened(asked: Desk):
    return asked.log()


@pytest.fixture
def url(client: Client, opened) -> str:
    start = reverse("hotline:checklist_start", args=[opened.number])
    answer = client.post(start, {"checklist": CHECKLIST})
    assert answer.status_code == 302
    return answer["Location"]


def filled(client: Client, url: str, **said: object) -> dict[str, object]:
    """Return the form as it is shown, with some of it filled in."""
    form = client.get(url).context["page"].form
    shown = {name: form[name].value() for name in form.fields if not name.startswith("file_")}
    kept = {name: value for name, value in shown.items() if value is not None}
    return {name: value for name, value in kept.items() if value is not False} | said


def page(client: Client, number: str) -> str:
    return client.get(f"/cases/{number}/").content.decode()


def test_one_that_fits_is_proposed_started_and_shown_with_what_is_open(client, opened, url):
    told = page(client, opened.number)

    assert "0 of 4 answered · 3 that are required are open" in told
    assert "Start: First look" not in told
    assert "First look &lt;b&gt;bold&lt;/b&gt;" in told
    assert "<b>bold" not in told + client.get(url).content.decode()


def test_it_is_proposed_until_it_is_started(client, opened):
    assert "Start: First look" in page(client, opened.number)


def test_answers_are_kept_once_and_a_value_outside_says_so(client, opened, url):
    said = filled(client, url, **{f"said_{TICK}": "yes", f"said_{VALUE}": "250"})

    for _again in range(2):
        assert client.post(url, said).status_code == 302

    assert ChecklistAnswer.objects.count() == 2
    shown = client.get(url).content.decode()
    assert "outside the allowed range" in shown
    assert "allowed: 210 to 240.5 V" in shown
    assert "1 value outside the allowed range" in page(client, opened.number)


def test_not_applicable_wants_a_reason_and_a_number_is_one(client, url):
    without = filled(client, url, **{f"gone_{TICK}": "on"})
    much = filled(client, url, **{f"said_{VALUE}": "much"})

    for said, words in ((without, "why it is not applicable"), (much, "write a number")):
        answer = client.post(url, said)
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert not ChecklistAnswer.objects.exists()

    assert client.post(url, without | {f"text_{TICK}": "No cover"}).status_code == 302
    assert ChecklistAnswer.objects.get().text == "No cover"


def test_a_photo_is_sent_along_or_chosen(client, opened, url):
    photo = SimpleUploadedFile("plate.jpg", jpeg(), "image/jpeg")
    assert client.post(url, filled(client, url, **{f"file_{PHOTO}": photo})).status_code == 302

    answer = ChecklistAnswer.objects.get()
    small = reverse("hotline:file_small", args=[opened.number, answer.photo_id])
    assert small in client.get(url).content.decode()
    assert client.get(small).status_code == 200


def test_what_is_no_photo_is_refused_and_no_answer_stays(client, url):
    text = SimpleUploadedFile("plate.jpg", b"\x00not a picture", "image/jpeg")
    said = filled(client, url, **{f"file_{PHOTO}": text, f"said_{TICK}": "yes"})

    assert client.post(url, said).status_code == 422
    assert not ChecklistAnswer.objects.exists()


def test_two_people_at_one_item(client, asked, url):
    mine = filled(client, url, **{f"said_{CHOICE}": "1"})
    other = browser_of(asked.engineer)
    assert other.post(url, filled(other, url, **{f"said_{CHOICE}": "2"})).status_code == 302

    answer = client.post(url, mine)

    assert answer.status_code == 422
    assert "answered item 3 meanwhile" in answer.content.decode()
    assert ChecklistAnswer.objects.count() == 1


def test_closing_says_what_is_open_and_lets_close_all_the_same(client, opened, url):
    close = f"/cases/{opened.number}/facts/new/?kind=case.closed"

    assert "Checklists still ask for: First look" in client.get(close).content.decode()
    said = {"key": uuid.uuid4().hex, "kind": "case.closed", "when": "", "note": "Device is gone"}
    assert client.post(f"/cases/{opened.number}/facts/", said).status_code == 302


def test_set_aside_for_a_reason(client, opened, url):
    assert client.post(f"{url}aside/", {"reason": ""}).status_code == 422
    assert client.post(f"{url}aside/", {"reason": "Wrong machine"}).status_code == 302

    told = page(client, opened.number)
    assert "set aside: Wrong machine" in told
    assert "Start: First look" in told
    assert "Keep the answers" not in client.get(url).content.decode()


def test_one_of_another_case_is_not_there(client, asked, opened, url):
    run, other = ChecklistRun.objects.get(), asked.log()
    address = reverse("hotline:checklist", args=[other.number, run.pk])

    assert client.get(address).status_code == 404
    assert client.post(f"{address}aside/", {"reason": "x"}).status_code == 404
    assert runs_of(opened.case_id)[0].aside_at is None


def test_what_was_answered_stands_between_the_facts(client, asked, opened, url):
    said = {f"said_{TICK}": "yes", f"said_{VALUE}": "250", f"text_{VALUE}": "<b>read</b> twice"}
    client.post(url, filled(client, url, **said))

    facts = page(client, opened.number).split('id="facts-title"')[1]

    assert "Checklist “First look &lt;b&gt;bold" in facts
    assert "done" in facts
    assert "250 V, outside the allowed range, “&lt;b&gt;read&lt;/b&gt; twice”" in facts


def test_and_in_the_archive_of_the_machine(client, asked, opened, url):
    said = {f"said_{TICK}": "yes", f"said_{VALUE}": "250", f"said_{CHOICE}": "2"}
    client.post(url, filled(client, url, **said))
    address = reverse("hotline:archive_equipment", args=[asked.equipment.pk])

    told = client.get(address, {"kind": "checklist"}).content.decode()

    assert "Checklist “First look &lt;b&gt;bold" in told
    assert "250 V, outside the allowed range" in told
    assert "loud &lt;b&gt;bold&lt;/b&gt;" in told
    assert f'href="{url}"' in told
