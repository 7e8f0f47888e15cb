"""Provisions in words."""

from __future__ import annotations

from typing import Any, Final

from kept.rules.assess.provisions import ProvisionLine
from kept.rules.assess.say import phrases
from kept.rules.assess.say.people import whom
from kept.rules.assess.say.speaker import Speaker
from kept.rules.assess.say.teller import Teller
from kept.rules.assess.say.texts import texts
from kept.rules.facts.values import Texts, Truth
from kept.rules.policy.model import Effect, ProvisionKind

PROVISION: Final[dict[str, Texts]] = {
    "allowed": texts("{rule}: allowed: {name}.", "{rule}：允许{name}。", "{rule}：允許{name}。"),
    "refused": texts(
        "{rule}: not allowed: {name}.", "{rule}：不允许{name}。", "{rule}：不允許{name}。"
    ),
    "with_approval": texts(
        "{rule}: only with approval: {name}.",
        "{rule}：经批准方可{name}。",
        "{rule}：經批准方可{name}。",
    ),
    "approved_by": texts(
        "{rule}: only with approval by {party}: {name}.",
        "{rule}：经{party}批准方可{name}。",
        "{rule}：經{party}批准方可{name}。",
    ),
    "holds": texts("{rule}: {name}.", "{rule}：{name}。", "{rule}：{name}。"),
    "of": texts(
        "{rule}: {name} ({party}).", "{rule}：{name}（{party}）。", "{rule}：{name}（{party}）。"
    ),
    "decides": texts(
        "{rule}: {party} may decide: {name}.",
        "{rule}：由{party}决定：{name}。",
        "{rule}：由{party}決定：{name}。",
    ),
}


def provision_words(speaker: Speaker, line: ProvisionLine) -> str:
    """Return what is allowed, refused or simply holds."""
    phrase = _phrase(line)
    sentence = speaker.fill(
        PROVISION[phrase],
        rule=speaker.rule(line.rule),
        name=speaker.text(line.name),
        party=speaker.party(line.party) if phrase == "decides" else whom(speaker, line.party),
    )
    if line.truth is Truth.YES:
        return sentence
    return speaker.fill(phrases.POSSIBLE["open"], sentence=sentence)


def provision_document(tell: Teller, line: ProvisionLine) -> dict[str, Any]:
    """Return a provision as values for JSON."""
    return {
        "rule": line.rule,
        "kind": line.kind.value,
        "is": line.effect.value,
        "items": list(line.items),
        "party": line.party or None,
        "truth": line.truth.value,
        "text": tell.said(provision_words, line),
        **tell.reason(line.reason),
    }


def _phrase(line: ProvisionLine) -> str:
    if not line.party:
        return line.effect.value
    if line.effect is Effect.WITH_APPROVAL:
        return "approved_by"
    if line.effect is not Effect.HOLDS:
        return line.effect.value
    return "decides" if line.kind is ProvisionKind.DISCRETION else "of"
