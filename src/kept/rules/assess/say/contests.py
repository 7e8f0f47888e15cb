"""Contests and findings of the cause in words."""

from __future__ import annotations

from typing import Any, Final

from kept.rules.assess.contests import CAUSE, ContestLine, ContestState, FindingLine
from kept.rules.assess.findings import Standing
from kept.rules.assess.say import phrases
from kept.rules.assess.say.conditions import value_name
from kept.rules.assess.say.speaker import Speaker
from kept.rules.assess.say.teller import Teller
from kept.rules.assess.say.texts import texts
from kept.rules.facts.values import Texts

CONTEST: Final[dict[ContestState, Texts]] = {
    ContestState.OPEN: texts(
        "{name} contested by {who} at {at}{asked}; {deciders} decides.",
        "{who}于 {at} 对{name}提出异议{asked}；由{deciders}决定。",
        "{who}於 {at} 對{name}提出異議{asked}；由{deciders}決定。",
    ),
    ContestState.UPHELD: texts(
        "{name} contested by {who} at {at}{asked}; it was decided at {decided} that it stays.",
        "{who}于 {at} 对{name}提出异议{asked}；{decided} 决定维持不变。",
        "{who}於 {at} 對{name}提出異議{asked}；{decided} 決定維持不變。",
    ),
    ContestState.CHANGED: texts(
        "{name} contested by {who} at {at}{asked}; changed by the decision at {decided}.",
        "{who}于 {at} 对{name}提出异议{asked}；{decided} 决定变更。",
        "{who}於 {at} 對{name}提出異議{asked}；{decided} 決定變更。",
    ),
    ContestState.BARRED: texts(
        "{name} contested by {who} at {at}{asked}, too late: the time for it ended at {until}.",
        "{who}于 {at} 对{name}提出异议{asked}，但已逾期：期限至 {until}。",
        "{who}於 {at} 對{name}提出異議{asked}，但已逾期：期限至 {until}。",
    ),
}
_TOGETHER: Final = texts(
    "{name} contested by {who} at {at}{asked}; {deciders} have to say the same.",
    "{who}于 {at} 对{name}提出异议{asked}；须由{deciders}一致认定。",
    "{who}於 {at} 對{name}提出異議{asked}；須由{deciders}一致認定。",
)
_ASKED: Final = texts(" ({value})", "（主张：{value}）", "（主張：{value}）")
_SOMEBODY: Final = texts("somebody", "有人", "有人")
FINDING: Final[dict[Standing, Texts]] = {
    Standing.PROVISIONAL: texts(
        "Cause: {cause}, found provisionally at {at}.",
        "原因：{cause}（{at} 初步结论）。",
        "原因：{cause}（{at} 初步結論）。",
    ),
    Standing.FINAL: texts(
        "Cause: {cause}, found at {at}.",
        "原因：{cause}（{at} 最终结论）。",
        "原因：{cause}（{at} 最終結論）。",
    ),
    Standing.DISPUTED: texts(
        "Cause: {cause} by the finding of {at}, which is disputed{claimed}.",
        "原因：{at} 认定为{cause}，存在争议{claimed}。",
        "原因：{at} 認定為{cause}，存在爭議{claimed}。",
    ),
}


def contest_words(speaker: Speaker, line: ContestLine) -> str:
    """Return who contested what, what should be instead, and what came of it."""
    phrase = CONTEST[line.state]
    if line.is_open and line.together:
        phrase = _TOGETHER
    joint = phrases.AND if line.together else phrases.OR
    who = speaker.party(line.word) if line.word else line.requester
    return capital(
        speaker.fill(
            phrase,
            name=speaker.text(line.name),
            who=who or speaker.text(_SOMEBODY),
            at=speaker.at(line.at),
            asked=_asked(speaker, line.rule, line.asked),
            deciders=speaker.text(joint).join(speaker.party(key) for key in line.deciders),
            decided=speaker.at(line.decided_at),
            until=speaker.at(line.until),
        )
    )


def finding_words(speaker: Speaker, line: FindingLine) -> str:
    """Return what the cause was found to be, and how far that is settled."""
    return speaker.fill(
        FINDING[line.standing],
        cause=value_name(speaker, CAUSE, line.cause),
        at=speaker.at(line.at),
        claimed=_asked(speaker, CAUSE, line.claimed),
    )


def capital(sentence: str) -> str:
    """Return a sentence that begins with a capital letter, where letters have them."""
    return sentence[:1].upper() + sentence[1:]


def _asked(speaker: Speaker, rule: str, value: str) -> str:
    return speaker.fill(_ASKED, value=value_name(speaker, rule, value)) if value else ""


def contest_document(tell: Teller, line: ContestLine) -> dict[str, Any]:
    """Return a contest as values for JSON."""
    return {
        "about": line.rule,
        "fact": line.fact,
        "at": tell.at(line.at),
        "by": line.word or None,
        "requester": line.requester or None,
        "said": line.text or None,
        "asked": line.asked or None,
        "stood": line.stood or None,
        "state": line.state.value,
        "until": tell.at(line.until),
        "deciders": list(line.deciders),
        "together": line.together,
        "decided": line.decided or None,
        "decided_at": tell.at(line.decided_at),
        "text": tell.said(contest_words, line),
        **tell.reason(line.reason),
    }


def finding_document(tell: Teller, line: FindingLine | None) -> dict[str, Any] | None:
    """Return the finding of the cause as values for JSON; None: nothing was found."""
    if line is None:
        return None
    return {
        "standing": line.standing.value,
        "cause": line.cause,
        "claimed": line.claimed or None,
        "fact": line.fact,
        "at": tell.at(line.at),
        "text": tell.said(finding_words, line),
        **tell.reason(line.reason),
    }
