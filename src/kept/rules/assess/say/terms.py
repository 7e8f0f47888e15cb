"""Terms in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kept.rules.assess.assessment import Stop, TermLine
from kept.rules.assess.lengths import OPEN
from kept.rules.assess.moments import kinds_in
from kept.rules.assess.say import phrases
from kept.rules.assess.say.conditions import key_name
from kept.rules.assess.say.events import event_words, stated
from kept.rules.hours import parse_limit
from kept.rules.policy.model import NoLength, TermRule

if TYPE_CHECKING:
    from kept.rules.assess.say.speaker import Speaker

NO_LENGTHS = {length.value for length in NoLength}


def term_words(speaker: Speaker, line: TermLine) -> str:
    """Return from when to when a term runs, and what made it longer or shorter."""
    sentence = speaker.fill(
        phrases.TERM[_phrase(line)],
        name=speaker.text(line.name),
        start=speaker.date(line.start),
        end=speaker.until(line.end),
        length=_length(speaker, line),
        reasons=speaker.reasons(line.reason.because) if line.length == OPEN else "",
    )
    if line.restarted_at is not None:
        at = speaker.date(line.restarted_at)
        sentence = speaker.fill(phrases.RESTARTED, sentence=sentence, at=at)
    if line.renewals:
        sentence = speaker.fill(phrases.RENEWED, sentence=sentence, times=str(line.renewals))
    if line.extended_seconds:
        days = speaker.span(line.extended_seconds)
        phrase = phrases.LENGTHENED if _fixed(speaker, line) else phrases.EXTENDED
        sentence = speaker.fill(phrase, sentence=sentence, days=days)
    open_ones = [(s.end or s.start) - s.start for s in line.extensions if _open(s)]
    left = sum(int(length.total_seconds()) for length in open_ones)
    if left:
        days = speaker.span(left)
        sentence = speaker.fill(phrases.NOT_ADDED, sentence=sentence, days=days)
    event = _ending(speaker, line)
    if event:
        sentence = speaker.fill(phrases.TERM_ENDS[line.ended_by], sentence=sentence, event=event)
    if line.guarantor != "provider":
        party = speaker.party(line.guarantor)
        sentence = speaker.fill(phrases.GUARANTOR, sentence=sentence, party=party)
    rule = speaker.policy.rules.get(line.rule)
    if line.start and line.evidence_missing and isinstance(rule, TermRule):
        proof = speaker.event(kinds_in(rule.evidence))
        sentence = speaker.fill(phrases.UNPROVED, sentence=sentence, event=proof)
    return sentence if line.certain else _perhaps(speaker, line, sentence)


def _perhaps(speaker: Speaker, line: TermLine, sentence: str) -> str:
    """Return a term that is only possible with what must turn out."""
    reasons = speaker.reasons(line.reason.because)
    return speaker.fill(phrases.POSSIBLE["if"], reasons=reasons, sentence=sentence)


def _length(speaker: Speaker, line: TermLine) -> str:
    """Return how long a term is and who says so; "" where that is no length of time."""
    if line.length in (*NO_LENGTHS, OPEN):
        return ""
    length = parse_limit(line.length).wording(speaker.language)
    if not line.length_source:
        return speaker.fill(phrases.LENGTH["own"], length=length)
    source = key_name(speaker, line.length_source)
    return speaker.fill(phrases.LENGTH["given"], length=length, source=source)


def _open(stop: Stop) -> bool:
    """Whether nobody can say how much a stop adds."""
    return stop.counted_seconds == 0


def _fixed(speaker: Speaker, line: TermLine) -> bool:
    """Whether something besides stops may have made it longer."""
    rule = speaker.policy.rules.get(line.rule)
    return isinstance(rule, TermRule) and any(e.by is not None for e in rule.extensions)


def _ending(speaker: Speaker, line: TermLine) -> str:
    """Return what ends it, when that is not its length."""
    rule = speaker.policy.rules.get(line.rule)
    if not isinstance(rule, TermRule):
        return ""
    if line.ended_by == "transfer" and rule.transfer is not None:
        return stated(speaker, rule.transfer.needs)
    exprs = {"end": rule.end, "cap": rule.cap, "floor": rule.floor, "void": rule.void}
    expr = exprs.get(line.ended_by)
    return event_words(speaker, expr) if expr is not None else ""


def _phrase(line: TermLine) -> str:
    if line.start is None:
        return "unknown"
    if line.state.value in ("not_started", "ended"):
        return line.state.value
    if line.end is not None:
        return "active"
    if line.length == OPEN:
        return "depends"
    return "life" if line.length == "life" else "open"
