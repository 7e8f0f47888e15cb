"""What a customer sees of money by a link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class OwedRow:
    """Something to be paid, or paid. `words`: what for, by when, how much of it there was."""

    what: str
    words: str
    open: str
    pdf_url: str


@dataclass(frozen=True, kw_only=True)
class PaidRow:
    """Money that came."""

    words: str
    amount: str


@dataclass(frozen=True, kw_only=True)
class PayByLinkPage:
    """All that is to be paid for a case, what waits for it, and what was paid."""

    provider: str
    to: str
    case: str
    owed: Sequence[OwedRow]
    waits: Sequence[str]
    invoices: Sequence[OwedRow]
    payments: Sequence[PaidRow]
    url: str
    until: datetime
    code_by_mail: bool
    is_ours: bool
