"""The customer's answer to a quote: by link and code, or as one of us heard it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records import tokens
from kept.records.cases.asking import NewFact
from kept.records.cases.services import Door, KeyReused, ReasonMissing, record_fact
from kept.records.documents.services import LinkEnded, NobodyNamed, WrongCode
from kept.records.documents.services.admitting import count_wrong, knows_code
from kept.records.documents.telling import zone_of
from kept.records.ledger.actor import Outsider
from kept.records.ledger.services import write
from kept.records.people.models import Person
from kept.records.people.services.doors import door_person
from kept.records.quotes.models import Answer, Outcome, Quote, QuoteLink, QuoteVersion, Way
from kept.records.quotes.services.drafting import (
    SOURCE,
    QuoteNotFound,
    ends_at,
    held_quote,
    refuse_over,
)
from kept.records.quotes.services.linking import NotTheNewest, refuse_older, tell_ledger
from kept.records.quotes.services.sending import values_of
from kept.records.quotes.standing import QUOTE_LINK, LinkState, link_state
from kept.records.quotes.telling import tell_of_answer, tell_us_of_answer
from kept.records.refusal import Refused
from kept.rules.facts import Value

BY_LINK = Door("quote-link", "Quote link")
KINDS: Final = {Outcome.ACCEPTED: "quote.accepted", Outcome.DECLINED: "quote.declined"}


class QuoteExpired(Refused):
    """An offer ends with its last moment."""

    sentence = _("This quote held until %(until)s. Please ask for a new one.")


class AnsweredAlready(Refused):
    """An answer stays."""

    sentence = _("This version of the quote has been answered already.")


class EvidenceNeeded(Refused):
    """Who says that the customer agreed says where that can be seen."""

    sentence = _("Please say where the answer can be seen: who called when, which letter or mail.")


class OwnWord(Refused):
    """One of us cannot agree for the customer."""

    sentence = _("You cannot answer for the customer. Please give the name of who did.")


@dataclass(frozen=True, kw_only=True)
class Answering:
    """What somebody at the customer answered to the version whose bytes they were shown."""

    version_id: int
    sha256: str
    outcome: Outcome
    name: str
    key: str
    role: str = ""
    reason: str = ""
    way: Way = Way.LINK
    evidence: str = ""
    device: str = ""
    address: str | None = None


@transaction.atomic
def answer_quote(*, answering: Answering, by: Person, at: datetime) -> Answer:
    """Keep an answer that one of us heard or read, and record the fact. Safe to repeat.

    Raises QuoteNotFound, NotTheNewest, QuoteExpired, AnsweredAlready, AcceptedAlready, IsWithdrawn,
    EvidenceNeeded, OwnWord, NobodyNamed, ReasonMissing, KeyReused, and what recording raises.
    """
    if answering.way == Way.LINK or not answering.evidence.strip():
        raise EvidenceNeeded
    if " ".join(answering.name.split()).casefold() == by.display_name.casefold():
        raise OwnWord
    return _keep(answering, by=by, link=None, at=at)


def answer_by_link(*, secret: str, code: str, answering: Answering, at: datetime) -> Answer:
    """Keep what somebody at the customer answered by their link. Safe to repeat with the same key.

    A wrong code is counted before it is refused. Raises LinkEnded, WrongCode, and what
    `answer_quote` raises.
    """
    with transaction.atomic():  # a wrong code is counted in it, and refused after it
        link = _held_link(secret, answering.key, at=at)
        if knows_code(link, QUOTE_LINK, code):
            said = replace(answering, version_id=link.version_id, way=Way.LINK, evidence="")
            return _keep(said, by=None, link=link, at=at)
        left = count_wrong(link)
        if left == 0:
            tell_ledger(link, "quote.link_guessed", by=Outsider(link.name), at=at)
    raise WrongCode(left=left) if left else LinkEnded


def _held_link(secret: str, key: str, *, at: datetime) -> QuoteLink:
    """Lock a link that is open, or by which this key has answered; its quote comes before it."""
    held_quote(link_of(secret).version.quote_id)
    link = link_of(secret, for_update=True)
    if not link.answers.filter(key=key).exists() and link_state(link, at=at) is not LinkState.OPEN:
        raise LinkEnded
    return link


def link_of(secret: str, *, for_update: bool = False) -> QuoteLink:
    """Return the link that a secret opens. Raises LinkEnded."""
    rows = QuoteLink.objects.select_related("version__quote__case__office")
    if for_update:
        rows = rows.select_for_update(of=("self",))
    link = rows.filter(secret_sha256=tokens.hash_of(secret)).first()
    if link is None:
        raise LinkEnded
    return link


def _keep(
    answering: Answering, *, by: Person | None, link: QuoteLink | None, at: datetime
) -> Answer:
    version, quote = _held(answering)
    old = Answer.objects.filter(key=answering.key).first()
    if old is not None:
        if (old.version_id, old.outcome) != (version.pk, answering.outcome):
            raise KeyReused
        return old
    _refuse(answering, version, quote, at=at)
    row = _row(answering, version, at=at)
    row.taken_by, row.link = by, link
    row.save(force_insert=True)
    ends_at(quote, None)
    recorder = by or door_person(username=BY_LINK.username, name=BY_LINK.name, at=at)
    _tell(row, version, quote, by=by or Outsider(row.name))
    _record(row, version, quote, by=recorder)
    to = link or version.links.order_by("-pk").first()
    if to is not None:
        tell_of_answer(row, to, at=at)
    if by is None:
        tell_us_of_answer(row, at=at)
    return row


def _held(answering: Answering) -> tuple[QuoteVersion, Quote]:
    version = QuoteVersion.objects.filter(pk=answering.version_id).first()
    if version is None:
        raise QuoteNotFound
    return version, held_quote(version.quote_id)


def _refuse(answering: Answering, version: QuoteVersion, quote: Quote, *, at: datetime) -> None:
    """Refuse an answer to anything but what is offered now: these bytes, and not another's."""
    if answering.sha256 != version.sha256:
        raise NotTheNewest
    refuse_over(quote)
    refuse_older(version)
    if Answer.objects.filter(version=version).exists():
        raise AnsweredAlready
    if version.valid_until <= at:
        raise QuoteExpired(until=_moment(version, quote))
    if answering.outcome == Outcome.DECLINED and not answering.reason.strip():
        raise ReasonMissing
    if not answering.name.strip():
        raise NobodyNamed


def _moment(version: QuoteVersion, quote: Quote) -> str:
    """Return until when a version held, as its customer reads it."""
    zone = ZoneInfo(zone_of(quote.case))
    return f"{version.valid_until.astimezone(zone):%Y-%m-%d %H:%M}"


def _row(answering: Answering, version: QuoteVersion, *, at: datetime) -> Answer:
    is_yes = answering.outcome == Outcome.ACCEPTED
    return Answer(
        version=version,
        quote_id=version.quote_id,
        customer_id=version.customer_id,
        sha256=version.sha256,
        outcome=answering.outcome,
        way=answering.way,
        name=" ".join(answering.name.split()),
        role=" ".join(answering.role.split()),
        reason="" if is_yes else answering.reason.strip(),
        evidence=answering.evidence.strip(),
        at=at,
        device=" ".join(answering.device.split())[:300],
        address=answering.address,
        key=answering.key,
    )


def _tell(row: Answer, version: QuoteVersion, quote: Quote, *, by: Person | Outsider) -> None:
    data = {
        "quote": str(quote.number),
        "version": version.number,
        "sha256": row.sha256,
        "outcome": row.outcome,
        "way": row.way,
        "name": row.name,
        "role": row.role,
        "reason": row.reason,
        "evidence": row.evidence,
        "device": row.device,
        "address": row.address or "",
        "link": row.link.address if row.link else "",
    }
    write(stream=quote.case.stream, verb=f"quote.{row.outcome}", by=by, at=row.at, data=data)


def _record(row: Answer, version: QuoteVersion, quote: Quote, *, by: Person) -> None:
    values: dict[str, Value] = {**values_of(version, quote), "confirmed_by": row.name}
    if row.reason:
        values["reason"] = row.reason
    if row.evidence:
        values["evidence"] = row.evidence
    fact = NewFact(kind=KINDS[Outcome(row.outcome)], at=row.at, values=values, source=SOURCE)
    key = f"{quote.number}/{version.number} answered"
    record_fact(case_id=quote.case_id, fact=fact, by=by, now=row.at, key=key)
