"""Rules by form: a rule of a draft changed, a new one made, one taken out."""

from __future__ import annotations

import re

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kept.records.policies.drafts import DraftCard, draft_text
from kept.rules.policy.blocks import NoBlock, removed
from kept.web.common.access import DeskRequest, for_roles
from kept.web.common.reading.reader import Reader
from kept.web.policydesk.building.checking import policy_of
from kept.web.policydesk.building.clause import NotWritable
from kept.web.policydesk.building.drafts import draft_name
from kept.web.policydesk.building.rule import (
    NewRuleForm,
    body_of,
    build_check,
    build_rule_page,
    clauses_of,
    new_rule_form,
    rule_form,
    with_clause_kept,
    with_rule,
)
from kept.web.policydesk.building.ruleform import KEY, RuleForm
from kept.web.policydesk.forms import EditionForm
from kept.web.policydesk.labels import FORMS
from kept.web.policydesk.reading import EDITORS, open_draft_or_404
from kept.web.policydesk.views.drafts import save

BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(BOTH)
@for_roles(*EDITORS)
def rule(request: DeskRequest, draft: int, rule: str) -> HttpResponse:
    """Change one rule."""
    card = open_draft_or_404(draft)
    form = _form_of_rule(request, card, rule)
    return _shown(request, card, form, rule)


@require_POST
@for_roles(*EDITORS)
def rule_check(request: DeskRequest, draft: int, rule: str) -> HttpResponse:
    """Say what the check finds while a rule is changed; nothing is written."""
    card = open_draft_or_404(draft)
    form = _form_of_rule(request, card, rule)
    return _checked(request, card, form, rule)


@require_safe
@for_roles(*EDITORS)
def new_rule(request: DeskRequest, draft: int) -> HttpResponse:
    """Choose the form of a new rule."""
    card = open_draft_or_404(draft)
    clause_id = request.GET.get("clause", "")
    policy = policy_of(draft_text(draft), card.policy_code)
    clause = policy.clauses.get(clause_id) if policy else None
    page = {
        "draft": draft,
        "title": draft_name(card),
        "clause": clause_id if clause else "",
        "text": Reader(timezone.now()).text(clause.text) if clause else "",
        "meant": clause.form if clause else "",
        "forms": [(key, *words) for key, words in FORMS.items()],
    }
    return render(request, "policydesk/new_rule.html", {"page": page})


@require_http_methods(BOTH)
@for_roles(*EDITORS)
def rule_of_form(request: DeskRequest, draft: int, form: str) -> HttpResponse:
    """Write a new rule of a form."""
    card = open_draft_or_404(draft)
    return _shown(request, card, _form_of_new(request, card, form), "")


@require_POST
@for_roles(*EDITORS)
def new_rule_check(request: DeskRequest, draft: int, form: str) -> HttpResponse:
    """Say what the check finds while a new rule is written; nothing is kept."""
    card = open_draft_or_404(draft)
    return _checked(request, card, _form_of_new(request, card, form), "")


@require_http_methods(BOTH)
@for_roles(*EDITORS)
def rule_remove(request: DeskRequest, draft: int, rule: str) -> HttpResponse:
    """Take a rule out."""
    card = open_draft_or_404(draft)
    text = draft_text(draft)
    if body_of(text, rule) is None:
        raise Http404
    form = EditionForm(request.POST or None, initial={"edition": card.edition})
    back = reverse("policydesk:rule", args=[draft, rule])
    if request.method == "POST" and form.is_valid():
        edition = form.cleaned_data["edition"]
        refused = save(request, card, removed(text, "rules", rule), edition)
        if not refused:
            return redirect("policydesk:draft", draft=draft)
        form.add_error(None, refused)
    page = {
        "title": _("Take out the rule {rule}").format(rule=rule),
        "about": draft_name(card),
        "words": _("Its clauses are then kept by nothing until another rule names them."),
        "button": _("Take it out"),
        "back": back,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "policydesk/form.html", {"page": page, "form": form}, status=status)


def _form_of_rule(request: DeskRequest, card: DraftCard, rule: str) -> RuleForm:
    reader = Reader(timezone.now())
    form = rule_form(card, rule, draft_text(card.pk), reader, request.POST or None)
    if form is None:
        raise Http404
    return form


def _form_of_new(request: DeskRequest, card: DraftCard, form: str) -> NewRuleForm:
    asked = request.POST.get("clause", "") or request.GET.get("clause", "")
    made = new_rule_form(card, form, asked, Reader(timezone.now()), request.POST or None)
    if made is None:
        raise Http404
    return made


def _shown(request: DeskRequest, card: DraftCard, form: RuleForm, rule: str) -> HttpResponse:
    is_sent = request.method == "POST" and "more" not in request.POST
    if is_sent and form.is_valid():
        key = rule or form.cleaned_data["key"]
        refused = _write(request, card, form, key)
        if not refused:
            return redirect(_beside(card, key))
        form.add_error(None, refused)
    reader = Reader(timezone.now())
    check = build_check(_attempt(card, form, rule), _key(form, rule), card, reader)
    page = build_rule_page(card, rule, form, check, reader)
    return render(request, "policydesk/rule.html", {"page": page}, status=422 if is_sent else 200)


def _checked(request: DeskRequest, card: DraftCard, form: RuleForm, rule: str) -> HttpResponse:
    form.is_valid()
    check = build_check(_attempt(card, form, rule), _key(form, rule), card, Reader(timezone.now()))
    return render(request, "policydesk/parts/rule_check.html", {"check": check})


def _text_with(card: DraftCard, form: RuleForm, key: str) -> str:
    """Return the draft's text with the rule as the form has it. Raises NoBlock."""
    text = draft_text(card.pk)
    if isinstance(form, NewRuleForm):
        text = with_clause_kept(text, form.clause_id)
    return with_rule(text, key, form.text())


def _write(request: DeskRequest, card: DraftCard, form: RuleForm, key: str) -> str:
    try:
        text = _text_with(card, form, key)
    except NoBlock:
        return str(NotWritable())
    return save(request, card, text, form.cleaned_data["edition"])


def _beside(card: DraftCard, key: str) -> str:
    """Return the place of a rule on the page of its draft."""
    policy = policy_of(draft_text(card.pk), card.policy_code)
    clauses = sorted(clauses_of(policy, key)) if policy else []
    place = f"#{clauses[0]}" if clauses else ""
    return reverse("policydesk:draft", args=[card.pk]) + place


def _key(form: RuleForm, rule: str) -> str:
    """Return the name of the rule for a look at it: a new one may have none yet."""
    key = str(form.data.get("key", ""))
    taken = dict(form.offers.get("rules", ()))
    return rule or (key if re.match(KEY, key) and key not in taken else "new_rule")


def _attempt(card: DraftCard, form: RuleForm, rule: str) -> str:
    """Return the text to check: with the rule, if it can be written."""
    try:
        return _text_with(card, form, _key(form, rule))
    except NoBlock:
        return draft_text(card.pk)
