"""The charge sheet of a case: who pays what, and why."""

from __future__ import annotations

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kept.records.cases.asking import NewFact
from kept.records.cases.queries import CaseCard
from kept.records.cases.services import record_fact
from kept.records.claims.currency import currency_of
from kept.records.claims.services import grant_goodwill
from kept.records.people.models import Role
from kept.records.quotes.queries import quotes_of
from kept.records.refusal import Refused
from kept.records.releases.models import Kind
from kept.records.releases.queries import waiting_in
from kept.records.releases.services import Waiting
from kept.web.common.access import READERS, RECORDERS, DeskRequest, for_roles, may
from kept.web.common.pressing import new_key
from kept.web.common.reading.reader import Reader
from kept.web.money.building.charges import Sheet, component_choices, open_questions
from kept.web.money.building.done import DoneSheet
from kept.web.money.building.quoting import state_words
from kept.web.money.building.releases import giving_url, subject_of
from kept.web.money.forms.charges import GoodwillForm, QuestionsForm
from kept.web.money.forms.quoting import begin_form
from kept.web.money.pages.charges import ChargesPage
from kept.web.money.pages.sheets import Link
from kept.web.money.reading import (
    LOOKERS,
    MONEY,
    SELLERS,
    card_or_404,
    case_link,
    case_or_404,
)
from kept.web.money.views.asked import waits

DESCRIBED = "request.described"
SOURCE = "web:money"


@require_safe
@for_roles(*READERS)
def charges(request: DeskRequest, number: str) -> HttpResponse:
    """Show who pays what in a case."""
    reader = Reader(timezone.now())
    card = card_or_404(request, number, reader)
    return _page(request, card, reader)


@require_POST
@for_roles(*RECORDERS)
def charges_answer(request: DeskRequest, number: str) -> HttpResponse:
    """Take answers to what who pays depends on, with their evidence."""
    reader = Reader(timezone.now())
    card = card_or_404(request, number, reader)
    form = QuestionsForm(request.POST, questions=open_questions(card), reader=reader)
    if form.is_valid() and _recorded(request, card, form, reader):
        return redirect("money:charges", number=number)
    return _page(request, card, reader, questions=form)


@require_POST
@for_roles(Role.MANAGER)
def goodwill(request: DeskRequest, number: str) -> HttpResponse:
    """Take over what the rules let somebody else pay: a decision with a name and a reason."""
    reader = Reader(timezone.now())
    card = card_or_404(request, number, reader)
    components, currency = component_choices(card, reader), _currency(request, card)
    form = GoodwillForm(request.POST, components=components, currency=currency)
    if form.is_valid():
        key = f"goodwill {form.cleaned_data['key']}"[:64]
        try:
            made = grant_goodwill(
                goodwill=form.goodwill(card.pk), by=request.user, now=reader.now, key=key
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            if isinstance(made, Waiting):
                return waits(request, made)
            messages.success(request, _("It is on record."))
            return redirect("money:charges", number=number)
    return _page(request, card, reader, goodwill=form)


def _recorded(request: DeskRequest, card: CaseCard, form: QuestionsForm, reader: Reader) -> bool:
    fact = NewFact(kind=DESCRIBED, at=reader.now, values=form.told(), source=SOURCE)
    key = f"{DESCRIBED} {form.cleaned_data['key']}"[:64]
    try:
        record_fact(case_id=card.pk, fact=fact, by=request.user, now=reader.now, key=key)
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, _("It is on record."))
    return True


def _page(
    request: DeskRequest,
    card: CaseCard,
    reader: Reader,
    questions: Form | None = None,
    goodwill: Form | None = None,
) -> HttpResponse:
    done = DoneSheet(card, reader.speaker(card.policy), _currency(request, card))
    sheet = Sheet(card, reader, done)
    rows, sees_money = sheet.rows(), may(request.user, *MONEY)
    status = 422 if questions or goodwill else 200
    if questions is None and may(request.user, *RECORDERS):
        asked = open_questions(card)
        key = {"key": new_key()}
        questions = QuestionsForm(questions=asked, reader=reader, initial=key) if asked else None
    if goodwill is None and may(request.user, Role.MANAGER):
        goodwill = _blank_goodwill(card, reader, done.currency)
    page = ChargesPage(
        now=reader.now,
        case=case_link(card.number, card.title),
        number=card.number,
        policy=f"{card.policy_code} {card.policy_number}",
        finding=sheet.finding(),
        rows=rows,
        components=sheet.names(),
        columns=sheet.columns(),
        exclusions=list(sheet.exclusions()),
        quotes=_quotes(card, reader),
        work_url=reverse("engineer:case_work", args=[card.number]),
        bill_url=reverse("money:bill_work", args=[card.number]) if sees_money else "",
        cause_url=sheet.cause_url() if may(request.user, *RECORDERS) else "",
        waiting=_waiting(card) if sees_money else [],
        questions=questions,
        goodwill=goodwill,
        begin=begin_form(card) if may(request.user, *SELLERS) else None,
    )
    return render(request, "money/charges.html", {"page": page}, status=status)


def _blank_goodwill(card: CaseCard, reader: Reader, currency: str) -> GoodwillForm:
    return GoodwillForm(
        components=component_choices(card, reader),
        currency=currency,
        initial={"key": new_key(), "per_cent": 100},
    )


def _quotes(card: CaseCard, reader: Reader) -> list[Link]:
    return [
        Link(
            label=f"{row.number} {state_words(row.state)} {row.total or ''}".strip(),
            url=reverse("money:quote", args=[row.number]),
        )
        for row in quotes_of(card.pk, at=reader.now)
    ]


def _waiting(card: CaseCard) -> list[Link]:
    """Return the goodwill that waits for a second person."""
    return [
        Link(label=f"{subject_of(row)}: {row.money}", url=giving_url(row.pk))
        for row in waiting_in(card.pk, Kind.GOODWILL)
    ]


def _currency(request: DeskRequest, card: CaseCard) -> str:
    """Return the currency in which a case is billed; "" for who may not see prices."""
    if not may(request.user, *LOOKERS):
        return ""
    return currency_of(case_or_404(card.number))
