"""What the customer of a return is told by mail, each thing once, in their language."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.utils import translation

from kept.records.cases.held_back import speaker_for
from kept.records.naming import name_in
from kept.records.notices.services import OutgoingLetter, send_letter
from kept.records.notices.threads import reply_address
from kept.records.returns.services import NewEvent
from kept.records.returns.standing import Kind
from kept.records.transit.foreseeing import Foreseen, foreseen_of_case, sure_payers
from kept.records.transit.models import ReturnPage
from kept.records.transit.purposes import RETURN_PAGE
from kept.rules.assess.say.charges import payer_words

MOST_A_DAY: Final = (10, timedelta(days=1))  # of one kind to one address


def tell_of_return(page: ReturnPage, event: NewEvent, *, now: datetime) -> bool:
    """Send what a step means for the customer. Returns whether it goes out."""
    rma = page.rma
    case, mailbox = rma.case, settings.MAIL_ADDRESS
    office = case.office
    told: dict[str, Any] = {
        "rma": rma.number,
        "office": name_in(office.names, page.language),
        "office_address": office.address,
        "office_phone": office.phone,
        "reason": event.text.strip(),
        "carrier": " ".join(filter(None, [event.party, event.reference])),
        "freight": _freight(page, now) if event.kind is Kind.APPROVED else [],
        "zone": str(case.about.get("site.zone") or office.time_zone),
        "purpose": RETURN_PAGE,
        "seed": page.seed,
        "reply_to": reply_address(case_id=case.pk, address=page.address, mailbox=mailbox),
    }
    letter = OutgoingLetter(
        kind=f"return_{event.kind}",
        address=page.address,
        language=page.language,
        subject_key=str(case.number),
        dedup=f"return/{rma.pk}/{event.kind}/{_count(page, event)}",
        data=told,
    )
    return send_letter(letter, now=now, most_to_one=MOST_A_DAY)


def freight_lines(found: Foreseen) -> list[str]:
    """Return who pays which way of the goods, with the clause, in the language that is spoken now.

    Only what is sure.
    """
    speaker = speaker_for(found.policy)
    lines = []
    for cost, outcome in sure_payers(found.freight):
        clauses = ", ".join(outcome.reason.clauses)
        said = f"{speaker.component(cost.component)}: {payer_words(speaker, outcome)}"
        lines.append(f"{said} ({clauses})" if clauses else said)
    return lines


def _freight(page: ReturnPage, now: datetime) -> list[str]:
    found = foreseen_of_case(page.rma.case_id, at=now)
    with translation.override(page.language):
        return freight_lines(found)


def _count(page: ReturnPage, event: NewEvent) -> int:
    """Return how often this happened by now: what comes in two parcels is told twice."""
    return page.rma.events.filter(kind=event.kind).count()
