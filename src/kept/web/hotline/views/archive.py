"""The archive: all customers, and the page of each customer, site, system and machine."""

from __future__ import annotations

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kept.records.history.queries import Scope, ScopeKind
from kept.web.common.access import READERS, DeskRequest, for_roles
from kept.web.common.reading.reader import Reader
from kept.web.hotline.building.archive import build_archive, build_customers
from kept.web.hotline.building.history_page import Looked

LARGEST = 2**63


@require_safe
@for_roles(*READERS)
def archive(request: DeskRequest) -> HttpResponse:
    """List the customers."""
    page = build_customers(request.GET.get("after", ""), reader=Reader(timezone.now()))
    return render(request, "hotline/customers.html", {"page": page})


@require_safe
@for_roles(*READERS)
def customer(request: DeskRequest, customer_id: int) -> HttpResponse:
    """Show a customer."""
    return _show(request, ScopeKind.CUSTOMER, customer_id)


@require_safe
@for_roles(*READERS)
def site(request: DeskRequest, site_id: int) -> HttpResponse:
    """Show a site."""
    return _show(request, ScopeKind.SITE, site_id)


@require_safe
@for_roles(*READERS)
def system(request: DeskRequest, system_id: int) -> HttpResponse:
    """Show a system."""
    return _show(request, ScopeKind.SYSTEM, system_id)


@require_safe
@for_roles(*READERS)
def equipment(request: DeskRequest, equipment_id: int) -> HttpResponse:
    """Show a piece of equipment."""
    return _show(request, ScopeKind.EQUIPMENT, equipment_id)


def _show(request: DeskRequest, kind: ScopeKind, pk: int) -> HttpResponse:
    if pk >= LARGEST:
        raise Http404
    looked = Looked(Scope(kind, pk), request.path, request.GET.dict())
    try:
        page = build_archive(looked, viewer=request.user, reader=Reader(timezone.now()))
    except ObjectDoesNotExist as missing:
        raise Http404 from missing
    return render(request, "hotline/archive.html", {"page": page})
