"""The checklists of a case, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.forms import BoundField
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kept.records.cases.queries import CaseCard
from kept.records.checklists.items import Item, ItemKind, Outcome
from kept.records.checklists.queries import (
    AnswerLine,
    ItemLine,
    Published,
    RunCard,
    fitting,
    runs_of,
)
from kept.records.checklists.saying import answer_words
from kept.records.files.queries import attachment_lines
from kept.records.people.models import Person
from kept.web.common.access import RECORDERS, may
from kept.web.common.reading.reader import Reader
from kept.web.common.reading.wording import listed, pair
from kept.web.hotline import pages
from kept.web.hotline.building.presence import build_here
from kept.web.hotline.forms.checklists import ChecklistForm
from kept.web.hotline.pages.checklists import (
    AnswerShown,
    ChecklistLine,
    ChecklistOffer,
    ChecklistPage,
    ChecklistRow,
    Checklists,
)
from kept.web.hotline.pages.parts import State

SHOWN = 5  # open items that are named on the case's page


def build_checklists(
    card: CaseCard,
    family: str,
    *,
    viewer: Person,
    runs: Sequence[RunCard],
    published: Sequence[Published],
) -> Checklists:
    """Return the checklists that run in a case, and those that fit it."""
    starts = may(viewer, *RECORDERS)
    is_startable = starts and card.state == "open"
    offers = fitting(card, family, running=runs, among=published) if is_startable else ()
    return Checklists(
        lines=[line_of(run, card.number) for run in runs],
        offers=[ChecklistOffer(key=one.key, name=one.name(_language())) for one in offers],
        start_url=reverse("hotline:checklist_start", args=[card.number]) if starts else "",
    )


def build_open(card: CaseCard) -> str:
    """Return what checklists still ask before a case is closed; empty: nothing."""
    open_runs = [run for run in runs_of(card.pk) if run.open_required]
    if not open_runs:
        return ""
    said = listed(
        _("{checklist} ({items})").format(
            checklist=run.name(_language()),
            items=listed(line.item.text(_language()) for line in run.open_required[:SHOWN]),
        )
        for run in open_runs
    )
    return _(
        "Checklists still ask for: {what}. You can close nevertheless; a note that says why helps "
        "whoever reads it later."
    ).format(what=said)


def line_of(run: RunCard, number: str) -> ChecklistLine:
    """Return how far a checklist came."""
    outside = ngettext(
        "{count} value outside the allowed range",
        "{count} values outside the allowed range",
        run.outside,
    ).format(count=run.outside)
    state, words = _state(run)
    return ChecklistLine(
        name=run.name(_language()),
        url=reverse("hotline:checklist", args=[number, run.pk]),
        state=state,
        words=words,
        outside=outside if run.outside else "",
        open_items=[line.item.text(_language()) for line in run.open_required],
    )


def _state(run: RunCard) -> tuple[State, str]:
    words = _("{answered} of {items} answered").format(answered=run.answered, items=len(run.lines))
    if run.aside_at is not None:
        return "stopped", _("set aside: {why}").format(why=run.aside_why)
    if run.open_required:
        needed = ngettext(
            "{count} that is required is open",
            "{count} that are required are open",
            len(run.open_required),
        ).format(count=len(run.open_required))
        return "not_started", f"{words} · {needed}"
    return "met", words


def build_answers(runs: Sequence[RunCard]) -> list[pages.FactLine]:
    """Return what was answered in checklists as lines beside facts, what was sent at once in one.

    The last first.
    """
    sendings: dict[tuple[int, datetime, str], list[tuple[int, str]]] = {}
    names = {run.pk: run.name(_language()) for run in runs}
    for run in runs:
        for line in run.lines:
            for one in line.answers:
                said = sendings.setdefault((run.pk, one.at, one.by), [])
                said.append((one.seq, _answered(one, line.item)))
    lines = [
        pages.FactLine(
            number=0,
            place=f"answers-{run}-{min(said)[0]}",
            at=at,
            title=_("Checklist “{name}”").format(name=names[run]),
            detail=" · ".join([by, *(words for _seq, words in sorted(said))]),
        )
        for (run, at, by), said in sendings.items()
    ]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _answered(one: AnswerLine, item: Item) -> str:
    words = answer_words(item, one.outcome, one.said, photo_is_there=one.photo_is_there)
    return answered(item, words, is_outside=one.is_outside, text=one.text)


def answered(item: Item, words: str, *, is_outside: bool, text: str) -> str:
    """Return an answer in a line: the item, what was found in `words`, what was said beside it."""
    outside = _("outside the allowed range") if is_outside else ""
    note = f"“{text}”" if text else ""
    return pair(item.text(_language()), listed(filter(None, [words, outside, note])))


def pictures_of(card: CaseCard, viewer: Person) -> list[tuple[str, str]]:
    """Return the pictures of a case that can answer an item."""
    return [
        (str(line.pk), line.name)
        for line in attachment_lines(card.pk, viewer=viewer)
        if line.has_picture and line.withdrawn_at is None
    ]


def build_checklist(
    card: CaseCard, run: RunCard, reader: Reader, *, form: ChecklistForm | None
) -> ChecklistPage:
    """Return the page of one checklist; without a form it can only be read."""
    is_open = run.aside_at is None and form is not None
    return ChecklistPage(
        now=reader.now,
        case=pages.Link(
            label=f"{card.number} {card.title}", url=reverse("hotline:case", args=[card.number])
        ),
        here=build_here(card),
        title=run.name(_language()),
        line=line_of(run, card.number),
        started=_("version {number}, started by {name} {at}").format(
            number=run.number, name=run.started_by, at=reader.full(run.started_at)
        ),
        rows=[_row(line, card, form if is_open else None) for line in run.lines],
        form=form if is_open else None,
        aside=run.aside_why,
        aside_url=reverse("hotline:checklist_aside", args=[card.number, run.pk]) if is_open else "",
    )


def _row(line: ItemLine, card: CaseCard, form: ChecklistForm | None) -> ChecklistRow:
    shown = [_answer(one, line.item, card) for one in line.answers]
    fields, more = _fields(line, form)
    return ChecklistRow(
        place=line.place,
        text=line.item.text(_language()),
        asks=_asks(line.item),
        is_required=line.item.is_required,
        last=shown[0] if shown else None,
        earlier=shown[1:],
        fields=fields,
        more=more,
        is_more_open=any(field.errors for field in more)
        or bool(line.last and (line.last.text or line.last.outcome == Outcome.NOT_APPLICABLE)),
    )


def _fields(
    line: ItemLine, form: ChecklistForm | None
) -> tuple[list[BoundField], list[BoundField]]:
    if form is None:
        return [], []
    names = [f"said_{line.place}", f"file_{line.place}"]
    more = [form[f"gone_{line.place}"], form[f"text_{line.place}"]]
    return [form[name] for name in names if name in form.fields], more


def _asks(item: Item) -> str:
    """Return what a value may be, such as "210 – 240.5 V"."""
    if item.kind != ItemKind.VALUE:
        return ""
    low, high, unit = item.low, item.high, item.unit
    if low is not None and high is not None:
        return _("allowed: {low} to {high} {unit}").format(low=low, high=high, unit=unit).strip()
    if low is not None:
        return _("allowed: at least {low} {unit}").format(low=low, unit=unit).strip()
    if high is not None:
        return _("allowed: at most {high} {unit}").format(high=high, unit=unit).strip()
    return ""


def _answer(line: AnswerLine, item: Item, card: CaseCard) -> AnswerShown:
    urls = _photo(line, card)
    return AnswerShown(
        words=answer_words(item, line.outcome, line.said, photo_is_there=line.photo_is_there),
        text=line.text,
        by=line.by,
        at=line.at,
        outside=_("outside the allowed range") if line.is_outside else "",
        **urls,
    )


def _photo(line: AnswerLine, card: CaseCard) -> dict[str, str]:
    if line.photo_id is None or not line.photo_is_there:
        return {}
    args = [card.number, line.photo_id]
    return {
        "photo_url": reverse("hotline:file_picture", args=args),
        "small_url": reverse("hotline:file_small", args=args),
    }


def _language() -> str:
    return get_language() or "en"
