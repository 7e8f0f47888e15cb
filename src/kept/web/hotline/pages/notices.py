"""A person's notices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class NoticeRow:
    """One notice."""

    pk: int
    subject: str
    lines: Sequence[str]
    url: str
    at: datetime
    is_read: bool


@dataclass(frozen=True, kw_only=True)
class NoticesPage:
    """What a person was told, the last first."""

    now: datetime
    notices: Sequence[NoticeRow]
    unread: int
    older_url: str = ""
