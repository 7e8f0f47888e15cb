"""The assignment: who leads, helps, is told and may close, and what they need."""

from __future__ import annotations

from kept.rules.policy.forms import ASSIGNMENT, ASSIGNMENT_CASE
from kept.rules.policy.model import ALWAYS, AssignmentCase, AssignmentRule
from kept.rules.policy.nodes import Node, TextNode
from kept.rules.policy.read.conditions import read_condition
from kept.rules.policy.read.events import read_event
from kept.rules.policy.read.rule import read_cases, read_head
from kept.rules.policy.read.scope import Fields, Scope, Wrong, one_or_more, word
from kept.rules.policy.read.words import (
    NO_TEXTS,
    check_key,
    read_people,
    read_person,
    read_source,
    read_texts,
    read_yes_no,
)
from kept.rules.said import Saying, listed, noun

SAYS = ("lead", "helpers", "informed", "may_close", "needs", "same_as", "from", "licence_valid")


def read_assignment(scope: Scope, key: TextNode, node: Node) -> AssignmentRule:
    """Return an assignment rule."""
    fields = Fields(scope, node, ASSIGNMENT, what=noun("The assignment “{key}”", key=key.value))
    return AssignmentRule(**read_head(fields, key), cases=read_cases(fields, _case))


def _case(scope: Scope, node: Node) -> AssignmentCase:
    fields = Fields(scope, node, ASSIGNMENT_CASE)
    if not any(key in fields for key in SAYS):
        raise Wrong(
            node.line,
            Saying(
                "assignment-says-nothing",
                "An assignment case says one of {listed}.",
                listed=listed(SAYS),
            ),
        )
    return AssignmentCase(
        when=fields.get("when", read_condition, ALWAYS),
        lead=fields.get("lead", read_person, ""),
        helpers=fields.get("helpers", read_people, ()),
        informed=fields.get("informed", read_people, ()),
        may_close=fields.get("may_close", read_people, ()),
        needs=fields.get("needs", _needs, ()),
        licence_valid=fields.get("licence_valid", read_yes_no, False),
        same_as=fields.get("same_as", read_event, None),
        of=fields.get("from", read_people, ()),
        name=fields.get("name", read_texts, NO_TEXTS),
        source=fields.get("source", read_source, ()),
        see=fields.get("see", read_source, ()),
    )


def _needs(_: Scope, node: Node) -> tuple[str, ...]:
    """Competences and licences have no list of their own; the word is shown as it stands."""
    keys = (TextNode(word(part, noun("a competence")), part.line) for part in one_or_more(node))
    return tuple(check_key(key, noun("competence"), dotted=True) for key in keys)
