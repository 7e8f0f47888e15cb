"""What is told of a quote: the customer by mail, and our people of what came by a link."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings

from kept.records.documents.models import CodeBy
from kept.records.documents.telling import MOST_A_DAY, zone_of
from kept.records.files.media import PDF
from kept.records.notices.services import Announcement, OutgoingLetter, announce, send_letter
from kept.records.notices.threads import reply_address
from kept.records.people.models import Person
from kept.records.quotes.models import Answer, Exchange, QuoteLink, QuoteVersion
from kept.records.quotes.standing import QUOTE_LINK


def tell_of_quote(link: QuoteLink, *, at: datetime) -> None:
    """Send a quote with its link, and the code in a mail of its own if that is how it travels."""
    more = {**_of_link(link), "attach": [_pdf(link.version)]}
    _send("quote_sent", link, more, f"link/{link.pk}", at=at)
    if link.code_by == CodeBy.MAIL:
        _send("quote_code", link, _of_link(link), f"link/{link.pk}", at=at)


def tell_of_answer(answer: Answer, link: QuoteLink, *, at: datetime) -> None:
    """Confirm to the customer what we have on record that they answered."""
    said = {"outcome": answer.outcome, "name": answer.name, "reason": answer.reason}
    more = {**said, "attach": [_pdf(answer.version)]}
    _send("quote_answered", link, more, f"answer/{answer.pk}", at=at)


def tell_of_withdrawal(link: QuoteLink, *, reason: str, at: datetime) -> None:
    """Say that a quote does not hold any more."""
    _send("quote_withdrawn", link, {"reason": reason}, f"link/{link.pk}", at=at)


def tell_of_reply(said: Exchange, link: QuoteLink, *, at: datetime) -> None:
    """Send the customer what we answered, with the page on which it stands, too."""
    _send("quote_replied", link, {**_of_link(link), "text": said.text}, f"said/{said.pk}", at=at)


def tell_us_of_question(asked: Exchange, link: QuoteLink, *, at: datetime) -> None:
    """Tell our people what a customer asked by link."""
    more = {"name": asked.name, "text": asked.text}
    _announce("quote_asked", link.version, more, f"asked/{asked.pk}", at=at)


def tell_us_of_answer(answer: Answer, *, at: datetime) -> None:
    """Tell our people what a customer answered by link."""
    more = {"name": answer.name, "text": answer.reason, "outcome": answer.outcome}
    _announce("quote_decided", answer.version, more, f"decided/{answer.pk}", at=at)


def _announce(
    kind: str, version: QuoteVersion, more: dict[str, Any], what: str, *, at: datetime
) -> None:
    """Tell who sent a version, and who is responsible for its case."""
    case = version.quote.case
    people = Person.objects.active().filter(pk__in={version.sent_by_id, case.responsible_id})
    news = Announcement(
        kind=kind,
        dedup=f"quote/{what}",
        happened_at=at,
        subject_key=str(case.number),
        data={"quote": str(version.quote.number), **more},
    )
    announce(news, receivers=people, by_mail=True, now=at)


def _send(kind: str, link: QuoteLink, more: dict[str, Any], what: str, *, at: datetime) -> None:
    version = link.version
    case = version.quote.case
    answers = reply_address(case_id=case.pk, address=link.address, mailbox=settings.MAIL_ADDRESS)
    letter = OutgoingLetter(
        kind=kind,
        address=link.address,
        language=link.language,
        subject_key=str(case.number),
        dedup=f"quote/{what}/{kind}/{link.address}",
        data={
            "provider": version.data["provider"],
            "quote": str(version.quote.number),
            "total": f"{version.currency} {_plain(version)}",
            "sha256": version.sha256,
            "zone": zone_of(case),
            "reply_to": answers,
            "valid_until": version.valid_until.isoformat(),
            **more,
        },
    )
    send_letter(letter, now=at, most_to_one=MOST_A_DAY)


def _plain(version: QuoteVersion) -> str:
    return str(version.data["total"]["amount"])


def _of_link(link: QuoteLink) -> dict[str, Any]:
    return {
        "purpose": QUOTE_LINK,
        "seed": link.seed,
        "code_by": link.code_by,
        "until": min(link.expires_at, link.version.valid_until).isoformat(),
    }


def _pdf(version: QuoteVersion) -> dict[str, str]:
    name = f"{version.quote.number}-{version.number}{PDF.extensions[0]}"
    return {"name": name, "sha256": version.sha256, "media_type": PDF.type}
