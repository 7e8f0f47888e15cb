"""Taking over into a draft what was done on its case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.cases.queries import CaseCard
from kept.records.people.models import Person
from kept.records.quotes.drafting import read
from kept.records.quotes.from_work import to_bill
from kept.records.quotes.models import Quote
from kept.records.quotes.services.drafting import held_quote, refuse_over, write_quote
from kept.records.refusal import Refused


class NothingToTake(Refused):
    """All of it is billed or quoted, or has no price."""

    sentence = _("Nothing is left to take over: all that was done is billed or quoted, or no price was chosen for it.")  # noqa: E501  # fmt: skip


@transaction.atomic
def take_over_work(
    *,
    quote_id: int,
    card: CaseCard,
    chosen: Mapping[str, int],
    edition: int,
    by: Person,
    at: datetime,
) -> Quote:
    """Add lines of what was done to a draft: whatever has a price, by list, policy or receipt.

    `card`: the quote's case as it is now; `chosen`: the price of a line by its key. Raises
    NothingToTake, and what writing a quote raises.
    """
    quote = held_quote(quote_id)
    refuse_over(quote)
    assert quote.case_id == card.pk
    found = to_bill(card, currency=quote.currency, chosen=chosen)
    more = [line.draft for line in found if line.has_price]
    if not more:
        raise NothingToTake
    lines = [*(read(line) for line in quote.lines), *more]
    return write_quote(
        quote_id=quote_id, lines=lines, note=quote.note, edition=edition, by=by, at=at
    )
