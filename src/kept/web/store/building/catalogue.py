"""The pages of the catalogue and of places, put together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kept.records.parts.models import PlaceKind, Tracking
from kept.records.parts.queries import (
    PartCard,
    PartLine,
    PieceLine,
    PlaceLine,
    StockLine,
    SubstituteLine,
    movements,
    pieces_of_part,
    stock_of_part,
    stock_of_place,
)
from kept.records.people.models import Person
from kept.records.quotes.contents import unit_name
from kept.web.common.access import may
from kept.web.common.reading.reader import Reader
from kept.web.store import pages
from kept.web.store.families import Families, family_names, named
from kept.web.store.roles import KEEPERS
from kept.web.store.saying import (
    amount,
    condition_words,
    kind_words,
    moved_row,
    part_detail,
    place_name,
    tracking_words,
)

ROWS = 100  # of a place on one page
NOT_READ: Final[Families] = {}  # where no family is said


def part_url(pk: int) -> str:
    """Return the address of a part."""
    return reverse("store:part", args=[pk])


def unit_url(pk: int | None) -> str:
    """Return the address of a unit; what is no unit has none."""
    return "" if pk is None else reverse("store:unit", args=[pk])


def part_row(
    part: PartLine, reader: Reader, detail: str = "", families: Families = NOT_READ
) -> pages.PartRow:
    """Return a part as a list shows it, with the names of the families that it fits."""
    said = _("{number} there, {free} free")
    return pages.PartRow(
        label=part.label,
        url=part_url(part.pk),
        name=reader.name(part.names),
        detail=detail or part_detail(part, families),
        amount=said.format(number=amount(part.on_hand, part.unit), free=amount(part.free)),
        is_gone=part.discontinued_on is not None and part.discontinued_on <= reader.now.date(),
    )


def build_part(card: PartCard, *, viewer: Person, reader: Reader) -> pages.PartPage:
    """Return the page of a part."""
    part, keeps = card.part, may(viewer, *KEEPERS)
    pieces = pieces_of_part(part.pk) if part.tracking != Tracking.QUANTITY else {}
    return pages.PartPage(
        now=reader.now,
        title=part.label,
        name=reader.name(part.names),
        pairs=list(_pairs(part, reader)),
        substitutes=[_stand_in(one, reader) for one in card.substitutes],
        stands_in_for=[_stand_in(one, reader) for one in card.stands_in_for],
        stock=[
            place_row(
                line,
                reader,
                is_open=keeps,
                pieces=pieces.get((line.place_id, line.condition), ()),
            )
            for line in stock_of_part(part.pk)
        ],
        moved=[moved_row(line, reader) for line in movements(part_id=part.pk, limit=20)],
        acts=list(_acts({"part": part.pk})) if keeps else [],
        edit_url=reverse("store:part_edit", args=[part.pk]) if keeps else "",
        substitute_url=reverse("store:substitute", args=[part.pk]) if keeps else "",
    )


def _pairs(part: PartLine, reader: Reader) -> Iterator[tuple[str, str]]:
    others = [name for code, name in part.names.items() if name != reader.name(part.names)]
    gone = part.discontinued_on
    said = {
        _("Also called"): " · ".join(others),
        _("Model"): part.model,
        _("Maker"): part.maker,
        _("Specification"): part.specification,
        _("Product families"): ", ".join(named(part.families, family_names(reader))),
        _("Followed"): tracking_words(part),
        _("Unit"): unit_name(part.unit),
        _("No longer made since"): date_format(gone, "Y-m-d") if gone else "",
    }
    yield from ((name, value) for name, value in said.items() if value)


def _stand_in(line: SubstituteLine, reader: Reader) -> pages.PartRow:
    return part_row(line.part, reader, line.evidence)


def _acts(asked: dict[str, int]) -> Iterator[pages.Link]:
    here = asked.get("place")
    for name, label, side in (
        ("receive", _("Receive"), "target"),
        ("transfer", _("Bring elsewhere"), "source"),
        ("count", _("Count"), "place"),
        ("take_off", _("Take off"), "source"),
    ):
        query = {"part": asked.get("part"), side: here}
        told = urlencode({key: value for key, value in query.items() if value})
        yield pages.Link(label=label, url=f"{reverse(f'store:{name}')}?{told}")


def place_row(
    line: StockLine, reader: Reader, *, is_open: bool, pieces: Sequence[PieceLine]
) -> pages.StockRow:
    """Return a place in the list of where a part lies; `is_open`: its own page can be seen."""
    return pages.StockRow(
        label=place_name(line.place_names, line.place_code, reader),
        url=reverse("store:place", args=[line.place_id]) if is_open else "",
        name="",
        pieces=[pages.Link(label=one.label, url=unit_url(one.unit_id)) for one in pieces],
        on_hand=amount(line.on_hand, line.unit),
        reserved=amount(line.reserved) if line.reserved else "",
        free=amount(line.free),
        condition=condition_words(line.condition),
    )


def stock_row(line: StockLine, reader: Reader) -> pages.StockRow:
    """Return a part in the list of what lies in a place."""
    return pages.StockRow(
        label=line.part,
        url=part_url(line.part_id),
        name=reader.name(line.part_names),
        on_hand=amount(line.on_hand, line.unit),
        reserved=amount(line.reserved) if line.reserved else "",
        free=amount(line.free),
        condition=condition_words(line.condition),
    )


def build_places(lines: Iterable[PlaceLine], reader: Reader) -> pages.PlacesPage:
    """Return the page of all places."""
    return pages.PlacesPage(
        now=reader.now,
        rows=[
            pages.PlaceRow(
                code=line.code,
                name=reader.name(line.names),
                url=reverse("store:place", args=[line.pk]),
                kind=kind_words(line, reader),
                whose=reader.name(line.office_names),
                parts=line.parts,
                to_pick=line.to_pick if line.kind != PlaceKind.OUT else 0,
            )
            for line in lines
        ],
    )


def build_place(line: PlaceLine, after: int, reader: Reader) -> pages.PlacePage:
    """Return the page of a place, from a row on."""
    found = stock_of_place(line.pk, after=after, limit=ROWS + 1)
    url = reverse("store:place", args=[line.pk])
    more = f"{url}?after={found[ROWS - 1].pk}" if len(found) > ROWS else ""
    is_out = line.kind == PlaceKind.OUT
    acts = [] if is_out else list(_acts({"place": line.pk}))
    picks = f"{reverse('store:picks')}?place={line.pk}"
    return pages.PlacePage(
        now=reader.now,
        title=place_name(line.names, line.code, reader),
        detail=f"{kind_words(line, reader)} · {reader.name(line.office_names)}",
        stock=[stock_row(one, reader) for one in found[:ROWS]],
        moved=[moved_row(one, reader) for one in movements(place_id=line.pk, limit=20)],
        acts=acts if is_out else [*acts, pages.Link(label=_("To pick"), url=picks)],
        more=pages.Link(label=_("More"), url=more) if more else None,
        close_url="" if is_out or found else url,
    )
