"""A due time as a sum: start + promised + pauses = due, each line with its fact or clause."""

from __future__ import annotations

from dataclasses import dataclass

from kept.rules.assess.assessment import ClockLine
from kept.rules.assess.say import phrases
from kept.rules.assess.say.speaker import Speaker
from kept.rules.policy.model import ClockRule


@dataclass(frozen=True, slots=True)
class SumLine:
    """One line: `amount` ("11:48", "+ 3 h"), what it is, and its clauses and facts."""

    amount: str
    what: str
    clauses: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    total: bool = False


def sum_lines(speaker: Speaker, line: ClockLine) -> tuple[SumLine, ...]:
    """Return the sum of a clock that has begun; empty for one that has not."""
    rule = speaker.policy.rules[line.rule]
    if line.started_at is None or not isinstance(rule, ClockRule):
        return ()
    started = SumLine(
        speaker.at(line.started_at),
        speaker.start(line),
        facts=(line.start_fact,) if line.start_fact else (),
    )
    promise = line.promises[-1]
    word = phrases.SUM["lead" if rule.lead_before else "promised"]
    promised = SumLine(f"+ {speaker.limit(line)}", speaker.text(word), promise.clauses)
    paused = [
        SumLine(
            f"+ {speaker.span(stop.counted_seconds)}",
            speaker.text(stop.name) or speaker.text(phrases.SUM["paused"]),
            stop.clauses,
            stop.facts,
        )
        for stop in line.stops
    ]
    due = speaker.at(line.due_at) or speaker.limit(line)
    return (started, promised, *paused, SumLine(due, speaker.text(phrases.SUM["due"]), total=True))
