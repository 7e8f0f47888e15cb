"""Where in the ledger money stands, and in which order things are locked.

Whoever writes about money takes, in this order: the turn for numbers of invoices, the cases (the
earlier first), open items by their keys, and last the head of a stream of the ledger. What belongs
to a case stands in its stream; all else in one of the customer's.
"""

from __future__ import annotations

from kept.records.payments.models import Invoice
from kept.records.repeats import one_at_a_time


def stream_of(row: Invoice) -> str:
    """Return the stream of the ledger in which an invoice stands."""
    return row.case.stream if row.case else f"money:{row.customer_id}"


def take_turn_for_numbers() -> None:
    """Wait until nobody else is about to number an invoice: only so is there no gap."""
    one_at_a_time("numbers of invoices")
