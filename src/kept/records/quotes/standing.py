"""Where a quote stands, and whether a link to it still opens anything."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final

from kept.records.documents.models.link import MOST_WRONG
from kept.records.quotes.models import Answer, Outcome, Quote, QuoteLink, QuoteVersion

QUOTE_LINK: Final = "quote link"  # what its secrets are worked out for


class QuoteState(StrEnum):
    """How far a quote has come."""

    DRAFT = "draft"
    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class LinkState(StrEnum):
    """How far a link has come. What it opens can be read as long as it is open or answered."""

    OPEN = "open"
    ANSWERED = "answered"
    REPLACED = "replaced"  # there is a newer version
    EXPIRED = "expired"
    REVOKED = "revoked"
    WITHDRAWN = "withdrawn"
    GUESSED = "guessed"  # too many wrong codes


READABLE: Final = {LinkState.OPEN, LinkState.ANSWERED}


def state_of(
    quote: Quote, last: QuoteVersion | None, answer: Answer | None, *, at: datetime
) -> QuoteState:
    """Return where a quote stands; `last` is its newest version, `answer` the one about that."""
    if answer is not None:
        is_yes = answer.outcome == Outcome.ACCEPTED
        return QuoteState.ACCEPTED if is_yes else QuoteState.DECLINED
    if quote.withdrawn_at is not None:
        return QuoteState.WITHDRAWN
    if last is None:
        return QuoteState.DRAFT
    return QuoteState.EXPIRED if last.valid_until <= at else QuoteState.SENT


def link_state(link: QuoteLink, *, at: datetime) -> LinkState:
    """Return where a link stands at a moment."""
    version = link.version
    answered = Answer.objects.filter(version=version).exists()
    newer = QuoteVersion.objects.filter(quote_id=version.quote_id, number__gt=version.number)
    if link.revoked_at is not None:  # a newer version ends it too; what ended before it was ended
        newer = newer.filter(sent_at__lte=link.revoked_at)
    over = {
        LinkState.REPLACED: not answered and newer.exists(),
        LinkState.REVOKED: link.revoked_at is not None,
        LinkState.GUESSED: link.wrong_codes >= MOST_WRONG,
        LinkState.ANSWERED: answered,
        LinkState.WITHDRAWN: version.quote.withdrawn_at is not None,
        LinkState.EXPIRED: min(link.expires_at, version.valid_until) <= at,
    }
    return next((state for state, is_so in over.items() if is_so), LinkState.OPEN)
