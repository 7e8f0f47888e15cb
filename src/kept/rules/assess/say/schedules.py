"""Schedules in words."""

from __future__ import annotations

from typing import Any, Final

from kept.rules.assess.say import phrases
from kept.rules.assess.say.numbers import missing_names
from kept.rules.assess.say.speaker import Speaker
from kept.rules.assess.say.teller import Teller
from kept.rules.assess.say.texts import LIST, SENTENCES, texts
from kept.rules.assess.schedules import PeriodState, ScheduleLine, ScheduleState
from kept.rules.facts.values import Texts

SCHEDULE: Final[dict[str, Texts]] = {
    "on_track": texts("{name}: on track.", "{name}：按计划进行。", "{name}：按計劃進行。"),
    "due": texts("{name}: to be done.", "{name}：待完成。", "{name}：待完成。"),
    "missed": texts(
        "{name}: missed, due by {missed}.",
        "{name}：错过，期限为 {missed}。",
        "{name}：錯過，期限為 {missed}。",
    ),
    "unset": texts(
        "{name}: the paper does not say how often.",
        "{name}：原文未规定频率。",
        "{name}：原文未規定頻率。",
    ),
    "unknown": texts(
        "{name}: not known yet; missing: {missing}.",
        "{name}：尚不清楚；尚缺：{missing}。",
        "{name}：尚不清楚；尚缺：{missing}。",
    ),
}
NEXT: Final = texts(
    "Next: {what} by {at}.", "下一次：{what}，最迟 {at}。", "下一次：{what}，最遲 {at}。"
)
TOO_MANY: Final = texts(
    "More often than agreed until {until}.",
    "至 {until} 已超过约定次数。",
    "至 {until} 已超過約定次數。",
)
OTHERS: Final = texts(
    "Not always the same: {value} at first, {count} times another.",
    "前后不一致：起初为 {value}，其后 {count} 次不同。",
    "前後不一致：起初為 {value}，其後 {count} 次不同。",
)


def schedule_words(speaker: Speaker, line: ScheduleLine) -> str:
    """Return where a schedule stands and what comes next."""
    missed = [p.due_at for p in line.periods if p.state is PeriodState.MISSED]
    sentence = speaker.fill(
        SCHEDULE[line.state.value],
        name=speaker.text(line.name),
        missed=speaker.text(LIST).join(speaker.date(at) for at in missed),
        missing=missing_names(speaker, line.missing),
    )
    if line.possible:
        sentence = speaker.fill(phrases.POSSIBLE["open"], sentence=sentence)
    return speaker.text(SENTENCES).join((sentence, *_more(speaker, line)))


def _more(speaker: Speaker, line: ScheduleLine) -> list[str]:
    more: list[str] = []
    if line.next_due_at is not None and line.state is not ScheduleState.UNSET:
        what, at = speaker.text(line.what), speaker.at(line.next_due_at)
        more.append(speaker.fill(NEXT, what=what, at=at))
    too_many = (period for period in line.periods if period.state is PeriodState.TOO_MANY)
    more += (speaker.fill(TOO_MANY, until=speaker.date(period.end)) for period in too_many)
    if line.not_the_same:
        count = str(len(line.not_the_same))
        more.append(speaker.fill(OTHERS, value=str(line.same_as), count=count))
    return more


def schedule_document(tell: Teller, line: ScheduleLine) -> dict[str, Any]:
    """Return a schedule as values for JSON."""
    return {
        "rule": line.rule,
        "state": line.state.value,
        "possible": line.possible,
        "next_due_at": tell.at(line.next_due_at),
        "periods": [
            {
                "start": tell.at(period.start),
                "end": tell.at(period.end),
                "due_at": tell.at(period.due_at),
                "least": period.least,
                "most": period.most,
                "state": period.state.value,
                "done_at": [tell.at(at) for at in period.done_at],
                "facts": list(period.facts),
            }
            for period in line.periods
        ],
        "not_the_same": list(line.not_the_same),
        "missing": list(line.missing),
        "text": tell.said(schedule_words, line),
        **tell.reason(line.reason),
    }
