"""A macro in several cases, in words: which there are, what one would do, what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kept.records.cases.queries import case_card
from kept.records.macros.queries import MacroCard, MarkedCase, macros_for
from kept.records.macros.services import Rehearsal
from kept.records.people.models import Person
from kept.web.common.reading.reader import Reader
from kept.web.hotline import pages
from kept.web.hotline.building.changes import build_changes
from kept.web.hotline.building.macros import step_words
from kept.web.hotline.forms.several import CASE, SeveralForm
from kept.web.hotline.reporting import Report


def build_choosing(
    cases: Sequence[MarkedCase], *, viewer: Person, reader: Reader, where: str, problem: str
) -> pages.ChoosingPage:
    """Return the macros that are for one of the marked cases, by name.

    `where` is the view of the queue, as the question of an address.
    """
    choices = [
        pages.MacroChoice(
            label=one.name(_language()),
            url=f"{reverse('hotline:several_macro', args=[one.key])}{where}&{_asking(cases)}",
            detail=_detail(one.fitting, len(cases), one.steps),
        )
        for one in macros_for(cases, by=viewer)
    ]
    return pages.ChoosingPage(
        now=reader.now,
        title=_title(len(cases)),
        cases=[_link(case) for case in cases],
        choices=sorted(choices, key=lambda choice: choice.label),
        back_url=reverse("hotline:queue") + where,
        problem=problem,
    )


def _asking(cases: Sequence[MarkedCase]) -> str:
    """Return the question of an address that names cases."""
    return urlencode({CASE: [case.number for case in cases]}, doseq=True)


def _title(count: int) -> str:
    words = ngettext("Macro in {count} case", "Macro in {count} cases", count)
    return words.format(count=count)


def _detail(fitting: int, marked: int, steps: int) -> str:
    said = ngettext("{count} step", "{count} steps", steps).format(count=steps)
    if fitting == marked:
        return said
    few = _("{steps}; it is for {fitting} of the {marked} only")
    return few.format(steps=said, fitting=fitting, marked=marked)


def build_several(
    macro: MacroCard,
    cases: Sequence[MarkedCase],
    rehearsals: Mapping[str, Rehearsal],
    form: SeveralForm,
    *,
    viewer: Person,
    reader: Reader,
) -> pages.SeveralPage:
    """Return what a macro would do in each of the cases, and which of them refuse it and why."""
    version = macro.newest
    would = [step_words(step, reader) for step in version.steps]
    possible = sum(not one.refused for one in rehearsals.values())
    return pages.SeveralPage(
        now=reader.now,
        name=version.name(_language()),
        changed=_("version {number}, by {name} {at}").format(
            number=version.number, name=version.written_by, at=reader.full(version.written_at)
        ),
        counted=_counted(possible, len(cases)),
        cases=[_case(case, rehearsals[case.number], would, reader, viewer) for case in cases],
        form=form,
        has_some=bool(possible),
    )


def _counted(possible: int, marked: int) -> str:
    if possible == marked:
        return _("Each of these cases lets it happen.")
    words = ngettext(
        "{possible} of {count} case lets it happen; the other says why not.",
        "{possible} of {count} cases let it happen; the others say why not.",
        marked,
    )
    return words.format(possible=possible, count=marked)


def _case(
    case: MarkedCase, rehearsal: Rehearsal, would: list[str], reader: Reader, viewer: Person
) -> pages.SeveralCase:
    return pages.SeveralCase(
        number=case.number,
        case=_link(case),
        customer=reader.name(case.customer_names),
        would=() if rehearsal.refused else [*would, *_said(rehearsal)],
        changes=_changes(case, rehearsal, reader, viewer),
        refused=_refused(rehearsal, would),
    )


def _changes(
    case: MarkedCase, rehearsal: Rehearsal, reader: Reader, viewer: Person
) -> Sequence[pages.Change]:
    """Return what the facts would change in the promises of a case, under its own policy."""
    if rehearsal.refused or not rehearsal.facts:
        return ()
    card = case_card(case.number, viewer=viewer, at=reader.now)
    return build_changes(card, rehearsal.facts, reader).lines if card is not None else ()


def _said(rehearsal: Rehearsal) -> Iterator[str]:
    """Yield the words that would be said in this case: their holes are filled for it."""
    for fact in rehearsal.facts:
        if text := str(fact.values.get("text", "")):
            yield _("“{words}”").format(words=text)


def _refused(rehearsal: Rehearsal, would: list[str]) -> str:
    if not rehearsal.refused or not rehearsal.refused_at:
        return rehearsal.refused
    at = _("At “{step}”: {why}")
    return at.format(step=would[rehearsal.refused_at - 1], why=rehearsal.refused)


def build_report(report: Report, reader: Reader, *, back_url: str) -> pages.ReportPage:
    """Return what became of a macro in each case."""
    lines = [
        pages.ReportLine(
            case=pages.Link(
                label=f"{line.number} {line.title}",
                url=reverse("hotline:case", args=[line.number]),
            ),
            state=_("done") if line.is_done else _("not done"),
            words=line.words,
            is_done=line.is_done,
        )
        for line in report.lines
    ]
    done = sum(line.is_done for line in lines)
    words = ngettext(
        "Done in {done} of {count} case.", "Done in {done} of {count} cases.", len(lines)
    )
    return pages.ReportPage(
        now=reader.now,
        title=report.name,
        counted=words.format(done=done, count=len(lines)),
        lines=lines,
        back_url=back_url,
    )


def _link(case: MarkedCase) -> pages.Link:
    return pages.Link(
        label=f"{case.number} {case.title}", url=reverse("hotline:case", args=[case.number])
    )


def _language() -> str:
    return get_language() or "en"
