"""What of the work done can be billed without a quote: by the policy and the price lists of now."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils import translation

from kept.records.cases.models import Case
from kept.records.cases.queries import CaseCard
from kept.records.money import Money, total
from kept.records.naming import name_in
from kept.records.payments.billing import STANDING, goodwill_left
from kept.records.payments.lines import LARGEST, NewLine
from kept.records.payments.models import InvoiceLine
from kept.records.prices.queries import TaxOn, tax_for, taxes_on
from kept.records.quotes.contents import less_goodwill, plain, unit_name
from kept.records.quotes.from_work import TRAVEL, DoneLine, to_bill
from kept.records.quotes.working_out import Worked, WorkedLine, day_in, work_out


@dataclass(frozen=True, kw_only=True)
class WorkBilling:
    """What was done and is not billed: what it comes to, and what has no price yet."""

    lines: Sequence[DoneLine]  # all of it
    worked: Worked  # of what has a price
    billed: Sequence[NewLine]  # what the customer pays for sure
    currency: str

    @property
    def net(self) -> Money:
        """Return what is billed, without taxes."""
        each = (Money(x.unit_price, self.currency).times(x.quantity) for x in self.billed)
        return total(each, self.currency)

    @property
    def fingerprint(self) -> str:
        """Return by what somebody who bills says what they have seen."""
        said = [f"{line.work} {line.quantity} {line.unit_price}" for line in self.billed]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()[:32]


def work_billing(
    card: CaseCard, *, currency: str, chosen: Mapping[str, int], language: str
) -> WorkBilling:
    """Return what can be billed in a currency; what the customer does not pay stays our cost."""
    lines = to_bill(card, currency=currency, chosen=chosen)
    country = Case.objects.values_list("office__country_code", flat=True).get(pk=card.pk)
    drafts = [line.draft for line in lines if line.has_price]
    left = goodwill_left(card.pk, currency, card)
    worked = work_out(drafts, card=card, currency=currency, country=country, left=left)
    taxes = taxes_on(country, day_in(card, card.at))
    once = _billed_components(card.pk, currency)
    theirs = [line for line in worked.lines if _is_theirs(line) and not _is_repeated(line, once)]
    return WorkBilling(
        lines=lines,
        worked=worked,
        billed=[_new_line(line, taxes, language) for line in theirs],
        currency=currency,
    )


def _billed_components(case_id: int, currency: str) -> frozenset[str]:
    """Return of which components something stands on an invoice of the case."""
    rows = InvoiceLine.objects.filter(STANDING, invoice__case_id=case_id)
    found = rows.filter(invoice__currency=currency).values_list("component", flat=True)
    return frozenset(found)


def _is_repeated(line: WorkedLine, billed: frozenset[str]) -> bool:
    """Say whether it is the policy's least or flat price of what was billed before: that is once.

    A travel's flat price is due for each.
    """
    is_least = line.by_policy and not line.draft.sources
    is_flat = line.by_policy and line.draft.component != TRAVEL
    return (is_least or is_flat) and line.draft.component in billed


def _is_theirs(line: WorkedLine) -> bool:
    return bool(line.charged) and not line.is_conditional and not line.problem


def _new_line(line: WorkedLine, taxes: Sequence[TaxOn], language: str) -> NewLine:
    tax = tax_for(line.draft.component, taxes)
    is_whole = line.charged == line.amount and line.quantity <= LARGEST
    return NewLine(
        text=_text(line, language, is_whole=is_whole),
        quantity=line.quantity if is_whole else Decimal(1),
        unit_price=line.unit_price.amount if is_whole else line.charged.amount,
        tax_code=tax.code if tax else "",
        tax_rate=tax.per_cent if tax else Decimal(0),
        component=line.draft.component,
        work=line.draft.sources,
        taken_over=line.taken_over.amount,
        fact=line.fact,
    )


def _text(line: WorkedLine, language: str, *, is_whole: bool) -> str:
    names = line.draft.names
    what = name_in(names, language) or next(iter(names.values()), "")
    if is_whole:
        return what[:300]
    with translation.override(language):
        unit = unit_name(line.draft.unit)
    share = f"{plain(line.quantity)} {unit}, {line.amount}, {plain(line.per_cent)} %"
    with translation.override(language):
        less = less_goodwill(line.taken_over) if line.taken_over else ""
    return f"{what[:150]} ({', '.join(filter(None, (share, less)))})"
