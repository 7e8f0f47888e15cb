"""Reading drafts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import QuerySet

from kept.records.policies.models import PolicyDraft


class DraftState(StrEnum):
    """How far a draft has come."""

    WRITTEN = "written"  # by its author, who goes on
    SUBMITTED = "submitted"  # waits for a second person
    APPROVED = "approved"  # may be published
    PUBLISHED = "published"
    DISCARDED = "discarded"


@dataclass(frozen=True)
class DraftCard:
    """A draft without its text."""

    pk: int
    policy_code: str
    policy_names: dict[str, str]
    base_id: int | None
    base_number: int | None
    edition: int
    state: DraftState
    started_by: str
    changed_by: str
    changed_at: datetime
    submitted_by: str
    approved_by: str
    remark: str
    version_number: int | None
    authors: frozenset[int]

    @property
    def is_open(self) -> bool:
        """Return whether it can still be changed."""
        return self.state not in (DraftState.PUBLISHED, DraftState.DISCARDED)


def draft_card(pk: int) -> DraftCard:
    """Return a draft. Raises PolicyDraft.DoesNotExist."""
    return _card(_rows().get(pk=pk))


def draft_text(pk: int) -> str:
    """Return what a draft says, as it was typed. Raises PolicyDraft.DoesNotExist."""
    return PolicyDraft.objects.values_list("text", flat=True).get(pk=pk)


def drafts_of(code: str = "", *, only_open: bool = False, limit: int = 50) -> list[DraftCard]:
    """Return drafts, those changed last first: of one policy or of all."""
    rows = _rows().order_by("-changed_at", "-pk")
    if code:
        rows = rows.filter(policy__code=code)
    if only_open:
        rows = rows.filter(version=None, discarded_at=None)
    return [_card(row) for row in rows[:limit]]


def _rows() -> QuerySet[PolicyDraft]:
    named = ("policy", "based_on", "version", "started_by", "changed_by")
    rows = PolicyDraft.objects.select_related(*named, "submitted_by", "approved_by")
    return rows.defer("text", "based_on__text", "version__text")


def _card(row: PolicyDraft) -> DraftCard:
    return DraftCard(
        pk=row.pk,
        policy_code=row.policy.code,
        policy_names=row.policy.names,
        base_id=row.based_on_id,
        base_number=row.based_on.number if row.based_on else None,
        edition=row.edition,
        state=_state(row),
        started_by=row.started_by.display_name,
        changed_by=row.changed_by.display_name,
        changed_at=row.changed_at,
        submitted_by=row.submitted_by.display_name if row.submitted_by else "",
        approved_by=row.approved_by.display_name if row.approved_by else "",
        remark=row.remark,
        version_number=row.version.number if row.version else None,
        authors=frozenset(row.authors),
    )


def _state(row: PolicyDraft) -> DraftState:
    if row.version_id is not None:
        return DraftState.PUBLISHED
    if row.discarded_at is not None:
        return DraftState.DISCARDED
    if row.approved_at is not None:
        return DraftState.APPROVED
    return DraftState.SUBMITTED if row.submitted_at is not None else DraftState.WRITTEN
