"""A quote by a link: open to whoever has it; to answer takes the code as well."""

from __future__ import annotations

import hashlib
from contextlib import AbstractContextManager, nullcontext
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kept.records.ledger.actor import acting_from
from kept.records.people.models import Person, Role
from kept.records.quotes import queries
from kept.records.quotes.models import Outcome
from kept.records.quotes.queries import LinkPage
from kept.records.quotes.services import Answering, answer_by_link, ask_by_link
from kept.records.quotes.standing import READABLE, LinkState
from kept.records.refusal import Refused
from kept.web.common.languages import tag
from kept.web.common.reading.reader import Reader
from kept.web.money.building.quoting import build_by_link, ended_words
from kept.web.money.forms.quoting import AnswerByLinkForm, AskByLinkForm
from kept.web.money.views.quoting import pdf_answer

LONGEST_SECRET = 64
SOURCE = "web:quote"


@require_http_methods(["GET", "HEAD", "POST"])
def quote_by_link(request: HttpRequest, offer: str) -> HttpResponse:
    """Show exactly what is offered, and take the customer's answer."""
    found, reader = _link_or_404(offer), Reader(timezone.now())
    with _as_they_read(request, found), timezone.override(ZoneInfo(found.zone)):
        if request.method == "POST":
            return _own_language(_take(request, offer, found, reader))
        return _own_language(_page(request, offer, found, reader))


@require_POST
def quote_ask(request: HttpRequest, offer: str) -> HttpResponse:
    """Take a question about the quote; to ask takes no code."""
    found, reader = _link_or_404(offer), Reader(timezone.now())
    with _as_they_read(request, found), timezone.override(ZoneInfo(found.zone)):
        form = AskByLinkForm(request.POST)
        is_whole = form.is_valid()
        if _is_ours(request):
            return _page(request, offer, found, reader, status=403)
        if is_whole:
            said = form.cleaned_data
            try:
                with acting_from(SOURCE):
                    ask_by_link(
                        secret=offer, text=said["text"], at=reader.now, key=_key(offer, said)
                    )
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                return redirect("money:quote_by_link", offer=offer)
        return _own_language(_page(request, offer, found, reader, form))


@require_safe
def quote_by_link_pdf(request: HttpRequest, offer: str) -> HttpResponse:
    """Give the bytes that are offered."""
    found = _link_or_404(offer)
    if found.state not in READABLE:
        raise Http404
    name = f"{found.number}-{found.version.number}.pdf"
    return pdf_answer(lambda: queries.quote_pdf(found.version), name)


def _link_or_404(secret: str) -> LinkPage:
    is_long = len(secret) > LONGEST_SECRET
    found = None if is_long else queries.link_page(secret, at=timezone.now())
    if found is None:
        raise Http404
    return found


def _as_they_read(request: HttpRequest, found: LinkPage) -> AbstractContextManager[None]:
    """Speak the contact's language, unless this browser has chosen another one."""
    is_chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES or _account(request)
    return nullcontext() if is_chosen else translation.override(found.language)


def _own_language(response: HttpResponse) -> HttpResponse:
    response["Content-Language"] = tag(translation.get_language())
    return response


def _account(request: HttpRequest) -> Person | None:
    return request.user if isinstance(request.user, Person) else None


def _is_ours(request: HttpRequest) -> bool:
    """Say whether one of us looks at it, who cannot answer for the customer."""
    person = _account(request)
    return person is not None and not set(person.roles) <= {Role.CUSTOMER}


def _key(secret: str, said: dict[str, str]) -> str:
    return hashlib.sha256(f"{secret} {said['key']}".encode()).hexdigest()[:40]


def _take(request: HttpRequest, secret: str, found: LinkPage, reader: Reader) -> HttpResponse:
    form = AnswerByLinkForm(request.POST)
    is_whole = form.is_valid()  # what nobody asked for is refused before anything else
    if _is_ours(request):
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
        key=_key(secret, said),
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
    is_ours = _is_ours(request)
    page = build_by_link(secret, found, reader, is_ours=is_ours)
    can_answer = found.state is LinkState.OPEN and not is_ours
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
