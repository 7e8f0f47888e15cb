"""The duty: what is owed, by whom, to whom, and what makes it done."""

from __future__ import annotations

from kept.rules.hours import Duration
from kept.rules.policy.forms import DUTY
from kept.rules.policy.model import DutyKind, DutyRule, NoLength, alternatives
from kept.rules.policy.model.duties import REPORT_SIGNED
from kept.rules.policy.nodes import Node, TextNode
from kept.rules.policy.read.clock import PROVIDER
from kept.rules.policy.read.events import NO_EVENT, read_event, read_event_expr
from kept.rules.policy.read.quantities import duration_of, plain
from kept.rules.policy.read.rule import read_head
from kept.rules.policy.read.scope import Fields, Scope, one_or_more
from kept.rules.policy.read.words import read_option, read_people, read_person, read_yes_no
from kept.rules.said import Saying, noun

KINDS = tuple(kind.value for kind in DutyKind)
KEEPS = (NoLength.LIFE.value, NoLength.UNSET.value)


def read_duty(scope: Scope, key: TextNode, node: Node) -> DutyRule:
    """Return a duty rule."""
    fields = Fields(scope, node, DUTY, what=noun("The duty “{key}”", key=key.value))
    rule = DutyRule(
        **read_head(fields, key),
        kind=fields.get("kind", _kind, DutyKind.OBLIGATION),
        opens=fields.get("opens", read_event_expr, None),
        done=fields.get("done", read_event_expr, NO_EVENT),
        each=fields.get("each", read_yes_no, False),
        same=fields.get("same", _values, ()),
        by=fields.get("by", read_person, PROVIDER),
        to=fields.get("to", read_people, ()),
        copies=fields.get("copies", read_people, ()),
        through=fields.get("through", _channels, ()),
        contents=fields.get("contents", _values, ()),
        signed_by=fields.get("signed_by", read_people, ()),
        signature=fields.get("signature", read_event, REPORT_SIGNED),
        clock=fields.get("clock", _clock, ""),
        lapses=fields.get("lapses", read_event_expr, None),
        keep=fields.get("keep", _keep, None),
        outlives=fields.get("outlives", read_yes_no, False),
        blocks_closing=fields.get("blocks_closing", read_yes_no, False),
    )
    _check(fields, rule)
    return rule


def _check(fields: Fields, rule: DutyRule) -> None:
    """Note parts that need others, and expressions where single facts have to be told apart."""
    add, lines = fields.scope.problems.add, fields.lines
    if rule.same and not rule.each:
        add(
            lines["same"],
            Saying("same-belongs-to-duty-with", "“same” belongs to a duty with “each: yes”."),
        )
    if rule.each and rule.opens is None:
        add(
            lines["each"],
            Saying(
                "needs-opens-event-opens-duty",
                "“each” needs “opens”, the event of which each one opens a duty.",
            ),
        )
    if rule.each and rule.opens is not None and not alternatives(rule.opens):
        add(lines["opens"], _plain_event("each", "opens"))
    if "done" in lines and not alternatives(rule.done):
        for why in ("each", "contents"):
            if why in lines:
                add(lines["done"], _plain_event(why, "done"))


def _plain_event(why: str, key: str) -> Saying:
    return Saying(
        "plain-event-needed",
        "With “{why}”, “{key}” is a plain event such as visit.ended, or {first_of: […]} of some.",
        why=why,
        key=key,
    )


def _kind(scope: Scope, node: Node) -> DutyKind:
    return DutyKind(read_option(scope, node, noun("kind of duty"), KINDS))


def _values(scope: Scope, node: Node) -> tuple[str, ...]:
    known = scope.names.attributes.keys()
    return tuple(scope.known(part, noun("fact"), known) for part in one_or_more(node))


def _channels(scope: Scope, node: Node) -> tuple[str, ...]:
    known = scope.names.channels
    return tuple(scope.known(part, noun("channel"), known) for part in one_or_more(node))


def _clock(scope: Scope, node: Node) -> str:
    return scope.known(node, noun("clock"), scope.names.of_form("clock"))


def _keep(_: Scope, node: Node) -> Duration | NoLength:
    said = plain(node, noun("how long it is kept, such as 10 years"))
    return NoLength(said) if said in KEEPS else duration_of(said, node.line)
