"""Prices from a file of comma-separated values: all of them, or none and every mistake at once."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.records.money import NotMoney, read_amount
from kept.records.parts.models import Part
from kept.records.people.models import Person
from kept.records.prices.models import Band, PriceList
from kept.records.prices.services.lists import held_list
from kept.records.prices.services.pricing import ItemDetails, NewPrice, checked_amount, set_prices
from kept.records.refusal import Refused
from kept.rules.facts.vocabulary import COMPONENTS

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

MOST_BYTES: Final = 2_000_000
MOST_ROWS: Final = 5_000
MOST_TOLD: Final = 200
COLUMNS: Final = (
    "component", "brand", "number", "code", "name", "band", "unit", "amount",
    "valid_from", "valid_until",
)  # fmt: skip
NEEDED: Final = ("amount", "valid_from")


@dataclass(frozen=True)
class Mistake:
    """What is wrong in a line of a file; line 0: in the file as a whole."""

    line: int
    sentence: str


class PriceFileWrong(Refused):
    """A file with mistakes changes nothing; `mistakes` are all there are, in their order."""

    sentence = gettext_lazy("Nothing was taken over: the file has mistakes.")

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__()
        self.mistakes = mistakes[:MOST_TOLD]


@transaction.atomic
def import_prices(*, list_id: int, content: bytes, language: str, by: Person, at: datetime) -> int:
    """Set every price of a file; names in it are in `language`. Returns how many lines it had.

    Safe to repeat. Raises NoSuchList, PriceFileWrong.
    """
    held = held_list(list_id)
    lines = list(_lines(content))
    reading = _Reading(held, language)
    prices = [reading.price(number, line) for number, line in lines]
    reading.refuse_mistakes()
    for (number, _line), price in zip(lines, prices, strict=True):
        assert price is not None
        try:
            with transaction.atomic():
                set_prices(held, [price], by=by, at=at)
        except Refused as refused:
            reading.note(number, str(refused))
    reading.refuse_mistakes()
    return len(lines)


def _lines(content: bytes) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Yield the lines with their numbers. Raises PriceFileWrong for what is no such file."""
    if len(content) > MOST_BYTES:
        raise _wrong(_("The file is too large. Please send it in parts of at most 2 MB."))
    rows = csv.reader(io.StringIO(_text(content), newline=""), strict=True)
    try:
        names = [name.strip().casefold() for name in next(rows, [])]
        _check_names(names)
        for count, row in enumerate(rows):
            if count >= MOST_ROWS:
                raise _wrong(_("The file has too many lines. At most 5,000 can be taken at once."))
            if any(cell.strip() for cell in row):
                yield rows.line_num, dict(zip(names, map(str.strip, row), strict=False))
    except csv.Error:
        sentence = _("This line cannot be read. Is a quotation mark missing?")
        raise PriceFileWrong([Mistake(rows.line_num, sentence)]) from None


def _text(content: bytes) -> str:
    """Return the words of a file as spreadsheets write them: UTF-8, else as Chinese ones do."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise _wrong(_("This is no text file. Please save the table as CSV in UTF-8."))


def _check_names(names: list[str]) -> None:
    holes = {"columns": ", ".join(COLUMNS)}
    missing = [name for name in NEEDED if name not in names]
    unknown = [name for name in names if name not in COLUMNS]
    if missing or unknown or len(set(names)) < len(names):
        sentence = _("The first line names the columns. There can be: {columns}.")
        raise PriceFileWrong([Mistake(1, sentence.format(**holes))])


def _wrong(sentence: str) -> PriceFileWrong:
    return PriceFileWrong([Mistake(0, sentence)])


class _Reading:
    """Lines become prices; what is wrong with each is noted."""

    def __init__(self, held: PriceList, language: str) -> None:
        self.held, self.language = held, language
        self.mistakes: list[Mistake] = []
        self.first_seen: dict[tuple[object, ...], int] = {}
        self.parts: dict[tuple[str, str], int] | None = None

    def note(self, line: int, sentence: _StrOrPromise) -> None:
        self.mistakes.append(Mistake(line, str(sentence)))

    def refuse_mistakes(self) -> None:
        if self.mistakes:
            raise PriceFileWrong(self.mistakes)

    def price(self, line: int, row: Mapping[str, str]) -> NewPrice | None:
        """Return the price that a line says; None with a note of each thing that is wrong."""
        before = len(self.mistakes)
        item = self._item(line, row)
        amount = self._amount(line, row.get("amount", ""))
        start = self._day(line, row.get("valid_from", ""), is_needed=True)
        until = self._day(line, row.get("valid_until", ""), is_needed=False)
        if item is not None and start is not None:
            self._once(line, item, start)
        if len(self.mistakes) > before or item is None or amount is None or start is None:
            return None
        return NewPrice(item=item, amount=amount, valid_from=start, valid_until=until)

    def _item(self, line: int, row: Mapping[str, str]) -> ItemDetails | None:
        brand, number = row.get("brand", ""), row.get("number", "")
        if brand or number:
            return self._part(line, brand, number, row)
        component, code, name = (row.get(key, "") for key in ("component", "code", "name"))
        band = self._band(line, row.get("band", ""))
        if component not in COMPONENTS:
            names = ", ".join(COMPONENTS)
            self.note(line, _("“component” is one of: {names}.").format(names=names))
        if not code or not name:
            self.note(line, _("Give brand and number of a part, or a code and a name."))
        if component == "parts" and code:
            self.note(line, _("A part is named by brand and number, as in the catalogue."))
        return ItemDetails(
            component=component,
            unit=row.get("unit", "")[:20] or "piece",
            code=code[:60],
            names={self.language: name[:200]},
            band=band,
        )

    def _part(
        self, line: int, brand: str, number: str, row: Mapping[str, str]
    ) -> ItemDetails | None:
        if self.parts is None:
            known = Part.objects.values_list("brand", "number", "pk")
            self.parts = {(b.casefold(), n.casefold()): pk for b, n, pk in known}
        part_id = self.parts.get((brand.casefold(), number.casefold()))
        if part_id is None:
            said = _("The catalogue has no part {brand} {number}.")
            self.note(line, said.format(brand=brand[:60], number=number[:60]))
            return None
        unit = row.get("unit", "")[:20] or "piece"
        return ItemDetails(component="parts", unit=unit, part_id=part_id)

    def _band(self, line: int, said: str) -> Band:
        if said in Band.values:
            return Band(said)
        names = ", ".join(band for band in Band.values if band)
        self.note(line, _("“band” is empty or one of: {names}.").format(names=names))
        return Band.ANY

    def _amount(self, line: int, said: str) -> Decimal | None:
        try:
            return checked_amount(read_amount(said), self.held.currency).amount
        except NotMoney:
            sentence = _("“{amount}” is no amount. Write it as 1234.50.")
            self.note(line, sentence.format(amount=said[:30]))
        except Refused as refused:
            self.note(line, str(refused))
        return None

    def _day(self, line: int, said: str, *, is_needed: bool) -> date | None:
        if not said and not is_needed:
            return None
        try:
            return date.fromisoformat(said.replace("/", "-"))
        except ValueError:
            sentence = _("“{day}” is no day. Write it as 2026-07-01.")
            self.note(line, sentence.format(day=said[:30]))
            return None

    def _once(self, line: int, item: ItemDetails, start: date) -> None:
        same = (item.component, item.part_id, item.code.casefold(), item.band, start)
        first = self.first_seen.setdefault(same, line)
        if first != line:
            sentence = _("Line {first} says a price of the same thing from the same day.")
            self.note(line, sentence.format(first=first))
