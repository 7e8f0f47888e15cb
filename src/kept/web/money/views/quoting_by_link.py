"""A quote by a link: open to whoever has it; to answer takes the code as well."""

from __future__ import annotations

from uuid import uuid4
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kept.records.ledger.actor import acting_from
from kept.records.quotes import queries
from kept.records.quotes.models import Outcome
from kept.records.quotes.queries import LinkPage
from kept.records.quotes.services import Answering, answer_by_link, ask_by_link
from kept.records.quotes.standing import READABLE, LinkState
from kept.records.refusal import Refused
from kept.web.common.by_link import (
    LONGEST_SECRET,
    is_ours,
    key_of,
    speaking,
    told_in_language,
)
from kept.web.common.pdfs import pdf_read
from kept.web.common.reading.reader import Reader
from kept.web.money.building.quoting import build_by_link, ended_words
from kept.web.money.forms.quoting import AnswerByLinkForm, AskByLinkForm

SOURCE = "web:quote"


@require_http_methods(["GET", "HEAD", "POST"])
def quote_by_link(request: HttpRequest, offer: str) -> HttpResponse:
    """Show exactly what is offered, and take the customer's answer."""
    found, reader = _link_or_404(offer), Reader(timezone.now())
    with speaking(request, found.language), timezone.override(ZoneInfo(found.zone)):
        if request.method == "POST":
            return told_in_language(_take(request, offer, found, reader))
        return told_in_language(_page(request, offer, found, reader))


@require_POST
def quote_ask(request: HttpRequest, offer: str) -> HttpResponse:
    """Take a question about the quote; to ask takes no code."""
    found, reader = _link_or_404(offer), Reader(timezone.now())
    with speaking(request, found.language), timezone.override(ZoneInfo(found.zone)):
        form = AskByLinkForm(request.POST)
        is_whole = form.is_valid()
        if is_ours(request):
            return _page(request, offer, found, reader, status=403)
        if is_whole:
            said = form.cleaned_data
            try:
                with acting_from(SOURCE):
                    key = key_of(offer, said["key"])
                    ask_by_link(secret=offer, text=said["text"], at=reader.now, key=key)
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                return redirect(reverse("money:quote_by_link", args=[offer]) + "#said")
        return told_in_language(_page(request, offer, found, reader, form))


@require_safe
def quote_by_link_pdf(request: HttpRequest, offer: str) -> HttpResponse:
    """Give the bytes that are offered."""
    found = _link_or_404(offer)
    if found.state not in READABLE:
        raise Http404
    name = f"{found.number}-{found.version.number}.pdf"
    return pdf_read(lambda: queries.quote_pdf(found.version), name)


def _link_or_404(secret: str) -> LinkPage:
    is_long = len(secret) > LONGEST_SECRET
    found = None if is_long else queries.link_page(secret, at=timezone.now())
    if found is None:
        raise Http404
    return found


def _take(request: HttpRequest, secret: str, found: LinkPage, reader: Reader) -> HttpResponse:
    form = AnswerByLinkForm(request.POST)
    is_whole = form.is_valid()  # what nobody asked for is refused before anything else
    if is_ours(request):
        return _page(request, secret, found, reader, status=403)
    if is_whole and _answered(request, secret, form, reader):
        return redirect("money:quote_by_link", offer=secret)
    return _page(request, secret, _link_or_404(secret), reader, form)


def _answered(request: HttpRequest, secret: str, form: AnswerByLinkForm, reader: Reader) -> bool:
    said = form.cleaned_data
    answering = Answering(
        version_id=0,  # the link says which
        sha256=said["sha256"],
        outcome=Outcome(said["outcome"]),
        name=said["name"],
        role=said["role"],
        reason=said["reason"],
        key=key_of(secret, said["key"]),
        device=request.headers.get("User-Agent", ""),
        address=request.META.get("REMOTE_ADDR") or None,
    )
    try:
        with acting_from(SOURCE):
            answer_by_link(secret=secret, code=said["code"], answering=answering, at=reader.now)
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True


def _page(
    request: HttpRequest,
    secret: str,
    found: LinkPage,
    reader: Reader,
    *forms: AnswerByLinkForm | AskByLinkForm,
    status: int = 0,
) -> HttpResponse:
    if found.state not in READABLE:
        sentence = {"sentence": ended_words(found.state)}
        return render(request, "money/quote_ended.html", sentence, status=410)
    ours = is_ours(request)
    page = build_by_link(secret, found, reader, is_ours=ours)
    can_answer = found.state is LinkState.OPEN and not ours
    initial = {"sha256": found.version.sha256, "key": uuid4().hex, "name": found.name}
    status = status or (422 if forms else 200)
    answer = next((one for one in forms if isinstance(one, AnswerByLinkForm)), None)
    ask = next((one for one in forms if isinstance(one, AskByLinkForm)), None)
    content = {
        "page": page,
        "answer": (answer or AnswerByLinkForm(initial=initial)) if can_answer else None,
        "ask": (ask or AskByLinkForm(initial={"key": uuid4().hex})) if can_answer else None,
    }
    return render(request, "money/quote_by_link.html", content, status=status)
