"""Clauses with their words, for the pages of decisions and of what they cost."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kept.records.claims.clauses import ClauseText, clause_texts
from kept.web.common.reading.reader import Reader
from kept.web.money.pages.sheets import Cell, Section

WORDS = 120  # characters of a clause in a table: enough to know it by


def clause_section(version_id: int, clauses: Sequence[str], reader: Reader) -> Section:
    """Return the clauses of a policy version with all their words."""
    found = clause_texts((version_id, one) for one in clauses)
    return Section(
        title=_("Clauses"),
        headings=[_("Clause"), pgettext("a clause", "What it says")],
        rows=[
            [
                Cell(one, url=clause_url(found[version_id, one])),
                Cell(reader.text(found[version_id, one].text) or _("It stands in the contract.")),
            ]
            for one in dict.fromkeys(clauses)
        ],
        empty=_("No clause says so: it is voluntary."),
    )


def clause_cell(clause: ClauseText | None, reader: Reader) -> Cell:
    """Return a clause with the beginning of its words."""
    if clause is None:
        return Cell(_("voluntary, by no clause"))
    words = Truncator(reader.text(clause.text)).chars(WORDS) if clause.text else ""
    return Cell(clause.id, url=clause_url(clause), note=words)


def clause_url(clause: ClauseText) -> str:
    """Return where a clause stands in its policy; empty for what has no page of its own."""
    if not clause.code:
        return ""
    page = reverse("hotline:policy", args=[clause.code])
    return f"{page}clauses/{quote(clause.id)}/?version={clause.version}"
