"""Logging a request."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kept.records.cases.services import Opened, open_case
from kept.records.mail.services import log_letter
from kept.records.refusal import Refused
from kept.records.telephone.numbers import shown
from kept.records.telephone.queries import call_for_request
from kept.records.telephone.services import log_call
from kept.web.common.access import DESK, DeskRequest, for_roles
from kept.web.common.pressing import new_key
from kept.web.common.reading.reader import Reader
from kept.web.hotline import pages
from kept.web.hotline.building.finding import asker_of, found, pieces
from kept.web.hotline.building.log import (
    GONE,
    Desk,
    answer_for,
    build_log,
    call_shown,
    desk_for,
    subject_of,
)
from kept.web.hotline.forms.log import LogForm

NAMED = ("equipment", "customer", "contact", "site", "call", "letter")
LARGEST = 10**15
MOST_WORDS = 4000


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*DESK)
def log(request: DeskRequest) -> HttpResponse:
    """Find what a request is about; then take it down."""
    reader = Reader(timezone.now())
    try:
        desk = _desk(request, reader)
    except Refused as refused:
        return _refused(request, reader, str(refused))
    if desk is None:
        return _find(request, reader)
    if request.method == "POST":
        return _take(request, desk, reader)
    form = LogForm(initial=_filled_in(desk, reader), about=desk.about, reader=reader)
    return _show(request, desk, form, reader)


def _filled_in(desk: Desk, reader: Reader) -> dict[str, object]:
    """Return what a new form says: who calls or writes, and what, as far as that is known."""
    contact, call = desk.subject.contact_id, desk.subject.call
    number = shown(call.other, call.other_text) if call and not contact else ""
    told: dict[str, object] = {"key": new_key(), "contact": contact or "", "caller": number}
    letter = desk.subject.letter
    if letter is None:
        return told
    words = f"{letter.subject}\n{letter.text}".strip()[:MOST_WORDS]
    who = {} if contact else {"caller": letter.sender_name or letter.sender}
    channel = "web" if letter.by_web else "email"
    written = {"channel": channel, "description": words, "when": reader.full(letter.received_at)}
    return {**told, **written, **who}


@require_POST
@for_roles(*DESK)
def preview(request: DeskRequest) -> HttpResponse:
    """Say what would be promised for the request as it is typed so far; nothing is written."""
    reader = Reader(timezone.now())
    try:
        desk = _desk(request, reader)
    except Refused as refused:
        answer = pages.Answer(policy="", groups=(), problem=str(refused))
        return render(request, "hotline/parts/answer.html", {"answer": answer})
    if desk is None:
        raise Http404
    form = LogForm(request.POST, about=desk.about, reader=reader)
    answer = answer_for(desk, form, reader, viewer=request.user)
    return render(request, "hotline/parts/answer.html", {"answer": answer})


def _desk(request: DeskRequest, reader: Reader) -> Desk | None:
    """Return what the address names, with its policy; None if it does not name enough."""
    try:
        subject = subject_of(
            named_in(request.GET),
            without_machine=request.GET.get("machine") == "none",
            at=reader.now,
        )
    except GONE:
        raise Http404 from None
    if subject is None:
        return None
    if subject.call_id and subject.call is None:
        raise Http404
    if subject.letter_id and subject.letter is None and request.method != "POST":
        raise Http404
    return desk_for(subject, reader, at=reader.now)


def named_in(asked: QueryDict) -> dict[str, int]:
    """Return the keys that an address names: whose request, about what, by which call or letter."""
    said = {name: asked.get(name, "") for name in NAMED}
    numbers = {n: int(v) for n, v in said.items() if v.isascii() and v.isdigit() and len(v) < 16}
    return {name: number for name, number in numbers.items() if number < LARGEST}


def _take(request: DeskRequest, desk: Desk, reader: Reader) -> HttpResponse:
    form = LogForm(request.POST, about=desk.about, reader=reader)
    if "preview" in request.POST:
        return _show(request, desk, form, reader)
    if form.is_valid():
        try:
            opened = _log(request, desk, form, reader)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("hotline:case", number=opened.number)
    return _show(request, desk, form, reader, status=422)


def _log(request: DeskRequest, desk: Desk, form: LogForm, reader: Reader) -> Opened:
    told, call_id = form.request(reader.now), desk.subject.call_id
    key, by, now = form.cleaned_data["key"], request.user, reader.now
    letter_id, known = desk.subject.letter_id, desk.known_with(told.contact_id)
    if letter_id is not None:
        said = {"letter_id": letter_id, "request": told, "key": key}
        return log_letter(**said, by=by, now=now, known=known)
    if call_id is None:
        return open_case(request=told, by=by, now=now, key=key, known=known)
    return log_call(call_id=call_id, request=told, by=by, now=now, key=key, known=known)


def _show(
    request: DeskRequest, desk: Desk, form: LogForm, reader: Reader, status: int = 200
) -> HttpResponse:
    answer = answer_for(desk, form, reader, viewer=request.user)
    page = build_log(desk, form, answer, viewer=request.user, reader=reader)
    return render(request, "hotline/log.html", {"page": page}, status=status)


def _find(request: DeskRequest, reader: Reader) -> HttpResponse:
    """Show what the words may mean, or the machines of the customer that was chosen."""
    words = request.GET.get("q", "").strip()[:100]
    named = named_in(request.GET)
    try:
        asker = asker_of(named)
    except GONE:
        raise Http404 from None
    call_id = named.get("call")
    call = call_for_request(call_id) if call_id else None
    if call_id and call is None:
        raise Http404
    ways = [(name, named[name]) for name in ("call", "letter") if name in named]
    more = "".join(f"&{name}={key}" for name, key in ways)
    candidates = found(words, more=more) if words and asker is None else None
    if asker is not None:
        candidates = pieces(asker, words, viewer=request.user, reader=reader)
    page = pages.LogPage(
        now=reader.now,
        find_url=request.path,
        words=words,
        candidates=candidates,
        asking=asker.shown(reader) if asker else None,
        call=call_shown(call),
        keeps=ways,
        new_url=_new_url(words, named),
    )
    return render(request, "hotline/log.html", {"page": page})


def _new_url(words: str, named: dict[str, int]) -> str:
    """Return where somebody is taken down who is not found, with what is known of them."""
    kept = [(name, str(named[name])) for name in ("customer", "call", "letter") if name in named]
    looked_for = [("q", words)] if words and "customer" not in named else []
    query = urlencode([*kept, *looked_for])
    return f"{reverse('hotline:log_new')}?{query}" if query else reverse("hotline:log_new")


def _refused(request: DeskRequest, reader: Reader, sentence: str) -> HttpResponse:
    page = pages.LogPage(now=reader.now, find_url=request.path, problem=sentence)
    return render(request, "hotline/log.html", {"page": page}, status=422)
