"""The spare parts of a case: what is reserved for it, what was fitted, what was taken out."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kept.records.parts.case_queries import RESERVED, CasePart, parts_of_case
from kept.records.parts.models import MovementKind
from kept.rules.assess.say.numbers import number_words
from kept.web.common.reading.reader import Reader
from kept.web.common.reading.wording import listed
from kept.web.hotline import pages


def build_case_parts(case_id: int, reader: Reader) -> list[pages.CasePartGroup]:
    """Return the parts of a case by what was done with them; nothing where no part was needed."""
    found = parts_of_case(case_id)
    titles = {
        RESERVED: _("Reserved"),
        MovementKind.FITTED.value: _("Fitted"),
        MovementKind.TAKEN_OUT.value: _("Taken out"),
    }
    groups = {
        title: [_line(part, reader) for part in found if part.kind == kind]
        for kind, title in titles.items()
    }
    return [
        pages.CasePartGroup(title=title, lines=lines) for title, lines in groups.items() if lines
    ]


def _line(part: CasePart, reader: Reader) -> pages.CasePartLine:
    marks = [
        _("serial number {number}").format(number=part.serial) if part.serial else "",
        _("lot {lot}").format(lot=part.lot) if part.lot else "",
    ]
    return pages.CasePartLine(
        words=_("{quantity} × {part}, {name}").format(
            quantity=number_words(part.quantity),
            part=f"{part.brand} {part.number}",
            name=reader.name(part.names),
        ),
        marks=listed(mark for mark in marks if mark),
        detail=_detail(part, reader),
    )


def _detail(part: CasePart, reader: Reader) -> str:
    phrase = {
        RESERVED: _("in {place}, needed by {moment}, reserved by {name}")
        if part.at
        else _("in {place}, reserved by {name}"),
        MovementKind.FITTED.value: _("from {place}, {moment}, by {name}"),
        MovementKind.TAKEN_OUT.value: _("to {place}, {moment}, by {name}"),
    }[part.kind]
    moment = reader.moment(part.at) if part.at else ""
    return phrase.format(place=part.place, moment=moment, name=part.by)
