"""A policy, clause by clause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kept.web.common.reading.parts import ClauseBlock
from kept.web.hotline.pages.parts import Link


@dataclass(frozen=True, kw_only=True)
class PolicyLink:
    """A policy in the list of all."""

    name: str
    detail: str
    url: str


@dataclass(frozen=True, kw_only=True)
class PoliciesPage:
    """All policies."""

    now: datetime
    policies: Sequence[PolicyLink]


@dataclass(frozen=True, kw_only=True)
class PolicyPage:
    """One version of a policy, or one clause of it."""

    now: datetime
    title: str
    code: str
    detail: str
    clauses: Sequence[ClauseBlock]
    counts: Sequence[tuple[str, int]]
    versions: Sequence[Link] = ()
    version: str = ""  # the label of the one that is shown
    whole: Link | None = None  # on the page of one clause: the whole policy
    before: Link | None = None
    after: Link | None = None
