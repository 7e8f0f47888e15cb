"""Making somebody known who asks for the first time, on the way to their request."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kept.records.archive import queries as archive
from kept.records.archive.models import Customer
from kept.records.archive.services import register_newcomer
from kept.records.mail.queries import waiting_letter
from kept.records.people.models import Language
from kept.records.refusal import Refused
from kept.records.telephone.numbers import shown
from kept.records.telephone.queries import call_for_request
from kept.rules.papers.languages import is_chinese
from kept.web.common.access import DESK, DeskRequest, for_roles
from kept.web.common.pressing import new_key, pressed
from kept.web.common.reading.reader import Reader
from kept.web.hotline import pages
from kept.web.hotline.forms.newcomers import NewcomerForm
from kept.web.hotline.views.log import named_in


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*DESK)
def log_new(request: DeskRequest) -> HttpResponse:
    """Take down who asks for the first time; then their request."""
    reader, named = Reader(timezone.now()), named_in(request.GET)
    customer_id = named.get("customer")
    customer = _customer_name(customer_id, reader)
    initial = {"key": new_key(), **_told(request.GET.get("q", ""), named)}
    form = NewcomerForm(request.POST or None, initial=initial, customer_id=customer_id)
    if request.method == "POST" and form.is_valid():
        key = pressed(form.cleaned_data["key"], "newcomer", by=request.user)
        try:
            contact = register_newcomer(
                newcomer=form.newcomer(), by=request.user, at=reader.now, key=key
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            chosen = {"customer": contact.customer_id, "contact": contact.pk}
            none_yet = {} if customer_id else {"machine": "none"}
            return redirect(_log_url({**named, **chosen, **none_yet}))
    page = pages.NewcomerPage(
        now=reader.now, form=form, customer=customer, back_url=_log_url(named)
    )
    status = 422 if form.errors else 200
    return render(request, "hotline/newcomer.html", {"page": page}, status=status)


def _log_url(named: Mapping[str, int | str]) -> str:
    return f"{reverse('hotline:log')}?{urlencode(named)}" if named else reverse("hotline:log")


def _customer_name(customer_id: int | None, reader: Reader) -> str:
    if customer_id is None:
        return ""
    try:
        return reader.name(archive.customer(customer_id).names)
    except Customer.DoesNotExist:
        raise Http404 from None


def _told(words: str, named: Mapping[str, int]) -> dict[str, object]:
    """Return what is known of who asks: by what was looked for, the call or the letter."""
    words = words.strip()[:100]
    told: dict[str, object] = {"language": Language.ENGLISH}
    told |= {"company": words} if words and not any(c.isdigit() for c in words) else {}
    call = call_for_request(named["call"]) if "call" in named else None
    if call is not None:
        told["phone"] = shown(call.other, call.other_text)
    letter = waiting_letter(named["letter"]) if "letter" in named else None
    if letter is not None:
        told |= {"name": letter.sender_name, "phone": letter.phone}
        told |= {"email": letter.sender} if "@" in letter.sender else {}
        told |= {"company": letter.company} if letter.company else {}
        words = f"{words} {letter.sender_name} {letter.text[:200]}"
    return told | ({"language": Language.SIMPLIFIED} if is_chinese(words) or not words else {})
