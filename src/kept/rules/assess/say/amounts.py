"""Amounts of money in words."""

from __future__ import annotations

from typing import Any, Final

from kept.rules.assess.amounts import AmountLine, AmountState
from kept.rules.assess.numbers import plainly
from kept.rules.assess.say.numbers import missing_names, number_words
from kept.rules.assess.say.people import whom
from kept.rules.assess.say.speaker import Speaker
from kept.rules.assess.say.teller import Teller
from kept.rules.assess.say.texts import SENTENCES, texts
from kept.rules.facts.values import Texts

AMOUNT: Final[dict[str, Texts]] = {
    "due": texts(
        "{name}: {value}{parties}.", "{name}：{value}{parties}。", "{name}：{value}{parties}。"
    ),
    "possible": texts(
        "{name}: {value}{parties}, if {because}.",
        "{name}：{value}{parties}，前提是{because}。",
        "{name}：{value}{parties}，前提是{because}。",
    ),
    "claimable": texts(
        "{name}: {value}{parties}; {claimant} has to ask for it{until}.",
        "{name}：{value}{parties}；须由{claimant}提出{until}。",
        "{name}：{value}{parties}；須由{claimant}提出{until}。",
    ),
    "claimed": texts(
        "{name}: {value}{parties}; claimed at {claimed}, not decided yet.",
        "{name}：{value}{parties}；已于 {claimed} 提出，尚未决定。",
        "{name}：{value}{parties}；已於 {claimed} 提出，尚未決定。",
    ),
    "barred": texts(
        "{name}: no longer, the time to ask for it ended at {until_at}.",
        "{name}：不再适用，提出期限已于 {until_at} 届满。",
        "{name}：不再適用，提出期限已於 {until_at} 屆滿。",
    ),
    "decided": texts(
        "{name}: {value}{parties}, decided at {decided}.",
        "{name}：{value}{parties}，已于 {decided} 决定。",
        "{name}：{value}{parties}，已於 {decided} 決定。",
    ),
    "none": texts("{name}: nothing.", "{name}：无。", "{name}：無。"),
}
VALUE: Final[dict[str, Texts]] = {
    "unset": texts("the paper gives no number", "原文未给出数值", "原文未給出數值"),
    "negotiated": texts("agreed case by case", "另行商定", "另行商定"),
    "unknown": texts(
        "not known yet, missing: {missing}",
        "尚不清楚，尚缺：{missing}",
        "尚不清楚，尚缺：{missing}",
    ),
    "claimed": texts("as much as is claimed", "按提出的金额", "按提出的金額"),
    "at_most": texts("{value} (the most there is)", "{value}（上限）", "{value}（上限）"),
    "at_least": texts("{value} (the least there is)", "{value}（下限）", "{value}（下限）"),
}
PARTIES: Final = texts(
    ", from {payer} to {payee}", "，由{payer}付给{payee}", "，由{payer}付給{payee}"
)
UNTIL: Final = texts(" by {at}", "，最迟 {at}", "，最遲 {at}")
IN_FORM: Final = texts("Given {form}.", "给付方式：{form}。", "給付方式：{form}。")
ONLY: Final = texts("There is no other remedy.", "此为唯一救济。", "此為唯一救濟。")


def amount_words(speaker: Speaker, line: AmountLine) -> str:
    """Return how much, from whom to whom, and where it stands."""
    until = speaker.fill(UNTIL, at=speaker.at(line.claim_by)) if line.claim_by else ""
    sentence = speaker.fill(
        AMOUNT[line.state.value],
        name=speaker.text(line.name),
        value=_value(speaker, line),
        parties=_parties(speaker, line),
        because=speaker.reasons(line.reason.because),
        claimant=speaker.party(line.claimant or "customer"),
        until=until,
        until_at=speaker.at(line.claim_by),
        claimed=speaker.at(line.claimed_at),
        decided=speaker.at(line.decided_at),
    )
    more = []
    if line.payment and line.state not in (AmountState.BARRED, AmountState.NONE):
        more.append(speaker.fill(IN_FORM, form=speaker.text(line.payment)))
    if line.exclusive:
        more.append(speaker.text(ONLY))
    return speaker.text(SENTENCES).join((sentence, *more))


def amount_document(tell: Teller, line: AmountLine) -> dict[str, Any]:
    """Return an amount as values for JSON; numbers are texts, so that they stay exact."""
    return {
        "rule": line.rule,
        "what": line.what.value,
        "state": line.state.value,
        "value": None if line.value is None else plainly(line.value),
        "limited": line.limited or None,
        "from": line.payer or None,
        "to": line.payee or None,
        "claim_by": tell.at(line.claim_by),
        "claimed_at": tell.at(line.claimed_at),
        "decided_by": line.decided_by or None,
        "decided_at": tell.at(line.decided_at),
        "exclusive": line.exclusive,
        "missing": list(line.missing),
        "word": line.word.value if line.word else None,
        "text": tell.said(amount_words, line),
        **tell.reason(line.reason),
    }


def _value(speaker: Speaker, line: AmountLine) -> str:
    if line.value is not None:
        value = number_words(line.value)
        return speaker.fill(VALUE[line.limited], value=value) if line.limited else value
    if line.missing:
        return speaker.fill(VALUE["unknown"], missing=missing_names(speaker, line.missing))
    return speaker.text(VALUE[line.word.value if line.word else "claimed"])


def _parties(speaker: Speaker, line: AmountLine) -> str:
    if not line.payer or not line.payee:
        return ""
    return speaker.fill(PARTIES, payer=whom(speaker, line.payer), payee=whom(speaker, line.payee))
