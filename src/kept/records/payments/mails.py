"""What a customer is told by mail about paying: each once, in the contact's language."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from kept.records.documents.models import CodeBy
from kept.records.documents.telling import MOST_A_DAY, zone_of
from kept.records.notices.services import OutgoingLetter, send_letter
from kept.records.notices.threads import reply_address
from kept.records.payments.links import PAY_LINK
from kept.records.payments.models import PayLink
from kept.records.payments.ours import our_name


def tell_to_pay(link: PayLink, *, at: datetime) -> None:
    """Send the link, and the code in a mail of its own if that is how it travels."""
    _send("pay_asked", link, at=at)
    if link.code_by == CodeBy.MAIL:
        _send("pay_code", link, at=at)


def _send(kind: str, link: PayLink, *, at: datetime) -> None:
    case = link.case
    answers = reply_address(case_id=case.pk, address=link.address, mailbox=settings.MAIL_ADDRESS)
    letter = OutgoingLetter(
        kind=kind,
        address=link.address,
        language=link.language,
        subject_key=str(case.number),
        dedup=f"pay/{link.pk}/{kind}/{link.address}",
        data={
            "provider": our_name(case, link.language),
            "zone": zone_of(case),
            "reply_to": answers,
            "purpose": PAY_LINK,
            "seed": link.seed,
            "code_by": link.code_by,
            "until": link.expires_at.isoformat(),
        },
    )
    send_letter(letter, now=at, most_to_one=MOST_A_DAY)
