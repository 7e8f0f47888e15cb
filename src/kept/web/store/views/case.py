"""The parts of a case: asking, reserving, proposing, receiving, fitting, bringing back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kept.records.cases.queries import CaseCard, case_card
from kept.records.documents.services import begin_approval
from kept.records.parts.asking import questions
from kept.records.parts.queries import (
    ProposalLine,
    RequestCard,
    request_card,
    requests_of_case,
)
from kept.records.parts.services import (
    CustomerAnswer,
    NewRequest,
    NewReservation,
    answer_proposal,
    propose_substitute,
    request_part,
    reserve_pieces,
    withdraw_request,
)
from kept.records.refusal import Refused
from kept.web.common.access import READERS, DeskRequest, for_roles
from kept.web.common.forms import refuse_unknown
from kept.web.common.pressing import new_key, pressed
from kept.web.common.reading.reader import Reader
from kept.web.store import pages
from kept.web.store.building.case import (
    build_case_parts,
    build_request_page,
    case_link,
    parts_link,
)
from kept.web.store.forms.case import (
    YES,
    AnswerForm,
    AskForm,
    ProposeForm,
    ReserveForm,
    WithdrawForm,
)
from kept.web.store.roles import WITH_PARTS
from kept.web.store.views.catalogue import part_or_404
from kept.web.store.views.moving import BOTH, did, show


@require_safe
@for_roles(*READERS)
def case_parts(request: DeskRequest, number: str) -> HttpResponse:
    """Show what a case asked for and what became of it; parts to ask for."""
    reader = Reader(timezone.now())
    card = card_or_404(request, number, reader)
    asked = request.GET.get("q", "")[:100].replace("\x00", "")
    page = build_case_parts(card, asked, viewer=request.user, reader=reader)
    return render(request, "store/case_parts.html", {"page": page})


@require_http_methods(BOTH)
@for_roles(*WITH_PARTS)
def case_ask(request: DeskRequest, number: str) -> HttpResponse:
    """Ask for a part."""
    reader = Reader(timezone.now())
    card, asked = card_or_404(request, number, reader), request.GET.get("part", "")
    if not asked:
        return redirect("store:case_parts", number=number)
    part = part_or_404(int(asked) if asked.isdecimal() and len(asked) < 12 else 0).part
    form = AskForm(
        request.POST or None,
        initial={"key": new_key()},
        questions=questions(card.policy),
        reader=reader,
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        wanted = NewRequest(
            case_id=card.pk,
            part_id=part.pk,
            quantity=said["quantity"],
            needed_at=said["needed_at"] or reader.now,
            needed_by=said["needed_by"],
            note=said["note"],
            values=form.values(),
        )
        key = pressed(said["key"], "ask", by=request.user)

        def act() -> None:
            request_part(wanted=wanted, by=request.user, now=reader.now, key=key)

        if did(request, form, act):
            return redirect("store:case_parts", number=number)
    name = f"{part.label} {reader.name(part.names)}"
    words = (_("Ask for {part}").format(part=name), _("Ask for it"))
    return case_form(request, card, form, words, reader)


@require_http_methods(BOTH)
@for_roles(*WITH_PARTS)
def case_request(request: DeskRequest, number: str, request_id: int) -> HttpResponse:
    """Show where a part can come from; reserve it there, or propose another one."""
    reader = Reader(timezone.now())
    card = card_or_404(request, number, reader)
    found = _request_or_404(card, request_id)
    problem: Refused | str = ""
    if request.method == "POST":
        act = _reserving if request.POST.get("act") == "reserve" else _proposing
        problem = act(request, card, found, reader)
        if not problem:
            messages.success(request, _("It is on record."))
            return redirect("store:case_request", number=number, request_id=request_id)
    page = build_request_page(card, found, viewer=request.user, reader=reader, problem=problem)
    status = 422 if problem else 200
    return render(request, "store/case_request.html", {"page": page}, status=status)


def _reserving(
    request: DeskRequest, card: CaseCard, found: RequestCard, reader: Reader
) -> Refused | str:
    """Reserve what was pressed. Returns what is wrong, if anything."""
    form = ReserveForm(request.POST)
    if not form.is_valid():
        return _problem_of(form)
    place, part = form.chosen()
    wanted = NewReservation(
        place_id=place,
        part_id=part,
        quantity=form.cleaned_data["quantity"],
        case_id=card.pk,
        needed_at=found.needed_by,
        request_id=found.pk,
    )
    key = pressed(form.cleaned_data["key"], f"reserve {place} {part}", by=request.user)
    return _refusal(lambda: reserve_pieces(wanted=wanted, by=request.user, now=reader.now, key=key))


def _proposing(
    request: DeskRequest, card: CaseCard, found: RequestCard, reader: Reader
) -> Refused | str:
    """Propose what was pressed. Returns what is wrong, if anything."""
    form = ProposeForm(request.POST)
    if not form.is_valid():
        return _problem_of(form)
    part = form.cleaned_data["part"]
    return _refusal(
        lambda: propose_substitute(
            request_id=found.pk, part_id=part, by=request.user, now=reader.now
        )
    )


def _problem_of(form: Form) -> str:
    return " ".join(str(error) for errors in form.errors.values() for error in errors)


def _refusal(act: Callable[[], object]) -> Refused | str:
    try:
        act()
    except Refused as refused:
        return refused
    return ""


@require_http_methods(BOTH)
@for_roles(*WITH_PARTS)
def case_withdraw(request: DeskRequest, number: str, request_id: int) -> HttpResponse:
    """Say that a part is not needed any more."""
    reader = Reader(timezone.now())
    card = card_or_404(request, number, reader)
    found = _request_or_404(card, request_id)
    form = WithdrawForm(request.POST or None, initial={"key": new_key()})
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]

        def act() -> None:
            withdraw_request(request_id=found.pk, reason=reason, by=request.user, now=reader.now)

        if did(request, form, act):
            return redirect("store:case_parts", number=number)
    heading = _("{part} is not needed any more").format(part=found.part.label)
    return case_form(request, card, form, (heading, _("Not needed any more")), reader)


@require_http_methods(BOTH)
@for_roles(*WITH_PARTS)
def case_answer(request: DeskRequest, number: str, proposal: int) -> HttpResponse:
    """Record what the customer said to a substitute."""
    reader = Reader(timezone.now())
    card = card_or_404(request, number, reader)
    asked = next((one for one in proposals_of(card) if one.pk == proposal), None)
    if asked is None:
        raise Http404
    form = AnswerForm(request.POST or None, initial={"key": new_key()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        answer = CustomerAnswer(
            proposal_id=proposal,
            is_approved=said["answer"] == YES,
            name=said["name"],
            how=said["how"],
            at=said["when"] or reader.now,
        )

        def act() -> None:
            answer_proposal(answer=answer, by=request.user, now=reader.now)

        if did(request, form, act):
            return redirect("store:case_parts", number=number)
    heading = _("The customer's answer to {part}").format(part=asked.part.label)
    return case_form(request, card, form, (heading, _("Record the answer")), reader)


@require_POST
@for_roles(*WITH_PARTS)
def case_paper(request: DeskRequest, number: str, proposal: int) -> HttpResponse:
    """Begin the document by which the customer approves a substitute."""
    reader = Reader(timezone.now())
    refuse_unknown(request.POST, ())
    card = card_or_404(request, number, reader)
    if proposal not in {one.pk for one in proposals_of(card)}:
        raise Http404
    try:
        document = begin_approval(
            proposal_id=proposal, languages=[card.language], by=request.user, at=reader.now
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("store:case_parts", number=number)
    if not document.versions.exists():
        messages.info(request, _("Look at it and issue it; then its link is sent to the customer."))
    return redirect("hotline:paper", number=number, paper=document.number)


def proposals_of(card: CaseCard) -> Sequence[ProposalLine]:
    """Return the substitutes that were proposed in a case."""
    return [one for asked in requests_of_case(card.pk) for one in asked.proposals]


def case_form(
    request: DeskRequest,
    card: CaseCard,
    form: Form,
    words: tuple[str, str],
    reader: Reader,
    **more: Any,
) -> HttpResponse:
    """Show a form about a part of a case; `words` are its heading and its button."""
    heading, button = words
    page = pages.FormPage(
        now=reader.now,
        title=heading,
        form=form,
        button=button,
        links=[case_link(card), parts_link(card.number)],
        **more,
    )
    return show(request, page)


def card_or_404(request: DeskRequest, number: str, reader: Reader) -> CaseCard:
    """Return a case; what this person may not see looks like what is not there."""
    card = case_card(number, viewer=request.user, at=reader.now)
    if card is None:
        raise Http404
    return card


def _request_or_404(card: CaseCard, request_id: int) -> RequestCard:
    found = request_card(request_id, case_id=card.pk)
    if found is None:
        raise Http404
    return found
