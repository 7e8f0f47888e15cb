"""Incoming mail, as it is shown."""

from __future__ import annotations

from django.forms import Form
from django.urls import reverse
from django.utils.translation import gettext as _

from kept.records.mail.models import Outcome
from kept.records.mail.queries import LetterCard, LetterLine, letter, letters, waiting_count
from kept.records.mail.words import why
from kept.web.common.reading.reader import Reader
from kept.web.hotline import pages
from kept.web.hotline.building.archive_facts import to_scope
from kept.web.hotline.building.finding import found

PAGE, MOST_GUESSES = 50, 6
VIEWS = {
    "waiting": Outcome.WAITING,
    "opened": Outcome.OPENED,
    "added": Outcome.ADDED,
    "aside": Outcome.SET_ASIDE,
}
OPEN = {Outcome.WAITING, Outcome.SET_ASIDE}


def build_mail(view: str, reader: Reader, *, before: int | None) -> pages.MailPage:
    """Return a page of letters of one kind."""
    rows = letters(VIEWS[view], before=before, limit=PAGE + 1)
    shown = rows[:PAGE]
    older = ""
    if len(rows) > PAGE and view != "waiting":
        older = f"{reverse('hotline:mail')}?view={view}&before={shown[-1].pk}"
    return pages.MailPage(
        now=reader.now,
        view=view,
        rows=[_row(one) for one in shown],
        waiting=waiting_count(),
        older_url=older,
    )


def build_letter(
    pk: int, reader: Reader, *, add: Form, aside: Form, problem: str = ""
) -> pages.LetterPage:
    """Return a letter's page. Raises Letter.DoesNotExist."""
    card = letter(pk)
    is_open = card.outcome in OPEN
    return pages.LetterPage(
        now=reader.now,
        row=_row(card),
        contact=card.contact_name,
        customer=_customer(card, reader),
        text=card.text,
        files=[(str(one["name"]), int(one["size"])) for one in card.attached],
        page_url=reverse("hotline:letter_page", args=[pk]) if card.has_html else "",
        raw_url=reverse("hotline:letter_raw", args=[pk]),
        log_url=_log_url(card) if is_open else "",
        guesses=_guesses(card) if is_open else (),
        add=add if is_open else None,
        aside=aside if card.outcome == Outcome.WAITING else None,
        decided=_decided(card, reader),
        problem=problem,
    )


def _customer(card: LetterCard, reader: Reader) -> pages.Link | None:
    """Return whose contact the address belongs to, as far as that is known."""
    if card.customer_id is None:
        return None
    return to_scope("customer", card.customer_id, reader.name(card.customer_names))


def _guesses(card: LetterCard) -> list[pages.Candidate]:
    """Return whose request it may be and about which machine, by what it says."""
    hits = [hit for clue in card.clues for hit in found(clue, limit=2, more=f"&letter={card.pk}")]
    return list({hit.url: hit for hit in hits}.values())[:MOST_GUESSES]


def _log_url(card: LetterCard) -> str:
    about = f"&customer={card.customer_id}" if card.customer_id else ""
    contact = f"&contact={card.contact_id}" if card.contact_id else ""
    return f"{reverse('hotline:log')}?letter={card.pk}{about}{contact}"


def _decided(card: LetterCard, reader: Reader) -> str:
    if card.decided_at is None:
        return ""
    holes = {"name": card.decided_by, "when": reader.moment(card.decided_at)}
    told = _("{name}, {when}").format(**holes)
    return f"{told}: {card.decision}" if card.decision else told


def _row(one: LetterLine) -> pages.LetterRow:
    return pages.LetterRow(
        pk=one.pk,
        url=reverse("hotline:letter", args=[one.pk]),
        sender=one.sender_name or one.sender or _("unknown sender"),
        address=one.sender,
        subject=one.subject or _("no subject"),
        beginning=one.beginning,
        why=why(one.why),
        at=one.received_at,
        case_url=reverse("hotline:case", args=[one.case_number]) if one.case_number else "",
        case_number=one.case_number,
    )
