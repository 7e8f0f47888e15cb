"""Writing down that a quote was not answered while it held."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import structlog
from django.db import transaction

from kept.records.cases.asking import NewFact
from kept.records.cases.services import Door, record_fact
from kept.records.ledger.actor import acting_from
from kept.records.people.services.doors import door_person
from kept.records.quotes.models import Quote
from kept.records.quotes.services.drafting import SOURCE
from kept.records.quotes.services.sending import values_of
from kept.records.refusal import Refused

EXPIRED: Final = "quote.expired"
CLOCK: Final = Door("quote-clock", "Quotes that run out")

log = structlog.get_logger(__name__)


def expire_quotes(*, now: datetime, limit: int) -> int:
    """Record of each quote that ran out unanswered that it did, at the moment it did; say how many.

    Each is one transaction, so that none waits for another; who is just being written to is taken
    the next time.
    """
    done = 0
    while done < limit and _expire_next(now=now):
        done += 1
    return done


@transaction.atomic
def _expire_next(*, now: datetime) -> bool:
    # With its case, which a fact needs: whoever holds either is not waited for.
    rows = Quote.objects.select_for_update(of=("self", "case"), skip_locked=True)
    due = rows.select_related("case").filter(expires_at__lte=now)
    quote = due.order_by("expires_at", "pk").first()
    if quote is None:
        return False
    quote.expires_at = None
    quote.save(update_fields=["expires_at"])
    version = quote.versions.order_by("-number").first()
    assert version is not None
    fact = NewFact(
        kind=EXPIRED, at=version.valid_until, values=values_of(version, quote), source=SOURCE
    )
    by = door_person(username=CLOCK.username, name=CLOCK.name, at=now)
    key = f"{quote.number}/{version.number} expired"
    try:
        with acting_from(SOURCE), transaction.atomic():
            record_fact(case_id=quote.case_id, fact=fact, by=by, now=now, key=key)
    except Refused as refused:  # others must not wait for it
        log.error("a quote ran out, and its case does not take it", quote=quote.number, why=refused)
    return True
