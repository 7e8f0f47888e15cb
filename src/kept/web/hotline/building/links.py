"""Links by which customers sign, as the desk sees them."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from kept.records.cases.queries import CaseCard
from kept.records.documents.links import LinkState
from kept.records.documents.models import CodeBy
from kept.records.documents.queries import DocumentCard, LinkLine, VersionLine
from kept.records.notices.queries import Delivered
from kept.web.common.reading.reader import Reader
from kept.web.hotline.pages.documents import SentLink
from kept.web.hotline.pages.parts import State

STATES: dict[LinkState, State] = {LinkState.OPEN: "running", LinkState.SIGNED: "met"}


def link_url(card: CaseCard, document: DocumentCard, version: VersionLine) -> str:
    """Return the address of the page of a version's link."""
    return reverse("hotline:paper_link", args=[card.number, document.number, version.number])


def build_link(
    link: LinkLine, card: CaseCard, document: DocumentCard, version: VersionLine, reader: Reader
) -> SentLink:
    """Return the link that was sent, how far it has come, and its code while it can be used."""
    is_open = link.state is LinkState.OPEN
    names = [card.number, document.number, version.number]
    return SentLink(
        to=f"{link.name} · {link.address}",
        words=_words(link, reader),
        state=STATES.get(link.state, "stopped"),
        mail=_mail(link.mail, reader),
        code=f"{link.code[:3]} {link.code[3:]}" if is_open else "",
        by_mail=link.code_by == CodeBy.MAIL,
        end_url=reverse("hotline:paper_link_end", args=names) if is_open else "",
    )


def _words(link: LinkLine, reader: Reader) -> str:
    told = {
        LinkState.OPEN: _("Sent {at} by {name}; open until {until}; wrong codes so far: {wrong}"),
        LinkState.SIGNED: _("Sent {at} by {name}; the customer has signed"),
        LinkState.REPLACED: _("Sent {at} by {name}; over, as there is a newer version"),
        LinkState.EXPIRED: _("Sent {at} by {name}; over since {until}"),
        LinkState.GUESSED: _("Sent {at} by {name}; ended after {wrong} wrong codes"),
        LinkState.REVOKED: _("Sent {at} by {name}; ended by us"),
    }[link.state]
    return told.format(
        at=reader.full(link.made_at),
        name=link.made_by,
        until=reader.full(link.expires_at),
        wrong=link.wrong_codes,
    )


def _mail(mail: Delivered | None, reader: Reader) -> str:
    if mail is None:
        return _("It went out together with the mail that says that nobody signed.")
    if mail.sent_at is not None:
        return _("The mail was sent {at}.").format(at=reader.full(mail.sent_at))
    if mail.problem:
        return _("The mail could not be sent so far: {problem}").format(problem=mail.problem)
    return _("The mail is on its way.")
