"""A draft: begun, changed, submitted, reviewed by a second person, published or discarded."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.ledger.services import write
from kept.records.people.models import Person
from kept.records.policies.models import Policy, PolicyDraft, PolicyVersion
from kept.records.policies.services.publishing import publish_version
from kept.records.refusal import Refused
from kept.records.repeats import one_at_a_time
from kept.rules.policy import PolicyErrors, Severity, check, load
from kept.rules.policy.characters import MOST_BYTES


class DraftChanged(Refused):
    """Somebody else changed the draft after it was read."""

    sentence = _(
        "Somebody else has changed this draft in the meantime. Read their version first; yours is "
        "still in this form."
    )


class DraftClosed(Refused):
    """A published or discarded draft stays as it is."""

    sentence = _("This draft is no longer open. Begin a new one.")


class DraftTooLarge(Refused):
    """A policy file has a largest size."""

    sentence = _("A policy file can hold 1 MB at most; this one is larger.")


class DraftUnreadable(Refused):
    """Half a character or a control character that no text may hold."""

    sentence = _("The text holds characters that cannot be kept. Please paste it again.")


class NotSubmitted(Refused):
    """Only what its author has finished is reviewed."""

    sentence = _("This draft has not been submitted for review.")


class NotApproved(Refused):
    """Nothing is published that no second person has read."""

    sentence = _("A second person must approve this draft before it is published.")


class OwnDraft(Refused):
    """Whoever wrote a draft cannot approve it."""

    sentence = _("You have worked on this draft yourself. Somebody else must review it.")


class RemarkMissing(Refused):
    """A draft comes back with a reason."""

    sentence = _("Please say what should be changed.")


class NotReady(Refused):
    """What cannot be read or contradicts itself is not submitted."""

    sentence = _("This draft has %(count)s mistakes that must be mended first: %(first)s")


class OtherPolicy(Refused):
    """The id inside the file names the policy it belongs to."""

    sentence = _("The file says “policy: %(said)s”, but this is policy %(code)s.")


@transaction.atomic
def start_draft(
    *, code: str, text: str, by: Person, at: datetime, based_on: int | None = None
) -> PolicyDraft:
    """Begin a draft of a policy, from a version of it or from an imported text. Returns it.

    Safe to repeat: the same person's open draft with the same text and base is given again.
    Raises DraftTooLarge, DraftUnreadable.
    """
    _check_text(text)
    one_at_a_time(f"policy draft {code}")
    policy = Policy.objects.get(code=code)
    there = policy.drafts.open().filter(started_by=by, edition=1, based_on=based_on, text=text)
    if (known := there.first()) is not None:
        return known
    if based_on is not None:
        policy.versions.get(pk=based_on, published_at__isnull=False)
    draft = PolicyDraft.objects.create(
        policy=policy,
        based_on_id=based_on,
        text=text,
        authors=[by.pk],
        started_at=at,
        started_by=by,
        changed_at=at,
        changed_by=by,
    )
    _note(draft, "policy.draft_started", by, at, sha256=_sha256(text), based_on=based_on)
    return draft


@transaction.atomic
def change_draft(*, draft_id: int, text: str, edition: int, by: Person, at: datetime) -> int:
    """Change the text of a draft that was read at an edition; return its new edition.

    A review begun before is over: what was approved is another text. Nothing happens if the text
    is the same. Raises DraftChanged, DraftClosed, DraftTooLarge, DraftUnreadable.
    """
    _check_text(text)
    draft = _open(draft_id)
    if draft.text == text:
        return draft.edition
    if draft.edition != edition:
        raise DraftChanged
    draft.text, draft.edition = text, edition + 1
    draft.changed_at, draft.changed_by = at, by
    draft.authors = sorted({*draft.authors, by.pk})
    draft.submitted_at = draft.submitted_by = draft.approved_at = draft.approved_by = None
    draft.save()
    _note(draft, "policy.draft_changed", by, at, sha256=_sha256(text), edition=draft.edition)
    return draft.edition


@transaction.atomic
def submit_draft(*, draft_id: int, edition: int, by: Person, at: datetime) -> None:
    """Say that a draft is finished and may be reviewed. Nothing happens if it was said before.

    Raises DraftChanged, DraftClosed, NotReady, OtherPolicy.
    """
    draft = _open(draft_id)
    if draft.submitted_at is not None:
        return
    if draft.edition != edition:
        raise DraftChanged
    _check_ready(draft)
    draft.submitted_at, draft.submitted_by, draft.remark = at, by, ""
    draft.save()
    _note(draft, "policy.draft_submitted", by, at, edition=edition, sha256=_sha256(draft.text))


@transaction.atomic
def return_draft(*, draft_id: int, remark: str, by: Person, at: datetime) -> None:
    """Give a draft back to its author with a remark. Nothing happens if it is back already.

    Raises DraftClosed, RemarkMissing.
    """
    draft = _open(draft_id)
    remark = remark.strip()
    if not remark:
        raise RemarkMissing
    if draft.submitted_at is None:
        return
    draft.submitted_at = draft.submitted_by = draft.approved_at = draft.approved_by = None
    draft.remark = remark
    draft.save()
    _note(draft, "policy.draft_returned", by, at, edition=draft.edition, remark=remark)


@transaction.atomic
def approve_draft(
    *, draft_id: int, edition: int, by: Person, at: datetime, remark: str = ""
) -> None:
    """Approve a draft as it was read at an edition. Nothing happens if it is approved already.

    Raises DraftChanged, DraftClosed, NotSubmitted, OwnDraft.
    """
    draft = _open(draft_id)
    if draft.approved_at is not None:
        return
    if draft.edition != edition:
        raise DraftChanged
    if draft.submitted_at is None:
        raise NotSubmitted
    if by.pk in draft.authors or by.pk == draft.submitted_by_id:
        raise OwnDraft
    draft.approved_at, draft.approved_by, draft.remark = at, by, remark.strip()
    draft.save()
    data = {"edition": edition, "sha256": _sha256(draft.text), "remark": draft.remark}
    _note(draft, "policy.draft_approved", by, at, **data)


@transaction.atomic
def publish_draft(
    *, draft_id: int, effective_on: date, by: Person, at: datetime, note: str = ""
) -> PolicyVersion:
    """Publish an approved draft; it holds from a day on. Returns the version.

    Safe to repeat. Raises DraftClosed, NotApproved, RequirementsMissing.
    """
    draft = PolicyDraft.objects.select_for_update().get(pk=draft_id)
    if draft.version is not None:
        return draft.version
    if draft.discarded_at is not None:
        raise DraftClosed
    if draft.approved_at is None:
        raise NotApproved
    version = publish_version(
        code=draft.policy.code,
        text=draft.text,
        effective_on=effective_on,
        by=by,
        at=at,
        note=note.strip(),
    )
    draft.version = version
    draft.save()
    _note(draft, "policy.draft_published", by, at, number=version.number)
    return version


@transaction.atomic
def discard_draft(*, draft_id: int, by: Person, at: datetime) -> None:
    """Put a draft away; it stays readable. Nothing happens if it was before. Raises DraftClosed."""
    draft = PolicyDraft.objects.select_for_update().get(pk=draft_id)
    if draft.discarded_at is not None:
        return
    if draft.version_id is not None:
        raise DraftClosed
    draft.discarded_at, draft.discarded_by = at, by
    draft.save()
    _note(draft, "policy.draft_discarded", by, at, edition=draft.edition)


def _open(draft_id: int) -> PolicyDraft:
    draft = PolicyDraft.objects.select_for_update().get(pk=draft_id)
    if draft.version_id is not None or draft.discarded_at is not None:
        raise DraftClosed
    return draft


def _check_text(text: str) -> None:
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        raise DraftUnreadable from None
    if "\0" in text:
        raise DraftUnreadable
    if size > MOST_BYTES:
        raise DraftTooLarge


def _check_ready(draft: PolicyDraft) -> None:
    try:
        policy = load(draft.text, file=draft.policy.code)
    except PolicyErrors as refused:
        raise NotReady(count=len(refused.errors), first=refused.errors[0]) from refused
    if policy.id != draft.policy.code:
        raise OtherPolicy(said=policy.id, code=draft.policy.code)
    grave = [found for found in check(policy) if found.severity is Severity.ERROR]
    if grave:
        raise NotReady(count=len(grave), first=grave[0].saying)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _note(draft: PolicyDraft, verb: str, by: Person, at: datetime, **data: object) -> None:
    stream = f"policy:{draft.policy.code}"
    write(stream=stream, verb=verb, by=by, at=at, data={"draft": draft.pk, **data})
