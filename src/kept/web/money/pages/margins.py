"""What cases cost and brought in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.forms import Form

from kept.web.money.pages.sheets import Link, Section


@dataclass(frozen=True, kw_only=True)
class MarginsPage:
    """The sum of all, then each group."""

    now: datetime
    form: Form
    sums: Sequence[tuple[str, str]]
    section: Section
    links: Sequence[Link]
    csv_url: str
