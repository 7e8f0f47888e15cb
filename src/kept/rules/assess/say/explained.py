"""Why a line of an assessment is there, and why another is not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Final

from kept.rules.assess.assessment import (
    Assessment,
    Because,
    ClockLine,
    CostLine,
    HoursCharged,
    Passed,
    Promise,
    Reason,
)
from kept.rules.assess.say import phrases
from kept.rules.assess.say.charges import hours_words
from kept.rules.assess.say.conditions import key_name, kind_of, value_said
from kept.rules.assess.say.sentences import LINES
from kept.rules.assess.say.speaker import Speaker
from kept.rules.assess.say.texts import LIST
from kept.rules.facts.values import Texts, Truth
from kept.rules.hours import parse_limit
from kept.rules.policy.model import CellState, ClauseState, ClockRule, Policy, Row
from kept.rules.policy.walk import walk


def _t(en: str, hans: str, hant: str) -> Texts:
    return {"en": en, "zh-Hans": hans, "zh-Hant": hant}


_BECAUSE: Final = _t("because: {words}", "依据：{words}", "依據：{words}")
_NOT_MET: Final = _t("not met: {words}", "不成立：{words}", "不成立：{words}")
_OPEN: Final = _t("not known yet: {words}", "尚不清楚：{words}", "尚不清楚：{words}")
_FACTS: Final = _t("facts: {words}", "事实：{words}", "事實：{words}")
_READING: Final = _t("reading {key}: {words}", "解读 {key}：{words}", "解讀 {key}：{words}")
_CLAUSE: Final = _t("clause {key}: {words}", "条款 {key}：{words}", "條款 {key}：{words}")
_SINCE: Final = _t("since {at}: {limit}{read}", "自 {at}：{limit}{read}", "自 {at}：{limit}{read}")
_READ_AT: Final = _t(", as {words}", "（{words}）", "（{words}）")
_NOT_THIS: Final = _t("not {limit}: {words}", "不适用 {limit}：{words}", "不適用 {limit}：{words}")
_STATES: Final = {
    ClauseState.STATEMENT: _t(
        "Clause {key} is shown as text; no rule follows from it.",
        "条款 {key} 仅显示原文，没有对应规则。",
        "條款 {key} 僅顯示原文，沒有對應規則。",
    ),
    ClauseState.UNSET: _t(
        "Clause {key} has no value in the paper, so nothing can follow from it yet.",
        "条款 {key} 原文没有数值，暂无法据以判断。",
        "條款 {key} 原文沒有數值，暫無法據以判斷。",
    ),
    ClauseState.PENDING: _t(
        "Clause {key} waits for its rule; until then it is shown as text.",
        "条款 {key} 的规则尚未编写，目前仅显示原文。",
        "條款 {key} 的規則尚未編寫，目前僅顯示原文。",
    ),
    ClauseState.RULE: _t(
        "Nothing follows from clause {key} here: what keeps it does not apply to this case.",
        "条款 {key} 在此没有结果：相应规则不适用于本单。",
        "條款 {key} 在此沒有結果：相應規則不適用於本單。",
    ),
}
_CASE: Final = {
    "not": _t(
        "{rule}: case {number}{name} does not hold.",
        "{rule}：第 {number} 种情形{name}不成立。",
        "{rule}：第 {number} 種情形{name}不成立。",
    ),
    "beaten": _t(
        "{rule}: case {number}{name} decides nothing here; {clauses} comes first.",
        "{rule}：第 {number} 种情形{name}在此不起作用，以 {clauses} 为准。",
        "{rule}：第 {number} 種情形{name}在此不起作用，以 {clauses} 為準。",
    ),
}
_CALLED: Final = _t(" ({name})", "（{name}）", "（{name}）")
_NO_LINE: Final = _t(
    "{name} says nothing about this case.", "{name}与本单无关。", "{name}與本單無關。"
)


@dataclass(frozen=True, slots=True)
class Explained:
    """One line of an assessment with its reasons, or why there is none.

    `there` False: a rule or clause from which nothing follows. `line` None: nothing to show.
    """

    key: str
    rule: str
    there: bool
    reason: Reason
    line: Any = None
    say: Any = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines are asked about; nothing: all of them."""

    rule: str = ""
    clause: str = ""

    def takes(self, policy: Policy, found: Explained) -> bool:
        """Return whether a line is among those asked about."""
        if self.rule and self.rule != found.rule:
            return False
        return not self.clause or self.clause in _clauses(policy, found)


def explained(policy: Policy, assessment: Assessment, wanted: Wanted) -> tuple[Explained, ...]:
    """Return the lines that are asked about, each with its reason; at least one if one is named."""
    found = tuple(line for line in _all(policy, assessment) if wanted.takes(policy, line))
    if found or not (wanted.rule or wanted.clause):
        return found
    clauses = (wanted.clause,) if wanted.clause else ()
    return (Explained(wanted.rule or wanted.clause, wanted.rule, False, Reason(clauses)),)


def said(speaker: Speaker, found: Explained) -> tuple[str, ...]:
    """Return a line in words, and each of its reasons in a sentence of its own."""
    return (_sentence(speaker, found), *_reasons(speaker, found))


def _sentence(speaker: Speaker, found: Explained) -> str:
    if found.say is not None:
        return str(found.say(speaker, found.line))
    if not found.rule:
        state = speaker.policy.clauses[found.key].state
        return speaker.fill(_STATES[state], key=found.key)
    return speaker.fill(_NO_LINE, name=_name(speaker, found.rule))


def _name(speaker: Speaker, key: str) -> str:
    scale = speaker.policy.scales.get(key)
    return speaker.text(scale.name) if scale else speaker.rule(key)


def _all(policy: Policy, assessment: Assessment) -> Iterator[Explained]:
    for field, say in LINES.items():
        for line in getattr(assessment, field):
            rule = getattr(line, "rule", None) or line.scale
            yield Explained(getattr(line, "key", rule), rule, True, line.reason, line, say)
    for cost in assessment.costs:
        yield from _of_cost(policy, cost)
    for passed in assessment.passed:
        yield Explained(
            f"{passed.rule}#{passed.number}",
            passed.rule,
            False,
            passed.reason,
            passed,
            passed_words,
        )
    for absent in assessment.absent:
        yield Explained(absent.rule, absent.rule, False, absent.reason, absent, Speaker.absent)


def _of_cost(policy: Policy, cost: CostLine) -> Iterator[Explained]:
    for outcome in cost.payers:
        rule = _cost_rule(policy, outcome.reason.clauses)
        say = _payer(cost.component)
        yield Explained(cost.component, rule, True, outcome.reason, outcome, say)
    for outcome in cost.prices:
        rule = _cost_rule(policy, outcome.reason.clauses)
        say = _price(cost.component)
        yield Explained(cost.component, rule, True, outcome.reason, outcome, say)
    if cost.hours is not None:
        yield _charged(cost.component, cost.hours)


def passed_words(speaker: Speaker, passed: Passed) -> str:
    """Return which case decides nothing, and over what it lost."""
    name = speaker.text(passed.name)
    phrase = _CASE["beaten" if passed.beaten_by else "not"]
    return speaker.fill(
        phrase,
        rule=_name(speaker, passed.rule),
        number=str(passed.number),
        name=speaker.fill(_CALLED, name=name) if name else "",
        clauses=", ".join(passed.beaten_by),
    )


def _payer(component: str) -> Any:
    return lambda speaker, outcome: speaker.payer(component, outcome)


def _price(component: str) -> Any:
    return lambda speaker, outcome: speaker.price(component, outcome)


def _charged(component: str, hours: HoursCharged) -> Explained:
    clauses = (hours.reason.clauses, *(band.reason.clauses for band in hours.bands))
    reason = replace(hours.reason, clauses=tuple(dict.fromkeys(chain(*clauses))))
    return Explained(component, "", True, reason, hours, _hours(component))


def _hours(component: str) -> Any:
    def words(speaker: Speaker, hours: HoursCharged) -> str:
        said = speaker.text(LIST).join(text for text, _ in hours_words(speaker, hours))
        return f"{speaker.component(component)}: {said}"

    return words


def _cost_rule(policy: Policy, clauses: Iterable[str]) -> str:
    asked = set(clauses)
    return next((rule.id for rule in policy.costs if asked & set(rule.source)), "")


def _clauses(policy: Policy, found: Explained) -> frozenset[str]:
    """Return the clauses of a line; of a clock and of what is absent, all those of its rule."""
    named = set(found.reason.clauses)
    if isinstance(found.line, ClockLine) or not (found.there or isinstance(found.line, Passed)):
        rule = policy.rules.get(found.rule)
        named |= {c for part in walk(rule) for c in getattr(part, "source", ())}
    return frozenset(named)


# --- reasons ---------------------------------------------------------------------------------


def _reasons(speaker: Speaker, found: Explained) -> Iterator[str]:
    policy, reason = speaker.policy, found.reason
    for truth, phrase in ((Truth.YES, _BECAUSE), (Truth.NO, _NOT_MET), (Truth.UNKNOWN, _OPEN)):
        words = _words(speaker, [b for b in reason.because if b.truth is truth])
        if words:
            yield speaker.fill(phrase, words=words)
    if isinstance(found.line, ClockLine):
        yield from _promises(speaker, found.line)
    if reason.facts:
        yield speaker.fill(_FACTS, words=", ".join(reason.facts))
    for clause in reason.clauses:
        yield speaker.fill(_CLAUSE, key=clause, words=speaker.text(policy.clauses[clause].text))
    assumed = found.line.assumed.values() if isinstance(found.line, ClockLine) else ()
    for key in dict.fromkeys((*reason.readings, *assumed)):
        yield speaker.fill(_READING, key=key, words=speaker.text(policy.readings[key].text))


def _words(speaker: Speaker, because: Iterable[Because]) -> str:
    words = (speaker.because(each) for each in because)
    return speaker.text(phrases.AND).join(dict.fromkeys(word for word in words if word))


def _promises(speaker: Speaker, line: ClockLine) -> Iterator[str]:
    """Yield each version of a promise, and the other numbers of its table with what differs."""
    for promise in line.promises:
        limit, at = _limit(speaker, promise), speaker.at(promise.since)
        read = _seen(speaker, promise.keys)
        more = speaker.fill(_READ_AT, words=read) if read else ""
        yield speaker.fill(_SINCE, at=at, limit=limit, read=more)
    rule = speaker.policy.rules.get(line.rule)
    if isinstance(rule, ClockRule) and line.promises:
        yield from _other_rows(speaker, rule, line.promises[-1])


def _limit(speaker: Speaker, promise: Promise) -> str:
    if promise.limit and promise.cell is not CellState.IMMEDIATELY:
        return parse_limit(promise.limit).wording(speaker.language)
    return speaker.text(phrases.CELL.get(promise.cell.value, phrases.CELL["unset"]))


def _seen(speaker: Speaker, keys: Iterable[tuple[str, str | None]]) -> str:
    words = (_is(speaker, key, value) for key, value in keys if value is not None)
    return speaker.text(phrases.AND).join(words)


def _is(speaker: Speaker, key: str, value: str) -> str:
    phrase = phrases.TEST[kind_of(speaker, key)]
    words = value_said(speaker, key, value)
    return speaker.fill(phrase, key=key_name(speaker, key), value=words)


def _other_rows(speaker: Speaker, rule: ClockRule, promise: Promise) -> Iterator[str]:
    seen = dict(promise.keys)
    for row in rule.limit.rows:
        limit = row.cell.limit
        differs = [(k, v) for k, v in _differing(rule, row, seen) if v is not None]
        if limit is not None and differs and str(limit) != promise.limit:
            words = _seen(speaker, differs)
            clauses = f" [{', '.join(row.cell.source)}]" if row.cell.source else ""
            yield speaker.fill(_NOT_THIS, limit=limit.wording(speaker.language), words=words) + (
                clauses
            )


def _differing(
    rule: ClockRule, row: Row, seen: dict[str, str | None]
) -> Iterator[tuple[str, str | None]]:
    """Yield the dimensions in which a row of a table is for another case."""
    for key, value in zip(rule.limit.by, row.keys, strict=True):
        if value not in ("*", seen.get(key)):
            yield key, seen.get(key)
