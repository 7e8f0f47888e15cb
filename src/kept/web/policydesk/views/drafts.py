"""A draft: paper beside rules, the whole as text, one clause to be changed."""

from __future__ import annotations

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kept.records.policies.drafts import DraftCard, draft_text
from kept.records.policies.services import DraftChanged, change_draft
from kept.records.refusal import Refused
from kept.web.common.access import DeskRequest, for_roles
from kept.web.common.forms import refuse_unknown
from kept.web.common.reading.reader import Reader
from kept.web.policydesk import pages
from kept.web.policydesk.building.checking import checked, verdict, why_worse
from kept.web.policydesk.building.clause import (
    NotWritable,
    build_clause_page,
    clause_form,
    rewritten,
)
from kept.web.policydesk.building.drafts import build_draft, draft_name
from kept.web.policydesk.forms import ShowForm, TextForm
from kept.web.policydesk.reading import (
    EDITORS,
    checked_draft,
    draft_or_404,
    open_draft_or_404,
)
from kept.web.policydesk.views.versions import attachment

BOTH = ["GET", "HEAD", "POST"]


@require_safe
@for_roles(*EDITORS)
def draft(request: DeskRequest, draft: int) -> HttpResponse:
    """Show a draft."""
    card, reader = draft_or_404(draft), Reader(timezone.now())
    page = build_draft(card, checked_draft(card), request.user, reader, ShowForm(request.GET))
    return render(request, "policydesk/draft.html", {"page": page})


def save(request: DeskRequest, card: DraftCard, text: str, edition: int) -> str:
    """Write what a form has made of a draft; return why not, or nothing."""
    why = why_worse(draft_text(card.pk), text, card.policy_code)
    if why:
        return _("It could not be read like this, so it was not saved. {why}").format(why=why)
    try:
        change_draft(
            draft_id=card.pk, text=text, edition=edition, by=request.user, at=timezone.now()
        )
    except Refused as refused:
        return str(refused)
    return ""


@require_http_methods(BOTH)
@for_roles(*EDITORS)
def text(request: DeskRequest, draft: int) -> HttpResponse:
    """Change a draft as text."""
    card = open_draft_or_404(draft)
    form = TextForm(
        request.POST or None, initial={"text": draft_text(draft), "edition": card.edition}
    )
    if request.method != "POST":
        return _show_text(request, card, form, draft_text(draft))
    if form.is_valid():
        said = form.cleaned_data
        try:
            change_draft(
                draft_id=draft,
                text=said["text"],
                edition=said["edition"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
            theirs = draft_text(draft) if isinstance(refused, DraftChanged) else ""
            return _show_text(request, card, form, said["text"], theirs)
        return redirect("policydesk:draft", draft=draft)
    return _show_text(request, card, form, request.POST.get("text", ""))


@require_POST
@for_roles(*EDITORS)
def text_check(request: DeskRequest, draft: int) -> HttpResponse:
    """Say what the check finds in the text as it is typed; nothing is written."""
    refuse_unknown(request.POST, {"text", "edition"})
    card = open_draft_or_404(draft)
    page = _text_page(card, TextForm(), request.POST.get("text", ""), "")
    return render(request, "policydesk/parts/findings.html", {"page": page})


def _show_text(
    request: DeskRequest, card: DraftCard, form: TextForm, shown: str, theirs: str = ""
) -> HttpResponse:
    page = _text_page(card, form, shown, theirs)
    status = 422 if request.method == "POST" else 200
    return render(request, "policydesk/text.html", {"page": page}, status=status)


def _text_page(card: DraftCard, form: Form, shown: str, theirs: str) -> pages.TextPage:
    reader = Reader(timezone.now())
    found = checked(shown.replace("\r\n", "\n"), card.policy_code)
    words, look = verdict(found)
    return pages.TextPage(
        now=reader.now,
        draft=card.pk,
        title=draft_name(card),
        form=form,
        found=found.lines(reader.language),
        accepted=found.accepted(reader.language),
        verdict=words,
        look=look,
        conflict=theirs,
    )


@require_http_methods(BOTH)
@for_roles(*EDITORS)
def clause(request: DeskRequest, draft: int, clause_id: str) -> HttpResponse:
    """Change one clause and the rules that keep it."""
    card, reader = open_draft_or_404(draft), Reader(timezone.now())
    known = draft_text(draft)
    form = clause_form(known, clause_id, card.edition, request.POST or None)
    if form is None:
        raise Http404
    if request.method == "POST" and form.is_valid():
        try:
            change_draft(
                draft_id=draft,
                text=rewritten(known, clause_id, form.cleaned_data),
                edition=form.cleaned_data["edition"],
                by=request.user,
                at=reader.now,
            )
        except (Refused, NotWritable) as refused:
            form.add_error(None, str(refused))
        else:
            return redirect(f"/policydesk/drafts/{draft}/#{clause_id}")
    page = build_clause_page(card, clause_id, form, checked(known, card.policy_code), reader)
    status = 422 if request.method == "POST" else 200
    return render(request, "policydesk/clause.html", {"page": page}, status=status)


@require_safe
@for_roles(*EDITORS)
def file(request: DeskRequest, draft: int) -> HttpResponse:
    """Give a draft as a file."""
    card = draft_or_404(draft)
    return attachment(draft_text(draft), f"{card.policy_code}-draft-{card.pk}.policy.yaml")
