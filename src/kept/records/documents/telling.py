"""What a customer is told by mail about a document: each once, in the contact's language."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings

from kept.records.cases.models import Case
from kept.records.documents.addressees import Addressee
from kept.records.documents.links import SIGNING_LINK
from kept.records.documents.models import CodeBy, Signature, SigningLink, Version
from kept.records.files.media import PDF
from kept.records.notices.services import OutgoingLetter, send_letter
from kept.records.notices.threads import reply_address

MOST_A_DAY: Final = (10, timedelta(days=1))  # of one kind to one address


def tell_of_issue(version: Version, to: Addressee, *, at: datetime) -> bool:
    """Send a version that was issued. Returns whether it goes out."""
    letter = _letter("issued", version, to.address, to.language, f"version/{version.pk}")
    return _send(letter, {"attach": [_pdf(version)]}, version, at)


def tell_of_link(link: SigningLink, *, at: datetime) -> None:
    """Send a link, and its code in a mail of its own where the telephone does not carry it."""
    letter = _letter("to_sign", link.version, link.address, link.language, f"link/{link.pk}")
    _send(letter, _of_link(link), link.version, at)
    tell_the_code(link, at=at)


def tell_the_code(link: SigningLink, *, at: datetime) -> None:
    """Send the code of a link by mail, if that is how it travels."""
    if link.code_by == CodeBy.MAIL:
        letter = _letter("code", link.version, link.address, link.language, f"link/{link.pk}")
        _send(letter, _of_link(link), link.version, at)


def tell_that_unsigned(row: Signature, link: SigningLink, *, at: datetime) -> bool:
    """Say that we have it on record that nobody signed, and how it can still be done."""
    letter = _letter("unsigned", row.version, link.address, link.language, f"signature/{row.pk}")
    said = {"outcome": row.outcome, "name": row.name, "reason": row.reason}
    more = {**_of_link(link), **said, "attach": [_pdf(row.version)]}
    return _send(letter, more, row.version, at)


def letter_key(what: str, kind: str, address: str) -> str:
    """Return by which key the letter of a kind about something is known."""
    return f"document/{what}/{kind}/{address}"


def _letter(kind: str, version: Version, address: str, language: str, what: str) -> OutgoingLetter:
    return OutgoingLetter(
        kind=f"document_{kind}",
        address=address,
        language=language,
        subject_key=str(version.document.case.number),
        dedup=letter_key(what, kind, address),
    )


def _send(letter: OutgoingLetter, more: dict[str, Any], version: Version, at: datetime) -> bool:
    case_id, mailbox = version.document.case_id, settings.MAIL_ADDRESS
    answers = reply_address(case_id=case_id, address=letter.address, mailbox=mailbox)
    told = {**_about(version), **more, "reply_to": answers}
    letter = OutgoingLetter(**{**vars(letter), "data": told})
    return send_letter(letter, now=at, most_to_one=MOST_A_DAY)


def _about(version: Version) -> dict[str, Any]:
    case = version.document.case
    return {
        "title": version.data["columns"][0]["title"],
        "provider": version.data["provider"],
        "document": str(version.document.number),
        "sha256": version.sha256,
        "zone": zone_of(case),
    }


def zone_of(case: Case) -> str:
    """Return the time zone in which a customer reads what a case says."""
    return str(case.about.get("site.zone") or case.office.time_zone)


def _of_link(link: SigningLink) -> dict[str, Any]:
    return {
        "purpose": SIGNING_LINK,
        "seed": link.seed,
        "code_by": link.code_by,
        "until": link.expires_at.isoformat(),
    }


def _pdf(version: Version) -> dict[str, str]:
    name = f"{version.document.number}-{version.number}{PDF.extensions[0]}"
    return {"name": name, "sha256": version.sha256, "media_type": PDF.type}
