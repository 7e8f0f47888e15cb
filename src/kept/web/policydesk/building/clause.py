"""One clause of a draft: from its text to a form, and back into the text."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from kept.records.policies.drafts import DraftCard
from kept.rules.policy import PolicyErrors, load
from kept.rules.policy.blocks import NoBlock, added, blocks, replaced
from kept.rules.policy.model import Clause, Policy
from kept.rules.policy.walk import walk
from kept.web.common.reading.clauses import build_clause
from kept.web.common.reading.reader import Reader
from kept.web.policydesk.building.accepting import accept_url
from kept.web.policydesk.building.checking import Checked, found_line
from kept.web.policydesk.building.drafts import draft_name
from kept.web.policydesk.forms import ClauseForm
from kept.web.policydesk.pages import ClausePage

ZH = ("zh-Hans", "zh-Hant")


class NotWritable(Exception):
    """The text is written so that this clause cannot be changed alone."""

    def __str__(self) -> str:
        return _("This part of the file has no lines of its own. Change it in the whole text.")


def clause_form(
    text: str, clause_id: str, edition: int, sent: QueryDict | None
) -> ClauseForm | None:
    """Return the form of a clause, filled with what the text says; None if there is none such."""
    policy = _policy(text)
    if policy is None or clause_id not in policy.clauses:
        return None
    clause, rules = policy.clauses[clause_id], _rules_of(policy, clause_id)
    there = blocks(text)
    initial: dict[str, Any] = {
        "edition": edition,
        "en": clause.text.get("en", ""),
        "zh": next((clause.text[tag] for tag in ZH if tag in clause.text), ""),
        "state": clause.state.value,
        "form": clause.form,
    }
    for key in rules:
        block = there.get(("rules", key))
        initial[f"rule-{key}"] = block.text.strip("\n") if block else ""
    return ClauseForm(sent, initial=initial, rules=rules)


def rewritten(text: str, clause_id: str, said: dict[str, Any]) -> str:
    """Return the text with the clause and its rules as they were typed. Raises NotWritable."""
    policy = _policy(text)
    assert policy is not None  # the form came from it
    try:
        text = replaced(text, "clauses", clause_id, _clause_block(policy.clauses[clause_id], said))
        for key in _rules_of(policy, clause_id):
            new = str(said.get(f"rule-{key}", "")).replace("\r\n", "\n")
            if new.strip():
                text = replaced(text, "rules", key, new)
        new = str(said.get("new_rule", "")).replace("\r\n", "\n")
        return added(text, "rules", _indented(new)) if new.strip() else text
    except NoBlock:
        raise NotWritable from None


def _indented(text: str) -> str:
    """Return a rule as it stands in a section: one level in."""
    lines = text.strip("\n").split("\n")
    if lines and not lines[0].startswith(" "):
        lines = [f"  {line}" if line.strip() else line for line in lines]
    return "\n".join(lines)


def _clause_block(clause: Clause, said: dict[str, Any]) -> str:
    """Return a clause as text; languages that the form does not show stay as they are."""
    texts = {tag: words for tag, words in clause.text.items() if tag != "en" and tag not in ZH}
    tag = next((tag for tag in ZH if tag in clause.text), "zh-Hans")
    texts = {"en": said["en"], tag: said["zh"], **texts}
    lines = [f"  {clause.id}:"]
    if clause.paper_line is not None:
        lines.append(f"    line: {clause.paper_line}")
    lines += [f"    {tag}: {_scalar(words)}" for tag, words in texts.items() if words]
    if said["state"] == "statement":
        notes = ", ".join(f"{tag}: {_scalar(words)}" for tag, words in clause.note.items())
        lines.append(f"    statement: {{{notes}}}" if notes else "    statement: yes")
    elif said["state"] in ("unset", "pending"):
        lines.append(f"    {said['state']}: {said['form']}")
    return "\n".join(lines) + "\n"


def _scalar(words: str) -> str:
    """Return a text between double quotes, as YAML has it."""
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("\r\n", "\\n").replace("\n", "\\n").replace("\t", "\\t") + '"'


def _policy(text: str) -> Policy | None:
    try:
        return load(text, file="draft")
    except PolicyErrors:
        return None


def _rules_of(policy: Policy, clause_id: str) -> list[str]:
    return [
        key
        for key, rule in policy.rules.items()
        if any(clause_id in getattr(part, "source", ()) for part in walk(rule))
    ]


def _links(
    card: DraftCard, policy: Policy, clause_id: str, reader: Reader
) -> list[tuple[str, str]]:
    """Return the rules that keep a clause, each with the address of its form."""
    return [
        (
            f"{key} · {reader.text(policy.rules[key].name)}",
            reverse("policydesk:rule", args=[card.pk, key]),
        )
        for key in _rules_of(policy, clause_id)
    ]


def build_clause_page(
    card: DraftCard, clause_id: str, form: ClauseForm, found: Checked, reader: Reader
) -> ClausePage:
    """Return the page on which one clause is changed."""
    policy = found.policy
    block = None
    if policy is not None and clause_id in policy.clauses:
        block = build_clause(policy.clauses[clause_id], policy, reader.speaker(policy))
    about = [one for one in found.findings if clause_id in one.clauses]
    lines = [found_line(one, reader.language, accept_url(card.pk, one)) for one in about]
    return ClausePage(
        now=reader.now,
        draft=card.pk,
        clause_id=clause_id,
        title=draft_name(card),
        form=form,
        found=[one for one in lines if not one.accepted],
        accepted=[one for one in lines if one.accepted],
        block=block,
        rules=_links(card, policy, clause_id, reader) if policy else [],
    )
