"""A policy on its way: written by one person, reviewed by another, published for good."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from kept.records.ledger import queries as ledger
from kept.records.people.models import Role
from kept.records.policies.models import PolicyDraft, PolicyVersion
from kept.records.policies.services import (
    DraftChanged,
    DraftClosed,
    DraftTooLarge,
    DraftUnreadable,
    NotApproved,
    NotReady,
    NotSubmitted,
    OtherPolicy,
    OwnDraft,
    RemarkMissing,
    approve_draft,
    change_draft,
    discard_draft,
    name_policy,
    publish_draft,
    return_draft,
    start_draft,
    submit_draft,
)
from tests.records.conftest import hire
from tests.records.times import moment
from tests.records.together import together

NOON = moment("2026-03-02 12:00")
MARCH = date(2026, 3, 1)
TEXT = """policy: P1
language: 1
title: {en: Promise, zh-Hans: 承诺}
zone: Asia/Shanghai
clauses:
  P-1: {line: 1, en: We care., zh-Hans: 用心服务。, statement: yes}
rules: {}
"""
CHANGED = TEXT.replace("We care.", "We care a lot.")


@pytest.fixture
def author(zhou_ting):
    """She writes."""
    name_policy(code="P1", names={"en": "Promise"}, by=zhou_ting, at=NOON)
    return zhou_ting


@pytest.fixture
def reviewer(db):
    """She reads what others wrote."""
    return hire("shen.lan", "沈岚", Role.POLICY_OWNER)


@pytest.fixture
def draft(author):
    """A draft that has just been begun."""
    return start_draft(code="P1", text=TEXT, by=author, at=NOON)


def later(minutes: int):
    return NOON + timedelta(minutes=minutes)


def reviewed(draft, author, reviewer) -> None:
    submit_draft(draft_id=draft.pk, edition=1, by=author, at=later(1))
    approve_draft(draft_id=draft.pk, edition=1, by=reviewer, at=later(2))


class TestTheWholeWay:
    def test_a_reviewed_draft_becomes_a_version_with_exactly_its_text(
        self, draft, author, reviewer
    ):
        reviewed(draft, author, reviewer)

        version = publish_draft(draft_id=draft.pk, effective_on=MARCH, by=author, at=later(3))

        assert (version.text, version.number, version.effective_on) == (TEXT, 1, MARCH)
        verbs = [entry.verb for entry in ledger.entries("policy:P1")]
        assert verbs == [
            "policy.named",
            "policy.draft_started",
            "policy.draft_submitted",
            "policy.draft_approved",
            "policy.version_published",
            "policy.draft_published",
        ]
        names = [entry.name for entry in ledger.entries("policy:P1")]
        assert names[3] == "沈岚"

    def test_each_step_done_twice_is_done_once(self, draft, author, reviewer):
        assert start_draft(code="P1", text=TEXT, by=author, at=later(0)).pk == draft.pk
        for _ in range(2):
            reviewed(draft, author, reviewer)
        first = publish_draft(draft_id=draft.pk, effective_on=MARCH, by=author, at=later(3))
        again = publish_draft(draft_id=draft.pk, effective_on=MARCH, by=author, at=later(4))

        assert again == first
        assert len(ledger.entries("policy:P1")) == 6

    def test_a_draft_that_comes_back_says_why_and_can_be_submitted_again(
        self, draft, author, reviewer
    ):
        submit_draft(draft_id=draft.pk, edition=1, by=author, at=later(1))
        return_draft(draft_id=draft.pk, remark=" Say how much. ", by=reviewer, at=later(2))
        draft.refresh_from_db()
        assert (draft.submitted_at, draft.remark) == (None, "Say how much.")

        edition = change_draft(draft_id=draft.pk, text=CHANGED, edition=1, by=author, at=later(3))
        submit_draft(draft_id=draft.pk, edition=edition, by=author, at=later(4))
        approve_draft(draft_id=draft.pk, edition=edition, by=reviewer, at=later(5))

        draft.refresh_from_db()
        assert draft.approved_by == reviewer


class TestReview:
    def test_nobody_approves_what_they_wrote(self, draft, author):
        submit_draft(draft_id=draft.pk, edition=1, by=author, at=later(1))

        with pytest.raises(OwnDraft):
            approve_draft(draft_id=draft.pk, edition=1, by=author, at=later(2))

    def test_a_reviewer_who_changed_a_word_is_an_author(self, draft, author, reviewer):
        change_draft(draft_id=draft.pk, text=CHANGED, edition=1, by=reviewer, at=later(1))
        change_draft(draft_id=draft.pk, text=TEXT, edition=2, by=author, at=later(2))
        submit_draft(draft_id=draft.pk, edition=3, by=author, at=later(3))

        with pytest.raises(OwnDraft):
            approve_draft(draft_id=draft.pk, edition=3, by=reviewer, at=later(4))

    def test_the_database_refuses_an_author_who_approves(self, draft, author, reviewer):
        submit_draft(draft_id=draft.pk, edition=1, by=reviewer, at=later(1))

        with pytest.raises(IntegrityError, match="no_author_approves"), transaction.atomic():
            PolicyDraft.objects.update(
                approved_at=NOON, approved_by=author, changed_by=reviewer, submitted_by=reviewer
            )

    def test_a_change_ends_the_review(self, draft, author, reviewer):
        reviewed(draft, author, reviewer)

        change_draft(draft_id=draft.pk, text=CHANGED, edition=1, by=author, at=later(3))

        with pytest.raises(NotApproved):
            publish_draft(draft_id=draft.pk, effective_on=MARCH, by=author, at=later(4))

    def test_what_was_not_submitted_is_not_approved(self, draft, reviewer):
        with pytest.raises(NotSubmitted):
            approve_draft(draft_id=draft.pk, edition=1, by=reviewer, at=later(1))

    def test_it_comes_back_with_a_reason_only(self, draft, author, reviewer):
        submit_draft(draft_id=draft.pk, edition=1, by=author, at=later(1))

        with pytest.raises(RemarkMissing):
            return_draft(draft_id=draft.pk, remark=" ", by=reviewer, at=later(2))

    def test_what_cannot_be_read_is_not_submitted(self, draft, author):
        change_draft(draft_id=draft.pk, text="policy: [", edition=1, by=author, at=later(1))

        with pytest.raises(NotReady):
            submit_draft(draft_id=draft.pk, edition=2, by=author, at=later(2))

    def test_another_policys_file_is_not_submitted(self, draft, author):
        text = TEXT.replace("policy: P1", "policy: P2")
        change_draft(draft_id=draft.pk, text=text, edition=1, by=author, at=later(1))

        with pytest.raises(OtherPolicy, match="P2"):
            submit_draft(draft_id=draft.pk, edition=2, by=author, at=later(2))


class TestChange:
    def test_an_edition_that_was_overtaken_is_not_overwritten(self, draft, author, reviewer):
        change_draft(draft_id=draft.pk, text=CHANGED, edition=1, by=reviewer, at=later(1))

        with pytest.raises(DraftChanged):
            change_draft(draft_id=draft.pk, text="mine", edition=1, by=author, at=later(2))

    def test_the_same_text_is_no_change(self, draft, author):
        assert change_draft(draft_id=draft.pk, text=TEXT, edition=1, by=author, at=later(1)) == 1

    @pytest.mark.parametrize(
        ("text", "refusal"),
        [("x" * 1_048_577, DraftTooLarge), ("a\0b", DraftUnreadable), ("\ud800", DraftUnreadable)],
        ids=["large", "nul", "half a character"],
    )
    def test_what_cannot_be_kept_is_refused(self, draft, author, text, refusal):
        with pytest.raises(refusal):
            change_draft(draft_id=draft.pk, text=text, edition=1, by=author, at=later(1))

    def test_a_closed_draft_stays_as_it_is(self, draft, author, reviewer):
        discard_draft(draft_id=draft.pk, by=author, at=later(1))
        discard_draft(draft_id=draft.pk, by=author, at=later(2))

        with pytest.raises(DraftClosed):
            change_draft(draft_id=draft.pk, text=CHANGED, edition=1, by=author, at=later(3))


@pytest.mark.django_db(transaction=True)
def test_ID_01_two_who_save_at_once_do_not_overwrite_each_other(draft, author, reviewer):
    def save(number: int) -> int:
        by, text = ((author, "one"), (reviewer, "two"))[number]
        return change_draft(draft_id=draft.pk, text=text, edition=1, by=by, at=later(1))

    answers = together(save, workers=2)

    assert {type(answer) for answer in answers} == {int, DraftChanged}
    draft.refresh_from_db()
    assert draft.edition == 2


@pytest.mark.django_db(transaction=True)
def test_PO_06_published_by_many_presses_at_once_it_is_one_version(draft, author, reviewer):
    reviewed(draft, author, reviewer)

    def press(_number: int) -> int:
        told = {"effective_on": MARCH, "by": author, "at": later(3)}
        return publish_draft(draft_id=draft.pk, **told).pk

    answers = together(press, workers=8)

    assert PolicyVersion.objects.count() == 1
    assert set(answers) == {PolicyVersion.objects.get().pk}
    verbs = [entry.verb for entry in ledger.entries("policy:P1")]
    assert verbs.count("policy.version_published") == 1


@pytest.fixture
def pull_the_plug(transactional_db):
    """End the connection of whoever notes a policy as published; `mend` stops that."""
    with connection.cursor() as cursor:
        cursor.execute(PLUG)

    def mend() -> None:
        connection.close()
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION IF EXISTS pull_the_plug CASCADE")

    yield mend
    mend()


PLUG = """
    CREATE FUNCTION pull_the_plug() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$;
    CREATE TRIGGER pull_the_plug BEFORE UPDATE ON policies_policydraft
        FOR EACH ROW WHEN (NEW.version_id IS NOT NULL) EXECUTE FUNCTION pull_the_plug()
"""


def test_PO_06_a_crash_while_publishing_leaves_the_draft_as_it_was(
    transactional_db, draft, author, reviewer, pull_the_plug
):
    mend = pull_the_plug
    reviewed(draft, author, reviewer)
    before = len(ledger.entries("policy:P1"))
    told = {"draft_id": draft.pk, "effective_on": MARCH, "by": author, "at": later(3)}

    with pytest.raises(DatabaseError):
        publish_draft(**told)
    mend()

    assert PolicyVersion.objects.count() == 0
    assert len(ledger.entries("policy:P1")) == before
    assert publish_draft(**told).number == 1
