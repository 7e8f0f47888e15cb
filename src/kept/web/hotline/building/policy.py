"""A policy's page: each clause, how it is kept, what runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from kept.records.cases.running import running_policy
from kept.records.policies.queries import PolicyCard, VersionCard, policies
from kept.rules.policy.model import ClauseState, Policy
from kept.web.common import clock_words
from kept.web.common.reading.clauses import build_clause, keeping_words
from kept.web.common.reading.reader import Reader
from kept.web.hotline import pages
from kept.web.hotline.building.clauses import Clauses


def build_policies(reader: Reader) -> pages.PoliciesPage:
    """Return all policies that have a published version."""
    return pages.PoliciesPage(
        now=reader.now,
        policies=[_link(card, reader) for card in policies() if card.versions],
    )


def _link(card: PolicyCard, reader: Reader) -> pages.PolicyLink:
    newest = card.versions[0]
    return pages.PolicyLink(
        name=f"{card.code} · {reader.name(card.names)}",
        detail=_version_words(newest),
        url=reverse("hotline:policy", args=[card.code]),
    )


def _version_words(version: VersionCard) -> str:
    return _("version {number}, in effect from {date}").format(
        number=version.number, date=clock_words.date_words(version.effective_on)
    )


def chosen_version(card: PolicyCard, number: str) -> VersionCard | None:
    """Return a version by its number, the newest without one; None if there is none such."""
    if not number:
        return next(iter(card.versions), None)
    return next((version for version in card.versions if str(version.number) == number), None)


def build_policy(
    card: PolicyCard, version: VersionCard, reader: Reader, clause_id: str = ""
) -> pages.PolicyPage | None:
    """Return a policy's page, or that of one clause; None if it has no such clause."""
    policy = running_policy(version.pk, [], sha256=version.sha256).policy
    if clause_id and clause_id not in policy.clauses:
        return None
    clauses = Clauses(policy, card.code, version.number)
    shown = [policy.clauses[clause_id]] if clause_id else list(policy.clauses.values())
    before, after = _neighbours(list(policy.clauses), clause_id, clauses)
    speaker = reader.speaker(policy)
    return pages.PolicyPage(
        now=reader.now,
        title=reader.text(policy.title),
        code=card.code,
        detail=_version_words(version),
        clauses=[
            build_clause(clause, policy, speaker, url=clauses.url(clause.id)) for clause in shown
        ],
        counts=_counts(policy),
        versions=_versions(card),
        version=_label(version.number),
        whole=pages.Link(label=_("The whole policy"), url=clauses.policy_url)
        if clause_id
        else None,
        before=before,
        after=after,
    )


def _versions(card: PolicyCard) -> list[pages.Link]:
    url = reverse("hotline:policy", args=[card.code])
    return [
        pages.Link(label=_label(one.number), url=f"{url}?version={one.number}")
        for one in card.versions
    ]


def _label(number: int) -> str:
    return _("version {number}").format(number=number)


def _neighbours(
    ids: Sequence[str], clause_id: str, clauses: Clauses
) -> tuple[pages.Link | None, pages.Link | None]:
    if not clause_id:
        return None, None
    place = ids.index(clause_id)
    before = ids[place - 1] if place else None
    after = ids[place + 1] if place + 1 < len(ids) else None
    return (
        pages.Link(label=before, url=clauses.url(before)) if before else None,
        pages.Link(label=after, url=clauses.url(after)) if after else None,
    )


def _counts(policy: Policy) -> list[tuple[str, int]]:
    counted = Counter(clause.state for clause in policy.clauses.values())
    return [(keeping_words(state), counted[state]) for state in ClauseState if counted[state]]
