"""Rules by form, values that are unset, findings that are accepted."""

import re
from html import unescape

import pytest
import time_machine
from django.test import Client

from kept.records.people.models import Role
from kept.records.policies.drafts import draft_card, draft_text
from kept.records.policies.services import change_draft
from kept.rules.policy import check, load
from kept.rules.policy.forms import RULE_FORMS
from tests.desk import POLICY, at, open_desk
from tests.records.conftest import hire
from tests.rules.policy.texts import EVERYTHING
from tests.security.clients import browser_of
from tests.web.policydesk.sending import filled_in

COSTS = (
    POLICY
    + """
  # Who pays.
  who_pays:
    form: cost
    name: {en: Who pays}
    cases:
      - source: D-7   # the last one
        pays: {all: customer}
"""
)


@pytest.fixture
def desk(db):
    with time_machine.travel(at("14:20"), tick=True):
        yield open_desk()


@pytest.fixture
def person(desk):
    return hire("zhou.ting", "周婷", Role.POLICY_OWNER)


@pytest.fixture
def author(person) -> Client:
    return browser_of(person)


@pytest.fixture
def draft(author) -> int:
    """A draft from version 1."""
    answer = author.post("/policydesk/policies/DESK/draft/", {"version": "1"})
    return int(re.search(r"drafts/(\d+)/", answer["Location"])[1])


def with_text(person, draft: int, text: str) -> None:
    change_draft(draft_id=draft, text=text, edition=1, by=person, at=at("14:21"))


def page(author: Client, path: str) -> str:
    answer = author.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def send(author: Client, path: str, **said):
    """Send a page's form as a browser would, some fields changed."""
    return author.post(path, filled_in(page(author, path)) | said)


def lines(before: str, after: str) -> tuple[set[str], set[str]]:
    """Return the lines that went and those that came."""
    old, new = set(before.splitlines()), set(after.splitlines())
    return old - new, new - old


class TestRule:
    def test_what_is_typed_comes_into_the_text_and_nothing_else_changes(self, author, draft):
        answer = send(author, f"/policydesk/drafts/{draft}/rules/answer/", limit="30 min")

        assert answer.status_code == 302
        assert answer["Location"].endswith("#D-3")
        assert lines(POLICY, draft_text(draft)) == ({"    limit: 1 h"}, {"    limit: 30 min"})

    def test_a_form_that_is_sent_as_it_came_changes_nothing(self, author, draft):
        for rule in load(POLICY, file="DESK").rules:
            send(author, f"/policydesk/drafts/{draft}/rules/{rule}/")

        assert draft_text(draft) == POLICY

    def test_every_form_of_the_language_comes_back_as_it_went_out(self, person, author, draft):
        everything = EVERYTHING.read_text().replace("policy: EVERYTHING", "policy: DESK")
        with_text(person, draft, everything)
        policy = load(everything, file="DESK")
        seen = set()

        for rule in policy.rules:
            path = f"/policydesk/drafts/{draft}/rules/{rule}/"
            seen.add(re.search(r"<h1>(.*?):", page(author, path))[1])
            assert send(author, path).status_code == 302, rule

        assert draft_text(draft) == everything
        assert len(seen) == len(RULE_FORMS)

    def test_parts_are_added_and_taken_away(self, author, draft):
        path = f"/policydesk/drafts/{draft}/rules/answer/"
        said = {
            "warn": "50%, -10 min",
            "pauses-0-from": "waiting.began",
            "pauses-0-until": "waiting.ended",
            "pauses-0-name-en": "no access: locked",
        }

        send(author, path, **said)

        added = draft_text(draft)
        assert "    warn: [50%, -10 min]\n" in added
        assert '        name: {en: "no access: locked"}\n' in added
        send(author, path, warn="", **{"pauses-0-out": "on"})
        assert draft_text(draft) == POLICY

    def test_a_case_changes_and_keeps_its_comment(self, person, author, draft):
        with_text(person, draft, COSTS)

        path = f"/policydesk/drafts/{draft}/rules/who_pays/"
        send(author, path, **{"cases-0-pays": "parts: customer\r\nlabour: provider"})

        after = draft_text(draft)
        assert "      - source: D-7   # the last one\n" in after
        assert "          parts: customer\n          labour: provider\n" in after
        assert "  # Who pays.\n" in after

    def test_a_list_too_long_for_a_form_is_one_text(self, person, author, draft):
        case = COSTS.rpartition("      - source")[2].rpartition("pays")[0]
        many = "".join(f"      - source{case}pays: {{all: customer}}\n" for _ in range(41))
        with_text(person, draft, COSTS.partition("      - source: D-7   #")[0] + many)
        path = f"/policydesk/drafts/{draft}/rules/who_pays/"

        before = draft_text(draft)
        answer = send(author, path, **{"name-en": "Who is to pay"})

        assert answer.status_code == 302
        came = lines(before, draft_text(draft))[1]
        assert came == {"    name: {en: Who is to pay}"}

    def test_another_case_can_be_asked_for_without_scripts(self, person, author, draft):
        with_text(person, draft, COSTS)
        path = f"/policydesk/drafts/{draft}/rules/who_pays/"

        asked = send(author, path, more="cases").content.decode()
        again = filled_in(asked) | {"cases-1-source": "D-6", "cases-1-pays": "all: provider"}
        answer = author.post(path, again)

        assert answer.status_code == 302
        assert "      - source: D-6\n        pays:\n" in draft_text(draft)

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("limit", "{"),
            ("when", "a: b\na: c"),
            ("start", "!!python/name:os.system"),
            ("stop", "&x y"),
        ],
    )
    def test_PO_01_what_is_no_value_is_refused_at_its_field(self, author, draft, field, value):
        answer = send(author, f"/policydesk/drafts/{draft}/rules/answer/", **{field: value})

        assert answer.status_code == 422
        assert "This cannot be read" in answer.content.decode()
        assert draft_text(draft) == POLICY

    def test_what_the_language_does_not_know_is_not_saved_and_what_was_typed_stays(
        self, author, draft
    ):
        answer = send(author, f"/policydesk/drafts/{draft}/rules/answer/", limit="three moons")

        told = unescape(answer.content.decode())
        assert answer.status_code == 422
        assert "It could not be read like this" in told
        assert 'value="three moons"' in told
        assert draft_text(draft) == POLICY

    def test_the_check_follows_and_writes_nothing(self, author, draft):
        path = f"/policydesk/drafts/{draft}/rules/answer/"
        said = filled_in(page(author, path)) | {"limit": "20 min"}

        answer = author.post(f"{path}check/", said)

        assert "20 min" in answer.content.decode()
        assert draft_card(draft).edition == 1

    def test_what_somebody_else_saved_meanwhile_stays(self, person, author, draft):
        path = f"/policydesk/drafts/{draft}/rules/answer/"
        said = filled_in(page(author, path)) | {"limit": "20 min"}
        theirs = POLICY.replace("limit: 3 h", "limit: 4 h")
        with_text(person, draft, theirs)

        answer = author.post(path, said)

        assert answer.status_code == 422
        assert draft_text(draft) == theirs

    def test_a_new_rule_keeps_a_clause_that_had_no_value(self, person, author, draft):
        missing = POLICY.replace(
            "  D-7: {en: We report in good time.}\n",
            "  D-7: {en: We report in good time.}\n  D-8: {en: We train., unset: training}\n",
        )
        with_text(person, draft, missing)
        path = f"/policydesk/drafts/{draft}/new-rule/duty/?clause=D-8"

        said = {"key": "training", "name-en": "Training", "done": "training.held"}
        answer = send(author, path, kind="training", opens="request.received", **said)

        after = draft_text(draft)
        assert answer.status_code == 302, answer.content.decode()
        assert "  D-8:\n    en: We train.\n" in after
        assert "    source: D-8\n" in after
        assert load(after, file="DESK").clauses["D-8"].state == "rule"

    def test_no_rule_takes_the_place_of_another_of_the_same_name(self, author, draft):
        path = f"/policydesk/drafts/{draft}/new-rule/clock/"
        said = {"start": "request.received", "stop": "response.given", "limit": "1 h"}

        answer = send(author, path, key="answer", calendar="elapsed", **said)

        assert "There is a rule of this name already." in answer.content.decode()
        assert draft_text(draft) == POLICY

    def test_a_rule_is_taken_out(self, author, draft):
        answer = send(author, f"/policydesk/drafts/{draft}/rules/report/remove/")

        assert answer.status_code == 302
        assert "report" not in load(draft_text(draft), file="DESK").rules


class TestUnset:
    def test_all_are_in_one_list_and_what_is_filled_in_leaves_it(self, author, draft):
        path = f"/policydesk/drafts/{draft}/unset/"
        assert page(author, path).count('name="value-') == POLICY.count("unset")

        answer = send(author, path, **{"value-0": "5 days"})

        assert answer.status_code == 302
        assert lines(POLICY, draft_text(draft))[1] == {"    limit: 5 days"}
        assert page(author, path).count('name="value-') == POLICY.count("unset") - 1

    def test_what_is_no_value_is_refused(self, author, draft):
        path = f"/policydesk/drafts/{draft}/unset/"

        assert send(author, path, **{"value-0": "{"}).status_code == 422
        assert send(author, path, **{"value-0": "soon"}).status_code == 422
        assert draft_text(draft) == POLICY


class TestAccept:
    def address(self, author, draft) -> str:
        shown = page(author, f"/policydesk/drafts/{draft}/")
        return unescape(re.search(rf'href="(/policydesk/drafts/{draft}/accept/[^"]+)"', shown)[1])

    def test_a_finding_is_accepted_with_a_reason_and_a_name(self, author, draft):
        address = self.address(author, draft)

        answer = send(author, address, en="Agreed with sales: so be it.", zh="")

        assert answer.status_code == 302
        [entry] = load(draft_text(draft), file="DESK").accepted
        assert entry.decided_by == "周婷"
        assert f"{entry.decided_on}" == "2026-11-24"
        assert entry.text == {"en": "Agreed with sales: so be it."}
        accepted = [one for one in check(load(draft_text(draft), file="DESK")) if one.accepted]
        assert {one.code for one in accepted} == {entry.finding}
        shown = page(author, f"/policydesk/drafts/{draft}/")
        assert "Agreed with sales: so be it. (周婷, 2026-11-24)" in re.sub("<[^>]+>", "", shown)
        assert address not in unescape(shown)

    def test_who_reviews_sees_what_was_accepted_and_why(self, author, draft):
        send(author, self.address(author, draft), en="So be it.", zh="")

        path = f"/policydesk/policies/DESK/compare/?before=1&after=draft-{draft}"
        shown = page(author, path)
        assert shown.count("<li><p><b>") == 1
        assert "So be it. (周婷)" in shown

    def test_a_reason_is_needed(self, author, draft):
        answer = send(author, self.address(author, draft), en="", zh="")

        assert answer.status_code == 422
        assert draft_text(draft) == POLICY

    def test_nobody_accepts_in_another_name(self, author, draft):
        answer = send(author, self.address(author, draft), en="x", decided_by="somebody")

        assert answer.status_code == 400

    def test_an_error_cannot_be_accepted(self, person, author, draft):
        with_text(person, draft, POLICY.replace("source: D-3", "source: D-4"))
        grave = next(
            one for one in check(load(draft_text(draft), file="DESK")) if one.severity == "error"
        )

        named = {"finding": grave.code, "clauses": ",".join(grave.clauses)}
        assert author.get(f"/policydesk/drafts/{draft}/accept/", named).status_code == 404


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("", 8),
        ("show=unset", 1),
        ("form=clock&q=D-3", 1),
        ("q=repair+day", 1),
        ("q=no+such+words", 0),
        ("show=nonsense", 8),
    ],
)
def test_a_long_policy_is_searched_and_narrowed(author, draft, asked, shown):
    found = page(author, f"/policydesk/drafts/{draft}/?{asked}")

    assert found.count('class="desk-clause"') == shown
    assert f"{shown} of 8 clauses" in found
