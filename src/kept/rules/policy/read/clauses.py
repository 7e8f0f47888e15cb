"""Clauses and readings: what the paper says, and how doubtful places of it are read."""

from __future__ import annotations

from dataclasses import dataclass, field

from kept.rules.facts.values import Texts
from kept.rules.policy.forms import ACCEPTANCE, CLAUSE, PENDING_FORMS, READING
from kept.rules.policy.model import Acceptance, Clause, ClauseState, Reading
from kept.rules.policy.nodes import Node, TextNode
from kept.rules.policy.read.quantities import read_date, read_whole
from kept.rules.policy.read.scope import Fields, Scope, Wrong, parts
from kept.rules.policy.read.words import (
    NO_TEXTS,
    check_id,
    read_option,
    read_source,
    read_texts,
    read_word,
    texts_beside,
)
from kept.rules.said import Saying, noun


@dataclass(frozen=True, slots=True)
class _Standing:
    """How a clause is kept."""

    state: ClauseState = ClauseState.RULE
    form: str = ""
    note: Texts = field(default_factory=dict)


def read_clause(scope: Scope, key: TextNode, node: Node) -> Clause:
    """Return one clause."""
    name = check_id(key, noun("clause"))
    fields = Fields(scope, node, CLAUSE, what=noun("The clause “{name}”", name=name))
    fields.only_one("statement", "unset", "pending")
    texts = texts_beside(fields)
    if not texts:
        raise Wrong(
            key.line,
            Saying(
                "clause-no-text-write",
                "The clause “{name}” has no text; write {en: …, zh-Hans: …}.",
                name=name,
            ),
        )
    standing = _standing(fields)
    return Clause(
        id=name,
        text=texts,
        state=standing.state,
        form=standing.form,
        note=standing.note,
        paper_line=fields.get("line", read_whole, None),
        place=scope.place(key),
    )


def _standing(fields: Fields) -> _Standing:
    if "needs" in fields and "unset" not in fields:
        line = fields.lines["needs"]
        fields.scope.problems.add(
            line, Saying("needs-belongs-to-unset", "“needs” belongs to “unset”.")
        )
    if "statement" in fields:
        return _Standing(ClauseState.STATEMENT, note=fields.get("statement", _proxy, NO_TEXTS))
    if "unset" in fields:
        needs = fields.get("needs", read_texts, NO_TEXTS)
        return _Standing(ClauseState.UNSET, fields.get("unset", _form, ""), needs)
    if "pending" in fields:
        return _Standing(ClauseState.PENDING, fields.get("pending", _form, ""))
    return _Standing()


def _form(scope: Scope, node: Node) -> str:
    return read_option(scope, node, noun("form"), PENDING_FORMS)


def _proxy(scope: Scope, node: Node) -> Texts:
    if isinstance(node, TextNode):
        if node.value == "yes":
            return NO_TEXTS
        raise Wrong(
            node.line,
            Saying(
                "write-statement-yes-measure",
                "Write “statement: yes”, or a measure: {en: …, zh-Hans: …}.",
            ),
        )
    return read_texts(scope, node)


def read_reading_entry(scope: Scope, key: TextNode, node: Node) -> Reading:
    """Return one reading."""
    name = check_id(key, noun("reading"))
    fields = Fields(scope, node, READING, what=noun("The reading “{name}”", name=name))
    texts = texts_beside(fields)
    if not texts:
        raise Wrong(
            key.line, Saying("reading-no-text", "The reading “{name}” has no text.", name=name)
        )
    return Reading(
        name,
        fields.get("clauses", read_source, ()),
        texts,
        fields.get("decided_by", read_word, ""),
        fields.get("decided_on", read_date, None),
    )


def read_accepted(scope: Scope, node: Node) -> tuple[Acceptance, ...]:
    """Return the findings that somebody accepts."""
    return scope.each(parts(node, noun("a list of accepted findings")), _acceptance)


def _acceptance(scope: Scope, node: Node) -> Acceptance:
    fields = Fields(scope, node, ACCEPTANCE)
    texts = texts_beside(fields)
    if not texts:
        raise Wrong(
            node.line,
            Saying("why-finding-accepted", "Say why the finding is accepted: {en: …, zh-Hans: …}."),
        )
    return Acceptance(
        fields.get("finding", read_word, ""),
        fields.get("clauses", read_source, ()),
        texts,
        fields.get("decided_by", read_word, ""),
        fields.get("decided_on", read_date, None),
        scope.place(TextNode("", node.line)),
    )
