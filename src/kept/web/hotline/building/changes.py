"""What one more fact would change, without recording it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from kept.records.cases.held_back import held_back
from kept.records.cases.queries import CaseCard
from kept.records.cases.rows_as_facts import fact_id
from kept.rules.assess import Assessment, ClockLine, CostLine, assess
from kept.rules.facts import Fact, Value
from kept.rules.facts.values import Truth
from kept.web.common.reading.reader import PageSpeaker, Reader
from kept.web.common.reading.wording import listed
from kept.web.hotline import pages
from kept.web.hotline.building.clauses import Clauses
from kept.web.hotline.building.clocks import status
from kept.web.hotline.building.pays import payers_words
from kept.web.hotline.building.rules import build_rule


def supposed(
    card: CaseCard,
    kind: str,
    at: datetime,
    values: dict[str, Value],
    corrects: int | None = None,
) -> Fact:
    """Return a fact that nobody has recorded yet."""
    seq = len(card.facts.facts) + 1
    return Fact(
        id=fact_id(seq),
        kind=kind,
        at=min(at, card.at),
        received_at=card.at,
        values=values,
        corrects=None if corrects is None else fact_id(corrects),
    )


def build_then(
    card: CaseCard, kinds: Sequence[pages.NextFact], at: datetime, reader: Reader
) -> list[pages.Then]:
    """Return what each of some presses would change if it was at a moment in the past."""
    found = []
    for offered in kinds:
        if not offered.kind or offered.url:
            continue
        changes = build_changes(card, [supposed(card, offered.kind, at, {})], reader)
        if changes.lines:
            found.append(pages.Then(label=offered.label, lines=changes.lines))
    return found


def build_changes(card: CaseCard, facts: Sequence[Fact], reader: Reader) -> pages.Changes:
    """Return which clocks and payers would change, and what would still be owed."""
    speaker = reader.speaker(card.policy)
    clauses = Clauses(card.policy, card.policy_code, card.policy_number)
    after = assess(card.policy, card.facts.with_more(facts), card.at)
    lines = [
        *_clocks(card.assessment, after, speaker, clauses),
        *_payers(card.assessment, after, speaker, clauses),
    ]
    closes = any(fact.kind == "case.closed" for fact in facts)
    held = [line for fact in facts for line in held_back(card.policy, card.facts, fact, card.at)]
    return pages.Changes(
        lines=lines,
        owed=_owed(after, speaker) if closes else (),
        held_back=[build_rule(line, speaker, clauses) for line in held],
    )


def _clocks(
    before: Assessment, after: Assessment, speaker: PageSpeaker, clauses: Clauses
) -> Iterator[pages.Change]:
    old = {line.key: line for line in before.clocks}
    new = {line.key: line for line in after.clocks}
    for key in dict.fromkeys([*old, *new]):
        then, now = old.get(key), new.get(key)
        if _gist(then) == _gist(now):
            continue
        line = now or then
        assert line is not None
        yield pages.Change(
            key=key,
            name=speaker.text(line.name),
            before=status(then, speaker),
            after=status(now, speaker),
            clause=clauses.ref(clauses.of(line)),
        )


def _gist(line: ClockLine | None) -> tuple[object, ...] | None:
    if line is None:
        return None
    return (line.state, line.broken_at, line.done_at, line.due_at, line.certain)


def _payers(
    before: Assessment, after: Assessment, speaker: PageSpeaker, clauses: Clauses
) -> Iterator[pages.Change]:
    """Yield whose payers change; components that change alike stand in one line."""
    old = {line.component: line for line in before.costs}
    alike: dict[tuple[str, str, pages.ClauseRef | None], list[str]] = {}
    for line in after.costs:
        was, now = payers_words(old.get(line.component), speaker), payers_words(line, speaker)
        if was != now:
            alike.setdefault((was, now, _payer_clause(line, clauses)), []).append(line.component)
    for (was, now, clause), components in alike.items():
        yield pages.Change(
            key=f"pays-{'-'.join(components)}",
            name=listed(speaker.component(component) for component in components),
            before=was,
            after=_("payer: {who}").format(who=now),
            clause=clause,
        )


def _payer_clause(line: CostLine, clauses: Clauses) -> pages.ClauseRef | None:
    sure = (outcome for outcome in line.payers if outcome.truth is Truth.YES)
    outcome = next(sure, None)
    return clauses.ref(outcome.reason.clauses) if outcome else None


def _owed(after: Assessment, speaker: PageSpeaker) -> list[str]:
    return [speaker.text(line.name) for line in after.clocks if line.open]
