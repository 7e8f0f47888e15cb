"""Who else has a case open, in words."""

from __future__ import annotations

import hashlib
from datetime import datetime
from itertools import groupby

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kept.records.cases.queries import CaseCard
from kept.records.people.models import Person
from kept.records.presence.queries import Present, others_present
from kept.web.hotline import pages


def build_marks(viewer: Person, *, now: datetime, number: str = "") -> pages.Marks:
    """Return who else has cases open, or one case."""
    found = groupby(others_present(viewer=viewer, now=now, number=number), lambda p: p.number)
    marks = {case: _mark(list(there)) for case, there in found}
    return pages.Marks(token=_token(marks), cases=marks)


def marks_of_one(marks: pages.Marks, number: str) -> pages.Marks:
    """Return the marks of one case, out of those of all."""
    mine = {case: mark for case, mark in marks.cases.items() if case == number}
    return pages.Marks(token=_token(mine), cases=mine)


def build_here(card: CaseCard) -> pages.Here:
    """Return what a page needs to say who else works on its case, and whether it has changed."""
    return pages.Here(
        number=card.number,
        url=reverse("hotline:case", args=[card.number]),
        version_url=reverse("hotline:case_version", args=[card.number]),
        version=str(card.change),
    )


def _mark(there: list[Present]) -> pages.Mark:
    writers = [one.name for one in there if one.is_writing]
    readers = [one.name for one in there if not one.is_writing]
    said = [_("writing: {names}").format(names=_names(writers))] if writers else []
    said += [_("looking: {names}").format(names=_names(readers))] if readers else []
    return pages.Mark(words=" · ".join(said), is_writing=bool(writers))


def _names(names: list[str]) -> str:
    """Return a few names; of more than two, how many there are besides."""
    shown = _(", ").join(names[:2])
    more = len(names) - 2
    return _("{names} and {count} more").format(names=shown, count=more) if more > 0 else shown


def _token(marks: dict[str, pages.Mark]) -> str:
    """Return a short text that stands for what is shown; empty for nothing."""
    said = f"{get_language()} {[(case, mark.words) for case, mark in marks.items()]}"
    return hashlib.sha256(said.encode()).hexdigest()[:12] if marks else ""
