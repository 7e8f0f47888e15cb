"""Who may do what with what is known, and what its forms and texts can do."""

import pytest
from django.db import transaction

from kept.records.knowledge.queries import articles
from tests.known import ARTICLE
from tests.security.changes import everything
from tests.security.clients import browser_of
from tests.security.company import CUSTOMERS
from tests.security.posting import known_posts
from tests.security.test_requests import is_fine, nasty

KEPT_BY_MANAGERS = {
    *("knowledge:ready_text_new", "knowledge:ready_text", "knowledge:ready_text_retire"),
    *("knowledge:code_keep", "knowledge:code_retire"),
    *("knowledge:checklist_new", "knowledge:checklist", "knowledge:checklist_publish"),
    *("knowledge:checklist_retire", "knowledge:macro_new", "knowledge:macro"),
    "knowledge:macro_retire",
}
DONE_ALREADY = {"knowledge:review", "knowledge:publish", "knowledge:checklist_publish"}


@pytest.mark.parametrize("actor", ["anon", *CUSTOMERS, "policy_owner", "deactivated"])
def test_AZ_03_others_write_nothing_with_a_form_that_is_right(world, actor):
    browser, before = browser_of(world.people.get(actor)), everything()

    for name, post in known_posts().items():
        assert browser.post(post.path, post.data).status_code in (302, 403, 404), name

    assert everything() == before


@pytest.mark.parametrize("actor", ["hotline", "manager"])
def test_AZ_03_who_may_writes_with_the_same_forms(world, actor):
    browser = browser_of(world.people[actor])
    for name, post in known_posts().items():
        with transaction.atomic():
            before = everything()
            answer = browser.post(post.path, post.data)
            may = actor == "manager" or name not in KEPT_BY_MANAGERS
            assert answer.status_code == (302 if may else 403), (name, answer.content[-3000:])
            assert (everything() != before) == (may and name not in DONE_ALREADY), name
            transaction.set_rollback(True)


def test_AZ_04_fields_that_are_not_asked_for_are_refused(world):
    browser, before = browser_of(world.people["manager"]), everything()

    for name, post in known_posts().items():
        answer = browser.post(post.path, post.data | {"published_by": "1"})
        assert answer.status_code == 400, name

    assert everything() == before


def test_WF_05_every_field_stands_every_value(world):
    browser = browser_of(world.people["manager"])
    for post in known_posts().values():
        for field in post.data:
            for value in nasty(field):
                with transaction.atomic():
                    answer = browser.post(post.path, post.data | {field: value})
                    transaction.set_rollback(True)
                assert is_fine(answer), (post.path, field, value[:40])


def test_AZ_11_a_customer_finds_nothing_that_is_for_staff(world):
    browser, guest = browser_of(world.a.login), world.a.login
    own = f"/cases/{world.a.case.number}"

    assert articles(viewer=guest) == []
    for path in ("/knowledge/", f"/knowledge/articles/{ARTICLE}/", f"{own}/texts/"):
        assert browser.get(path).status_code == 404
