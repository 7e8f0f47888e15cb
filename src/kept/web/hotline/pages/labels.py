"""Labels of equipment: which there are, and a sheet of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class LabelRow:
    """One machine in the list, and whether it has a label that leads somewhere."""

    pk: int
    name: str
    serial_number: str
    place: str
    is_chosen: bool
    revoke_url: str = ""  # empty: there is none to revoke


@dataclass(frozen=True, kw_only=True)
class LabelsPage:
    """The machines of which labels can be printed."""

    customer: str
    rows: Sequence[LabelRow]


@dataclass(frozen=True, kw_only=True)
class Label:
    """A label as it is printed: the picture is an address with all of it inside."""

    picture: str
    model: str
    serial_number: str


@dataclass(frozen=True, kw_only=True)
class SheetPage:
    """Labels on sheets of A4."""

    labels: Sequence[Label]
    back_url: str
