"""What keeps a step from happening, in words."""

from __future__ import annotations

from typing import Final

from kept.rules.assess.duties import DutyLine
from kept.rules.assess.gates import GateLine
from kept.rules.assess.ladders import LadderLine
from kept.rules.assess.say.duties import duty_words
from kept.rules.assess.say.gates import gate_words
from kept.rules.assess.say.ladders import skipped_words
from kept.rules.assess.say.speaker import Speaker
from kept.rules.assess.say.texts import LIST, texts

BY_CLAUSE: Final = texts(
    "{sentence} (clause {clauses})", "{sentence}（条款 {clauses}）", "{sentence}（條款 {clauses}）"
)


def holding_words(speaker: Speaker, line: GateLine | DutyLine | LadderLine) -> str:
    """Return what a step waits for and the clauses that say so."""
    said = _holding(speaker, line)
    clauses = speaker.text(LIST).join(line.reason.clauses)
    return speaker.fill(BY_CLAUSE, sentence=said, clauses=clauses) if clauses else said


def _holding(speaker: Speaker, line: GateLine | DutyLine | LadderLine) -> str:
    match line:
        case GateLine():
            return gate_words(speaker, line)
        case LadderLine():
            return skipped_words(speaker, line)
    return duty_words(speaker, line)
