"""Quotes in words: where each stands, what its lines come to, what was said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.forms import Form
from django.urls import reverse
from django.utils.translation import gettext as _

from kept.records.cases.queries import CaseCard
from kept.records.payments.billing import Billing
from kept.records.quotes.contents import less_goodwill, plain, unit_name
from kept.records.quotes.models import Speech, Way
from kept.records.quotes.queries import (
    AnswerLine,
    ExchangeLine,
    LinkLine,
    LinkPage,
    QuoteCard,
    QuoteRow,
    VersionLine,
)
from kept.records.quotes.standing import LinkState, QuoteState
from kept.records.quotes.validity import policys_validity
from kept.records.quotes.working_out import Worked, WorkedLine
from kept.rules.assess.say import Speaker
from kept.web.common.reading.reader import Reader
from kept.web.common.reading.wording import side_by_side
from kept.web.money.pages import quoting as pages
from kept.web.money.reading import case_link, clause_links, here

SHAPES = {
    QuoteState.DRAFT: "not_started",
    QuoteState.SENT: "running",
    QuoteState.ACCEPTED: "met",
    QuoteState.DECLINED: "stopped",
    QuoteState.EXPIRED: "stopped",
    QuoteState.WITHDRAWN: "stopped",
}
SOON = timedelta(days=2)


def state_words(state: QuoteState) -> str:
    """Return where a quote stands, in a word or two."""
    return {
        QuoteState.DRAFT: _("draft"),
        QuoteState.SENT: _("waits for an answer"),
        QuoteState.ACCEPTED: _("accepted"),
        QuoteState.DECLINED: _("declined"),
        QuoteState.EXPIRED: _("expired"),
        QuoteState.WITHDRAWN: _("withdrawn"),
    }[state]


def build_row(row: QuoteRow, reader: Reader) -> pages.QuoteListRow:
    """Return a quote in the list; one that ends soon is marked."""
    ends_soon = row.state is QuoteState.SENT and row.valid_until is not None
    is_soon = ends_soon and row.valid_until - reader.now < SOON  # type: ignore[operator]
    return pages.QuoteListRow(
        number=row.number,
        url=reverse("money:quote", args=[row.number]),
        case=case_link(row.case_number, row.case_title),
        customer=here(dict(row.customer)),
        state="soon" if is_soon else SHAPES[row.state],
        state_words=state_words(row.state),
        total=str(row.total or ""),
        since=row.since,
        until=row.valid_until if row.state is QuoteState.SENT else None,
        by=row.written_by,
    )


def build_lines(
    worked: Worked, card: CaseCard, reader: Reader, form: Form | None
) -> Iterator[pages.QuoteLineRow]:
    """Yield the lines of a draft as they come out now, with the field of each that has one."""
    speaker = reader.speaker(card.policy)
    for place, line in enumerate(worked.lines, 1):
        draft = line.draft
        code = draft.code if draft.part_id else ""
        yield pages.QuoteLineRow(
            place=place,
            what=f"{code} {here(dict(draft.names))}".strip(),
            quantity=f"{plain(line.quantity)} {unit_name(draft.unit)}",
            unit_price=str(line.unit_price),
            amount=str(line.amount),
            charged=str(line.charged),
            why=_why(line, speaker),
            clauses=clause_links(card, line.clauses),
            problem=str(line.problem),
            is_conditional=line.is_conditional,
            unit=unit_name(draft.unit),
            field=form[f"q{place - 1}"] if form and f"q{place - 1}" in form.fields else None,
        )


def next_step(
    quote: QuoteCard, worked: Worked, reader: Reader, billing: Billing | None, *, may_bill: bool
) -> pages.NextStep:
    """Return what comes next, and the one thing that is done most then."""
    address = reverse("money:quote", args=[quote.number])
    if quote.state is QuoteState.ACCEPTED:
        return _after_yes(quote, billing, may_bill=may_bill)
    if quote.state is QuoteState.SENT and quote.last is not None:
        until = reader.moment(quote.last.valid_until)
        words = _("It waits for the customer's answer until {until}.").format(until=until)
        if quote.is_asked:
            words = _(
                "The customer has a question. Your answer, once written down, goes to them by mail "
                "and is on their page."
            )
        return pages.NextStep(words=words, form="answer")
    if quote.state is QuoteState.WITHDRAWN:
        words = _("It was withdrawn. Another one begins on the charge sheet.")
        url = reverse("money:charges", args=[quote.case_number])
        return pages.NextStep(words=words, label=_("Charge sheet"), url=url)
    if not worked.lines:
        words = _("Add what is to be offered: a part, hours, a trip.")
        return pages.NextStep(words=words, label=_("Add a line"), url=f"{address}#add-h")
    if worked.problems:
        place, why = worked.problems[0]
        words = _("Line {place}: {why}").format(place=place, why=why)
        return pages.NextStep(words=words, label=_("To the line"), url=f"{address}#lines-h")
    return pages.NextStep(words=_ready_words(quote, worked, reader), form="send")


def _after_yes(quote: QuoteCard, billing: Billing | None, *, may_bill: bool) -> pages.NextStep:
    """Return what comes once a customer accepted: the bill, while something of it is open."""
    if billing is None or not billing.net:
        is_billed = billing is not None and billing.invoices
        words = _("The customer accepted it, and it is billed.") if is_billed else _(
            "The customer accepted it. As far as is known now, they pay nothing of it."
        )  # fmt: skip
        return pages.NextStep(words=words)
    if not may_bill:
        return pages.NextStep(words=_("The customer accepted it. Accounting bills it."))
    url = reverse("money:quote_invoice", args=[quote.number])
    if billing.has_changed:
        words = _("The customer accepted it. Since then it has changed what they pay.")
        return pages.NextStep(words=words, label=_("Look at it, then bill it"), url=url)
    words = _("The customer accepted it. One press bills it as it was accepted.")
    return pages.NextStep(words=words, label=_("Bill it"), url=url, is_press=True)


def _ready_words(quote: QuoteCard, worked: Worked, reader: Reader) -> str:
    said = {
        QuoteState.DRAFT: _("It comes to {total} and can be sent."),
        QuoteState.DECLINED: _("The customer declined it. Change it, and send a new version."),
        QuoteState.EXPIRED: _(
            "Nobody answered until {until}, so it holds no more. Send a new version or withdraw it."
        ),
    }[quote.state]
    until = reader.moment(quote.last.valid_until) if quote.last else ""
    return said.format(total=worked.total, until=until)


def _why(line: WorkedLine, speaker: Speaker) -> str:
    """Return by which price, who pays how much, and why a price was typed."""
    basis = speaker.price_basis(line.basis) if line.basis else ""
    share = _("the customer pays {per_cent} %").format(per_cent=plain(line.per_cent))
    typed = _("typed: {why}").format(why=line.draft.why) if line.draft.why else ""
    own = _("the policy's own price") if line.by_policy and not line.problem else ""
    less = less_goodwill(line.taken_over) if line.taken_over else ""
    return side_by_side([basis, share if line.per_cent != 100 else "", less, typed, own])


def build_sums(worked: Worked) -> Iterator[pages.SumRow]:
    """Yield the sum, each tax, and what is to be paid."""
    yield pages.SumRow(label=_("Sum without tax"), amount=str(worked.net))
    for one in worked.taxes:
        label = _("{tax}, {per_cent} % of {base}").format(
            tax=here(dict(one.tax.names)), per_cent=plain(one.tax.per_cent), base=one.base
        )
        yield pages.SumRow(label=label, amount=str(one.amount))
    yield pages.SumRow(label=_("To pay"), amount=str(worked.total))


def build_version(
    version: VersionLine, quote: QuoteCard, reader: Reader, *, is_last: bool
) -> pages.VersionRow:
    """Return a version and what became of it."""
    words = _("{total}, sent {at} by {by}, holds until {until}").format(
        total=version.total,
        at=reader.moment(version.sent_at),
        by=version.sent_by,
        until=reader.moment(version.valid_until),
    )
    state = SHAPES[quote.state] if is_last else "stopped"
    return pages.VersionRow(
        number=version.number,
        words=words,
        state=state,
        said=list(answer_words(version.answer, reader)) if version.answer else [],
        pdf_url=reverse("money:quote_pdf", args=[quote.number, version.number]),
        sha256=version.sha256,
    )


def answer_words(answer: AnswerLine, reader: Reader) -> Iterator[str]:
    """Yield who answered what, how, and where that can be seen."""
    said = {
        "accepted": _("{name} accepted it, {at}, {way}"),
        "declined": _("{name} declined it, {at}, {way}: {reason}"),
    }[answer.outcome]
    name = f"{answer.name} ({answer.role})" if answer.role else answer.name
    yield said.format(
        name=name, at=reader.moment(answer.at), way=Way(answer.way).label, reason=answer.reason
    )
    if answer.taken_by:
        heard = _("Written down by {by}: {evidence}")
        yield heard.format(by=answer.taken_by, evidence=answer.evidence)


def build_said(line: ExchangeLine, reader: Reader) -> pages.SaidRow:
    """Return something that was said."""
    head = side_by_side([
        str(Speech(line.speech).label),
        line.name,
        reader.moment(line.at),
        line.taken_by or _("by link"),
    ])  # fmt: skip
    return pages.SaidRow(head=head, text=line.text)


def build_link(link: LinkLine, quote: QuoteCard, reader: Reader) -> pages.SentLink:
    """Return the link that was sent last."""
    words = _("To {name} <{address}>, {at}, open until {until}").format(
        name=link.name,
        address=link.address,
        at=reader.moment(link.made_at),
        until=reader.moment(link.until),
    )
    is_open = link.state is LinkState.OPEN
    return pages.SentLink(
        words=words,
        state="running" if is_open else "stopped",
        code=link.code,
        end_url=reverse("money:quote_link_end", args=[quote.number]) if is_open else "",
    )


def policy_until(card: CaseCard, reader: Reader) -> str:
    """Return until when the policy lets a quote of now hold; empty if it does not say."""
    found = policys_validity(card)
    if found is None:
        return ""
    said = _("By the policy it holds until {until} ({clauses}).")
    return said.format(until=reader.moment(found.until), clauses=", ".join(found.clauses))


def build_by_link(
    secret: str, found: LinkPage, reader: Reader, *, is_ours: bool
) -> pages.QuoteByLinkPage:
    """Return what a customer sees."""
    column = found.data["columns"][0]
    said = [one for one in found.exchanges if one.speech != Speech.EXPLAINED]
    return pages.QuoteByLinkPage(
        number=found.number,
        title=column["title"],
        provider=found.data["provider"],
        to=found.name,
        data=found.data,
        sha256=found.version.sha256,
        pdf_url=reverse("money:quote_by_link_pdf", args=[secret]),
        answer_url=reverse("money:quote_by_link", args=[secret]),
        ask_url=reverse("money:quote_ask", args=[secret]),
        total=str(found.version.total),
        until=found.until,
        code_by_mail=found.code_by == "mail",
        answered=found.version.answer.outcome if found.version.answer else "",
        exchanges=[build_said(one, reader) for one in said],
        is_asked=bool(said) and said[0].speech == Speech.ASKED,
        is_ours=is_ours,
    )


def ended_words(state: LinkState) -> str:
    """Return why a link opens nothing any more."""
    over = {
        LinkState.REPLACED: _(
            "There is a newer version of this quotation. Its link came in another mail of ours."
        ),
        LinkState.EXPIRED: _("This quotation does not hold any more. Please ask us for a new one."),
        LinkState.WITHDRAWN: _("We have withdrawn this quotation. Please ask us for a new one."),
        LinkState.GUESSED: _("Too many wrong codes were typed. Please ask us for a new link."),
    }
    return over.get(
        state, _("This link does not open anything any more. Please ask us for a new one.")
    )
