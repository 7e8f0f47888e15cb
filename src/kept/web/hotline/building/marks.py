"""What made levels, times and pauses look better, put together for managers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kept.records.cases.queries import By, Mark, MarkCount, MarkLine, Marks, marks
from kept.records.people.models import Person
from kept.rules.assess.say import span_words
from kept.web.common.reading.reader import Reader
from kept.web.hotline import pages
from kept.web.hotline.building.folding import all_facts_url

DAYS = (7, 30, 90)
MOST_SHOWN = 200


@dataclass(frozen=True)
class Asked:
    """What the address asks for: by what it is counted, how far back, and whose marks."""

    by: By = By.PERSON
    days: int = DAYS[1]
    of: str = ""

    def url(self, **changes: object) -> str:
        """Return the address with changes."""
        one = replace(self, **changes)  # type: ignore[arg-type]  # names of fields
        said = {"by": one.by.value, "days": str(one.days), "of": one.of}
        told = urlencode({name: value for name, value in said.items() if value})
        return f"{reverse('hotline:marks')}?{told}"


def asked_for(query: Mapping[str, str]) -> Asked:
    """Return what an address asks for; what makes no sense in it is as if it were not there."""
    by, days, of = query.get("by", ""), query.get("days", ""), query.get("of", "")
    return Asked(
        by=By(by) if by in tuple(By) else By.PERSON,
        days=int(days) if days in {str(each) for each in DAYS} else DAYS[1],
        of=of if of.isascii() and of.isdigit() and len(of) < 10 else "",
    )


def build_marks(asked: Asked, *, viewer: Person, reader: Reader) -> pages.MarksPage:
    """Return the page of marks, the most of them first."""
    since = reader.now - timedelta(days=asked.days)
    found = marks(by=asked.by, since=since, until=reader.now, viewer=viewer)
    chosen = next((one for one in found.counts if str(one.key) == asked.of), None)
    lines = [
        line for line in found.lines if chosen is None or line.belongs_to(asked.by)[0] == chosen.key
    ]
    return pages.MarksPage(
        now=reader.now,
        by=[
            (pages.Link(label=label, url=asked.url(by=by, of="")), by is asked.by)
            for by, label in _kinds().items()
        ],
        days=[
            (pages.Link(label=_days(days), url=asked.url(days=days)), days == asked.days)
            for days in DAYS
        ],
        headings=[_kinds()[asked.by], *_counted()],
        rows=[_row(one, asked, reader) for one in found.counts],
        shown=[_line(line, reader) for line in lines[:MOST_SHOWN]],
        narrowed_to=reader.name(chosen.names) if chosen else "",
        all_url=asked.url(of=""),
        more=_more(found, lines),
    )


def _counted() -> list[str]:
    return [*_names().values(), _("Paused for"), _("Cases with a pause")]


def _kinds() -> dict[By, str]:
    return {By.PERSON: _("Person"), By.CUSTOMER: _("Customer"), By.OFFICE: _("Office")}


def _names() -> dict[Mark, str]:
    return {
        Mark.MILDER: _("Level made milder"),
        Mark.CONTESTED: _("Contested"),
        Mark.PAUSED: _("Pauses"),
        Mark.LATE: _("Entered late"),
        Mark.CHANGED: _("Changed or withdrawn"),
    }


def _days(days: int) -> str:
    return ngettext("{days} day", "{days} days", days).format(days=days)


def _row(one: MarkCount, asked: Asked, reader: Reader) -> pages.MarkRow:
    share = _("{percent} % of {cases}").format(
        percent=round(100 * one.share_paused), cases=one.cases
    )
    return pages.MarkRow(
        name=reader.name(one.names),
        url=asked.url(of=str(one.key or "")),
        is_on=str(one.key) == asked.of,
        labels=_counted(),
        cells=[
            *(str(one.counts[mark] or "–") for mark in Mark),
            _lasting(one.waited, reader) or "–",
            share if one.paused_cases else "–",
        ],
    )


def _line(line: MarkLine, reader: Reader) -> pages.MarkShown:
    return pages.MarkShown(
        mark=_names()[line.mark],
        number=line.number,
        title=line.title,
        url=f"{all_facts_url(line.number)}#fact-{line.seq}",
        person=line.person,
        customer=reader.name(line.customer_names),
        at=line.received_at,
        said=line.said,
        lasting=_lasting(line.lasting or timedelta(), reader),
    )


def _lasting(lasting: timedelta, reader: Reader) -> str:
    seconds = int(lasting.total_seconds())
    return span_words(seconds, reader.language) if seconds else ""


def _more(found: Marks, lines: list[MarkLine]) -> str:
    if found.more:
        return _("There are more than can be shown here; choose a shorter time.")
    hidden = len(lines) - MOST_SHOWN
    if hidden <= 0:
        return ""
    return ngettext("{number} more", "{number} more", hidden).format(number=hidden)
