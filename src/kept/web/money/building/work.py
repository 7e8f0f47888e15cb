"""What was done and is not billed, in words: what each line comes to, and who pays it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from kept.records.quotes.contents import less_goodwill, plain, unit_name
from kept.records.quotes.from_work import DoneLine
from kept.records.quotes.working_out import Worked, WorkedLine
from kept.records.work.bands import ANY
from kept.rules.assess.say import Speaker
from kept.web.common.reading.wording import side_by_side
from kept.web.money.forms.work import line_words
from kept.web.money.pages.sheets import Cell, Section
from kept.web.money.reading import here


def work_sections(lines: Sequence[DoneLine], worked: Worked, speaker: Speaker) -> Iterator[Section]:
    """Yield the lines that have a price with their sum, and those that have none yet."""
    people = {line.draft.sources: line for line in lines}
    yield Section(
        title=_("What was done"),
        headings=[
            _("What"),
            _("How much"),
            _("Unit price"),
            _("Amount"),
            _("The customer pays"),
            _("Clause"),
        ],
        rows=[_cells(line, people.get(line.draft.sources), speaker) for line in worked.lines],
        empty=_("Nothing is left: all that was done is billed or quoted, or has no price."),
    )
    missing = [line for line in lines if not line.has_price]
    if missing:
        yield Section(
            title=_("Without a price"),
            headings=[_("What"), _("Why")],
            rows=[[Cell(line_words(line)), Cell(_why_none(line))] for line in missing],
        )


def _why_none(line: DoneLine) -> str:
    if line.choices:
        return _("Several prices may fit. Choose one below.")
    return _("No price list in this currency says what it costs. It is left out.")


def _cells(line: WorkedLine, done: DoneLine | None, speaker: Speaker) -> list[Cell]:
    return [
        Cell(_what(line), note=_note(line, done, speaker)),
        Cell(f"{plain(line.quantity)} {unit_name(line.draft.unit)}", is_number=True),
        Cell(str(line.unit_price), is_number=True),
        Cell(str(line.amount), is_number=True),
        Cell(_open(line), is_number=True, note=_share(line)),
        Cell(", ".join(line.clauses) or _("the paper is silent: ask")),
    ]


def _what(line: WorkedLine) -> str:
    code = line.draft.code if line.draft.part_id else ""
    return f"{code} {here(dict(line.draft.names))}".strip()


def _note(line: WorkedLine, done: DoneLine | None, speaker: Speaker) -> str:
    band = speaker.band(done.band) if done and done.band not in ("", ANY) else ""
    basis = speaker.price_basis(line.basis) if line.basis else ""
    component = speaker.component(line.draft.component)
    problem = str(line.problem)
    return side_by_side([component, done.person if done else "", band, basis, problem])


def _open(line: WorkedLine) -> str:
    return _("open") if line.is_conditional else str(line.charged)


def _share(line: WorkedLine) -> str:
    if line.is_conditional:
        return _("depends on the cause")
    share = "" if line.per_cent == 100 else f"{plain(line.per_cent)} %"
    return side_by_side([share, less_goodwill(line.taken_over) if line.taken_over else ""])
