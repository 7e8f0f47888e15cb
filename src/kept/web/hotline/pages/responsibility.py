"""Who has a case in hand, and who has which role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.forms import Form

from kept.web.hotline.pages.parts import ClauseRef


@dataclass(frozen=True, kw_only=True)
class Lead:
    """Who leads by one rule of the policy, who helps, who is told."""

    name: str
    lines: Sequence[str]
    clause: ClauseRef | None


@dataclass(frozen=True, kw_only=True)
class Responsible:
    """Who has a case in hand, and why: what the policy says of it."""

    person: str
    leads: Sequence[Lead] = ()
    accept_url: str = ""  # where the acceptance of the equipment is recorded; empty: it is
    roles_url: str = ""


@dataclass(frozen=True, kw_only=True)
class HolderLine:
    """Somebody who has a role."""

    pk: int
    person: str
    where: str
    since: str


@dataclass(frozen=True, kw_only=True)
class RoleLine:
    """A role that a policy names, with who has it."""

    key: str
    name: str
    policies: str
    holders: Sequence[HolderLine]
    stands_in: str = ""  # who is asked while nobody is named


@dataclass(frozen=True, kw_only=True)
class RolesPage:
    """Who has which role."""

    now: datetime
    roles: Sequence[RoleLine]
    form: Form | None
    may_change: bool
    query: str = ""  # which customer the address names
