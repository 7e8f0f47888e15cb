"""All policies; one policy with its versions and drafts; a new draft."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kept.records.policies.drafts import drafts_of
from kept.records.policies.queries import PolicyCard, VersionCard, policies, policy_version
from kept.records.policies.services import name_policy, start_draft
from kept.records.refusal import Refused
from kept.web.common.access import DeskRequest, for_roles
from kept.web.common.forms import refuse_unknown
from kept.web.common.reading.reader import Reader
from kept.web.policydesk import pages
from kept.web.policydesk.building.drafts import draft_line
from kept.web.policydesk.forms import ImportForm, NewPolicyForm
from kept.web.policydesk.reading import EDITORS, policy_or_404

NEW_TEXT = """policy: {code}
language: 1
version: "1"
title: {{en: "{en}", zh-Hans: "{zh}"}}
zone: Asia/Shanghai

calendars:
  elapsed: {{name: {{en: every hour counts, zh-Hans: 按自然时间}}, always: yes}}

clauses: {{}}

rules: {{}}
"""


@require_safe
@for_roles(*EDITORS)
def desk(request: DeskRequest) -> HttpResponse:
    """Show all policies and the drafts under way."""
    reader = Reader(timezone.now())
    page = pages.DeskPage(
        now=reader.now,
        policies=[_policy_line(card, reader) for card in policies()],
        drafts=[draft_line(card, reader) for card in drafts_of(only_open=True)],
    )
    return render(request, "policydesk/desk.html", {"page": page})


def _policy_line(card: PolicyCard, reader: Reader) -> pages.PolicyLine:
    newest = card.versions[0] if card.versions else None
    return pages.PolicyLine(
        url=reverse("policydesk:policy", args=[card.code]),
        name=f"{card.code} · {reader.name(card.names)}",
        detail=_version_words(newest) if newest else _("nothing is published yet"),
    )


def _version_words(version: VersionCard) -> str:
    return _("version {number}, in effect from {date}").format(
        number=version.number, date=f"{version.effective_on:%Y-%m-%d}"
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*EDITORS)
def new(request: DeskRequest) -> HttpResponse:
    """Make a policy known and begin its first draft."""
    form = NewPolicyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said, now = form.cleaned_data, timezone.now()
        if any(card.code == said["code"] for card in policies()):
            form.add_error("code", _("There is a policy of this name already."))
        else:
            names = {"en": said["name_en"]}
            if said["name_zh"]:
                names["zh-hans"] = said["name_zh"]
            name_policy(code=said["code"], names=names, by=request.user, at=now)
            text = NEW_TEXT.format(
                code=said["code"],
                en=_quoted(said["name_en"]),
                zh=_quoted(said["name_zh"] or said["name_en"]),
            )
            draft = start_draft(code=said["code"], text=text, by=request.user, at=now)
            return redirect("policydesk:draft", draft=draft.pk)
    status = 422 if request.method == "POST" else 200
    page = {"title": _("A new policy"), "button": _("Begin"), "back": reverse("policydesk:desk")}
    return render(request, "policydesk/form.html", {"page": page, "form": form}, status=status)


def _quoted(text: str) -> str:
    """Return a text that may stand between double quotes in YAML."""
    return text.replace("\\", "\\\\").replace('"', '\\"')


@require_safe
@for_roles(*EDITORS)
def policy(request: DeskRequest, code: str) -> HttpResponse:
    """Show one policy."""
    return _show(request, code, ImportForm())


def _show(request: DeskRequest, code: str, form: ImportForm, status: int = 200) -> HttpResponse:
    card, reader = policy_or_404(code), Reader(timezone.now())
    page = pages.PolicyPage(
        now=reader.now,
        code=code,
        name=reader.name(card.names),
        versions=[_version_line(card, version, reader) for version in card.versions],
        drafts=[draft_line(draft, reader) for draft in drafts_of(code)],
        form=form,
    )
    return render(request, "policydesk/policy.html", {"page": page}, status=status)


def _version_line(card: PolicyCard, version: VersionCard, reader: Reader) -> pages.VersionLine:
    compare = reverse("policydesk:compare", args=[card.code])
    file = reverse("policydesk:file", args=[card.code])
    shown = reverse("hotline:policy", args=[card.code])
    detail = _("published {moment} by {person}").format(
        moment=reader.day(version.published_at), person=version.published_by
    )
    return pages.VersionLine(
        number=version.number,
        name=_version_words(version),
        detail=f"{detail}. {version.note}" if version.note else detail,
        url=f"{shown}?version={version.number}",
        file_url=f"{file}?version={version.number}",
        compare_url=f"{compare}?after={version.number}",
    )


@require_POST
@for_roles(*EDITORS)
def begin(request: DeskRequest, code: str) -> HttpResponse:
    """Begin a draft from a version, or from a file that is sent along."""
    card, now = policy_or_404(code), timezone.now()
    if request.FILES:
        form = ImportForm(request.POST, request.FILES)
        if not form.is_valid():
            return _show(request, code, form, status=422)
        try:
            draft = start_draft(code=code, text=form.cleaned_data["file"], by=request.user, at=now)
        except Refused as refused:
            form.add_error("file", str(refused))
            return _show(request, code, form, status=422)
        return redirect("policydesk:draft", draft=draft.pk)
    refuse_unknown(request.POST, {"version"})
    chosen = {str(one.number): one for one in card.versions}.get(request.POST.get("version", ""))
    if chosen is None:
        form = ImportForm()
        return _show(request, code, form, status=422)
    text = policy_version(chosen.pk).text
    draft = start_draft(code=code, text=text, by=request.user, at=now, based_on=chosen.pk)
    return redirect("policydesk:draft", draft=draft.pk)
