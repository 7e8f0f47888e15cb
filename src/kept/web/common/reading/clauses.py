"""Clauses: what they say in each language, and how each is kept."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kept.rules.facts.texts import found_language, in_language
from kept.rules.policy.check.words import missing_in
from kept.rules.policy.model import Clause, ClauseState, Policy
from kept.web.common.reading.parts import ClauseBlock, ClauseText, Keeping
from kept.web.common.reading.reader import PageSpeaker
from kept.web.common.reading.rules_in_words import runs_of


def build_clause(
    clause: Clause, policy: Policy, speaker: PageSpeaker, *, url: str = ""
) -> ClauseBlock:
    """Return one clause."""
    keeping: dict[ClauseState, Keeping] = {
        ClauseState.RULE: "rule",
        ClauseState.UNSET: "unset",
        ClauseState.STATEMENT: "statement",
        ClauseState.PENDING: "pending",
    }
    missing = {key for one in missing_in(policy) for key in one.source}
    state = ClauseState.UNSET if clause.id in missing else clause.state
    readings = [one for one in policy.readings.values() if clause.id in one.clauses]
    return ClauseBlock(
        clause_id=clause.id,
        url=url,
        texts=texts_of(clause.text, speaker.language),
        state=keeping[state],
        state_words=keeping_words(state),
        runs=runs_of(clause.id, policy, speaker),
        readings=[
            _("{text} ({reading})").format(
                text=speaker.text(one.text), reading=reading_name(one.id, one.decided_by)
            )
            for one in readings
        ],
        note=state_words(clause, speaker),
        line=clause.paper_line,
    )


def keeping_words(state: ClauseState) -> str:
    """Return how clauses of a state are kept."""
    return {
        ClauseState.RULE: _("run by rules"),
        ClauseState.UNSET: _("without a value"),
        ClauseState.STATEMENT: _("said in words"),
        ClauseState.PENDING: _("not run yet"),
    }[state]


def state_words(clause: Clause, speaker: PageSpeaker) -> str:
    """Return how a clause is kept, as far as no rule runs it."""
    note = speaker.text(clause.note)
    if clause.state is ClauseState.UNSET:
        return note or _("The paper names no value; the policy's owner has to set one.")
    if clause.state is ClauseState.PENDING:
        return note or _("Kept shows this clause, and does not run it yet.")
    return note


def reading_name(reading: str, decided_by: str) -> str:
    """Return a reading's number and who decided it."""
    if not decided_by:
        return reading
    return _("{reading}, decided by {person}").format(reading=reading, person=decided_by)


def texts_of(texts: dict[str, str] | object, language: str) -> list[ClauseText]:
    """Return a text in the reader's language, then as written in languages that differ from it."""
    assert isinstance(texts, dict)
    shown = found_language(texts, language)
    if shown is None:
        return []
    is_chinese = shown.startswith("zh")
    own = language if is_chinese and language.startswith("zh") else shown
    others = [tag for tag in texts if tag.startswith("zh") != is_chinese]
    return [
        ClauseText(lang=own, text=in_language(texts, language)),
        *(ClauseText(lang=tag, text=texts[tag]) for tag in others),
    ]
