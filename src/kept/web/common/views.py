"""Pages that belong to everyone: preferences, the language, the parts."""

from __future__ import annotations

from zoneinfo import available_timezones

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kept.records.naming import first_letters, pinyin_key
from kept.records.people.models import Person
from kept.records.people.services import persons
from kept.web.common.forms import PreferencesForm, refuse_unknown
from kept.web.common.languages import TAGS
from kept.web.common.samples import parts_page

MOST_LABELS, LONGEST_LABEL = 100, 40
YEAR = 365 * 24 * 60 * 60  # seconds
ZONES = sorted(zone for zone in available_timezones() if "/" in zone and zone.count("/") < 3)


@login_required
@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Show and keep how a person likes to work."""
    person = request.user
    assert isinstance(person, Person)
    form = PreferencesForm(request.POST or None, initial=PreferencesForm.values(person))
    if request.method == "POST" and form.is_valid():
        wanted = form.preferences()
        persons.change_preferences(
            person_id=person.pk, preferences=wanted, by=person, at=timezone.now()
        )
        with translation.override(wanted.language):
            messages.success(request, _("Your preferences are kept."))
        return remember(redirect("common:preferences"), wanted.language)
    status = 422 if form.errors else 200
    return render(request, "common/preferences.html", {"form": form, "zones": ZONES}, status=status)


@require_safe
@login_required
def sounds(request: HttpRequest) -> HttpResponse:
    """Return how labels sound: initials of their pinyin, and all of it, to find actions by."""
    labels = request.GET.getlist("of")[:MOST_LABELS]
    keys = {label: pinyin_key(label[:LONGEST_LABEL]) for label in labels}
    found = {label: [first_letters(key), key.replace(" ", "")] for label, key in keys.items()}
    return JsonResponse({"sounds": found})


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Change the language of all pages: for the person if signed in, else for this browser."""
    refuse_unknown(request.POST, {"language", "next"})
    code = request.POST.get("language", "")
    response = HttpResponseRedirect(safe_next(request))
    if code not in TAGS:
        return response
    if isinstance(request.user, Person):
        wanted = PreferencesForm.preferences_of(request.user, language=code)
        persons.change_preferences(
            person_id=request.user.pk, preferences=wanted, by=request.user, at=timezone.now()
        )
    return remember(response, code)


def remember(response: HttpResponse, code: str) -> HttpResponse:
    """Let the browser keep the language for the sign-in page."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=YEAR,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
    return response


def safe_next(request: HttpRequest) -> str:
    """Return the page to go back to, if it is one of ours."""
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours and wanted.startswith("/") else "/"


@require_safe
def parts(request: HttpRequest) -> HttpResponse:
    """Show every part in every state, for those who build screens. Only with the demo data."""
    return render(request, "common/parts.html", {"page": parts_page(now=timezone.now())})
