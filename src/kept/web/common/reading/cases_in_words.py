"""What a policy's levels, covers and costs say, case by case, without a request to look at."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kept.rules.policy.model import CostCase, CostRule, CoverCase, CoverRule, Grade, Scale
from kept.web.common.reading.conditions_in_words import wanted
from kept.web.common.reading.parts import RunLine
from kept.web.common.reading.reader import PageSpeaker
from kept.web.common.reading.wording import listed, pair, side_by_side


def cover_words(rule: CoverRule, clause_id: str, speaker: PageSpeaker) -> RunLine:
    """Return what a clause takes in or out of cover, and when."""
    cases = [case for case in rule.cases if clause_id in case.source]
    return RunLine(
        name=speaker.text(rule.name),
        words=_("Says what is covered and what is not."),
        rows=[(_covered(case, speaker), _when(case, speaker)) for case in cases],
        note=speaker.text(rule.note),
    )


def _covered(case: CoverCase, speaker: PageSpeaker) -> str:
    return pair(_("covered") if case.inside else _("not covered"), speaker.text(case.name))


def cost_words(rule: CostRule, clause_id: str, speaker: PageSpeaker) -> RunLine:
    """Return who pays what by a clause, and when."""
    cases = [case for case in rule.cases if clause_id in case.source]
    return RunLine(
        name=speaker.text(rule.name),
        words=_("Says who pays, and at which price."),
        rows=[(_paid(case, speaker), _when(case, speaker)) for case in cases],
        note=speaker.text(rule.note),
    )


def _paid(case: CostCase, speaker: PageSpeaker) -> str:
    """Return "labour, travel: we, free", components with the same answer together."""
    together: dict[str, list[str]] = {}
    for component in case.components:
        payer, price = case.pays.get(component), case.price.get(component)
        answer = listed(
            [
                *([speaker.party(payer)] if payer else []),
                *(speaker.party(party) for party in case.share.get(component, ())),
                *([speaker.price_basis(price)] if price else []),
            ]
        )
        together.setdefault(answer, []).append(_component(component, speaker))
    return side_by_side(pair(listed(names), answer) for answer, names in together.items())


def _component(key: str, speaker: PageSpeaker) -> str:
    return _("everything") if key == "all" else speaker.component(key)


def _when(case: CostCase | CoverCase, speaker: PageSpeaker) -> str:
    conditions = wanted(case.when, speaker)
    return _("if {conditions}").format(conditions=conditions) if conditions else _("always")


def scale_words(scale: Scale, clause_id: str, speaker: PageSpeaker) -> RunLine:
    """Return the grades a clause speaks of, and what gives each of them."""
    grades = [grade for grade in scale.grades if clause_id in grade.source] or scale.grades
    words = (
        _("Sorts cases by level, the worst first.")
        if scale.kind == "level"
        else _("Sorts sites by zone, the nearest first.")
    )
    return RunLine(
        name=speaker.text(scale.name),
        words=words,
        rows=[(speaker.text(grade.name), _given(grade, scale, speaker)) for grade in grades],
        note=speaker.text(scale.note),
    )


def _given(grade: Grade, scale: Scale, speaker: PageSpeaker) -> str:
    if scale.attribute or scale.table_by:
        return grade.key
    conditions = wanted(grade.when, speaker) if grade.when is not None else ""
    return _("if {conditions}").format(conditions=conditions) if conditions else _("otherwise")
