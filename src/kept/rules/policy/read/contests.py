"""Who may contest a level or a cause, until when, and who decides."""

from __future__ import annotations

from typing import Final

from kept.rules.policy.forms import CAUSE, CONTEST
from kept.rules.policy.model import ANYBODY, CauseRule, ContestRule
from kept.rules.policy.nodes import Node
from kept.rules.policy.read.events import read_calendar
from kept.rules.policy.read.lengths import read_lasting
from kept.rules.policy.read.scope import Fields, Scope, one_or_more
from kept.rules.policy.read.words import read_option, read_people, read_source
from kept.rules.said import Saying, noun

STANDING: Final = "standing"
ASKED: Final = "asked"
MEANWHILE: Final = (STANDING, ASKED)


def read_contest(scope: Scope, node: Node) -> ContestRule:
    """Return who may contest something, until when, and who decides."""
    fields = Fields(scope, node, CONTEST)
    if "calendar" in fields and "within" not in fields:
        scope.problems.add(
            fields.lines["calendar"],
            Saying("calendar-without-within", "“calendar” belongs to “within”."),
        )
    return ContestRule(
        by=fields.get("by", _parties, ()),
        decided_by=fields.get("decided_by", read_people, ()),
        within=fields.get("within", read_lasting, None),
        calendar=fields.get("calendar", read_calendar, None),
        asked_counts=fields.get("until_decided", _meanwhile, STANDING) == ASKED,
        source=fields.get("source", read_source, ()),
    )


def read_cause(scope: Scope, node: Node) -> CauseRule:
    """Return who may dispute the finding of the cause, and who decides."""
    fields = Fields(scope, node, CAUSE)
    contest = fields.get("contest", read_contest, ANYBODY)
    if contest.asked_counts:
        line = fields.lines["contest"]
        scope.problems.add(
            line,
            Saying(
                "until-decided-of-a-cause",
                "A disputed cause is open until it is decided; “until_decided” is for levels.",
            ),
        )
    return CauseRule(contest, fields.get("source", read_source, ()), scope.place(node))


def _parties(scope: Scope, node: Node) -> tuple[str, ...]:
    known = scope.names.parties
    return tuple(scope.known(part, noun("party"), known) for part in one_or_more(node))


def _meanwhile(scope: Scope, node: Node) -> str:
    return read_option(scope, node, noun("word for what counts until it is decided"), MEANWHILE)
