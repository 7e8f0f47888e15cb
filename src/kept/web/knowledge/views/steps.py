"""From a draft to what everyone reads, and away again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kept.records.knowledge.services import publish_article, review_article, withdraw_article
from kept.records.refusal import Refused
from kept.web.common.access import DeskRequest, for_roles
from kept.web.common.forms import refuse_unknown
from kept.web.knowledge.forms import EditionForm
from kept.web.knowledge.reading import AUTHORS, article_or_404


@require_POST
@for_roles(*AUTHORS)
def review(request: DeskRequest, article: str) -> HttpResponse:
    """Find a version right, as a second person."""
    return _step(request, article, review_article)


@require_POST
@for_roles(*AUTHORS)
def publish(request: DeskRequest, article: str) -> HttpResponse:
    """Let everyone read a reviewed version."""
    return _step(request, article, publish_article)


@require_POST
@for_roles(*AUTHORS)
def withdraw(request: DeskRequest, article: str) -> HttpResponse:
    """Let nobody find an article any more."""
    refuse_unknown(request.POST, ())
    article_or_404(request, article)
    withdraw_article(key=article, by=request.user, now=timezone.now())
    return redirect("knowledge:article", article=article)


def _step(request: DeskRequest, article: str, service: Callable[..., Any]) -> HttpResponse:
    """Take one step; what is refused is said on the article's page."""
    article_or_404(request, article)
    form = EditionForm(request.POST)
    page = reverse("knowledge:article", args=[article])
    if not form.is_valid():
        messages.error(request, _("Please look at the version first."))
        return redirect(page)
    number = form.cleaned_data["number"]
    try:
        service(key=article, number=number, by=request.user, now=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(f"{page}?version={number}")
