"""What a policy requires, on the page on which it is published."""

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile

from kept.records.ledger import queries as ledger
from kept.records.people.models import Role
from kept.records.policies.drafts import DraftState, draft_card, draft_text
from kept.records.policies.services import approve_draft, name_policy, start_draft, submit_draft
from kept.rules.policy import load
from kept.rules.policy.model import Event
from tests.desk import at, open_desk, price_list
from tests.records.conftest import hire
from tests.records.policies.test_required import LIFTS
from tests.security.clients import browser_of


@pytest.fixture
def people(db):
    with time_machine.travel(at("14:20"), tick=True):
        open_desk()
        yield hire("zhou.ting", "周婷", Role.POLICY_OWNER), hire("li.na", "李娜", Role.MANAGER)


@pytest.fixture
def draft(people) -> int:
    """A draft that a second person has read."""
    author, _reviewer = people
    name_policy(code="LIFTS", names={"en": "Lifts"}, by=author, at=at("14:00"))
    draft = start_draft(code="LIFTS", text=LIFTS, by=author, at=at("14:00"))
    approved(draft.pk, 1, people)
    return draft.pk


def approved(draft: int, edition: int, people) -> None:
    author, reviewer = people
    submit_draft(draft_id=draft, edition=edition, by=author, at=at("14:05"))
    approve_draft(draft_id=draft, edition=edition, by=reviewer, at=at("14:06"))


def publish(browser, draft: int):
    said = {"effective_on": "2026-12-01", "note": "first"}
    return browser.post(f"/policydesk/drafts/{draft}/publish/", said)


def test_the_page_names_what_is_missing_before_anybody_presses(draft, people):
    author, manager = map(browser_of, people)

    page = author.get(f"/policydesk/drafts/{draft}/publish/").content.decode()
    answer = publish(author, draft)

    for words in ("List of fees", "L-1", "Our control room is at", "Time to free people"):
        assert words in page
    assert page.count(">missing<") == 4
    assert f'href="/policydesk/drafts/{draft}/unset/"' in page
    assert f'href="/policydesk/drafts/{draft}/required/licence/"' in page
    assert "A manager or the accounts set it up" in page
    assert 'href="/prices/"' in manager.get(f"/policydesk/drafts/{draft}/publish/").content.decode()
    assert answer.status_code == 422
    assert "List of fees (L-1), Control room (L-2)" in answer.content.decode()
    assert draft_card(draft).state is DraftState.APPROVED


def test_what_is_supplied_on_the_pages_lets_it_be_published(draft, people):
    browser = browser_of(people[0])
    page = browser.get(f"/policydesk/drafts/{draft}/unset/").content.decode()
    fields = {"value-0": "30 min", "value-1": "3 Tower Road: the red door", "edition": "1"}
    assert "Control room" in page
    assert browser.post(f"/policydesk/drafts/{draft}/unset/", fields).status_code == 302
    assert 'text: "3 Tower Road: the red door"' in draft_text(draft)
    approved(draft, 2, people)
    price_list("market", people[1], at("14:10"))
    paper = SimpleUploadedFile("licence.txt", b"This company may service lifts.")
    answer = browser.post(f"/policydesk/drafts/{draft}/required/licence/", {"file": paper})
    assert answer.status_code == 302

    page = browser.get(answer.url).content.decode()
    assert page.count(">there<") == 4
    assert "licence.txt, added" in page
    link = page.split("/documents/")[1].split("/")[0]
    kept = browser.get(f"/policydesk/policies/LIFTS/documents/{link}/")
    assert kept.content == b"This company may service lifts."
    assert publish(browser, draft).status_code == 302

    assert draft_card(draft).state is DraftState.PUBLISHED
    verbs = [entry.verb for entry in ledger.entries("policy:LIFTS")]
    assert verbs.count("policy.document_added") == 1


def test_only_a_required_document_can_be_added_and_only_by_those_who_write_policies(draft, people):
    browser = browser_of(people[0])
    assert browser.get(f"/policydesk/drafts/{draft}/required/fees/").status_code == 404
    assert browser.get("/policydesk/policies/LIFTS/documents/1/").status_code == 404
    stranger = browser_of(hire("sun.wei", "孙伟", Role.HOTLINE))
    assert stranger.get(f"/policydesk/drafts/{draft}/required/licence/").status_code == 403
    wrong = SimpleUploadedFile("licence.exe", b"MZ\x90\x00\x03 not a document")
    answer = browser.post(f"/policydesk/drafts/{draft}/required/licence/", {"file": wrong})
    assert answer.status_code == 422
    assert "is not a kind of file" in answer.content.decode()


def test_a_document_that_is_too_large_is_not_read_at_all(draft, people, settings, monkeypatch):
    settings.FILE_MEGABYTES = 1
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0  # every upload goes to a file, whose reading is seen
    read = []
    monkeypatch.setattr(TemporaryUploadedFile, "read", lambda *_: read.append(1) or b"x")
    large = SimpleUploadedFile("licence.txt", b"x" * 1_000_001)
    browser = browser_of(people[0])
    answer = browser.post(f"/policydesk/drafts/{draft}/required/licence/", {"file": large})

    assert answer.status_code == 422
    assert "A file may have at most 1 MB." in answer.content.decode()
    assert read == []


RHYTHM = """policy: PUMPS
language: 1
title: {en: Pumps, zh-Hans: 水泵}
zone: Asia/Shanghai
clauses:
  P-1: {line: 1, en: We look after pumps regularly., zh-Hans: 定期维护水泵。}
rules:
  care:
    form: schedule
    name: {en: Care, zh-Hans: 维护}
    source: P-1
    # How often, the paper does not say.
    every: unset
    done: maintenance.ended
"""


def test_who_sets_a_rhythm_is_asked_from_when_it_is_counted(people):
    author = people[0]
    name_policy(code="PUMPS", names={"en": "Pumps"}, by=author, at=at("14:00"))
    draft = start_draft(code="PUMPS", text=RHYTHM, by=author, at=at("14:00")).pk
    browser, address = browser_of(author), f"/policydesk/drafts/{draft}/unset/"
    page = browser.get(address).content.decode()
    assert "Counted from" in page
    assert '<option value="equipment.accepted">Accepted</option>' in page

    said = {"edition": "1", "value-0": "3 months", "from-0": "equipment.installed"}
    assert browser.post(address, said).status_code == 302

    text = draft_text(draft)
    assert "    # How often, the paper does not say.\n    every: 3 months\n" in text
    rule = load(text, file="PUMPS").rules["care"]
    assert (rule.start, rule.phases[0].every.amount) == (Event("equipment.installed"), 3)


def test_what_says_from_when_already_is_not_asked(draft, people):
    page = browser_of(people[0]).get(f"/policydesk/drafts/{draft}/unset/").content.decode()

    assert "Counted from" not in page
