"""Which parts there are, and what may stand in for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce, Concat

from kept.records.parts.finding import asked_words
from kept.records.parts.models import Condition, Part, Substitute

NOTHING = Decimal(0)


@dataclass(frozen=True)
class PartLine:
    """A part in a list, with how much of it lies anywhere."""

    pk: int
    brand: str
    number: str
    names: Mapping[str, str]
    model: str
    maker: str
    specification: str
    families: tuple[str, ...]
    tracking: str
    unit: str
    discontinued_on: date | None
    on_hand: Decimal = NOTHING
    free: Decimal = NOTHING

    @property
    def label(self) -> str:
        """Return brand and number, by which it is ordered."""
        return f"{self.brand} {self.number}"


@dataclass(frozen=True)
class SubstituteLine:
    """A part that may stand in for another, and where it is shown that they are equal."""

    part: PartLine
    evidence: str


@dataclass(frozen=True)
class PartCard:
    """A part with what may take its place, and whose place it may take."""

    part: PartLine
    substitutes: tuple[SubstituteLine, ...]
    stands_in_for: tuple[SubstituteLine, ...]


def find_parts(
    asked: str = "", *, family: str = "", first: str = "", limit: int = 50
) -> list[PartLine]:
    """Return the parts in which each word that was asked for stands somewhere.

    In any script, by pinyin and by the initials of that, as customers are found.

    `family`: only parts for these products. `first`: those of this family come first.
    """
    words = asked_words(asked)
    if words is None:
        return []
    rows = _counted(Part.objects.all())
    for word in words:
        rows = rows.filter(found_by__contains=word)
    if family:
        rows = rows.filter(families__contains=[family])
    found = list(rows.order_by("brand", "number")[: limit * 4 if first else limit])
    found.sort(key=lambda row: bool(first) and first not in row.families)
    return [part_line(row) for row in found[:limit]]


def part_card(part_id: int) -> PartCard | None:
    """Return a part; None if there is none such."""
    row = _counted(Part.objects.all()).filter(pk=part_id).first()
    if row is None:
        return None
    named = Substitute.objects.filter(withdrawn_at=None).order_by("pk")
    instead = list(named.filter(part=row).values_list("instead", "evidence"))
    others = list(named.filter(instead=row).values_list("part", "evidence"))
    rows = _counted(Part.objects.all()).in_bulk([part for part, _evidence in [*instead, *others]])
    return PartCard(
        part=part_line(row),
        substitutes=tuple(SubstituteLine(part_line(rows[pk]), said) for pk, said in instead),
        stands_in_for=tuple(SubstituteLine(part_line(rows[pk]), said) for pk, said in others),
    )


def part_named(said: str) -> PartLine | None:
    """Return the part whose number was written, with its brand where two have the same number."""
    said = " ".join(said.split())
    rows = Part.objects.annotate(label=Concat(F("brand"), Value(" "), F("number")))
    found = rows.filter(Q(number__iexact=said) | Q(("label__iexact", said)))[:2]
    return part_line(found[0]) if len(found) == 1 else None


def part_families() -> list[str]:
    """Return the product families that parts are for."""
    rows = Part.objects.values_list("families", flat=True)
    return sorted({family for families in rows for family in families})


def part_line(row: Part) -> PartLine:
    """Return a part as a value; what lies anywhere only where it was counted."""
    on_hand = getattr(row, "on_hand", NOTHING)
    return PartLine(
        pk=row.pk,
        brand=row.brand,
        number=row.number,
        names=row.names,
        model=row.model,
        maker=row.maker,
        specification=row.specification,
        families=tuple(row.families),
        tracking=row.tracking,
        unit=row.unit,
        discontinued_on=row.discontinued_on,
        on_hand=on_hand,
        free=on_hand - getattr(row, "reserved", NOTHING),
    )


def _counted(rows: QuerySet[Part]) -> QuerySet[Part]:
    good = Q(stocks__condition=Condition.GOOD)
    return rows.annotate(
        on_hand=Coalesce(Sum("stocks__on_hand", filter=good), NOTHING),
        reserved=Coalesce(Sum("stocks__reserved", filter=good), NOTHING),
    )
