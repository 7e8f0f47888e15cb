"""The money of one case: what is made good, and what was asked for and paid."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kept.records.cases.models import Case
from kept.records.cases.owing import owed
from kept.records.cases.queries import Assessed, assessed
from kept.records.claims import queries as claims
from kept.records.claims.owing import Owing, owing_of
from kept.records.claims.supplier_queries import supplier_claims
from kept.records.payments import queries
from kept.records.payments.billing import Billing, accepted_of, billing_of
from kept.records.people.models import Person
from kept.rules.assess import AmountState, RemedyLine, RemedyState, TermLine
from kept.web.common.access import READERS, RECORDERS, DeskRequest, for_roles, may
from kept.web.common.reading.amounts import amount_state_words
from kept.web.common.reading.reader import PageSpeaker, Reader
from kept.web.money.building.billing import bill_words
from kept.web.money.building.claims import (
    NONE,
    bill_cells,
    bill_clauses,
    bill_headings,
    decision_cells,
    decision_headings,
)
from kept.web.money.building.invoices import (
    invoice_cells,
    invoice_headings,
    payment_cells,
    payment_headings,
)
from kept.web.money.building.supplier import supplier_section
from kept.web.money.building.terms import term_links
from kept.web.money.forms.asking import bill_form
from kept.web.money.pages.sheets import Cell, Link, Section, Sheet
from kept.web.money.reading import DECIDERS, MONEY, case_or_404, here
from kept.web.money.views.claims import ASKERS
from kept.web.money.views.sheets import show
from kept.web.money.views.supplier import CLAIMANTS

CAN_CLAIM = (AmountState.CLAIMABLE, AmountState.POSSIBLE)


@require_safe
@for_roles(*READERS)
def made_good(request: DeskRequest, number: str) -> HttpResponse:
    """Show what is made good in a case, and its invoices and payments."""
    case, reader = case_or_404(number), Reader(timezone.now())
    found = assessed(case.pk, at=reader.now)
    speaker = reader.speaker(found.policy)
    viewer = request.user
    asks, money = may(viewer, *ASKERS), may(viewer, *MONEY)
    decides = may(viewer, *DECIDERS)
    sections = [
        *_terms(case, found, speaker),
        _remedies(case, found, speaker, chooses=may(viewer, *RECORDERS)),
        _amounts(case, found, speaker, asks=asks, decides=decides),
        _bills(case, found, viewer, asks=asks),
        *_decided(case, decides=decides),
    ]
    if may(viewer, *CLAIMANTS):
        url = reverse("money:supplier_new", args=[number])
        against = supplier_claims(viewer=viewer, case_id=case.pk)
        sections.append(supplier_section(against, reader, url=url))
    if money:
        sections = [*_money(case, found), *sections]
    back = Link(number, reverse("hotline:case", args=[number]))
    title = _("Made good and paid")
    lead = f"{number} {case.title} · {here(case.customer.names)}"
    return show(request, Sheet(reader.now, title, sections, back=back, lead=lead))


def _terms(case: Case, found: Assessed, speaker: PageSpeaker) -> Iterator[Section]:
    """Yield each term that was made longer, with the stretches that did, and where it stands."""
    for line in found.assessment.terms:
        if line.extensions or line.restarted_at:
            yield Section(
                title=speaker.text(line.name),
                pairs=list(_term_pairs(line, speaker)),
                headings=[_("From"), _("Until"), _("Counts"), _("Clause")],
                rows=[
                    [
                        Cell(speaker.at(stop.start)),
                        Cell(speaker.at(stop.end)),
                        Cell(speaker.span(stop.counted_seconds)),
                        Cell(", ".join(stop.clauses)),
                    ]
                    for stop in line.extensions
                ],
                links=term_links(case.number, case.equipment_id),
            )


def _term_pairs(line: TermLine, speaker: PageSpeaker) -> Iterator[tuple[str, str]]:
    yield _("Until, without what was added"), speaker.until(line.base_end)
    if line.extended_seconds:
        minutes = line.extended_seconds // 60
        said = _("{span} ({minutes} minutes); what overlaps counts once")
        span = speaker.span(line.extended_seconds)
        yield _("Added"), said.format(span=span, minutes=minutes)
    if line.restarted_at:
        yield _("Began again"), speaker.date(line.restarted_at)
    yield _("Until"), speaker.until(line.end)


def _remedies(case: Case, found: Assessed, speaker: PageSpeaker, *, chooses: bool) -> Section:
    return Section(
        title=_("Rights and remedies"),
        headings=[_("What"), _("State"), _("Because"), _("Clause"), _("What comes next")],
        rows=[
            _remedy_cells(case, line, speaker, chooses=chooses)
            for line in found.assessment.remedies
        ],
        empty=_("None is open."),
    )


def _remedy_cells(
    case: Case, line: RemedyLine, speaker: PageSpeaker, *, chooses: bool
) -> list[Cell]:
    words = {
        RemedyState.CLOSED: _("closed"),
        RemedyState.POSSIBLE: _("possible"),
        RemedyState.OPEN: _("open"),
        RemedyState.CHOSEN: _("chosen"),
        RemedyState.KEPT: _("kept, as it was chosen in good faith"),
    }
    action = Cell("")
    if chooses and line.on_offer:
        url = reverse("depot:remedy", args=[case.number, line.rule])
        action = Cell(_("Choose"), url=url)
    chosen = next((o.name for o in line.options if o.key == line.chosen), {})
    return [
        Cell(speaker.text(line.name), note=speaker.text(chosen)),
        Cell(words[line.state]),
        Cell(speaker.reasons(line.reason.because) or NONE),
        Cell(", ".join(line.reason.clauses)),
        action,
    ]


def _amounts(
    case: Case, found: Assessed, speaker: PageSpeaker, *, asks: bool, decides: bool
) -> Section:
    rows = [owing_of(case, found, line) for line in owed(found.assessment)]
    return Section(
        title=_("Amounts we may owe"),
        headings=[
            _("What"),
            _("State"),
            _("Asked for"),
            _("By the policy"),
            _("Asked by"),
            _("What comes next"),
        ],
        rows=[_amount_cells(case, row, speaker, asks=asks, decides=decides) for row in rows],
        empty=_("The policy owes no amount here."),
    )


def _amount_cells(
    case: Case, row: Owing, speaker: PageSpeaker, *, asks: bool, decides: bool
) -> list[Cell]:
    line, action = row.line, Cell("")
    at = [str(case.number), line.rule]
    if asks and line.state in CAN_CLAIM:
        action = Cell(_("The customer claims it"), url=reverse("money:claim_make", args=at))
    if decides and line.state in (AmountState.DUE, AmountState.CLAIMED):
        action = Cell(_("Decide"), url=reverse("money:claim_decide", args=at))
    return [
        Cell(speaker.text(line.name), note=", ".join(line.reason.clauses)),
        Cell(amount_state_words(line.state)),
        Cell(str(row.asked or NONE), is_number=True),
        Cell(str(row.worked_out or NONE), is_number=True),
        Cell(_("by {day}").format(day=speaker.at(line.claim_by)) if line.claim_by else NONE),
        action,
    ]


def _bills(case: Case, found: Assessed, viewer: Person, *, asks: bool) -> Section:
    url = reverse("money:bill_new", args=[case.number])
    clauses = bill_clauses(found.assessment)
    return Section(
        title=_("Invoices of third parties"),
        headings=bill_headings(),
        rows=[bill_cells(row, viewer, clauses) for row in claims.bills(case_id=case.pk)],
        empty=_("There is none."),
        links=[Link(_("An invoice came"), url)] if asks else (),
    )


def _decided(case: Case, *, decides: bool) -> Iterator[Section]:
    url = reverse("money:compensation", args=[case.number])
    yield Section(
        title=_("Decided"),
        headings=decision_headings(),
        rows=[decision_cells(row) for row in claims.decisions(case_id=case.pk)],
        empty=_("Nothing yet."),
        links=[Link(_("Voluntary compensation"), url)] if decides else (),
    )


def _money(case: Case, found: Assessed) -> Iterator[Section]:
    number = case.number
    for version in accepted_of(case.pk):
        billing = billing_of(version, found)
        if billing.net:
            yield _to_bill(billing)
    yield Section(
        title=_("Invoices"),
        headings=invoice_headings(),
        rows=[invoice_cells(row) for row in queries.invoices(case_id=case.pk)],
        empty=_("There is none."),
        links=[
            Link(_("Bill what was done"), reverse("money:bill_work", args=[number])),
            Link(_("Write an invoice"), reverse("money:invoice_new", args=[number])),
            Link(_("Ask for a deposit"), reverse("money:deposit_ask", args=[number])),
            Link(_("Send the page to pay"), reverse("money:pay_link", args=[number])),
        ],
    )
    yield Section(
        title=_("Payments"),
        headings=payment_headings(),
        rows=[payment_cells(row) for row in queries.payments(case_id=case.pk)],
        empty=_("There is none."),
        links=[Link(_("Record a payment"), reverse("money:case_pay", args=[number]))],
    )


def _to_bill(billing: Billing) -> Section:
    """Return an accepted quote that is not billed yet, with the press that bills it."""
    number = str(billing.version.quote.number)
    title = _("Accepted, not billed yet: {quote}").format(quote=number)
    return Section(
        title=title,
        lead=bill_words(billing),
        pairs=[(_("To bill, without taxes"), str(billing.net))],
        form=bill_form(billing),
        form_url=reverse("money:quote_invoice", args=[number]),
        button=_("Bill it"),
    )
