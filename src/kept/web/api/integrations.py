"""Other programs that are let in: where administrators open, renew and end them."""

from __future__ import annotations

from dataclasses import dataclass

from django.forms import Form
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kept.records.alerts.models import Integration
from kept.records.alerts.queries import IntegrationLine
from kept.records.alerts.queries import integrations as all_integrations
from kept.records.alerts.services import (
    Opened,
    end_integration,
    open_integration,
    renew_token,
)
from kept.records.ledger.actor import acting_from
from kept.records.people.models import Role
from kept.records.refusal import Refused
from kept.web.api.forms import SCOPES, EndForm, IntegrationForm, TokenForm
from kept.web.common.access import DeskRequest, for_roles
from kept.web.common.reading.reader import Reader
from kept.web.common.reading.wording import listed

SOURCE = "web:integrations"
BOTH = ["GET", "HEAD", "POST"]


@dataclass(frozen=True, kw_only=True)
class IntegrationRow:
    """A program in the list."""

    line: IntegrationLine
    may: str
    place: str
    renew_url: str = ""
    end_url: str = ""


@dataclass(frozen=True, kw_only=True)
class Asking:
    """A page with one form."""

    title: str
    text: str
    button: str


@require_safe
@for_roles(Role.ADMINISTRATOR)
def integrations(request: DeskRequest) -> HttpResponse:
    """List the programs that are let in, and those that were."""
    reader = Reader(timezone.now())
    rows = [_row(line, reader) for line in all_integrations()]
    return render(request, "api/integrations.html", {"rows": rows, "now": reader.now})


@require_http_methods(BOTH)
@for_roles(Role.ADMINISTRATOR)
def new(request: DeskRequest) -> HttpResponse:
    """Let a program in; its token is shown this once."""
    language = str(get_language() or "en")
    form = IntegrationForm(
        request.POST or None,
        language=language,
        initial={"may": [value for value, _words in SCOPES]},
    )
    page = Asking(
        title=_("A new integration"),
        text=_("It gets a token of its own, which you give to who looks after the other program."),
        button=_("Let it in"),
    )
    if form.is_valid():
        try:
            with acting_from(SOURCE):
                made = open_integration(wanted=form.wanted(), by=request.user, now=timezone.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return _token_page(request, made)
    return _asked(request, page, form)


@require_http_methods(BOTH)
@for_roles(Role.ADMINISTRATOR)
def token(request: DeskRequest, integration: int) -> HttpResponse:
    """Give a program a new token, which is shown this once."""
    row, form = _let_in_or_404(integration), TokenForm(_sent(request))
    if form.is_valid():
        with acting_from(SOURCE):
            made = renew_token(
                integration_id=row.pk,
                by=request.user,
                now=timezone.now(),
                at_once=form.cleaned_data["at_once"],
            )
        return _token_page(request, made)
    page = Asking(
        title=_("A new token for {name}").format(name=row.name),
        text=_("The token that it has now ends in {end}.").format(end=row.token_end),
        button=_("Make a new token"),
    )
    return _asked(request, page, form)


@require_http_methods(BOTH)
@for_roles(Role.ADMINISTRATOR)
def end(request: DeskRequest, integration: int) -> HttpResponse:
    """Shut a program out."""
    row, form = _let_in_or_404(integration), EndForm(_sent(request))
    if form.is_valid():
        with acting_from(SOURCE):
            end_integration(integration_id=row.pk, by=request.user, now=timezone.now())
        return redirect("api:integrations")
    page = Asking(
        title=_("End {name}?").format(name=row.name),
        text=_("None of its tokens opens anything any more. What it told stays."),
        button=_("End it"),
    )
    return _asked(request, page, form)


def _sent(request: DeskRequest) -> QueryDict | None:
    """Return what was sent, be it nothing; None when a page is only opened."""
    return request.POST if request.method == "POST" else None


def _let_in_or_404(pk: int) -> Integration:
    row = Integration.objects.filter(pk=pk, ended_at=None).first()
    if row is None:
        raise Http404
    return row


def _asked(request: DeskRequest, page: Asking, form: Form) -> HttpResponse:
    status = 422 if form.errors else 200
    told = {"page": page, "form": form}
    return render(request, "api/integration_form.html", told, status=status)


def _token_page(request: DeskRequest, made: Opened) -> HttpResponse:
    row = Integration.objects.get(pk=made.integration_id)
    told = {
        "name": row.name,
        "token": made.token,
        "old_until": row.old_until,
        "address": request.build_absolute_uri(reverse("api:alerts")),
        "description": request.build_absolute_uri(reverse("api:description")),
        "may": [str(scope) for scope in row.may],
    }
    return render(request, "api/token.html", told)


def _row(line: IntegrationLine, reader: Reader) -> IntegrationRow:
    words = dict(SCOPES)
    place = [reader.name(line.customer_names), reader.name(line.site_names)]
    is_let_in = line.ended_at is None
    return IntegrationRow(
        line=line,
        may=listed(str(words[scope.value]) for scope in line.may),
        place=listed(part for part in place if part) or _("everyone's machines"),
        renew_url=reverse("api:integration_token", args=[line.pk]) if is_let_in else "",
        end_url=reverse("api:integration_end", args=[line.pk]) if is_let_in else "",
    )
