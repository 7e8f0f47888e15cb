"""What else a policy says about a case: levels, cover, what does not apply, what has no value."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from kept.rules.assess import Assessment, GradeLine
from kept.rules.facts.values import Truth
from kept.rules.policy.model import Scale
from kept.web.common.reading.clauses import state_words
from kept.web.common.reading.reader import PageSpeaker
from kept.web.hotline import pages
from kept.web.hotline.building.clauses import Clauses

MOST_BARS = 4
SHORT = 3  # letters of a key that say nothing beside its name
ABOUT_THE_CASE = 2  # groups; those after them say the same of every case


def build_promises(
    assessment: Assessment, speaker: PageSpeaker, clauses: Clauses
) -> list[pages.PolicyGroup]:
    """Return groups of lines: levels and zones, what does not apply, what is open."""
    groups = [
        (_("Levels and zones"), _grades(assessment, speaker, clauses)),
        (_("Does not apply here"), _absent(assessment, speaker, clauses)),
        (_("Without a value in the paper"), _plain(assessment.unset, "unset", speaker, clauses)),
        (_("Said in words"), _plain(assessment.statements, "stopped", speaker, clauses)),
        (_("Not run by Kept yet"), _plain(assessment.pending, "not_started", speaker, clauses)),
    ]
    made = [
        pages.PolicyGroup(title=title, lines=list(lines), is_folded=place >= ABOUT_THE_CASE)
        for place, (title, lines) in enumerate(groups)
    ]
    return [group for group in made if group.lines]


def build_cover(
    assessment: Assessment, speaker: PageSpeaker, clauses: Clauses
) -> pages.PolicyGroup | None:
    """Return what is covered and what is not; None where the policy says nothing of it."""
    lines = list(_cover(assessment, speaker, clauses))
    return pages.PolicyGroup(title=_("Cover"), lines=lines) if lines else None


def _grades(
    assessment: Assessment, speaker: PageSpeaker, clauses: Clauses
) -> Iterator[pages.PolicyLine]:
    for line in assessment.grades:
        scale = speaker.policy.scales[line.scale]
        yield pages.PolicyLine(
            name=speaker.text(line.name),
            words=_grade_words(line, speaker),
            clause=clauses.ref(line.reason.clauses or scale.source),
            state="met" if line.value is not None else "possible",
        )


def _grade_words(line: GradeLine, speaker: PageSpeaker) -> str:
    said = speaker.grade(line)
    reasons = speaker.reasons(line.reason.because)
    if not reasons:
        return said
    if line.value is None:
        return _("{sentence} It depends on: {reasons}.").format(sentence=said, reasons=reasons)
    return _("{sentence} Because {reasons}.").format(sentence=said, reasons=reasons)


def _cover(
    assessment: Assessment, speaker: PageSpeaker, clauses: Clauses
) -> Iterator[pages.PolicyLine]:
    for line in assessment.cover:
        reasons = speaker.reasons(line.reason.because)
        is_sure = line.truth is Truth.YES
        sure: pages.State = "met" if line.inside else "stopped"
        yield pages.PolicyLine(
            name=speaker.cover(line),
            words=_("because {condition}").format(condition=reasons)
            if is_sure and reasons
            else _("if {conditions}").format(conditions=reasons)
            if reasons
            else "",
            clause=clauses.ref(line.reason.clauses),
            state=sure if is_sure else "possible",
        )


def _absent(
    assessment: Assessment, speaker: PageSpeaker, clauses: Clauses
) -> Iterator[pages.PolicyLine]:
    for line in assessment.absent:
        yield pages.PolicyLine(
            name=speaker.text(line.name),
            words=speaker.absent(line),
            clause=clauses.ref(line.reason.clauses),
        )


def _plain(
    ids: tuple[str, ...], state: pages.State, speaker: PageSpeaker, clauses: Clauses
) -> Iterator[pages.PolicyLine]:
    for clause_id in ids:
        clause = speaker.policy.clauses[clause_id]
        yield pages.PolicyLine(
            name=speaker.text(clause.text),
            words=state_words(clause, speaker),
            clause=clauses.one(clause_id),
            state=state,
        )


def level_of(assessment: Assessment, speaker: PageSpeaker) -> pages.Level | None:
    """Return the level that a case is known by: that of the policy's first scale of levels."""
    for line in assessment.grades:
        scale = speaker.policy.scales[line.scale]
        if scale.kind == "level" and not scale.attribute:
            return _level(line, scale, speaker)
    return None


def _level(line: GradeLine, scale: Scale, speaker: PageSpeaker) -> pages.Level:
    keys = [grade.key for grade in scale.grades]
    if line.value is None:
        names = [speaker.text(g.name) for g in scale.grades if g.key in line.possible]
        words = _("{name}: open, may be {values}") if names else _("{name}: open")
        joined = " / ".join(names)
        said = words.format(name=speaker.text(line.name), values=joined)
        return pages.Level(words=said, bars=MOST_BARS)
    bars = min(keys.index(line.value) + 1, MOST_BARS) if line.value in keys else MOST_BARS
    holes = {
        "name": speaker.text(line.name),
        "key": line.value,
        "value": speaker.text(line.value_name) or line.value,
    }
    is_said = len(line.value) >= SHORT or line.value in holes["value"]
    said = _("{name}: {value}") if is_said else _("{name} {key}: {value}")
    return pages.Level(words=said.format(**holes), bars=bars)
