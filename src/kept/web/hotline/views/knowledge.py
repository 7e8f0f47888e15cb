"""What is known, used in a case: articles, ready words, codes, a self-check."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kept.records.knowledge import queries
from kept.records.knowledge.models import ArticleKind, Outcome
from kept.records.knowledge.services import Walked, choose_code, record_use, record_walk
from kept.records.refusal import Refused
from kept.web.common.access import RECORDERS, DeskRequest, for_roles
from kept.web.common.forms import ExactForm
from kept.web.common.pressing import pressed
from kept.web.common.reading.reader import Reader
from kept.web.hotline.building.knowledge import ready_lines, walked
from kept.web.hotline.views.case import card_or_404

MOST_ANSWERS = 100


class OutcomeForm(ExactForm):
    """What came of an article."""

    outcome = forms.ChoiceField(choices=Outcome.choices)


class CodeChoiceForm(ExactForm):
    """A code that was chosen."""

    code = forms.CharField(max_length=40)
    key = forms.CharField(max_length=60)


class WalkForm(ExactForm):
    """A self-check that came to its end."""

    said = forms.RegexField(r"^[yn]+$", max_length=MOST_ANSWERS)
    key = forms.CharField(max_length=60)


@require_safe
@for_roles(*RECORDERS)
def ready_texts(request: DeskRequest, number: str) -> HttpResponse:
    """Return the ready words of a case, for the field that is typed in."""
    card = card_or_404(request, number, Reader(timezone.now()))
    lines = [
        {"key": line.key, "name": line.name, "text": line.text}
        for line in ready_lines(card, request.user, queries.ready_texts())
    ]
    return JsonResponse({"texts": lines})


@require_POST
@for_roles(*RECORDERS)
def used(request: DeskRequest, number: str, article: str) -> HttpResponse:
    """Record that an article was used, or whether it helped."""
    card = card_or_404(request, number, Reader(timezone.now()))
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please say whether it helped."))
        return _back(number)
    try:
        record_use(
            case_id=card.pk,
            key=article,
            outcome=Outcome(form.cleaned_data["outcome"]),
            by=request.user,
            now=timezone.now(),
        )
    except Refused as refused:
        messages.error(request, str(refused))
    return _back(number)


@require_POST
@for_roles(*RECORDERS)
def code(request: DeskRequest, number: str) -> HttpResponse:
    """Record a code for a case."""
    card = card_or_404(request, number, Reader(timezone.now()))
    form = CodeChoiceForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please choose a code first."))
        return _back(number)
    said = form.cleaned_data
    key = pressed(said["key"], f"code {said['code']}", by=request.user)
    now = timezone.now()
    try:
        choose_code(case_id=card.pk, code=said["code"], by=request.user, now=now, key=key)
    except Refused as refused:
        messages.error(request, str(refused))
    return _back(number)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*RECORDERS)
def steps(request: DeskRequest, number: str, article: str) -> HttpResponse:
    """Walk through a self-check, answer by answer; at its end, record what came of it."""
    reader = Reader(timezone.now())
    card = card_or_404(request, number, reader)
    version = queries.published(article, viewer=request.user)
    if version is None or version.kind != ArticleKind.STEPS:
        raise Http404
    form = WalkForm(request.POST or None)
    said = request.POST.get("said", "") if request.method == "POST" else request.GET.get("said", "")
    if set(said) - {"y", "n"} or len(said) > MOST_ANSWERS:
        raise SuspiciousOperation("answers nobody could give")
    page = walked(card, version, said, reader)
    if request.method == "POST" and form.is_valid() and page.ended:
        text = "\n".join([page.title, *(f"{asked} – {answer}" for asked, answer in page.taken)])
        walk = Walked(article=article, helped=page.helped, text=text)
        key = pressed(form.cleaned_data["key"], f"walk {article}", by=request.user)
        try:
            record_walk(case_id=card.pk, walked=walk, by=request.user, now=reader.now, key=key)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            return _back(number)
    status = 422 if request.method == "POST" else 200
    return render(request, "hotline/steps.html", {"page": page}, status=status)


def _back(number: str) -> HttpResponse:
    return redirect("hotline:case", number=number)
