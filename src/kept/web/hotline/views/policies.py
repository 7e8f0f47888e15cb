"""The policies, read-only: what every clause says and how it is kept."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kept.records.policies.queries import policies as all_policies
from kept.web.common.access import READERS, DeskRequest, for_roles
from kept.web.common.reading.reader import Reader
from kept.web.hotline.building.policy import build_policies, build_policy, chosen_version


@require_safe
@for_roles(*READERS)
def policies(request: DeskRequest) -> HttpResponse:
    """List the policies."""
    page = build_policies(Reader(timezone.now()))
    return render(request, "hotline/policies.html", {"page": page})


@require_safe
@for_roles(*READERS)
def policy(request: DeskRequest, code: str) -> HttpResponse:
    """Show a version of a policy, the newest unless the address names one."""
    return _show(request, code, "")


@require_safe
@for_roles(*READERS)
def clause(request: DeskRequest, code: str, clause_id: str) -> HttpResponse:
    """Show one clause."""
    return _show(request, code, clause_id)


def _show(request: DeskRequest, code: str, clause_id: str) -> HttpResponse:
    card = next((card for card in all_policies() if card.code == code), None)
    version = chosen_version(card, request.GET.get("version", "")) if card else None
    if card is None or version is None:
        raise Http404
    page = build_policy(card, version, Reader(timezone.now()), clause_id)
    if page is None:
        raise Http404
    return render(request, "hotline/policy.html", {"page": page})
