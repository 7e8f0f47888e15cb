"""What a person decides about a case: its level, who is responsible."""

from __future__ import annotations

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kept.records.cases.queries import CaseCard
from kept.records.cases.services import Grading, ReasonMissing, assign_case, grade_case
from kept.records.refusal import Refused
from kept.web.common.access import DESK, RECORDERS, DeskRequest, deny, for_roles, may
from kept.web.common.pressing import new_key, pressed
from kept.web.common.reading.reader import Reader
from kept.web.hotline import pages
from kept.web.hotline.building.fact_pages import case_link
from kept.web.hotline.building.presence import build_here
from kept.web.hotline.forms.contests import add_word, graders_of, may_decide, word_of
from kept.web.hotline.forms.decisions import PARTED, AssignForm, LevelForm, askable_levels
from kept.web.hotline.recording import SOURCE
from kept.web.hotline.views.case import card_or_404

BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(BOTH)
@for_roles(*RECORDERS)
def level(request: DeskRequest, number: str) -> HttpResponse:
    """Set the level of a case, or decide about one that is contested."""
    reader = Reader(timezone.now())
    card = card_or_404(request, number, reader)
    if not askable_levels(card):
        raise Http404
    if not may(request.user, *DESK) and not may_decide(card, request.user):
        deny(request, request.user)
    initial = {"key": new_key(), "grade": _current(card)}
    form = LevelForm(request.POST or None, initial=initial, card=card, reader=reader)
    add_word(form, graders_of(card), card.policy, reader)
    form.order_fields(["key", "grade", "word", "requester", "reason", "when"])
    if request.method == "POST" and form.is_valid():
        try:
            _grade(request, card, form, reader)
        except ReasonMissing as refused:
            form.add_error("reason", str(refused))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("hotline:case", number=number)
    return decision_page(request, card, form, reader, (_("Level"), _("Set the level")))


def _current(card: CaseCard) -> str:
    for line in card.assessment.grades:
        scale = card.policy.scales[line.scale]
        if scale.kind == "level" and not scale.attribute and line.value:
            return f"{scale.id}{PARTED}{line.value}"
    return ""


def _grade(request: DeskRequest, card: CaseCard, form: LevelForm, reader: Reader) -> None:
    scale, grade = form.chosen()
    grading = Grading(
        scale=f"level.{scale}",
        grade=grade,
        at=form.cleaned_data["when"],
        reason=form.cleaned_data["reason"],
        source=SOURCE,
        word=word_of(form.cleaned_data),
    )
    key = pressed(form.cleaned_data["key"], "level", by=request.user)
    grade_case(case_id=card.pk, grading=grading, by=request.user, now=reader.now, key=key)


@require_http_methods(BOTH)
@for_roles(*DESK)
def assign(request: DeskRequest, number: str) -> HttpResponse:
    """Make somebody responsible."""
    reader = Reader(timezone.now())
    card = card_or_404(request, number, reader)
    seen = card.responsible.pk
    initial = {"person": str(request.user.pk), "seen": seen}
    form = AssignForm(request.POST or None, initial=initial, by=request.user.pk)
    if request.method == "POST" and form.is_valid():
        try:
            assign_case(
                case_id=card.pk,
                person_id=int(form.cleaned_data["person"]),
                by=request.user,
                now=reader.now,
                seen_id=form.cleaned_data["seen"],
            )
        except Refused as refused:
            form.data = {**request.POST.dict(), "seen": str(seen)}  # sent again, it is meant
            form.add_error("person", str(refused))
        else:
            return redirect("hotline:case", number=number)
    return decision_page(request, card, form, reader, (_("Assign"), _("Make responsible")))


def decision_page(
    request: DeskRequest,
    card: CaseCard,
    form: Form,
    reader: Reader,
    words: tuple[str, str],
    explains: str = "",
) -> HttpResponse:
    """Show a form for one decision about a case; `words` are its heading and its button."""
    heading, button = words
    page = pages.FactPage(
        now=reader.now,
        case=case_link(card),
        here=build_here(card),
        title=heading,
        heading=heading,
        form=form,
        button=button,
        explains=explains,
    )
    status = 422 if form.errors else 200
    return render(request, "hotline/decision.html", {"page": page}, status=status)
