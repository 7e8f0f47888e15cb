"""One rule of a draft: from its text to a form, and back into the text."""

from __future__ import annotations

from dataclasses import replace

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kept.records.policies.drafts import DraftCard, draft_text
from kept.rules.policy.blocks import added, blocks, replaced
from kept.rules.policy.forms import RULE_FORMS
from kept.rules.policy.model import Policy
from kept.rules.policy.pieces import changed, items, pieces, written
from kept.rules.policy.walk import walk
from kept.web.common.reading.parts import RunLine
from kept.web.common.reading.reader import Reader
from kept.web.common.reading.rules_in_words import runs_of
from kept.web.policydesk.building.checking import (
    Checked,
    checked,
    found_line,
    policy_of,
    verdict,
)
from kept.web.policydesk.building.drafts import draft_name
from kept.web.policydesk.building.offers import Offers, offers_of
from kept.web.policydesk.building.ruleform import KEY, RuleForm
from kept.web.policydesk.labels import FORMS, form_name
from kept.web.policydesk.pages import FoundLine, OfferList, RuleCheck, RulePage

WITHOUT_OWN_SOURCE = ("cover", "cost")  # their cases name the clauses
NO_STATE = {"unset": "", "pending": "", "needs": ""}


def body_of(text: str, rule: str) -> str | None:
    """Return a rule's own text; None if no lines are its own."""
    block = blocks(text).get(("rules", rule))
    piece = pieces(block.text).get(rule) if block else None
    return piece.text if piece else None


def form_of(body: str) -> str:
    """Return which form a rule has; nothing if it says none that is known."""
    piece = pieces(body).get("form")
    return piece.text if piece and piece.text in RULE_FORMS else ""


def first_body(form: str, clause_id: str) -> str:
    """Return the text with which a new rule begins."""
    lines = [f"form: {form}\n"]
    if clause_id and form not in WITHOUT_OWN_SOURCE:
        lines.append(f"source: {clause_id}\n")
    elif clause_id:
        lines.append(f"cases:\n  - source: {clause_id}\n")
    return "".join(lines)


def rule_form(
    card: DraftCard, rule: str, text: str, reader: Reader, sent: QueryDict | None
) -> RuleForm | None:
    """Return the form of a rule, filled with what its text says; None if there is none such."""
    body = body_of(text, rule)
    form = form_of(body) if body else ""
    if body is None or not form:
        return None
    offers = offers_of(policy_of(text, card.policy_code), reader)
    return RuleForm(sent, form=form, body=body, offers=offers, edition=card.edition)


class NewRuleForm(RuleForm):
    """A rule that is not there yet. It has a short name, and perhaps a clause that it keeps."""

    key = forms.RegexField(
        KEY,
        max_length=60,
        label=_("Short name"),
        help_text=_("Small letters, digits and underlines, such as answer_abroad."),
        error_messages={"invalid": _("Only small letters, digits and underlines can stand here.")},
    )
    clause = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: QueryDict | None, *, form: str, clause_id: str, offers: Offers, edition: int
    ) -> None:
        body = first_body(form, clause_id)
        super().__init__(data, form=form, body=body, offers=offers, edition=edition)
        self.clause_id = clause_id
        self.initial["clause"] = clause_id

    def clean_key(self) -> str:
        """Refuse the name of a rule that is there."""
        key = str(self.cleaned_data["key"])
        if key in dict(self.offers.get("rules", ())):
            raise forms.ValidationError(gettext("There is a rule of this name already."))
        return key


def new_rule_form(
    card: DraftCard, form: str, clause_id: str, reader: Reader, sent: QueryDict | None
) -> NewRuleForm | None:
    """Return an empty form of a rule form; None if there is none such."""
    if form not in RULE_FORMS:
        return None
    policy = policy_of(draft_text(card.pk), card.policy_code)
    known = clause_id if policy and clause_id in policy.clauses else ""
    offers = offers_of(policy, reader)
    return NewRuleForm(sent, form=form, clause_id=known, offers=offers, edition=card.edition)


def with_rule(text: str, rule: str, body: str) -> str:
    """Return the draft's text with a rule as it says now. Raises NoBlock."""
    block = blocks(text).get(("rules", rule))
    if block is None:
        return added(text, "rules", written(rule, body, 2))
    return replaced(text, "rules", rule, changed(block.text, {rule: body}))


def with_clause_kept(text: str, clause_id: str) -> str:
    """Return the text in which a clause no longer says that its value is missing."""
    block = blocks(text).get(("clauses", clause_id))
    piece = pieces(block.text).get(clause_id) if block else None
    if block is None or piece is None:
        return text
    body = changed(piece.text, NO_STATE)
    return replaced(text, "clauses", clause_id, changed(block.text, {clause_id: body}))


def build_check(text: str, rule: str, card: DraftCard, reader: Reader) -> RuleCheck:
    """Return what the check says of a draft, what concerns a rule apart."""
    found = checked(text, card.policy_code)
    words, look = verdict(found)
    mine, others = _apart(found, rule, text, reader)
    runs: list[RunLine] = []
    if found.policy is not None and rule in found.policy.rules:
        runs = _runs(found.policy, rule, reader)
    return RuleCheck(verdict=words, look=look, found=mine, others=others, runs=runs)


def _apart(found: Checked, rule: str, text: str, reader: Reader) -> tuple[list[FoundLine], int]:
    """Return what was found in the lines of a rule, and how much elsewhere."""
    block = blocks(text).get(("rules", rule))
    lines = range(block.start + 1, block.end + 1) if block else range(0)
    clauses = clauses_of(found.policy, rule) if found.policy else set()
    open_ones = found.open
    mine = [
        one
        for one in open_ones
        if (one.place and one.place.line in lines) or clauses & set(one.clauses)
    ]
    told = [found_line(one, reader.language) for one in mine]
    return [*found.mistake_lines(reader.language), *told], len(open_ones) - len(mine)


def clauses_of(policy: Policy, rule: str) -> set[str]:
    """Return the clauses that a rule and its parts come from."""
    found: set[str] = set()
    for part in walk(policy.rules.get(rule)):
        found.update(getattr(part, "source", ()))
    return found


def _runs(policy: Policy, rule: str, reader: Reader) -> list[RunLine]:
    """Return what a rule does in words; what it does for several clauses is told together."""
    found: dict[str, RunLine] = {}
    rows: dict[str, dict[tuple[str, str], None]] = {}
    named = clauses_of(policy, rule)
    for clause_id in (one for one in policy.clauses if one in named):
        for run in runs_of(clause_id, policy, reader.speaker(policy)):
            if run.rule == rule:
                found.setdefault(run.words, run)
                rows.setdefault(run.words, {}).update(dict.fromkeys(run.rows))
    return [replace(run, rows=list(rows[words])) for words, run in found.items()]


def build_rule_page(
    card: DraftCard, rule: str, form: RuleForm, check: RuleCheck, reader: Reader
) -> RulePage:
    """Return the page on which one rule is changed, or a new one made."""
    policy = policy_of(draft_text(card.pk), card.policy_code)
    about = str(FORMS[form.form][1])
    remove = reverse("policydesk:rule_remove", args=[card.pk, rule]) if rule else ""
    name = "rule_check" if rule else "new_rule_check"
    args = [card.pk, rule] if rule else [card.pk, form.form]
    return RulePage(
        now=reader.now,
        draft=card.pk,
        title=draft_name(card),
        rule=rule,
        form_name=form_name(form.form),
        about=about,
        form=form,
        parts=form.parts(),
        check=check,
        check_url=reverse(f"policydesk:{name}", args=args),
        remove_url=remove,
        offers=[OfferList(kind=k, words=w) for k, w in form.offers.items() if k != "values"],
        values=form.offers.get("values", []),
        clauses=_paper(policy, rule, form, reader),
    )


def _paper(
    policy: Policy | None, rule: str, form: RuleForm, reader: Reader
) -> list[tuple[str, str]]:
    """Return what the paper says where a rule comes from."""
    if policy is None:
        return []
    ids = clauses_of(policy, rule) if rule in policy.rules else _named(form.body)
    return [(key, reader.text(clause.text)) for key, clause in policy.clauses.items() if key in ids]


def _named(body: str) -> set[str]:
    there = pieces(body)
    if "source" in there:
        return {there["source"].text}
    cases = items(there["cases"].text) if "cases" in there else []
    return {one["source"].text for one in map(pieces, cases) if "source" in one}
