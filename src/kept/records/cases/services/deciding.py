"""What is contested changes by a decision only, and no level becomes milder without a reason."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from kept.records.cases.asking import NewFact
from kept.records.cases.services.holding import Held
from kept.records.cases.whose_word import Word, check_word, names_of
from kept.records.people.models import Person, Role
from kept.records.refusal import Refused
from kept.rules.assess import Assessment, assess
from kept.rules.assess.charges import GRANTED
from kept.rules.assess.findings import FOUND, deciders
from kept.rules.assess.graders import is_ours, rank
from kept.rules.policy.model import Policy

SAID: Final = frozenset(("case.graded", "grade.contested", "cause.disputed"))


class DecisionNeeded(Refused):
    """The cause is disputed, so a final one is a decision."""

    sentence = _("The cause is disputed. A final one is decided, with a reason, by: %(who)s.")


class OwnFinding(Refused):
    """Nobody decides about a finding of their own."""

    sentence = _("The disputed finding is yours, so somebody else decides about it.")


class DecidedByManagers(Refused):
    """Goodwill costs money that the rules do not give away."""

    sentence = _("Goodwill is decided by a manager, who gives a reason.")


class SaidByOthers(Refused):
    """What was said about a level or a cause is not taken back by whom it may disturb."""

    sentence = _(
        "Only a manager can take back who set a level or contested something. Record what was said "
        "since instead."
    )


def check_decision(held: Held, fact: NewFact, *, by: Person, now: datetime) -> None:
    """Raise a refusal for what decides without being a decision of whom it is up to.

    That is goodwill, and a final cause while the cause is disputed.
    """
    if fact.kind == GRANTED and Role.MANAGER not in by.roles:
        raise DecidedByManagers
    if fact.kind != FOUND or fact.values.get("finding", "final") != "final":
        return
    policy = held.running.policy
    disputes = [c for c in assess(policy, held.as_facts(), now).contested if c.rule == "cause"]
    if not disputes:
        return
    entitled = deciders(policy.cause.contest)
    word = str(fact.values.get("role") or fact.values.get("party") or "")
    is_late = fact.at > max(line.at for line in disputes)
    if word not in entitled or not fact.values.get("reason") or not is_late:
        raise DecisionNeeded(who=names_of(policy, entitled))
    requester = str(fact.values.get("requester", ""))
    check_word(policy, Word(of=word, requester=requester), by=by, deciding=True)
    if is_ours(policy, word) and _found_by(held) == by.pk:
        raise OwnFinding


def _found_by(held: Held) -> int | None:
    """Return who found the cause last."""
    found = (f for f in reversed(held.facts) if f.kind == FOUND and held.standing(f.seq))
    return next((f.by_id for f in found), None)


def check_taking_back(kind: str, *, by: Person) -> None:
    """Raise a refusal unless a person may take back what was decided, or said about a level."""
    if kind == GRANTED and Role.MANAGER not in by.roles:
        raise DecidedByManagers
    if kind in SAID and Role.MANAGER not in by.roles:
        raise SaidByOthers


def became_milder(policy: Policy, before: Assessment, after: Assessment) -> bool:
    """Say whether a level is milder than it was known to be."""
    grades = {line.scale: line.value for line in after.grades}
    return any(
        policy.scales[line.scale].kind == "level"
        and rank(policy.scales[line.scale], grades[line.scale])
        > rank(policy.scales[line.scale], line.value)
        >= 0
        for line in before.grades
    )
