"""The page of one unit with a serial number, put together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _

from kept.records.archive.cards import EquipmentCard
from kept.records.archive.units import lives_of_unit
from kept.records.parts.models import Condition
from kept.records.parts.queries import UnitCard, movements
from kept.records.people.models import Person
from kept.web.common import clock_words
from kept.web.common.access import may
from kept.web.common.reading.reader import Reader
from kept.web.store import pages
from kept.web.store.building.catalogue import part_url
from kept.web.store.roles import KEEPERS
from kept.web.store.saying import moved_row, place_name

MOST = 100  # movements of one unit that are shown


def build_unit(card: UnitCard, *, viewer: Person, reader: Reader) -> pages.UnitPage:
    """Return the page of a unit."""
    lives = lives_of_unit(brand=card.brand, code=card.number, serial=card.serial_number)
    return pages.UnitPage(
        now=reader.now,
        title=card.serial_number,
        name=reader.name(dict(card.part_names)),
        part=pages.Link(label=f"{card.brand} {card.number}", url=part_url(card.part_id)),
        pairs=list(_pairs(card, lives, viewer, reader)),
        lives=[_life(one, reader) for one in reversed(lives)],
        moved=[
            replace(moved_row(line, reader), piece=None)  # all are of this one
            for line in movements(unit_id=card.pk, limit=MOST)
        ],
    )


def _pairs(
    card: UnitCard, lives: list[EquipmentCard], viewer: Person, reader: Reader
) -> Iterator[tuple[str, str, str]]:
    here = next((one for one in lives if one.left_at is None), None)
    if card.place_id is not None:
        is_open = may(viewer, *KEEPERS)
        url = reverse("store:place", args=[card.place_id]) if is_open else ""
        yield _("Lies in"), place_name(dict(card.place_names), card.place, reader), url
        yield _("Condition"), str(Condition(card.condition).label), ""
    elif here is not None:
        yield _("Customer"), reader.name(here.customer_names), _piece_url(here)
    else:
        yield _("Where it is"), _("in no place of ours, and at no customer’s"), ""
    if card.case:
        yield _("Picked for"), card.case, reverse("store:case_parts", args=[card.case])


def _life(piece: EquipmentCard, reader: Reader) -> pages.Life:
    said = [_("takes the place of another")] if piece.replaces_id else []
    if piece.left_at is not None:
        said.append(_("came to us for good on {day}").format(day=_day(piece)))
    return pages.Life(
        customer=reader.name(piece.customer_names),
        url=_piece_url(piece),
        detail=" · ".join(said),
        is_over=piece.left_at is not None,
    )


def _day(piece: EquipmentCard) -> str:
    on = piece.retired_on
    return clock_words.date_words(on) if on else ""


def _piece_url(piece: EquipmentCard) -> str:
    return reverse("hotline:archive_equipment", args=[piece.pk])
