"""Ladders in words."""

from __future__ import annotations

from typing import Any, Final

from kept.rules.assess.ladders import (
    EXHAUSTED,
    SOLVED,
    Attempt,
    LadderLine,
    StepLine,
    StepState,
)
from kept.rules.assess.say import phrases
from kept.rules.assess.say.speaker import Speaker
from kept.rules.assess.say.teller import Teller
from kept.rules.assess.say.texts import LIST, SENTENCES, texts
from kept.rules.facts.values import Texts

LADDER: Final[dict[str, Texts]] = {
    "now": texts("{name}: now “{step}”.", "{name}：当前为“{step}”。", "{name}：目前為「{step}」。"),
    "then": texts(
        "{name}: now “{step}”; if that fails, “{next}”.",
        "{name}：当前为“{step}”；如不成功，则“{next}”。",
        "{name}：目前為「{step}」；如不成功，則「{next}」。",
    ),
    "solved": texts(
        "{name}: solved at {solved}.",
        "{name}：已于 {solved} 解决。",
        "{name}：已於 {solved} 解決。",
    ),
    "exhausted": texts(
        "{name}: every step has been tried.", "{name}：各步骤均已尝试。", "{name}：各步驟均已嘗試。"
    ),
    "first": texts("{name}: first {steps}.", "{name}：先{steps}。", "{name}：先{steps}。"),
    "skipped": texts(
        "Out of order: {steps} was neither tried without success nor waived.",
        "未按顺序：{steps}既未试过不成功，也未说明免去。",
        "未按順序：{steps}既未試過不成功，也未說明免去。",
    ),
}


def ladder_words(speaker: Speaker, line: LadderLine) -> str:
    """Return whose turn it is, how it ended, and what was left out on the way."""
    names = {step.key: step_words(speaker, step) for step in line.steps}
    sentence = speaker.fill(
        LADDER[_phrase(line)],
        name=speaker.text(line.name),
        step=names.get(line.current or "", ""),
        next=names.get(line.next or "", ""),
        solved=speaker.at(line.solved_at),
    )
    if not line.certain:
        sentence = speaker.fill(phrases.POSSIBLE["open"], sentence=sentence)
    skipped = [names[step.key] for step in line.steps if step.state is StepState.SKIPPED]
    if not skipped:
        return sentence
    said = speaker.fill(LADDER["skipped"], steps=speaker.text(LIST).join(skipped))
    return speaker.text(SENTENCES).join((sentence, said))


def ladder_document(tell: Teller, line: LadderLine) -> dict[str, Any]:
    """Return a ladder as values for JSON."""
    return {
        "rule": line.rule,
        "state": line.state,
        "current": line.current,
        "next": line.next,
        "solved_at": tell.at(line.solved_at),
        "certain": line.certain,
        "steps": [
            {
                "key": step.key,
                "state": step.state.value,
                "truth": step.truth.value,
                "name": tell.said(step_words, step),
                "facts": list(step.facts),
                "attempts": [_attempt_document(tell, attempt) for attempt in step.attempts],
                "skipped_by": step.skipped_by or None,
                "clauses": list(step.clauses),
            }
            for step in line.steps
        ],
        "text": tell.said(ladder_words, line),
        **tell.reason(line.reason),
    }


def skipped_words(speaker: Speaker, line: LadderLine) -> str:
    """Return which steps should have come first."""
    skipped = (step_words(speaker, step) for step in line.steps if step.skipped_by)
    said = speaker.text(LIST).join(skipped)
    return speaker.fill(LADDER["first"], name=speaker.text(line.name), steps=said)


def _attempt_document(tell: Teller, attempt: Attempt) -> dict[str, Any]:
    return {
        "fact": attempt.fact,
        "kind": attempt.kind,
        "at": tell.at(attempt.at),
        "by": attempt.by or None,
        "result": attempt.result or None,
        "reason": attempt.reason or None,
    }


def step_words(speaker: Speaker, step: StepLine) -> str:
    """Return the name of a step."""
    return speaker.text(step.name)


def _phrase(line: LadderLine) -> str:
    if line.state in (SOLVED, EXHAUSTED):
        return line.state
    return "then" if line.next else "now"
