"""The way from what was made good to the warranties and other terms that it made longer."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from kept.records.cases.queries import Assessed
from kept.web.common.reading.reader import Reader
from kept.web.money.pages.sheets import Link, Section


def term_links(number: object, equipment_id: int | None) -> list[Link]:
    """Return where a term of a case stands: with the case, and with its machine."""
    case = reverse("hotline:case", args=[number])
    found = [Link(_("The warranty with the case"), f"{case}#warranty")]
    if equipment_id is not None:
        machine = reverse("hotline:archive_equipment", args=[equipment_id])
        found.append(Link(_("The machine"), machine))
    return found


def longer_terms(
    found: Assessed, number: str, equipment_id: int | None, reader: Reader
) -> Iterator[Section]:
    """Yield the terms that a case made longer, until when they run now, and where they stand."""
    speaker = reader.speaker(found.policy)
    pairs = [
        (
            speaker.text(line.name),
            _("until {day}, {span} longer").format(
                day=speaker.until(line.end), span=speaker.span(line.extended_seconds)
            ),
        )
        for line in found.assessment.terms
        if line.extended_seconds
    ]
    if pairs:
        title, links = _("Terms made longer"), term_links(number, equipment_id)
        yield Section(title=title, pairs=pairs, links=links)
