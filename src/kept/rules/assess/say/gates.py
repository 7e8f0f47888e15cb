"""Gates in words."""

from __future__ import annotations

from typing import Any, Final

from kept.rules.assess.gates import GateLine, GateState, Missing
from kept.rules.assess.say import phrases
from kept.rules.assess.say.speaker import Speaker
from kept.rules.assess.say.teller import Teller
from kept.rules.assess.say.texts import LIST, SENTENCES, texts
from kept.rules.facts.values import Texts

GATE: Final[dict[str, Texts]] = {
    "open": texts(
        "{name}: “{step}” may happen now.",
        "{name}：现在可以进行“{step}”。",
        "{name}：現在可以進行「{step}」。",
    ),
    "closed": texts(
        "{name}: “{step}” has to wait; missing: {missing}.",
        "{name}：“{step}”须等待；尚缺：{missing}。",
        "{name}：「{step}」須等待；尚缺：{missing}。",
    ),
    "excused": texts(
        "{name}: “{step}” may happen; an exception was made at {excused}.",
        "{name}：“{step}”可以进行，已于 {excused} 批准例外。",
        "{name}：「{step}」可以進行，已於 {excused} 批准例外。",
    ),
    "passed": texts(
        "“{step}” happened at {at}, before its time.",
        "“{step}”已于 {at} 提前进行。",
        "「{step}」已於 {at} 提前進行。",
    ),
}


def gate_words(speaker: Speaker, line: GateLine) -> str:
    """Return whether a step may happen, what it waits for, and what did not wait."""
    names = {
        "name": speaker.text(line.name),
        "step": speaker.event(frozenset(line.steps)),
        "missing": speaker.text(LIST).join(missing_words(speaker, m) for m in line.missing),
        "excused": speaker.at(line.excused_at),
    }
    sentence = speaker.fill(GATE[_phrase(line)], **names)
    if line.state is GateState.POSSIBLE:
        sentence = speaker.fill(phrases.POSSIBLE["open"], sentence=sentence)
    passed = (
        speaker.fill(GATE["passed"], step=speaker.event({p.kind}), at=speaker.at(p.at))
        for p in line.passed
    )
    return speaker.text(SENTENCES).join((sentence, *passed))


def gate_document(tell: Teller, line: GateLine) -> dict[str, Any]:
    """Return a gate as values for JSON."""
    return {
        "rule": line.rule,
        "state": line.state.value,
        "steps": list(line.steps),
        "missing": [
            {"truth": m.truth.value, "text": tell.said(missing_words, m), **tell.reason(m.reason)}
            for m in line.missing
        ],
        "excused_at": tell.at(line.excused_at),
        "passed": [{"kind": p.kind, "at": tell.at(p.at), "fact": p.fact} for p in line.passed],
        "text": tell.said(gate_words, line),
        **tell.reason(line.reason),
    }


def missing_words(speaker: Speaker, missing: Missing) -> str:
    """Return the name of what a step waits for, else its conditions."""
    return speaker.text(missing.name) or speaker.reasons(missing.reason.because)


def _phrase(line: GateLine) -> str:
    if line.state is not GateState.OPEN:
        return "closed"
    return "excused" if line.excused_at is not None else "open"
