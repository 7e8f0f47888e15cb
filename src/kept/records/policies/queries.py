"""Reading policies and their versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from kept.records.naming import name_in
from kept.records.policies.models import CompanyPolicy, Policy, PolicyVersion


@dataclass(frozen=True)
class VersionCard:
    """A published version without its text."""

    pk: int
    policy_code: str
    policy_names: dict[str, str]
    number: int
    sha256: str
    effective_on: date
    published_at: datetime
    published_by: str
    note: str

    def policy_name(self, language: str) -> str:
        """Return the policy's name in a language, else in the nearest."""
        return name_in(self.policy_names, language)


@dataclass(frozen=True)
class VersionText:
    """What a published version says. Never changes, so callers may keep what they make of it."""

    pk: int
    policy_code: str
    number: int
    sha256: str
    text: str


@dataclass(frozen=True)
class PolicyCard:
    """A policy with its published versions, newest first."""

    code: str
    names: dict[str, str]
    versions: tuple[VersionCard, ...]


def policy_version(pk: int) -> VersionText:
    """Return what a published version says. Raises PolicyVersion.DoesNotExist."""
    row = _published().get(pk=pk)
    return VersionText(row.pk, row.policy.code, row.number, row.sha256, row.text)


def version_sha256(pk: int) -> str:
    """Return what tells a published version's text from any other. Raises DoesNotExist."""
    rows = PolicyVersion.objects.filter(published_at__isnull=False)
    return str(rows.values_list("sha256", flat=True).get(pk=pk))


def policies() -> list[PolicyCard]:
    """Return all policies by code, with their published versions."""
    versions: dict[str, list[VersionCard]] = {}
    for row in _published().defer("text").order_by("-number"):
        versions.setdefault(row.policy.code, []).append(_card(row))
    return [
        PolicyCard(policy.code, policy.names, tuple(versions.get(policy.code, [])))
        for policy in Policy.objects.order_by("code")
    ]


def version_on(code: str, *, on: date) -> VersionCard | None:
    """Return the version of a policy that is in effect on a day; None before the first."""
    rows = _published().filter(policy__code=code, effective_on__lte=on).defer("text")
    row = rows.order_by("-effective_on", "-number").first()
    return _card(row) if row else None


def company_version_on(on: date) -> VersionCard | None:
    """Return the version that holds without a contract on a day; None if none was chosen."""
    chosen = CompanyPolicy.objects.filter(starts_on__lte=on).order_by("-starts_on").first()
    return _card(_published().defer("text").get(pk=chosen.version_id)) if chosen else None


def version_cards(ids: set[int]) -> dict[int, VersionCard]:
    """Return published versions by key."""
    return {row.pk: _card(row) for row in _published().filter(pk__in=ids).defer("text")}


def _published() -> QuerySet[PolicyVersion]:
    rows = PolicyVersion.objects.filter(published_at__isnull=False)
    return rows.select_related("policy", "published_by")


def _card(row: PolicyVersion) -> VersionCard:
    # The database promises all three for whatever is published.
    assert row.effective_on
    assert row.published_at
    assert row.published_by
    return VersionCard(
        pk=row.pk,
        policy_code=row.policy.code,
        policy_names=row.policy.names,
        number=row.number,
        sha256=row.sha256,
        effective_on=row.effective_on,
        published_at=row.published_at,
        published_by=row.published_by.display_name,
        note=row.note,
    )
