"""What stands in a quote: its lines, why each costs what it does, taxes and the sum.

The answer is plain JSON without fractions. It is frozen with the version: page and PDF are both
made from it. It has the shape that documents have, so that they are set by the same hand.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kept.records.cases.queries import CaseCard
from kept.records.documents.contents import TAGS
from kept.records.documents.heading import about_case, name_on_paper
from kept.records.ledger.chain import canonical, moment
from kept.records.money import Money, told
from kept.records.naming import name_in
from kept.records.quotes.working_out import Worked, WorkedLine
from kept.rules.assess.say import Speaker

FORMAT: Final = "kept quote 1"


@dataclass(frozen=True)
class Sheet:
    """What a version is made of, before it is put into words."""

    number: str
    version: int
    languages: Sequence[str]
    note: Mapping[str, str]
    provider: Mapping[str, str]  # who offers it, by language
    worked: Worked
    valid_until: datetime
    valid_by: Sequence[str]  # the clauses that say so


def contents(sheet: Sheet, card: CaseCard, *, at: datetime) -> dict[str, Any]:
    """Return the whole quote as it is now."""
    worked = sheet.worked
    said: dict[str, Any] = {
        "format": FORMAT,
        "number": sheet.number,
        "kind": "quote",
        "issued_at": moment(at),
        "valid_until": moment(sheet.valid_until),
        "provider": name_in(sheet.provider, sheet.languages[0]),
        "case": card.number,
        "policy": {"code": card.policy_code, "version": card.policy_number},
        "policy_sha256": card.policy.sha256,
        "lines": [_frozen(line) for line in worked.lines],
        "taxes": [
            {"code": one.tax.code, "per_cent": plain(one.tax.per_cent), "base": told(one.base)}
            | told(one.amount)
            for one in worked.taxes
        ],
        "net": told(worked.net),
        "tax": told(worked.tax),
        "total": told(worked.total),
        "columns": [_Column(sheet, card, at, code).told() for code in sheet.languages],
        "signatures": [],
        "signed_sha256": "",
    }
    return {**said, "fingerprint": hashlib.sha256(canonical(said)).hexdigest()[:16]}


def plain(number: Decimal) -> str:
    """Return a number without zeros at its end: 2.5, 13, 100."""
    return f"{number.normalize():f}" if number else "0"


def _frozen(line: WorkedLine) -> dict[str, Any]:
    return {
        "component": line.draft.component,
        "code": line.draft.code,
        "names": dict(line.draft.names),
        "quantity": plain(line.quantity),
        "unit": line.draft.unit,
        "unit_price": told(line.unit_price),
        "amount": told(line.amount),
        "per_cent": plain(line.per_cent),
        "taken_over": told(line.taken_over),
        "charged": told(line.charged),
        "basis": line.basis,
        "clauses": list(line.clauses),
        "conditional": line.is_conditional,
    }


class _Column:
    """The quote in one language."""

    def __init__(self, sheet: Sheet, card: CaseCard, at: datetime, code: str) -> None:
        self.sheet, self.card, self.at, self.code = sheet, card, at, code
        self.speaker = Speaker(card.policy, TAGS[code], ZoneInfo(card.zone))

    def told(self) -> dict[str, Any]:
        with translation.override(self.code):
            return {
                "lang": TAGS[self.code],
                "title": pgettext("to a customer", "Quotation"),
                "version": _("version {number}").format(number=self.sheet.version),
                "page": _("page {n} of {of}"),
                "head": [list(pair) for pair in self.head()],
                "sections": list(self.sections()),
                "signing": {"title": _("Your answer"), "binds": _("It is about these bytes:")},
            }

    def head(self) -> Iterator[tuple[str, str]]:
        card = self.card
        yield from about_case(card, self.code)
        yield _("Issued"), f"{self.speaker.at(self.at)} ({card.zone})"
        until = self.speaker.at(self.sheet.valid_until)
        clauses = f" ({', '.join(self.sheet.valid_by)})" if self.sheet.valid_by else ""
        yield _("Valid until"), f"{until}{clauses}"

    def name(self, names: Mapping[str, str]) -> str:
        return name_on_paper(names, self.code)

    def sections(self) -> Iterator[dict[str, Any]]:
        columns = (_("What"), _("How much"), _("Unit price"), _("Amount"), _("You pay"))
        rows = [self.row(line) for line in self.sheet.worked.lines]
        yield listed(_("What it is about"), columns, (40, 14, 16, 16, 16), rows)
        yield listed(_("Sum"), (_("What"), _("Amount")), (70, 30), self.sums())
        why = [self.why(line) for line in self.sheet.worked.lines]
        yield listed(_("Why"), (_("What"), _("Price basis"), _("Clause")), (40, 40, 20), why)
        conditional = [line for line in self.sheet.worked.lines if line.is_conditional]
        if conditional:
            said = _("The cause is not known for sure yet. What is marked * is paid only if the finding is that you pay it.")  # noqa: E501  # fmt: skip
            yield {"title": _("What it depends on"), "paragraphs": [said], "table": None}
        note = self.sheet.note.get(self.code, "")
        if note:
            yield {"title": _("Note"), "paragraphs": [note], "table": None}

    def row(self, line: WorkedLine) -> tuple[str, ...]:
        mark = " *" if line.is_conditional else ""
        return (
            self.what(line) + mark,
            f"{plain(line.quantity)} {unit_name(line.draft.unit)}",
            self.money(line.unit_price),
            self.money(line.amount),
            self.money(line.charged),
        )

    def what(self, line: WorkedLine) -> str:
        named = self.name(line.draft.names)
        code = line.draft.code if line.draft.part_id else ""
        return f"{code} {named}".strip()

    def why(self, line: WorkedLine) -> tuple[str, ...]:
        basis = self.speaker.price_basis(line.basis) if line.basis else ""
        share = _("you pay {per_cent} %").format(per_cent=plain(line.per_cent))
        less = less_goodwill(line.taken_over) if line.taken_over else ""
        told = [part for part in (basis, share if line.per_cent != 100 else "", less) if part]
        if not told and not line.clauses:
            told = [_("the policy does not say who pays for it")]
        clauses = pgettext("between names", ", ").join(line.clauses)
        return self.what(line), pgettext("between remarks", "; ").join(told), clauses

    def sums(self) -> Iterator[tuple[str, str]]:
        worked = self.sheet.worked
        yield _("Sum without tax"), self.money(worked.net)
        for one in worked.taxes:
            on = _("{tax}, {per_cent} % of {base}")
            holes = {
                "tax": self.name(one.tax.names),
                "per_cent": plain(one.tax.per_cent),
                "base": self.money(one.base),
            }
            yield on.format(**holes), self.money(one.amount)
        yield _("To pay"), self.money(worked.total)

    def money(self, money: Money) -> str:
        return str(money)


def less_goodwill(money: Money) -> str:
    """Return that so much of it is taken over as goodwill, in the active language."""
    return _("less {money} as goodwill").format(money=money)


def unit_name(unit: str) -> str:
    """Return a unit's name in the active language; a unit of one's own stays as it is."""
    names = {
        "piece": pgettext("unit", "piece"),
        "hour": pgettext("unit", "h"),
        "time": pgettext("unit", "time"),
        "day": pgettext("unit", "day"),
        "km": pgettext("unit", "km"),
        "kg": pgettext("unit", "kg"),
        "trip": pgettext("unit", "trip"),
    }
    return names.get(unit, unit)


def listed(
    title: str, columns: tuple[str, ...], widths: tuple[int, ...], rows: object
) -> dict[str, Any]:
    """Return a section that is a table."""
    assert isinstance(rows, Iterator | list)
    table = {"columns": list(columns), "widths": list(widths), "rows": [list(row) for row in rows]}
    return {"title": title, "paragraphs": [], "table": table}
