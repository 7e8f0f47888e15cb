"""Who may do what at the policy desk."""

import pytest
from django.db import transaction

from tests.security.changes import everything
from tests.security.clients import browser_of
from tests.security.company import CUSTOMERS
from tests.security.posting import policy_posts


class TestPolicyDesk:
    """Only those who answer for the policies write there, and only what is asked for."""

    @pytest.mark.parametrize(
        "actor",
        ["anon", *CUSTOMERS, "hotline", "dispatcher", "engineer", "administrator", "deactivated"],
    )
    def test_AZ_03_others_write_nothing_with_a_form_that_is_right(self, world, actor):
        posts, browser = policy_posts(world), browser_of(world.people.get(actor))
        before = everything()

        for name, post in posts.items():
            assert browser.post(post.path, post.data).status_code in (302, 403, 404), name

        assert everything() == before

    def test_AZ_03_their_own_people_do_with_the_same_forms(self, world):
        posts, browser = policy_posts(world), browser_of(world.people["policy_owner"])
        waits = {"policydesk:approve", "policydesk:publish"}  # for a review
        for name, post in posts.items():
            with transaction.atomic():
                answer = browser.post(post.path, post.data)
                wanted = 422 if name in waits else (200, 302)
                assert answer.status_code in (wanted if isinstance(wanted, tuple) else (wanted,)), (
                    name,
                    answer.content.decode()[-2000:],
                )
                transaction.set_rollback(True)

    def test_AZ_04_fields_that_are_not_asked_for_are_refused(self, world):
        posts, browser = policy_posts(world), browser_of(world.people["policy_owner"])
        before = everything()

        for name, post in posts.items():
            answer = browser.post(post.path, post.data | {"approved_by": "1", "is_staff": "1"})
            assert answer.status_code == 400, name

        assert everything() == before
