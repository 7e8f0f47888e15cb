"""What of an accepted quote can be billed now: what was accepted, and what the policy says today.

A customer is never billed more than they accepted, and never for what the policy lays on somebody
else by what is known now.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from django.db.models import F, Q, QuerySet, Sum
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from kept.records.cases.held_back import speaker_for
from kept.records.cases.queries import Assessed, CaseCard, assessed
from kept.records.money import Money, nothing, total
from kept.records.naming import name_in
from kept.records.payments.lines import LARGEST, NewLine, Taxed
from kept.records.payments.models import Invoice, InvoiceKind, InvoiceLine, InvoiceTax, OpenItem
from kept.records.payments.who_pays import is_free
from kept.records.quotes.contents import plain, unit_name
from kept.records.quotes.goodwill import GoodwillLeft
from kept.records.quotes.models import Answer, Outcome, QuoteLine, QuoteVersion
from kept.records.quotes.still_done import Standing, StillDone
from kept.records.quotes.working_out import THOUSANDTH, TheirShare, customers_share
from kept.records.refusal import Refused
from kept.rules.assess.charges import ChargeLine, Goodwill, charges

# Of lines and taxes: their invoice was not taken back as a whole. A line of one that was taken back
# in part counts in full: nobody knows which of its lines the credit note meant.
STANDING: Final = Q(invoice__kind=InvoiceKind.INVOICE) & ~Q(
    invoice__item__credited=F("invoice__item__amount")
)


class MoreThanAccepted(Refused):
    """A customer who accepted a quote pays what it says."""

    sentence = _(
        "The customer accepted %(accepted)s of “%(component)s”, and %(billed)s of it is billed. "
        "To bill more, begin another quote and let it be accepted."
    )


class Fate(StrEnum):
    """What becomes of an accepted line when it is billed now."""

    BILLED = "billed"  # by an earlier invoice
    NOTHING = "nothing"  # the customer accepted to pay nothing for it
    SAME = "same"
    MORE = "more"  # the policy lets the customer pay more by now; what was accepted is billed
    PARTLY = "partly"  # some of it was not done, so the customer pays what was
    NOT_DONE = "not_done"
    LESS = "less"  # the customer pays less of it by now
    OURS = "ours"  # the customer pays nothing of it by now
    OPEN = "open"  # who pays is not known


CHANGED: Final = (Fate.PARTLY, Fate.NOT_DONE, Fate.MORE, Fate.LESS, Fate.OURS, Fate.OPEN)


@dataclass(frozen=True, kw_only=True)
class AcceptedLine:
    """A line as it was accepted, and what of it is billed now."""

    row: QuoteLine
    done: StillDone
    accepted: Money
    bill: Money
    fate: Fate
    clauses: tuple[str, ...]
    taken_over: Money  # by goodwill that came after it was accepted
    fact: int  # the number of that decision

    @property
    def is_whole(self) -> bool:
        """Say whether quantity times price is what is billed."""
        is_all = self.done.is_whole and self.bill.amount == self.row.amount
        return is_all and self.row.quantity <= LARGEST


@dataclass(frozen=True, kw_only=True)
class Billing:
    """An accepted version, each line of it, what was paid before, and earlier invoices of it."""

    version: QuoteVersion
    answer: Answer
    lines: Sequence[AcceptedLine]
    paid: Money  # held for the case and put against no invoice yet
    invoices: Sequence[str]

    @property
    def net(self) -> Money:
        """Return what is billed now, without taxes."""
        return total((line.bill for line in self.lines), self.version.currency)

    @property
    def has_changed(self) -> bool:
        """Say whether somebody should look first: it is not all as it was accepted."""
        return any(line.fate in CHANGED for line in self.lines)

    @property
    def fingerprint(self) -> str:
        """Return by what somebody who agrees says what they have seen."""
        said = [f"{line.row.pk} {line.fate} {line.bill}" for line in self.lines]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()[:32]


def accepted_of(case_id: int) -> list[QuoteVersion]:
    """Return the versions of a case that its customer accepted, the earliest answer first."""
    rows = QuoteVersion.objects.filter(quote__case_id=case_id, answer__outcome=Outcome.ACCEPTED)
    return list(rows.select_related("quote__case", "answer").order_by("answer__at", "pk"))


def billing_of(version: QuoteVersion, found: Assessed) -> Billing:
    """Return what of an accepted version can be billed, by what is known of its case now."""
    currency = version.currency
    known = _known(found)
    left = goodwill_left(version.quote.case_id, currency, found, before=version)
    numbers = Invoice.objects.filter(quote_version=version).order_by("pk")
    return Billing(
        version=version,
        answer=version.answer,
        lines=_accepted_lines(version, known, left),
        paid=total((item.open for item in paid_before(version.quote.case_id, currency)), currency),
        invoices=[str(number) for number in numbers.values_list("number", flat=True)],
    )


def goodwill_left(
    case_id: int, currency: str, found: Assessed | CaseCard, *, before: QuoteVersion | None = None
) -> GoodwillLeft:
    """Return what is left of goodwill beside what was accepted earlier; None: all that was.

    What goodwill takes over as a whole stands on no invoice, so that what was accepted takes its
    part first, in the order of the answers: no two of them find the same money.
    """
    left, known = GoodwillLeft(case_id, currency), _known(found)
    if not any(one.goodwill for one in known.values()):
        return left
    for version in accepted_of(case_id):
        if before is not None and version.pk == before.pk:
            break
        if version.currency == currency:
            _accepted_lines(version, known, left)
    return left


def _known(found: Assessed | CaseCard) -> Mapping[str, ChargeLine]:
    return {one.component: one for one in charges(found.assessment, found.facts)}


def _accepted_lines(
    version: QuoteVersion, known: Mapping[str, ChargeLine], left: GoodwillLeft
) -> list[AcceptedLine]:
    billed = _billed(version)
    rows = list(version.lines.order_by("place"))
    done = Standing(rows)
    return [
        _line(_Accepted(row, done.of(row)), known.get(row.component), left, row.pk in billed)
        for row in rows
    ]


def paid_before(case_id: int, currency: str) -> list[OpenItem]:
    """Return what of a case's payments is put against no invoice yet, the earliest first."""
    rows = OpenItem.objects.filter(
        payment__case_id=case_id, currency=currency, matched__lt=F("amount")
    )
    return list(rows.order_by("payment__received_at", "pk"))


def taxed_before(version: QuoteVersion) -> Taxed:
    """Return what was taxed of a version on earlier invoices."""
    rows = InvoiceTax.objects.filter(STANDING, invoice__quote_version=version)
    return {
        (row["code"], row["rate"]): (
            Money(row["bases"], version.currency),
            Money(row["taxes"], version.currency),
        )
        for row in rows.values("code", "rate").annotate(bases=Sum("base"), taxes=Sum("tax"))
    }


def lines_to_bill(billing: Billing) -> tuple[NewLine, ...]:
    """Return the lines of an invoice, in the language of who gets it."""
    rates = {tax.code: tax.per_cent for tax in billing.version.taxes.all()}
    return tuple(
        NewLine(
            text=_text(line, billing.version.customer.language),
            quantity=line.row.quantity if line.is_whole else Decimal(1),
            unit_price=line.row.unit_price if line.is_whole else line.bill.amount,
            tax_code=line.row.tax_code,
            tax_rate=rates.get(line.row.tax_code, Decimal(0)),
            component=line.row.component,
            quote_line=line.row.pk,
            work=line.done.sources,
            taken_over=line.taken_over.amount,
            fact=line.fact,
        )
        for line in billing.lines
        if line.bill
    )


def check_accepted(case_id: int, lines: Sequence[NewLine], currency: str, *, at: datetime) -> None:
    """Raise MoreThanAccepted where a case's customer accepted less than would be billed in it.

    Without an accepted quote nobody has said how much it may be.
    """
    if not Answer.objects.filter(quote__case_id=case_id, outcome=Outcome.ACCEPTED).exists():
        return
    accepted = _sums(
        QuoteLine.objects.filter(
            version__quote__case_id=case_id, version__answer__outcome=Outcome.ACCEPTED
        ).filter(currency=currency),
        "charged",
        currency,
    )
    of_case = InvoiceLine.objects.filter(STANDING, invoice__case_id=case_id)
    billed = _sums(of_case.filter(invoice__currency=currency), "net", currency)
    zero = nothing(currency)
    for component in dict.fromkeys(line.component for line in lines if line.unit_price):
        mine = [line for line in lines if line.component == component]
        more = total((Money(x.unit_price, currency).times(x.quantity) for x in mine), currency)
        was, may = billed.get(component, zero), accepted.get(component, zero)
        if may < was + more:
            name = speaker_for(assessed(case_id, at=at).policy).component(component)
            raise MoreThanAccepted(accepted=may, component=name, billed=was)


def _sums(rows: QuerySet[Any], column: str, currency: str) -> Mapping[str, Money]:
    grouped = rows.values("component").annotate(whole=Sum(column))
    return {row["component"]: Money(row["whole"], currency) for row in grouped}


def _billed(version: QuoteVersion) -> set[int]:
    """Return the lines of a version that stand on an invoice which was not all taken back."""
    rows = InvoiceLine.objects.filter(STANDING, quote_line__version=version)
    return set(rows.values_list("quote_line__pk", flat=True))


@dataclass(frozen=True)
class _Accepted:
    """What of an accepted line was done: its price, what was accepted of it, and its goodwill."""

    row: QuoteLine
    done: StillDone

    def _of(self, amount: Decimal) -> Money:
        return self.done.of(Money(amount, self.row.currency))

    @property
    def amount(self) -> Money:
        return self._of(self.row.amount)

    @property
    def accepted(self) -> Money:
        return self._of(self.row.charged)

    @property
    def taken_over(self) -> Money:
        return self._of(self.row.taken_over)


def _line(
    said: _Accepted,
    charge: ChargeLine | None,
    left: GoodwillLeft,
    is_billed: bool,
) -> AcceptedLine:
    row, taken = said.row, nothing(said.row.currency)
    fate, bill = _fate(said, charge)
    if is_billed:
        fate, bill = Fate.BILLED, nothing(row.currency)
    elif charge is not None and charge.goodwill and bill:
        taken = _taken_since(said, charge, charge.goodwill, bill, left)
        bill = bill - taken
        fate = _less(bill) if taken else fate
    payers = charge.cost.payers if charge else ()
    clauses = [clause for outcome in payers for clause in outcome.reason.clauses]
    return AcceptedLine(
        row=row,
        done=said.done,
        accepted=Money(row.charged, row.currency),
        bill=bill,
        fate=fate,
        clauses=tuple(dict.fromkeys(clauses)) or tuple(row.clauses),
        taken_over=taken,
        fact=int(charge.goodwill.fact) if charge and charge.goodwill and taken else 0,
    )


def _less(bill: Money) -> Fate:
    return Fate.LESS if bill else Fate.OURS


def _taken_since(
    said: _Accepted, charge: ChargeLine, goodwill: Goodwill, bill: Money, left: GoodwillLeft
) -> Money:
    """Return what goodwill takes off what would be billed, beside what the quote took off before.

    What the quote took off is counted with it, so it is not taken again.
    """
    share, amount = customers_share(charge), said.amount
    now = amount.per_cent(share.per_cent) - share.wanted(amount)
    if bill <= now:
        return nothing(bill.currency)
    return left.take(goodwill, bill - now)


def _fate(said: _Accepted, charge: ChargeLine | None) -> tuple[Fate, Money]:
    """Return what becomes of a line, and how much of it is billed: what was done, by what holds
    now, if less.
    """
    zero = nothing(said.row.currency)
    if not said.row.charged:
        return Fate.NOTHING, zero
    if not said.done.left:
        return Fate.NOT_DONE, zero
    if charge is not None and is_free(charge.cost):
        return Fate.OURS, zero
    share = customers_share(charge)
    if not share.per_cent:
        return Fate.OURS, zero
    if share.is_open:
        return Fate.OPEN, zero
    return _compared(said, share)


def _compared(said: _Accepted, share: TheirShare) -> tuple[Fate, Money]:
    """Return what was accepted of what was done, or what the customer pays of it now, if less."""
    amount, accepted = said.amount, said.accepted
    now = amount.per_cent(share.per_cent) - min(said.taken_over, share.wanted(amount))
    if now < accepted:
        return _less(now), now
    if not said.done.is_whole:
        return Fate.PARTLY, accepted
    return (Fate.MORE if accepted < now else Fate.SAME), accepted


def _text(line: AcceptedLine, language: str) -> str:
    row = line.row
    what = name_in(row.names, language) or next(iter(row.names.values()), "")
    if line.is_whole:
        return what[:300]
    with translation.override(language):
        unit = unit_name(row.unit)
    quantity = (row.quantity * line.done.left / line.done.whole).quantize(THOUSANDTH)
    share = f"{plain(quantity)} {unit}, {line.done.of(Money(row.amount, row.currency))}"
    return f"{what[:200]} ({share})"
