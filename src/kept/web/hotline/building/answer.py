"""What would be promised for a request that is being typed."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from kept.records.cases.queries import Preview
from kept.rules.assess import ClockLine, ClockState
from kept.rules.facts.values import Truth
from kept.web.common.reading.reader import PageSpeaker, Reader
from kept.web.common.reading.wording import listed, pair
from kept.web.hotline import pages
from kept.web.hotline.building.clauses import Clauses
from kept.web.hotline.building.clocks import open_conditions, page_state
from kept.web.hotline.building.pays import build_pays
from kept.web.hotline.building.saying import Listener

DONE = (ClockState.MET, ClockState.LATE, ClockState.ENDED)


def build_answer(found: Preview, policy: str, clauses: Clauses, reader: Reader) -> pages.Answer:
    """Return by when, who pays, and what else holds, for the request as it is typed so far."""
    speaker = reader.speaker(found.policy)
    groups = [
        pages.AnswerGroup(title=_("By when"), lines=list(by_when(found, speaker, clauses))),
        pages.AnswerGroup(title=_("Who pays"), lines=list(_pays(found, speaker, clauses))),
        pages.AnswerGroup(title=_("And also"), lines=list(_also(found, speaker, clauses))),
    ]
    language = found.known.contact.language if found.known.contact else ""
    code = language or found.known.customer.language or "en"
    listener = Listener(found.policy, code, found.known.zone, found.at)
    return pages.Answer(
        policy=policy,
        groups=groups,
        say=listener.told(sorted(found.assessment.clocks, key=_soonest)),
        say_lang=listener.tag,
    )


def by_when(found: Preview, speaker: PageSpeaker, clauses: Clauses) -> Iterator[pages.AnswerLine]:
    """Yield a line for each clock, the next to run out first; what only may come, last."""
    lines = sorted(found.assessment.clocks, key=_soonest)
    for line in lines:
        yield _clock(line, speaker, clauses)


def _soonest(line: ClockLine) -> tuple[bool, bool, float, str]:
    due = line.due_at
    return (due is None, not line.certain, due.timestamp() if due else 0.0, line.key)


def _clock(line: ClockLine, speaker: PageSpeaker, clauses: Clauses) -> pages.AnswerLine:
    state = page_state(line)
    when, detail = _when(line, speaker), _when_detail(line, speaker)
    words = speaker.text(line.name)
    note = open_conditions(line, speaker) if state == "possible" else ""
    return pages.AnswerLine(
        key=f"clock-{line.key}",
        value=f"{state}|{when}|{detail}|{note}",
        when=when,
        when_detail=detail,
        words=words,
        detail=note or _met_words(line) or _no_due_words(line, speaker),
        clause=clauses.ref(clauses.of(line)),
        is_time=line.due_at is not None and line.certain,
        is_possible=state == "possible",
    )


def _met_words(line: ClockLine) -> str:
    """Return that a promise is kept already: a call that was answered at once."""
    return _("kept already") if line.state in DONE else ""


def _no_due_words(line: ClockLine, speaker: PageSpeaker) -> str:
    """Return what a clock waits for that has not begun, or why it has no time."""
    if line.started_at is None:
        return speaker.start_words(line)
    return speaker.limit(line) if line.due_at is None else ""


def _when(line: ClockLine, speaker: PageSpeaker) -> str:
    if line.due_at is not None:
        if line.due_at <= speaker.now and line.state is ClockState.RUNNING:
            return _("now")
        return speaker.at(line.due_at)
    if line.started_at is None and line.promises and line.promises[-1].limit:
        return _("+ {limit}").format(limit=speaker.limit(line))
    return _("no time")


def _when_detail(line: ClockLine, speaker: PageSpeaker) -> str:
    return speaker.limit(line) if line.due_at is not None else ""


def _pays(found: Preview, speaker: PageSpeaker, clauses: Clauses) -> Iterator[pages.AnswerLine]:
    """Yield who pays, components with the same answer together."""
    together: dict[tuple[object, ...], list[pages.PayLine]] = {}
    lines = build_pays(found.assessment, speaker, clauses)
    possible = {part for line in lines if not line.is_sure for part in line.components}
    for line in lines:
        if line.clause is None and line.component in possible:
            continue  # the lines that may come say more
        same = (line.payer, line.price, line.is_sure, line.condition)
        together.setdefault(same, []).append(line)
    for same_lines in together.values():
        one = same_lines[0]
        what = listed(line.component for line in same_lines)
        when = _("for sure") if one.clause and one.is_sure else _("possible")
        if one.clause is None:
            when = _("open")
        said = one.condition if not one.is_sure else one.payer
        yield pages.AnswerLine(
            key=f"pays-{one.payer}-{one.clause.label if one.clause else ''}-{one.is_sure}",
            value=f"{when}|{said}|{what}|{one.price}",
            when=when,
            words=pair(what, said),
            detail=one.price,
            clause=one.clause,
            is_possible=not one.is_sure,
        )


def _also(found: Preview, speaker: PageSpeaker, clauses: Clauses) -> Iterator[pages.AnswerLine]:
    """Yield levels and zones, terms and cover."""
    for line in found.assessment.grades:
        scale = speaker.policy.scales[line.scale]
        yield _plain(
            f"grade-{line.scale}",
            _("level") if scale.kind == "level" else _("zone"),
            speaker.grade(line),
            clauses.ref(line.reason.clauses or scale.source),
            is_possible=line.value is None,
        )
    for term in found.assessment.terms:
        yield _plain(
            f"term-{term.rule}",
            _("term"),
            speaker.term(term),
            clauses.ref(term.reason.clauses),
            is_possible=term.evidence_missing,
        )
    for cover in found.assessment.cover:
        is_open = cover.truth is not Truth.YES
        if is_open:
            continue
        yield _plain(
            f"cover-{cover.rule}-{speaker.text(cover.name)}",
            _("cover"),
            speaker.cover(cover),
            clauses.ref(cover.reason.clauses),
            is_possible=False,
        )


def _plain(
    key: str, when: str, words: str, clause: pages.ClauseRef | None, *, is_possible: bool
) -> pages.AnswerLine:
    return pages.AnswerLine(
        key=key, value=words, when=when, words=words, clause=clause, is_possible=is_possible
    )
