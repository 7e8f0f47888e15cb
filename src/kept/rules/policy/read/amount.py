"""The amount: how much money, from whom to whom, and who has to ask for it until when."""

from __future__ import annotations

from typing import Final

from kept.rules.policy.forms import AMOUNT, CLAIM
from kept.rules.policy.model import AmountRule, Claim, Event, Number, What
from kept.rules.policy.nodes import Node, TextNode
from kept.rules.policy.read.clock import read_party
from kept.rules.policy.read.events import read_calendar, read_event, read_event_expr
from kept.rules.policy.read.lengths import read_lasting
from kept.rules.policy.read.numbers import NOTHING, read_number_of
from kept.rules.policy.read.rule import read_head
from kept.rules.policy.read.scope import Fields, Scope
from kept.rules.policy.read.words import (
    NO_TEXTS,
    read_option,
    read_person,
    read_source,
    read_texts,
    read_yes_no,
)
from kept.rules.said import Saying, noun

KINDS: Final = tuple(w.value for w in What)
CLAIMED: Final = "claimed"
CLAIM_MADE: Final = Event("claim.made")
CLAIM_DECIDED: Final = Event("claim.decided")


def read_amount(scope: Scope, key: TextNode, node: Node) -> AmountRule:
    """Return an amount."""
    fields = Fields(scope, node, AMOUNT, what=noun("The amount “{key}”", key=key.value))
    formula = fields.get("formula", _formula, NOTHING)
    if formula is None and "of" in fields:
        line = fields.lines["of"]
        scope.problems.add(
            line,
            Saying(
                "belongs-to-formula-not-to",
                "“of” belongs to a formula, not to an amount that is claimed.",
            ),
        )
    return AmountRule(
        **read_head(fields, key),
        what=What(fields.get("what", _what, What.COMPENSATION.value)),
        formula=formula,
        of=fields.get("of", read_number_of, None),
        payer=fields.get("from", read_party, ""),
        payee=fields.get("to", read_party, ""),
        at_most=fields.get("at_most", read_number_of, None),
        at_least=fields.get("at_least", read_number_of, None),
        claim=fields.get("claim", _claim, None),
        decided_by=fields.get("decided_by", read_person, ""),
        decision=fields.get("decision", read_event, CLAIM_DECIDED),
        payment=fields.get("form_of_payment", read_texts, NO_TEXTS),
        exclusive=fields.get("exclusive", read_yes_no, False),
    )


def _formula(scope: Scope, node: Node) -> Number | None:
    if isinstance(node, TextNode) and node.value == CLAIMED:
        return None
    return read_number_of(scope, node)


def _what(scope: Scope, node: Node) -> str:
    return read_option(scope, node, noun("kind of amount"), KINDS)


def _claim(scope: Scope, node: Node) -> Claim:
    fields = Fields(scope, node, CLAIM)
    if ("within" in fields) != ("of" in fields):
        scope.problems.add(
            node.line,
            Saying(
                "claim-within-and-of",
                "A time for claims has “within” and “of”: {within: 30 days, of: case.closed}.",
            ),
        )
    return Claim(
        fields.get("by", read_party, "customer"),
        fields.get("event", read_event, CLAIM_MADE),
        fields.get("within", read_lasting, None),
        fields.get("of", read_event_expr, None),
        fields.get("calendar", read_calendar, None),
        fields.get("source", read_source, ()),
    )
