"""Which quotes hold work that was done."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from kept.records.quotes.models import Answer, Outcome, Quote, QuoteLine, QuoteVersion
from kept.records.work.held import HeldBy
from kept.records.work.models import Entry
from kept.records.work.services import Share


def quotes_with(entry_id: int) -> list[HeldBy]:
    """Return the quotes that wait for an answer or were accepted, and hold an entry."""
    case = Entry.objects.values_list("case_id", flat=True).get(pk=entry_id)
    newer = QuoteVersion.objects.filter(
        quote=OuterRef("version__quote"), number__gt=OuterRef("version__number")
    )
    rows = QuoteLine.objects.filter(~Exists(newer), version__quote__case_id=case)
    quotes = [
        quote
        for quote, sources in rows.values_list("version__quote_id", "sources")
        if any(_is_of(Share.read(text), entry_id) for text in sources)
    ]
    accepted = set(
        Answer.objects.filter(quote__in=quotes, outcome=Outcome.ACCEPTED).values_list(
            "quote_id", flat=True
        )
    )
    found = Quote.objects.filter(pk__in=quotes).order_by("pk")
    return [
        HeldBy(str(quote.number), quote.pk in accepted)
        for quote in found
        if quote.pk in accepted or quote.expires_at is not None
    ]


def _is_of(share: Share, entry_id: int) -> bool:
    return (share.thing, share.pk) == ("entry", entry_id)
