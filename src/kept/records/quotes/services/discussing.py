"""What is said about a quote: each exchange is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.cases.asking import NewFact
from kept.records.cases.services import KeyReused, record_fact
from kept.records.documents.services import LinkEnded, NobodyNamed
from kept.records.ledger.actor import Outsider
from kept.records.ledger.services import write
from kept.records.people.models import Person
from kept.records.people.services.doors import door_person
from kept.records.quotes.models import Exchange, Quote, QuoteLink, Speech
from kept.records.quotes.services.answering import BY_LINK, link_of
from kept.records.quotes.services.drafting import SOURCE, held_quote
from kept.records.quotes.standing import READABLE, LinkState, link_state
from kept.records.quotes.telling import tell_of_reply, tell_us_of_question
from kept.records.refusal import Refused
from kept.rules.facts import Value

MOST_BY_LINK: Final = 20
LONGEST: Final = 4_000
KINDS: Final = {
    Speech.ASKED: "quote.discussed",
    Speech.ANSWERED: "quote.discussed",
    Speech.EXPLAINED: "quote.explained",
}


class NothingWritten(Refused):
    """An exchange says something."""

    sentence = _("Please write what was said.")


class EnoughAsked(Refused):
    """A link is no place to write a book."""

    sentence = _("Many questions were asked by this link already. Please call us.")


@dataclass(frozen=True, kw_only=True)
class Said:
    """What was said, and by whom: who asked, or to whom we answered or explained."""

    speech: Speech
    name: str
    text: str
    key: str


@transaction.atomic
def note_exchange(*, quote_id: int, said: Said, by: Person, at: datetime) -> Exchange:
    """Keep what was said about a quote, record the fact, and mail what we answered.

    Safe to repeat with the same key. Raises QuoteNotFound, NothingWritten, NobodyNamed, KeyReused,
    and what recording a fact raises.
    """
    return _keep(held_quote(quote_id), said, by=by, link=None, at=at)


@transaction.atomic
def ask_by_link(*, secret: str, text: str, at: datetime, key: str) -> Exchange:
    """Keep what somebody asked about a quote by their link. Safe to repeat with the same key.

    Raises LinkEnded, NothingWritten, EnoughAsked, KeyReused.
    """
    link = link_of(secret)
    quote = held_quote(link.version.quote_id)
    link.refresh_from_db(fields=["revoked_at", "wrong_codes"])  # while we waited
    if link_state(link, at=at) is not LinkState.OPEN:
        raise LinkEnded
    asked = Exchange.objects.filter(link=link)
    if asked.count() >= MOST_BY_LINK and not asked.filter(key=key).exists():
        raise EnoughAsked
    said = Said(speech=Speech.ASKED, name=link.name, text=text, key=key)
    return _keep(quote, said, by=None, link=link, at=at)


def _keep(
    quote: Quote, said: Said, *, by: Person | None, link: QuoteLink | None, at: datetime
) -> Exchange:
    old = Exchange.objects.filter(quote=quote, key=said.key).first()
    name, text = " ".join(said.name.split())[:150], said.text.replace("\r\n", "\n").strip()
    if old is not None:
        if (old.speech, old.text) != (said.speech, text[:LONGEST]):
            raise KeyReused
        return old
    if not text:
        raise NothingWritten
    if not name:
        raise NobodyNamed
    row = Exchange.objects.create(
        quote=quote,
        customer_id=quote.customer_id,
        version=quote.versions.order_by("-number").first(),
        speech=said.speech,
        name=name,
        text=text[:LONGEST],
        at=at,
        taken_by=by,
        link=link,
        key=said.key,
    )
    data = {"quote": str(quote.number), "speech": row.speech, "name": name, "text": row.text}
    who = by or Outsider(name)
    write(stream=quote.case.stream, verb="quote.discussed", by=who, at=at, data=data)
    _record(row, quote, by=by, at=at)
    if link is not None:
        tell_us_of_question(row, link, at=at)
    elif row.speech == Speech.ANSWERED:
        _tell_customer(row, quote, at=at)
    return row


def _tell_customer(row: Exchange, quote: Quote, *, at: datetime) -> None:
    """Send our answer to whom the quote was sent, as long as they can read its page."""
    link = QuoteLink.objects.filter(version__quote=quote).order_by("-pk").first()
    if link is not None and link_state(link, at=at) in READABLE:
        tell_of_reply(row, link, at=at)


def _record(row: Exchange, quote: Quote, *, by: Person | None, at: datetime) -> None:
    values: dict[str, Value] = {"quote": str(quote.number), "text": row.text}
    if row.speech == Speech.EXPLAINED:
        values["confirmed_by"] = row.name
    else:
        values["requester"] = row.name
    kind = KINDS[Speech(row.speech)]
    recorder = by or door_person(username=BY_LINK.username, name=BY_LINK.name, at=at)
    fact = NewFact(kind=kind, at=at, values=values, source=SOURCE)
    key = f"{quote.number} said {row.pk}"
    record_fact(case_id=quote.case_id, fact=fact, by=recorder, now=at, key=key)
