"""Versions: side by side, and as files."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kept.records.policies.queries import policy_version
from kept.rules.policy.reference import schema_text
from kept.web.common.access import READERS, DeskRequest, for_roles
from kept.web.common.reading.reader import Reader
from kept.web.policydesk.building.comparing import build_compare
from kept.web.policydesk.reading import EDITORS, policy_or_404


@require_safe
@for_roles(*EDITORS)
def compare(request: DeskRequest, code: str) -> HttpResponse:
    """Show what differs between two texts of a policy."""
    card, reader = policy_or_404(code), Reader(timezone.now())
    page = build_compare(card, request.GET.get("before", ""), request.GET.get("after", ""), reader)
    return render(request, "policydesk/compare.html", {"page": page})


@require_safe
@for_roles(*READERS)
def file(request: DeskRequest, code: str) -> HttpResponse:
    """Give a published version as a file: the newest, or the one the address names."""
    card = policy_or_404(code)
    number = request.GET.get("version", "")
    chosen = [one for one in card.versions if not number or str(one.number) == number]
    if not chosen:
        return HttpResponse(status=404)
    text = policy_version(chosen[0].pk).text
    return attachment(text, f"{code}-{chosen[0].number}.policy.yaml")


@require_safe
@for_roles(*READERS)
def schema_file(request: DeskRequest) -> HttpResponse:
    """Give the JSON Schema of policy files, for editors."""
    response = HttpResponse(schema_text(), content_type="application/schema+json")
    response["Content-Disposition"] = 'attachment; filename="policy.schema.json"'
    return response


def attachment(text: str, name: str) -> HttpResponse:
    """Return a text as a file to keep; browsers never show it."""
    response = HttpResponse(text.encode(), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
