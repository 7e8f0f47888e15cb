"""What is known, on the pages of the desk."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from kept.records.cases.models import CaseFact
from kept.records.knowledge.models import ArticleUse, CodeChoice
from kept.records.knowledge.queries import article
from tests.desk import Desk
from tests.known import ARTICLE, CAUSE, SYMPTOM, make_known
from tests.web.hotline.conftest import browser_of


@pytest.fixture
def known(desk: Desk) -> Desk:
    make_known(desk.manager, desk.dispatcher, mark="<b>bold</b>", said="no output")
    return desk


@pytest.fixture
def number(known: Desk) -> str:
    return known.log(title="UPS has no output", description="No output since 9.").number


def page(client: Client, number: str) -> str:
    return client.get(f"/cases/{number}/").content.decode()


class TestCase:
    def test_an_article_that_fits_is_proposed_and_its_text_stays_text(self, client, number):
        told = page(client, number)

        assert "First check &lt;b&gt;bold&lt;/b&gt;" in told
        assert "<b>bold" not in told
        assert reverse("hotline:case_steps", args=[number, ARTICLE]) in told

    def test_one_that_does_not_fit_is_not(self, client, known):
        told = page(client, known.log(title="Display is dark").number)

        assert "First check" not in told

    def test_used_and_helped_are_recorded(self, client, number, known):
        url = reverse("hotline:case_help", args=[number, ARTICLE])

        for outcome in ("used", "helped", "helped"):
            assert client.post(url, {"outcome": outcome}).status_code == 302

        assert [use.outcome for use in ArticleUse.objects.order_by("pk")] == ["used", "helped"]
        assert article(ARTICLE, viewer=known.hotline).helped == 1
        assert "Helped</span>" in page(client, number)

    def test_ready_words_are_filled_in(self, client, number, known):
        told = client.get(reverse("hotline:ready_texts", args=[number])).json()["texts"]

        customer = known.customer.names["en"]
        assert [one["text"] for one in told] == [f"Dear {customer}, <b>bold</b> {number}"]

    def test_codes_are_chosen_once_per_press(self, client, number):
        url, key = reverse("hotline:case_code", args=[number]), uuid.uuid4().hex

        for code in (SYMPTOM, SYMPTOM, CAUSE):
            assert client.post(url, {"code": code, "key": key}).status_code == 302

        assert [one.code.code for one in CodeChoice.objects.order_by("pk")] == [SYMPTOM, CAUSE]
        assert f"{CAUSE} &lt;b&gt;" in page(client, number)

    @pytest.mark.parametrize("code", ["", "none"])
    def test_a_code_that_is_none_is_said_so(self, client, number, code):
        url = reverse("hotline:case_code", args=[number])
        told = client.post(url, {"code": code, "key": "k"}, follow=True).content.decode()

        assert "choose a code" in told or "no code" in told
        assert not CodeChoice.objects.exists()


class TestSelfCheck:
    def url(self, number: str) -> str:
        return reverse("hotline:case_steps", args=[number, ARTICLE])

    def test_questions_follow_each_other_to_an_end(self, client, number):
        first = client.get(self.url(number)).content.decode()
        then = client.get(self.url(number) + "?said=y").content.decode()
        last = client.get(self.url(number) + "?said=yy").content.decode()

        assert "on?" in first
        assert "works?" in then
        assert "It works again." in last

    def test_what_was_answered_is_recorded_once(self, client, number):
        said = {"said": "yn", "key": uuid.uuid4().hex}

        for _again in range(2):
            assert client.post(self.url(number), said).status_code == 302

        fact = CaseFact.objects.get(kind="remote.attempted")
        assert fact.values["result"] == "failed"
        assert "works? – no" in fact.values["text"]

    def test_half_a_walk_is_not_recorded(self, client, number):
        answer = client.post(self.url(number), {"said": "y", "key": "k"})

        assert answer.status_code == 422
        assert not CaseFact.objects.filter(kind="remote.attempted").exists()

    @pytest.mark.parametrize("said", ["x", "y" * 101, "%3Cb%3E"])
    def test_answers_nobody_could_give_are_refused(self, client, number, said):
        assert client.get(self.url(number) + f"?said={said}").status_code == 400


def test_articles_are_proposed_while_a_request_is_typed(client, known):
    url = f"/log/preview/?equipment={known.equipment.pk}"
    told = {"channel": "telephone", "case_type": "fault", "description": "It has no output"}

    shown = client.post(url, told).content.decode()
    without = client.post(url, told | {"description": "Display dark"}).content.decode()

    assert "First check" in shown
    assert "First check" not in without


def test_an_article_comes_from_a_draft_to_everyone(known):
    writer, second = browser_of(known.engineer), browser_of(known.hotline)
    said = {"after": 0, "key": "no-display", "kind": "text", "audience": "staff"}
    said |= {"title_en": "Dark display", "body_en": "Press the button.", "families": "ups, pump"}
    url = reverse("knowledge:article", args=["no-display"])

    assert writer.post("/knowledge/new/", said).status_code == 302
    own = writer.post(f"{url}review/", {"number": 1}, follow=True).content.decode()
    assert "second person" in own
    for step in ("review", "publish"):
        assert second.post(f"{url}{step}/", {"number": 1}).status_code == 302

    assert "Dark display" in second.get("/knowledge/?q=dark").content.decode()
    assert "what everyone reads" in second.get(url).content.decode()
