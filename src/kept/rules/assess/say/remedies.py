"""Remedies in words."""

from __future__ import annotations

from typing import Any, Final

from kept.rules.assess.remedies import Offered, RemedyLine, RemedyState
from kept.rules.assess.say import phrases
from kept.rules.assess.say.speaker import Speaker
from kept.rules.assess.say.teller import Teller
from kept.rules.assess.say.texts import texts
from kept.rules.facts.values import Texts, Truth

REMEDY: Final[dict[str, Texts]] = {
    "open": texts(
        "{name}: open since {since}; {chooser} may choose: {options}.",
        "{name}：自 {since} 起，{chooser}可以选择：{options}。",
        "{name}：自 {since} 起，{chooser}可以選擇：{options}。",
    ),
    "possible": texts(
        "{name}: {chooser} may choose: {options}{because}.",
        "{name}：{chooser}可以选择：{options}{because}。",
        "{name}：{chooser}可以選擇：{options}{because}。",
    ),
    "chosen": texts(
        "{name}: {chooser} chose “{chosen}” at {at}.",
        "{name}：{chooser}已于 {at} 选择“{chosen}”。",
        "{name}：{chooser}已於 {at} 選擇「{chosen}」。",
    ),
    "kept": texts(
        "{name}: {chooser} chose “{chosen}” at {at} in good faith; that stays, although by what is "
        "known now it was not open.",
        "{name}：{chooser}已于 {at} 善意选择“{chosen}”；按现有事实当时尚不具备条件，"
        "但该选择仍有效。",
        "{name}：{chooser}已於 {at} 善意選擇「{chosen}」；按現有事實當時尚不具備條件，"
        "但該選擇仍有效。",
    ),
    "closed": texts("{name}: no longer open.", "{name}：已不可选择。", "{name}：已不可選擇。"),
    "fell": texts(
        "{name}: “{chosen}” was chosen at {at}, but it was not open.",
        "{name}：{at} 选择了“{chosen}”，但当时不具备条件。",
        "{name}：{at} 選擇了「{chosen}」，但當時不具備條件。",
    ),
}
MAYBE = texts("{option} (possibly)", "{option}（可能）", "{option}（可能）")
EXCLUSIVE = texts(
    "{sentence} It is the only remedy.", "{sentence}此为唯一救济。", "{sentence}此為唯一救濟。"
)


def remedy_words(speaker: Speaker, line: RemedyLine) -> str:
    """Return whether something may be chosen, by whom, or what was chosen."""
    names = {option.key: speaker.text(option.name) for option in line.options}
    reasons = speaker.reasons(line.reason.because)
    sentence = speaker.fill(
        REMEDY[_phrase(line)],
        name=speaker.text(line.name),
        chooser=speaker.party(line.chooser),
        options=speaker.text(phrases.OR).join(
            _option(speaker, option) for option in line.options if option.truth is not Truth.NO
        ),
        chosen=names.get(line.chosen or "", line.chosen or speaker.text(line.name)),
        since=speaker.at(line.since),
        at=speaker.at(line.chosen_at),
        because=speaker.fill(phrases.IF, reasons=reasons) if reasons else "",
    )
    if line.exclusive and line.state is not RemedyState.CLOSED:
        sentence = speaker.fill(EXCLUSIVE, sentence=sentence)
    if line.state is RemedyState.POSSIBLE:
        return speaker.fill(phrases.POSSIBLE["open"], sentence=sentence)
    return sentence


def remedy_document(tell: Teller, line: RemedyLine) -> dict[str, Any]:
    """Return a remedy as values for JSON."""
    return {
        "rule": line.rule,
        "state": line.state.value,
        "chooser": line.chooser,
        "options": [
            {
                "key": option.key,
                "truth": option.truth.value,
                "name": tell.said(_option_name, option),
                **tell.reason(option.reason),
            }
            for option in line.options
        ],
        "chosen": line.chosen,
        "chosen_at": tell.at(line.chosen_at),
        "since": tell.at(line.since),
        "exclusive": line.exclusive,
        "text": tell.said(remedy_words, line),
        **tell.reason(line.reason),
    }


def _option(speaker: Speaker, option: Offered) -> str:
    name = _option_name(speaker, option)
    return name if option.truth is Truth.YES else speaker.fill(MAYBE, option=name)


def _option_name(speaker: Speaker, option: Offered) -> str:
    return speaker.text(option.name)


def _phrase(line: RemedyLine) -> str:
    if line.chosen_at is None:
        return line.state.value
    if line.state is RemedyState.CLOSED:
        return "fell"
    return "kept" if line.state is RemedyState.KEPT else "chosen"
