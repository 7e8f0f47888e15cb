"""Sending a quote: from now on these lines and these bytes are what was offered."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.cases.asking import NewFact
from kept.records.cases.models import Case
from kept.records.cases.queries import CaseCard, case_card
from kept.records.cases.services import record_fact
from kept.records.documents.addressees import addressee
from kept.records.documents.models import CodeBy
from kept.records.documents.printing.press import pdf_of
from kept.records.documents.storing import keep
from kept.records.ledger.services import write
from kept.records.money import told
from kept.records.people.models import Person
from kept.records.prices.queries import TaxOn, tax_for
from kept.records.quotes.contents import Sheet, contents
from kept.records.quotes.drafting import read
from kept.records.quotes.goodwill import GoodwillLeft, use_goodwill
from kept.records.quotes.models import Quote, QuoteLine, QuoteTax, QuoteVersion
from kept.records.quotes.services.drafting import (
    SOURCE,
    QuoteNotFound,
    WrittenMeanwhile,
    ends_at,
    held_quote,
    refuse_over,
)
from kept.records.quotes.services.linking import make_link
from kept.records.quotes.telling import tell_of_quote
from kept.records.quotes.validity import SENT, Validity, policys_validity
from kept.records.quotes.working_out import Worked, WorkedLine, WorkedTax, work_out
from kept.records.refusal import Refused
from kept.records.work.unbilled import done_of_case

LONGEST_DAYS: Final = 366
OTHERWISE: Final = _("Some of what was done here was withdrawn or counts otherwise by now. Please remove the line and take it over again.")  # noqa: E501  # fmt: skip


class NothingToPay(Refused):
    """A quote has lines."""

    sentence = _("There is nothing in this quote yet. Please add a line first.")


class LineNotReady(Refused):
    """A line that cannot be sent as it is."""

    sentence = _("Line %(line)s: %(why)s")


class NoEnd(Refused):
    """A customer must know until when a quote holds."""

    sentence = _("Please say until when the quote holds: a moment to come, within a year.")


@dataclass(frozen=True, kw_only=True)
class Sending:
    """Which draft is sent, by whom it is offered, to which contact, and the key of this press.

    `valid_until` is for where the policy does not say it. `despite`: why it is sent although the
    policy wants something else first.
    """

    quote_id: int
    edition: int
    provider: Mapping[str, str]
    contact_id: int
    key: str
    code_by: CodeBy = CodeBy.PHONE
    valid_until: datetime | None = None
    despite: str = ""


@dataclass(frozen=True)
class Proposal:
    """A version before it is sent."""

    quote: Quote
    card: CaseCard
    version: int
    worked: Worked
    validity: Validity
    data: dict[str, Any]


def propose_quote(
    *,
    quote_id: int,
    provider: Mapping[str, str],
    by: Person,
    at: datetime,
    valid_until: datetime | None = None,
) -> Proposal:
    """Return the version that would be sent now; nothing is written.

    Raises QuoteNotFound, NothingToPay, LineNotReady, NoEnd.
    """
    quote = Quote.objects.select_related("case__office").filter(pk=quote_id).first()
    card = case_card(str(quote.case.number), viewer=by, at=at) if quote else None
    if quote is None or card is None:
        raise QuoteNotFound
    worked = worked_out(quote, card)
    if not worked.lines:
        raise NothingToPay
    for place, why in worked.problems:
        raise LineNotReady(line=place, why=why)
    validity = policys_validity(card) or _typed(valid_until, at)
    sheet = Sheet(
        number=str(quote.number),
        version=quote.versions.count() + 1,
        languages=quote.languages,
        note=quote.note,
        provider=provider,
        worked=worked,
        valid_until=validity.until,
        valid_by=validity.clauses,
    )
    return Proposal(quote, card, sheet.version, worked, validity, contents(sheet, card, at=at))


def worked_out(quote: Quote, card: CaseCard) -> Worked:
    """Return what a draft comes to now."""
    drafts = [read(line) for line in quote.lines]
    country = quote.case.office.country_code
    # What its earlier versions took of goodwill comes free with it.
    left = GoodwillLeft(card.pk, quote.currency, but_quote=quote.pk)
    worked = work_out(drafts, card=card, currency=quote.currency, country=country, left=left)
    if not any(draft.sources for draft in drafts):
        return worked
    done = {str(one.share) for one in done_of_case(card)}
    return replace(worked, lines=[_if_done(line, done) for line in worked.lines])


def _if_done(line: WorkedLine, done: Collection[str]) -> WorkedLine:
    """Return a line; one that cannot be sent if it is about work that does not stand so any more.

    Once accepted it could not be billed, because only what was done goes onto an invoice.
    """
    if line.problem or all(source in done for source in line.draft.sources):
        return line
    return replace(line, problem=OTHERWISE)


def send_quote(*, sending: Sending, by: Person, at: datetime) -> QuoteVersion:
    """Send a quote as its draft stands, with a link for the contact; record that it was sent.

    Safe to repeat with the same key. Printing happens before anything is locked. Raises what
    `propose_quote` raises, WrittenMeanwhile, AcceptedAlready, IsWithdrawn, NoAddress, SignsMissing,
    NotPrinted, and what recording a fact raises.
    """
    old = QuoteVersion.objects.filter(quote_id=sending.quote_id, key=sending.key).first()
    if old is not None:
        return old
    found = propose_quote(
        quote_id=sending.quote_id,
        provider=sending.provider,
        by=by,
        at=at,
        valid_until=sending.valid_until,
    )
    return _send(found, pdf_of(found.data), sending, by=by, at=at)


@transaction.atomic
def _send(
    found: Proposal, pdf: bytes, sending: Sending, *, by: Person, at: datetime
) -> QuoteVersion:
    quote = held_quote(found.quote.pk)
    old = quote.versions.filter(key=sending.key).first()
    if old is not None:
        return old
    refuse_over(quote)
    is_other = quote.edition != sending.edition or quote.edition != found.quote.edition
    if is_other or quote.versions.filter(number=found.version).exists():
        raise WrittenMeanwhile(name=quote.written_by.display_name)
    if Case.objects.get(pk=quote.case_id).change != found.card.change:
        found = propose_quote(
            quote_id=quote.pk,
            provider=sending.provider,
            by=by,
            at=at,
            valid_until=sending.valid_until,
        )
        pdf = pdf_of(found.data)  # something happened in between: who pays may have changed
    to = addressee(quote.case, sending.contact_id)
    version = _version(quote, found, pdf, sending.key, by=by, at=at)
    ends_at(quote, version.valid_until)
    used = [(line.fact, line.taken_over) for line in found.worked.lines]
    use_goodwill(quote.case, used, version=version, by=by, now=at)
    _tell(version, found, by=by, at=at)
    _record(version, found, sending.despite, by=by, at=at)
    tell_of_quote(make_link(version, to, sending.code_by, by=by, at=at, key=sending.key), at=at)
    return version


def _version(
    quote: Quote, found: Proposal, pdf: bytes, key: str, *, by: Person, at: datetime
) -> QuoteVersion:
    worked = found.worked
    version = QuoteVersion.objects.create(
        quote=quote,
        customer_id=quote.customer_id,
        number=found.version,
        currency=quote.currency,
        net=worked.net.amount,
        tax=worked.tax.amount,
        total=worked.total.amount,
        valid_until=found.validity.until,
        data=found.data,
        key=key,
        sha256=keep(pdf, now=at),
        sent_at=at,
        sent_by=by,
    )
    QuoteLine.objects.bulk_create(_lines(version, worked))
    QuoteTax.objects.bulk_create(_tax(version, one) for one in worked.taxes)
    return version


def _lines(version: QuoteVersion, worked: Worked) -> list[QuoteLine]:
    taxes = [one.tax for one in worked.taxes]
    return [
        QuoteLine(
            version=version,
            place=place,
            component=line.draft.component,
            part_id=line.draft.part_id,
            names=dict(line.draft.names),
            quantity=line.quantity,
            unit=line.draft.unit,
            currency=version.currency,
            unit_price=line.unit_price.amount,
            amount=line.amount.amount,
            per_cent=line.per_cent,
            taken_over=line.taken_over.amount,
            charged=line.charged.amount,
            basis=line.basis,
            clauses=list(line.clauses),
            is_conditional=line.is_conditional,
            tax_code=_tax_code(line, taxes),
            price_id=None if line.by_policy else line.draft.price_id,
            by_policy=line.by_policy,
            typed_why="" if line.by_policy else line.draft.why,
            typed_by_id=None if line.by_policy else line.draft.typed_by,
            sources=list(line.draft.sources),
        )
        for place, line in enumerate(worked.lines, 1)
    ]


def _tax_code(line: WorkedLine, taxes: Sequence[TaxOn]) -> str:
    tax = tax_for(line.draft.component, taxes)
    return tax.code if tax else ""


def _tax(version: QuoteVersion, worked: WorkedTax) -> QuoteTax:
    return QuoteTax(
        version=version,
        code=worked.tax.code,
        names=dict(worked.tax.names),
        currency=version.currency,
        per_cent=worked.tax.per_cent,
        base=worked.base.amount,
        amount=worked.amount.amount,
    )


def _tell(version: QuoteVersion, found: Proposal, *, by: Person, at: datetime) -> None:
    data = {
        "quote": str(found.quote.number),
        "version": version.number,
        "sha256": version.sha256,
        "total": told(found.worked.total),
        "valid_until": version.valid_until.isoformat(),
        "fingerprint": found.data["fingerprint"],
    }
    write(stream=found.quote.case.stream, verb="quote.sent", by=by, at=at, data=data)


def _record(
    version: QuoteVersion, found: Proposal, despite: str, *, by: Person, at: datetime
) -> None:
    quote = found.quote
    fact = NewFact(
        kind=SENT, at=at, values=values_of(version, quote), source=SOURCE, despite=despite
    )
    key = f"{quote.number}/{version.number} sent"
    record_fact(case_id=quote.case_id, fact=fact, by=by, now=at, key=key)


def values_of(version: QuoteVersion, quote: Quote) -> dict[str, str | float]:
    """Return what a fact says of a version: which it is, and how much."""
    return {
        "quote": f"{quote.number}/{version.number}",
        "amount": float(version.total),
        "currency": version.currency,
    }


def _typed(valid_until: datetime | None, at: datetime) -> Validity:
    if valid_until is None or not 0 < (valid_until - at).total_seconds() <= LONGEST_DAYS * 86400:
        raise NoEnd
    return Validity(valid_until, ())
