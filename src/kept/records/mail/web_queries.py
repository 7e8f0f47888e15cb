"""What became of a request by the form for everyone, for whoever sent it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kept.records.mail.models import Outcome, WebRequest
from kept.records.mail.services.goods import through
from kept.records.mail.services.web import LONGEST, hash_of


@dataclass(frozen=True)
class WebReceipt:
    """A request as its sender may see it: when it came, and the case that one of us says it is."""

    received_at: datetime
    subject: str
    text: str
    is_set_aside: bool
    has_address: bool  # of e-mail, which may be one that we know
    case_id: int | None
    case_state: str
    through: str  # by which returns are known that were asked for with it
    added: tuple[datetime, ...]  # when more was sent


def web_request_of(secret: str) -> WebRequest | None:
    """Return the request that this secret was given for; None if there is none.

    A page that was mailed to a contact is there as long as the contact is, with that address.
    """
    if not secret or len(secret) > LONGEST:
        return None
    rows = WebRequest.objects.filter(secret_hash=hash_of(secret))
    row = rows.select_related("letter__case", "letter__contact").first()
    return None if row is not None and row.mailed_to and not row.is_theirs else row


def web_receipt(row: WebRequest) -> WebReceipt:
    """Return what became of a request."""
    letter, case = row.letter, row.confirmed_case
    more = WebRequest.objects.filter(first=row).order_by("pk")
    return WebReceipt(
        received_at=letter.received_at,
        # A sender's name can be forged: what somebody else wrote is not told to a contact by us.
        subject="" if row.mailed_to else letter.subject,
        text="" if row.mailed_to else letter.text,
        is_set_aside=letter.outcome == Outcome.SET_ASIDE,
        has_address=bool(letter.sender),
        case_id=case.pk if case else None,
        case_state=case.state if case else "",
        through=through(row) if case else "",
        added=tuple(more.values_list("letter__received_at", flat=True)),
    )
