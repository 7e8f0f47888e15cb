"""Duties in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from kept.rules.assess.deeds import Signature
from kept.rules.assess.duties import DutyLine, DutyState
from kept.rules.assess.say.conditions import key_name, value_name
from kept.rules.assess.say.people import whom
from kept.rules.assess.say.speaker import Speaker
from kept.rules.assess.say.teller import Teller
from kept.rules.assess.say.texts import LIST, SENTENCES, texts
from kept.rules.facts.values import Texts
from kept.rules.policy.model import DutyRule

DUTY: Final[dict[str, Texts]] = {
    "not_open": texts(
        "{name}: not owed yet; it begins with “{opens}”.",
        "{name}：尚未产生，自“{opens}”起。",
        "{name}：尚未產生，自「{opens}」起。",
    ),
    "owed": texts(
        "{name}: owed by {by} since {opened}.",
        "{name}：自 {opened} 起待办，由{by}负责。",
        "{name}：自 {opened} 起待辦，由{by}負責。",
    ),
    "owed_to": texts(
        "{name}: owed by {by} to {to} since {opened}.",
        "{name}：自 {opened} 起待办，由{by}负责，对象为{to}。",
        "{name}：自 {opened} 起待辦，由{by}負責，對象為{to}。",
    ),
    "possible": texts(
        "{name}: possibly owed by {by}, if {reasons}.",
        "{name}：可能由{by}负责，前提是{reasons}。",
        "{name}：可能由{by}負責，前提是{reasons}。",
    ),
    "done": texts(
        "{name}: done at {done}.", "{name}：已于 {done} 完成。", "{name}：已於 {done} 完成。"
    ),
    "lapsed": texts(
        "{name}: no longer owed since {lapsed}.",
        "{name}：自 {lapsed} 起不再需要。",
        "{name}：自 {lapsed} 起不再需要。",
    ),
    "of": texts("{name} ({values})", "{name}（{values}）", "{name}（{values}）"),
    "lacks": texts("It does not say yet: {lacks}.", "尚未写明：{lacks}。", "尚未寫明：{lacks}。"),
    "unsigned": texts("Not signed yet by {parties}.", "{parties}尚未签字。", "{parties}尚未簽字。"),
    "refused": texts("{parties} refused to sign.", "{parties}拒绝签字。", "{parties}拒絕簽字。"),
    "absent": texts(
        "Nobody was there to sign for {parties}.",
        "{parties}无人在场签字。",
        "{parties}無人在場簽字。",
    ),
    "keep": texts("To be kept until {until}.", "保存至 {until}。", "保存至 {until}。"),
    "life": texts("To be kept for ever.", "永久保存。", "永久保存。"),
}


def duty_words(speaker: Speaker, line: DutyLine) -> str:
    """Return what is owed by whom and where it stands, with what is still missing in it."""
    rule = speaker.policy.rules[line.rule]
    opens = rule.opens if isinstance(rule, DutyRule) else None
    sentence = speaker.fill(
        DUTY[_phrase(line)],
        name=_name(speaker, line),
        opens=speaker.moment_of(opens) if opens is not None else "",
        opened=speaker.since(line.opened_at),
        done=speaker.at(line.done_at),
        lapsed=speaker.at(line.lapsed_at),
        by=whom(speaker, line.by),
        to=_listed(speaker, (whom(speaker, key) for key in line.to)),
        reasons=speaker.reasons(line.reason.because),
    )
    return speaker.text(SENTENCES).join((sentence, *_more(speaker, line)))


def duty_document(tell: Teller, line: DutyLine) -> dict[str, Any]:
    """Return a duty as values for JSON."""
    return {
        "key": line.key,
        "kind": line.kind.value,
        "state": line.state.value,
        "opened_at": tell.at(line.opened_at),
        "done_at": tell.at(line.done_at),
        "lapsed_at": tell.at(line.lapsed_at),
        "by": line.by,
        "to": list(line.to),
        "copies": list(line.copies),
        "through": list(line.through),
        "values": {key: tell.value(value) for key, value in line.values},
        "contents": list(line.contents),
        "lacks": list(line.lacks),
        "signatures": [
            {"party": s.party, "outcome": s.outcome, "at": tell.at(s.at), "fact": s.fact}
            for s in line.signatures
        ],
        "clock": line.clock or None,
        "keep": line.keep or None,
        "keep_until": tell.at(line.keep_until),
        "outlives": line.outlives,
        "blocks_closing": line.blocks_closing,
        "text": tell.said(duty_words, line),
        **tell.reason(line.reason),
    }


def _phrase(line: DutyLine) -> str:
    if line.state is DutyState.POSSIBLE and line.opened_at is not None and not line.reason.because:
        return "owed"
    return "owed_to" if line.state is DutyState.OWED and line.to else line.state.value


def _name(speaker: Speaker, line: DutyLine) -> str:
    name = speaker.text(line.name)
    values = [value_name(speaker, k, v) for k, v in line.values if v is not None]
    return speaker.fill(DUTY["of"], name=name, values=_listed(speaker, values)) if values else name


def _more(speaker: Speaker, line: DutyLine) -> Iterator[str]:
    if line.lacks:
        yield speaker.fill(
            DUTY["lacks"], lacks=_listed(speaker, (key_name(speaker, k) for k in line.lacks))
        )
    if line.state is DutyState.OWED:
        yield from _signing(speaker, line, "unsigned", None)
    yield from _signing(speaker, line, "refused", "refused")
    yield from _signing(speaker, line, "absent", "absent")
    if line.keep_until is not None:
        yield speaker.fill(DUTY["keep"], until=speaker.date(line.keep_until))
    elif line.keep == "life" and line.state is DutyState.DONE:
        yield speaker.text(DUTY["life"])


def _signing(speaker: Speaker, line: DutyLine, phrase: str, outcome: str | None) -> Iterator[str]:
    found: list[Signature] = [s for s in line.signatures if s.outcome == outcome]
    if found:
        names = (
            speaker.party(s.party) if outcome == "refused" else whom(speaker, s.party)
            for s in found
        )
        parties = _listed(speaker, names)
        said = speaker.fill(DUTY[phrase], parties=parties)
        yield said[0].upper() + said[1:]


def _listed(speaker: Speaker, names: Iterable[str]) -> str:
    return speaker.text(LIST).join(names)
