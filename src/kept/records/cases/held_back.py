"""What keeps a step from happening: gates of the order of work, and what blocks closing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kept.records.refusal import Refused
from kept.rules.assess import Assessment, DutyLine, GateLine, LadderLine, assess
from kept.rules.assess.assessment import CLOSED
from kept.rules.assess.say import Speaker, holding_words
from kept.rules.facts import Fact, Facts
from kept.rules.facts.values import Lang
from kept.rules.policy.model import Policy

Holding = GateLine | DutyLine | LadderLine
APPROVED = "approval.given"
TAGS: dict[str, Lang] = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}


def speaker_for(policy: Policy) -> Speaker:
    """Return who speaks about a policy in the reader's language."""
    language = TAGS.get(get_language() or "", "en")
    return Speaker(policy, language, ZoneInfo(policy.zone))


class HeldBack(Refused):
    """The policy says that something else comes first."""

    sentence = _(
        "The policy does not let this happen yet. %(what)s If it did happen nevertheless, say why; "
        "that stays on record with your name."
    )

    def __init__(self, policy: Policy, lines: Sequence[Holding]) -> None:
        super().__init__()
        self.policy, self.lines = policy, lines

    def __str__(self) -> str:
        speaker = speaker_for(self.policy)
        said = (holding_words(speaker, line) for line in self.lines)
        return str(self.sentence) % {"what": (" " if speaker.language == "en" else "").join(said)}


class ClosingHeldBack(HeldBack):
    """Closing is our own decision, so only a manager takes it against the policy."""

    sentence = _(
        "The policy does not let this case be closed yet. %(what)s Only a manager can close it "
        "nevertheless, and says why."
    )


def held_back(policy: Policy, facts: Facts, fact: Fact, at: datetime) -> tuple[Holding, ...]:
    """Return what should have kept a new fact from happening, by all that is known at `at`.

    A gate, and the step of a ladder that came before, are judged by what held when the fact
    happened; what blocks closing, by what is owed now. The approval of one part says nothing
    about another.
    """
    if fact.kind not in _waiting(policy):
        return ()
    facts = _concerning(facts, fact)
    before = assess(policy, facts, at)
    after = assess(policy, facts.with_more([fact]), at)
    owed = (
        line
        for line in before.holding_back(CLOSED)
        if fact.kind == CLOSED and isinstance(line, DutyLine)
    )
    return (*_gates(before, after, fact), *_ladders(policy, after, fact), *owed)


def _concerning(facts: Facts, fact: Fact) -> Facts:
    """Return the facts without approvals of other parts than the one a new fact is about."""
    part = fact.values.get("part")
    if part is None:
        return facts
    kept = (f for f in facts.facts if f.kind != APPROVED or f.values.get("part", part) == part)
    return replace(facts, facts=tuple(kept))


def _gates(before: Assessment, after: Assessment, fact: Fact) -> Iterator[GateLine]:
    known = {line.rule: line for line in before.gates if line.missing}
    for line in after.gates:
        if any(passed.fact == fact.id for passed in line.passed):
            yield replace(known.get(line.rule, line), passed=())


def _ladders(policy: Policy, after: Assessment, fact: Fact) -> Iterator[LadderLine]:
    """Yield the ladders of which a new fact leaves steps out, with these alone."""
    for line in after.ladders:
        left_out = tuple(step for step in line.steps if step.skipped_by == fact.id)
        if left_out:
            clauses = (*policy.rules[line.rule].source, *(c for s in left_out for c in s.clauses))
            reason = replace(line.reason, clauses=tuple(dict.fromkeys(clauses)))
            yield replace(line, steps=left_out, reason=reason)


@lru_cache(maxsize=256)
def _waiting(policy: Policy) -> frozenset[str]:
    """Return the kinds of facts that a policy may hold back."""
    kinds = {step.kind for rule in policy.gates for step in rule.steps}
    tried = (step.tried for rule in policy.ladders for step in rule.steps)
    kinds |= {event.kind for events in tried for event in events}
    if any(rule.blocks_closing for rule in policy.duties):
        kinds.add(CLOSED)
    return frozenset(kinds)


def as_kept(lines: Iterable[Holding]) -> list[dict[str, object]]:
    """Return what held a step back for a JSON column and the ledger: rule and clauses."""
    return [{"rule": line.rule, "clauses": list(line.reason.clauses)} for line in lines]
