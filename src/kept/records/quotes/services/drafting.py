"""Beginning a quote, writing its lines, withdrawing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.cases.asking import NewFact
from kept.records.cases.queries import case_card
from kept.records.cases.services import ReasonMissing, record_fact
from kept.records.cases.services.holding import hold
from kept.records.ledger.services import write
from kept.records.money import NotMoney, digits_of
from kept.records.naming import clean_names
from kept.records.people.models import Language, Person
from kept.records.prices.models import Price
from kept.records.prices.services.lists import CurrencyUnknown
from kept.records.quotes.drafting import MOST_LINES, DraftLine, read, stored
from kept.records.quotes.models import Answer, Outcome, Quote, QuoteLink
from kept.records.quotes.telling import tell_of_withdrawal
from kept.records.quotes.working_out import work_out
from kept.records.refusal import Refused
from kept.records.repeats import one_at_a_time

WITHDRAWN: Final = "quote.withdrawn"
SOURCE: Final = "quote"
MOST: Final = Decimal(10) ** 9
THOUSANDTH: Final = Decimal("0.001")


class QuoteNotFound(Refused):
    """No such quote."""

    sentence = _("There is no such quote.")


class WrittenMeanwhile(Refused):
    """Somebody else went on with the draft."""

    sentence = _("%(name)s changed this quote meanwhile. Please look at it again.")


class AcceptedAlready(Refused):
    """What was accepted stays."""

    sentence = _("The customer has accepted this quote. It stays; begin another one for more.")


class IsWithdrawn(Refused):
    """What was withdrawn is over."""

    sentence = _("This quote was withdrawn. Please begin another one.")


class LineUnclear(Refused):
    """A line that says nothing that can be quoted."""

    sentence = _("Line %(line)s: give a quantity above zero with at most three digits after the point, and say what it is.")  # noqa: E501  # fmt: skip


class TypedWithoutReason(Refused):
    """A price that stands in no list was typed by somebody, who says why."""

    sentence = _("Line %(line)s: a price that is in no list needs a reason. It stays on record.")


class AboveCap(Refused):
    """The policy does not let more be asked than the contract says, by whatever way it is written.

    What a list says may be looked at before it is sent; what is typed is refused at once.
    """

    sentence = _("Line %(line)s (%(clauses)s): %(why)s")


class TooManyLines(Refused):
    """A quote has an end."""

    sentence = _("A quote can have at most 200 lines.")


@transaction.atomic
def begin_quote(
    *,
    case_id: int,
    currency: str,
    languages: Sequence[str],
    by: Person,
    at: datetime,
    key: str,
) -> Quote:
    """Begin a quote of a case. Safe to repeat with the same key.

    Raises CaseNotFound, CurrencyUnknown.
    """
    one_at_a_time(f"quote {by.pk} {key}")
    there = Quote.objects.filter(begun_by=by, key=key).first()
    if there is not None:
        return there
    case = hold(case_id).case  # before its ledger: a row that points to it locks it, too
    try:
        digits_of(currency)
    except NotMoney:
        raise CurrencyUnknown(currency=currency) from None
    quote = Quote.objects.create(
        case=case,
        customer_id=case.customer_id,
        currency=currency,
        languages=[Language(code) for code in dict.fromkeys(languages)],
        key=key,
        begun_at=at,
        begun_by=by,
        written_at=at,
        written_by=by,
    )
    data = {"quote": quote.number, "currency": currency, "languages": [*quote.languages]}
    write(stream=case.stream, verb="quote.begun", by=by, at=at, data=data)
    return quote


@transaction.atomic
def write_quote(
    *,
    quote_id: int,
    lines: Sequence[DraftLine],
    note: Mapping[str, str],
    edition: int,
    by: Person,
    at: datetime,
) -> Quote:
    """Keep the lines and the note of a draft. Safe to repeat.

    A draft is not in the ledger: what counts is what was sent. Raises QuoteNotFound,
    WrittenMeanwhile, AcceptedAlready, IsWithdrawn, LineUnclear, TypedWithoutReason, AboveCap,
    TooManyLines.
    """
    quote = held_quote(quote_id)
    refuse_over(quote)
    if len(lines) > MOST_LINES:
        raise TooManyLines
    known = [read(line) for line in quote.lines]
    checked = [_checked(place, line, known, by) for place, line in enumerate(lines, 1)]
    said = [stored(line) for line in checked]
    words = {code: text for code, text in clean_texts(note).items() if code in quote.languages}
    if (said, words) == (quote.lines, quote.note):
        return quote
    if quote.edition != edition:
        raise WrittenMeanwhile(name=quote.written_by.display_name)
    _refuse_above_cap(quote, checked, known, by=by, at=at)
    quote.lines, quote.note, quote.edition = said, words, edition + 1
    quote.written_at, quote.written_by = at, by
    quote.save(update_fields=["lines", "note", "edition", "written_at", "written_by"])
    return quote


@transaction.atomic
def withdraw_quote(*, quote_id: int, reason: str, by: Person, at: datetime) -> None:
    """Take a quote back that nobody accepted; its links end. Safe to repeat.

    What was sent is withdrawn by a fact; a mere draft is dropped. Raises QuoteNotFound,
    AcceptedAlready, ReasonMissing, and what recording a fact raises.
    """
    quote = held_quote(quote_id)
    if quote.withdrawn_at is not None:
        return
    refuse_over(quote)
    reason = " ".join(reason.split())[:1000]
    if not reason:
        raise ReasonMissing
    quote.withdrawn_at, quote.withdrawn_by, quote.withdrawn_why = at, by, reason
    quote.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    ends_at(quote, None)
    links = QuoteLink.objects.filter(version__quote=quote, revoked_at=None)
    for link in links.select_related("version__quote__case__office"):
        tell_of_withdrawal(link, reason=reason, at=at)
    links.update(revoked_at=at, revoked_by=by)
    data = {"quote": str(quote.number), "reason": reason}
    write(stream=quote.case.stream, verb="quote.withdrawn", by=by, at=at, data=data)
    if quote.versions.exists():
        fact = NewFact(
            kind=WITHDRAWN,
            at=at,
            values={"quote": str(quote.number), "reason": reason},
            source=SOURCE,
        )
        key = f"{quote.number} withdrawn"
        record_fact(case_id=quote.case_id, fact=fact, by=by, now=at, key=key)


def held_quote(quote_id: int) -> Quote:
    """Lock a quote until the transaction ends, and its case before it. Raises QuoteNotFound.

    What is done with a quote stands in its case's stream, and mostly becomes a fact of it.
    """
    case_id = Quote.objects.values_list("case_id", flat=True).filter(pk=quote_id).first()
    if case_id is None:
        raise QuoteNotFound
    hold(case_id)
    rows = Quote.objects.select_for_update(of=("self",)).select_related(
        "written_by", "case__office"
    )
    return rows.get(pk=quote_id)


def ends_at(quote: Quote, at: datetime | None) -> None:
    """Note when a quote stops holding; None: nothing waits for an answer any more."""
    quote.expires_at = at
    quote.save(update_fields=["expires_at"])


def refuse_over(quote: Quote) -> None:
    """Raise AcceptedAlready or IsWithdrawn for a quote that is over."""
    if Answer.objects.filter(quote=quote, outcome=Outcome.ACCEPTED).exists():
        raise AcceptedAlready
    if quote.withdrawn_at is not None:
        raise IsWithdrawn


def clean_texts(texts: Mapping[str, str]) -> dict[str, str]:
    """Return texts of several rows by language, without empty ones."""
    tidy = {code: text.replace("\r\n", "\n").strip()[:4000] for code, text in texts.items()}
    return {code: text for code, text in tidy.items() if text}


def _checked(place: int, line: DraftLine, known: Sequence[DraftLine], by: Person) -> DraftLine:
    """Return a line with who typed its price: whoever did so first, while it stays the same."""
    quantity = line.quantity
    is_number = quantity.is_finite() and 0 < quantity < MOST
    if not is_number or quantity != quantity.quantize(THOUSANDTH):
        raise LineUnclear(line=place)
    line = _from_list(line) if line.price_id else replace(line, names=clean_names(line.names))
    if not line.names or not line.component or not line.unit:
        raise LineUnclear(line=place)
    if line.typed is None:
        return replace(line, why="", typed_by=None)
    if not line.typed.is_finite() or line.typed < 0:
        raise LineUnclear(line=place)
    why = " ".join(line.why.split())[:500]
    if not why:
        raise TypedWithoutReason(line=place)
    same = [
        one for one in known if (one.typed, one.why, one.names) == (line.typed, why, line.names)
    ]
    typed_by = same[0].typed_by if same else by.pk
    is_known = bool(line.part_id or line.code)
    outside = line.outside and not is_known
    return replace(line, price_id=None, why=why, typed_by=typed_by, outside=outside)


def _refuse_above_cap(
    quote: Quote,
    lines: Sequence[DraftLine],
    known: Sequence[DraftLine],
    *,
    by: Person,
    at: datetime,
) -> None:
    """Refuse typed prices, new ones or changed ones, that the policy caps. Raises AboveCap."""
    if all(line.typed is None or line in known for line in lines):
        return
    card = case_card(str(quote.case.number), viewer=by, at=at)
    if card is None:
        raise QuoteNotFound
    country = quote.case.office.country_code
    worked = work_out(lines, card=card, currency=quote.currency, country=country)
    for place, line in enumerate(worked.lines, 1):
        if line.above_cap and line.draft.typed is not None and line.draft not in known:
            raise AboveCap(line=place, clauses=", ".join(line.clauses), why=line.problem)


def _from_list(line: DraftLine) -> DraftLine:
    """Return a line with what the price list says of it: nobody types that."""
    rows = Price.objects.select_related("item__part")
    price = rows.filter(pk=line.price_id).first() if line.price_id else None
    if price is None:
        return replace(line, names={})
    item = price.item
    return replace(
        line,
        component=item.component,
        names=item.part.names if item.part else item.names,
        unit=item.unit,
        part_id=item.part_id,
        code=f"{item.part.brand} {item.part.number}" if item.part else item.code,
    )
