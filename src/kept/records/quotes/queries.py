"""Reading quotes: those of a case, all that wait for an answer, one with everything about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from kept.records import tokens
from kept.records.cases.models import Case
from kept.records.cases.queries.visible import visible_to
from kept.records.documents.addressees import Addressee, addressees
from kept.records.documents.services import LinkEnded
from kept.records.documents.storing import bytes_of
from kept.records.documents.telling import zone_of
from kept.records.money import Money
from kept.records.people.models import Person
from kept.records.quotes.drafting import DraftLine, read
from kept.records.quotes.models import (
    Answer,
    Exchange,
    Outcome,
    Quote,
    QuoteLink,
    QuoteVersion,
    Speech,
)
from kept.records.quotes.services.answering import link_of
from kept.records.quotes.standing import (
    QUOTE_LINK,
    LinkState,
    QuoteState,
    link_state,
    state_of,
)

MOST: Final = 200


@dataclass(frozen=True)
class AnswerLine:
    """What the customer answered."""

    outcome: str
    way: str
    name: str
    role: str
    reason: str
    evidence: str
    at: datetime
    taken_by: str  # "" by link
    sha256: str


@dataclass(frozen=True)
class VersionLine:
    """A version that was sent."""

    pk: int
    number: int
    total: Money
    valid_until: datetime
    sent_at: datetime
    sent_by: str
    sha256: str
    answer: AnswerLine | None


@dataclass(frozen=True)
class ExchangeLine:
    """Something that was said about a quote."""

    speech: str
    name: str
    text: str
    at: datetime
    taken_by: str  # "" by link
    version: int | None


@dataclass(frozen=True)
class LinkLine:
    """The link that was sent last; its code is read out on the telephone."""

    pk: int
    name: str
    address: str
    code: str
    code_by: str
    state: LinkState
    made_at: datetime
    until: datetime


@dataclass(frozen=True)
class QuoteRow:
    """A quote in a list."""

    number: str
    case_number: str
    case_title: str
    customer: Mapping[str, str]
    state: QuoteState
    total: Money | None  # of the newest version
    since: datetime  # when it came to be so
    valid_until: datetime | None
    written_by: str


@dataclass(frozen=True)
class QuoteCard:
    """One quote with everything about it."""

    pk: int
    number: str
    case_id: int
    case_number: str
    currency: str
    languages: Sequence[str]
    edition: int
    note: Mapping[str, str]
    lines: Sequence[DraftLine]
    state: QuoteState
    versions: Sequence[VersionLine]  # the newest first
    exchanges: Sequence[ExchangeLine]  # the last first
    link: LinkLine | None
    written_by: str
    written_at: datetime
    withdrawn_why: str

    @property
    def last(self) -> VersionLine | None:
        """Return the newest version."""
        return self.versions[0] if self.versions else None

    @property
    def is_asked(self) -> bool:
        """Say whether the last that was said of the newest version is the customer's question."""
        said, last = next(iter(self.exchanges), None), self.last
        if said is None or last is None or said.version != last.number:
            return False
        return said.speech == Speech.ASKED


@dataclass(frozen=True)
class LinkPage:
    """What a link opens: one version, for one contact."""

    state: LinkState
    name: str
    language: str
    number: str
    case_number: str
    version: VersionLine
    data: Mapping[str, Any]
    exchanges: Sequence[ExchangeLine]
    code_by: str
    until: datetime
    zone: str


def quotes_of(case_id: int, *, at: datetime) -> list[QuoteRow]:
    """Return the quotes of a case, the newest first; one statement."""
    return [_row(row, at) for row in _rows().filter(case_id=case_id).order_by("-pk")]


def all_quotes(
    *, viewer: Person, at: datetime, states: Iterable[QuoteState] = ()
) -> list[QuoteRow]:
    """Return the newest 200 quotes that a person may see, those that wait for us first.

    `states`: only those.
    """
    wanted = set(states)
    rows = _rows().filter(case__in=visible_to(viewer)).filter(_in_states(wanted, at))
    return [_row(row, at) for row in rows.order_by("-pk")[:MOST]]


def quote_card(number: str, *, viewer: Person, at: datetime) -> QuoteCard | None:
    """Return one quote; None if there is none that the viewer may see."""
    rows = Quote.objects.filter(number=number, case__in=visible_to(viewer))
    quote = rows.select_related("case", "written_by").first()
    if quote is None:
        return None
    versions = _versions(quote)
    link = QuoteLink.objects.filter(version__quote=quote).select_related("version__quote")
    newest = link.order_by("-pk").first()
    answer = Answer.objects.filter(version_id=versions[0].pk).first() if versions else None
    last = QuoteVersion.objects.filter(pk=versions[0].pk).first() if versions else None
    return QuoteCard(
        pk=quote.pk,
        number=str(quote.number),
        case_id=quote.case_id,
        case_number=str(quote.case.number),
        currency=quote.currency,
        languages=tuple(quote.languages),
        edition=quote.edition,
        note=quote.note,
        lines=[read(line) for line in quote.lines],
        state=state_of(quote, last, answer, at=at),
        versions=versions,
        exchanges=_exchanges(quote.pk),
        link=None if newest is None else _link(newest, at),
        written_by=quote.written_by.display_name,
        written_at=quote.written_at,
        withdrawn_why=quote.withdrawn_why,
    )


def link_page(secret: str, *, at: datetime) -> LinkPage | None:
    """Return what a link opens; None for one that never was."""
    try:
        link = link_of(secret)
    except LinkEnded:
        return None
    version = link.version
    [line] = [one for one in _versions(version.quote) if one.pk == version.pk]
    return LinkPage(
        state=link_state(link, at=at),
        name=link.name,
        language=link.language,
        number=str(version.quote.number),
        case_number=str(version.quote.case.number),
        version=line,
        data=version.data,
        exchanges=_exchanges(version.quote_id),
        code_by=link.code_by,
        until=min(link.expires_at, version.valid_until),
        zone=zone_of(version.quote.case),
    )


def quote_pdf(version: VersionLine) -> bytes:
    """Return the bytes of a version as they were sent. Raises BytesChanged."""
    return bytes_of(version.sha256)


def who_can_be_told(case_id: int) -> list[Addressee]:
    """Return to whom a quote of a case can be sent."""
    return addressees(Case.objects.get(pk=case_id))


def _rows() -> QuerySet[Quote]:
    newest = QuoteVersion.objects.filter(quote=OuterRef("pk")).order_by("-number")
    last = {name: Subquery(newest.values(name)[:1]) for name in ("total", "sent_at", "valid_until")}
    newer = QuoteVersion.objects.filter(
        quote_id=OuterRef("quote_id"), number__gt=OuterRef("version__number")
    )
    said = Answer.objects.filter(~Exists(newer), quote=OuterRef("pk"))
    return Quote.objects.select_related("case__customer", "written_by").annotate(
        last_total=last["total"],
        last_sent_at=last["sent_at"],
        last_valid_until=last["valid_until"],
        last_outcome=Subquery(said.values("outcome")[:1]),
        last_answered_at=Subquery(said.values("at")[:1]),
    )


def _in_states(states: set[QuoteState], at: datetime) -> Q:
    if not states:
        return Q()
    open_ones = Q(withdrawn_at=None, last_outcome=None)
    known = {
        QuoteState.DRAFT: open_ones & Q(last_sent_at=None),
        QuoteState.SENT: open_ones & Q(last_valid_until__gt=at),
        QuoteState.EXPIRED: open_ones & Q(last_valid_until__lte=at),
        QuoteState.WITHDRAWN: Q(withdrawn_at__isnull=False, last_outcome=None),
        QuoteState.ACCEPTED: Q(last_outcome=Outcome.ACCEPTED),
        QuoteState.DECLINED: Q(last_outcome=Outcome.DECLINED),
    }
    found = Q(pk__in=[])
    for state in states:
        found |= known[state]
    return found


def _row(row: Any, at: datetime) -> QuoteRow:
    state = _state(row, at)
    total = None if row.last_total is None else Money(row.last_total, row.currency)
    since = {
        QuoteState.DRAFT: row.written_at,
        QuoteState.SENT: row.last_sent_at,
        QuoteState.EXPIRED: row.last_valid_until,
        QuoteState.WITHDRAWN: row.withdrawn_at,
    }.get(state, row.last_answered_at)
    return QuoteRow(
        number=str(row.number),
        case_number=str(row.case.number),
        case_title=row.case.title,
        customer=row.case.customer.names,
        state=state,
        total=total,
        since=since,
        valid_until=row.last_valid_until,
        written_by=row.written_by.display_name,
    )


def _state(row: Any, at: datetime) -> QuoteState:
    if row.last_outcome:
        return QuoteState(row.last_outcome)
    if row.withdrawn_at is not None:
        return QuoteState.WITHDRAWN
    if row.last_sent_at is None:
        return QuoteState.DRAFT
    return QuoteState.EXPIRED if row.last_valid_until <= at else QuoteState.SENT


def _versions(quote: Quote) -> list[VersionLine]:
    rows = quote.versions.select_related("sent_by", "answer__taken_by").order_by("-number")
    return [_version(row) for row in rows]


def _version(row: QuoteVersion) -> VersionLine:
    answer = getattr(row, "answer", None)
    return VersionLine(
        pk=row.pk,
        number=row.number,
        total=Money(row.total, row.currency),
        valid_until=row.valid_until,
        sent_at=row.sent_at,
        sent_by=row.sent_by.display_name,
        sha256=row.sha256,
        answer=None if answer is None else _answer(answer),
    )


def _answer(row: Answer) -> AnswerLine:
    return AnswerLine(
        outcome=row.outcome,
        way=row.way,
        name=row.name,
        role=row.role,
        reason=row.reason,
        evidence=row.evidence,
        at=row.at,
        taken_by=row.taken_by.display_name if row.taken_by else "",
        sha256=row.sha256,
    )


def _exchanges(quote_id: int) -> list[ExchangeLine]:
    rows = Exchange.objects.filter(quote_id=quote_id).select_related("taken_by", "version")
    return [
        ExchangeLine(
            speech=row.speech,
            name=row.name,
            text=row.text,
            at=row.at,
            taken_by=row.taken_by.display_name if row.taken_by else "",
            version=row.version.number if row.version else None,
        )
        for row in rows.order_by("-at", "-pk")
    ]


def _link(row: QuoteLink, at: datetime) -> LinkLine:
    state = link_state(row, at=at)
    return LinkLine(
        pk=row.pk,
        name=row.name,
        address=row.address,
        code=tokens.code(QUOTE_LINK, row.seed) if state is LinkState.OPEN else "",
        code_by=row.code_by,
        state=state,
        made_at=row.made_at,
        until=min(row.expires_at, row.version.valid_until),
    )
