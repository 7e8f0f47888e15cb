"""Articles for customers: who has no account reads what is for customers, and nothing else."""

from __future__ import annotations

import pytest
from django.test import Client

from kept.records.knowledge.models import ArticleKind, Audience
from kept.records.knowledge.services import (
    ArticleDetails,
    publish_article,
    review_article,
    write_article,
)
from tests.desk import Desk, at, open_desk


@pytest.fixture
def desk(db) -> Desk:
    return open_desk()


def publish(desk: Desk, key: str, *, title: dict[str, str], steps: bool = False, **more) -> None:
    body = "1. Is it plugged in?\n2. Is the lamp green?" if steps else "Let it cool down."
    details = ArticleDetails(
        titles=title,
        bodies=dict.fromkeys(title, body),
        kind=ArticleKind.STEPS if steps else ArticleKind.TEXT,
        audience=more.get("audience", Audience.CUSTOMERS),
        paths="1: yes 2, no fixed\n2: yes fixed, no open" if steps else "",
    )
    number = write_article(key=key, details=details, after=0, by=desk.engineer, now=at("08:00"))
    review_article(key=key, number=number, by=desk.hotline, now=at("08:05"))
    if more.get("published", True):
        publish_article(key=key, number=number, by=desk.hotline, now=at("08:10"))


@pytest.fixture
def articles(desk) -> None:
    publish(desk, "hot", title={"en": "Too hot", "zh-hans": "过热"})
    publish(desk, "dead", title={"en": "No life"}, steps=True)
    publish(desk, "inside", title={"en": "Inside only"}, audience=Audience.STAFF)
    publish(desk, "draft", title={"en": "Not yet"}, published=False)


def test_only_what_is_published_for_customers_is_there(client: Client, articles: None) -> None:
    page = client.get("/help/").content.decode()

    assert "Too hot" in page
    assert "No life" in page
    assert "Inside only" not in page
    assert "Not yet" not in page
    assert [client.get(f"/help/{key}/").status_code for key in ("inside", "draft", "none")] == [
        404,
        404,
        404,
    ]


@pytest.mark.parametrize(
    ("wanted", "title"), [("zh-CN", "过热"), ("zh-TW", "过热"), ("de", "Too hot")]
)
def test_it_is_read_in_the_language_of_the_browser(
    client: Client, articles: None, wanted: str, title: str
) -> None:
    assert title in client.get("/help/hot/", HTTP_ACCEPT_LANGUAGE=wanted).content.decode()


def test_words_find_it(client: Client, articles: None) -> None:
    page = client.get("/help/?q=guore").content.decode()

    assert "Too hot" in page
    assert "No life" not in page
    assert "Inside only" not in client.get("/help/?q=inside").content.decode()


def test_a_self_check_leads_on_question_by_question(client: Client, articles: None) -> None:
    first = client.get("/help/dead/").content.decode()
    second = client.get("/help/dead/?said=y").content.decode()
    end = client.get("/help/dead/?said=yn").content.decode()

    assert "Is it plugged in?" in first
    assert "Is the lamp green?" not in first
    assert "Is the lamp green?" in second
    assert "needs one of us" in end


def test_what_was_tried_goes_along_into_the_form(client: Client, articles: None) -> None:
    end = client.get("/help/dead/?said=yn").content.decode()
    address = end.split('href="/request/?tried=')[1].split('"')[0]

    form = client.get(f"/request/?tried={address}").content.decode()

    assert "Is the lamp green? – no" in form


@pytest.mark.parametrize("said", ["x", "y" * 101, "yx", "<b>"])
def test_WF_05_answers_that_nobody_could_give_are_refused(
    client: Client, articles: None, said: str
) -> None:
    assert client.get("/help/dead/", {"said": said}).status_code == 400


def test_an_answer_after_the_end_changes_nothing(client: Client, articles: None) -> None:
    assert "should have solved it" in client.get("/help/dead/?said=nyy").content.decode()
