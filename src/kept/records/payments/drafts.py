"""An invoice or a credit note before it has a number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kept.records.archive.models import Customer
from kept.records.cases.models import Case
from kept.records.money import Money
from kept.records.payments.billing import Billing
from kept.records.payments.lines import NewLine, Sums, Taxed, sums
from kept.records.payments.models import Invoice, InvoiceKind
from kept.records.releases.models import Giving


@dataclass(frozen=True, kw_only=True)
class Draft:
    """An invoice or credit note that was checked and has no number yet."""

    kind: InvoiceKind
    customer: Customer
    case: Case | None
    lines: tuple[NewLine, ...]
    currency: str
    issued_on: date
    due_on: date
    corrects: Invoice | None = None
    reason: str = ""
    giving: Giving | None = None  # that a credit note may be given
    billing: Billing | None = None  # of the accepted quote that is billed
    before: Taxed | None = None  # what was taxed of that quote on earlier invoices
    paid: Money | None = None  # before, and put against it at once

    @property
    def language(self) -> str:
        """Return the language of who gets it."""
        return str(self.customer.language)

    @cached_property
    def sums(self) -> Sums:
        """Return what its lines come to. Raises LinesUnclear, NothingToPay."""
        return sums(self.lines, self.currency, self.before)
