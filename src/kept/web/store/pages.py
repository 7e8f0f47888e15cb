"""What the pages of stores need, as values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.forms import Form


@dataclass(frozen=True, kw_only=True)
class Link:
    """Words that lead somewhere."""

    label: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Face:
    """A promise as the tag for clocks wants it."""

    state: str
    due_at: datetime | None
    met_at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class PartRow:
    """A part in a list."""

    label: str
    url: str
    name: str
    detail: str
    amount: str  # what lies anywhere, and what of it is free
    is_gone: bool  # no longer made
    acts: Sequence[Link] = ()


@dataclass(frozen=True, kw_only=True)
class CataloguePage:
    """The parts there are."""

    now: datetime
    asked: str
    family: str
    families: Sequence[tuple[str, str]]  # each with its name
    rows: Sequence[PartRow]
    may_keep: bool


@dataclass(frozen=True, kw_only=True)
class StockRow:
    """So much of a part in a place."""

    label: str
    url: str
    name: str
    on_hand: str
    reserved: str
    free: str
    condition: str  # empty: good
    acts: Sequence[Link] = ()
    pieces: Sequence[Link] = ()  # serial numbers or lots; those of units lead to their pages


@dataclass(frozen=True, kw_only=True)
class MovedRow:
    """Something that moved."""

    at: datetime
    what: str
    way: str
    who: str
    reason: str
    piece: Link | None = None  # which unit it was


@dataclass(frozen=True, kw_only=True)
class Life:
    """A unit at a customer, from when until when."""

    customer: str
    url: str
    detail: str
    is_over: bool


@dataclass(frozen=True, kw_only=True)
class UnitPage:
    """One unit: where it is, whose it was, what moved."""

    now: datetime
    title: str
    name: str
    part: Link
    pairs: Sequence[tuple[str, str, str]]  # what, which, where that leads to
    lives: Sequence[Life]
    moved: Sequence[MovedRow]


@dataclass(frozen=True, kw_only=True)
class PartPage:
    """One part, where it lies and what moved."""

    now: datetime
    title: str
    name: str
    pairs: Sequence[tuple[str, str]]
    substitutes: Sequence[PartRow]
    stands_in_for: Sequence[PartRow]
    stock: Sequence[StockRow]
    moved: Sequence[MovedRow]
    acts: Sequence[Link]
    edit_url: str
    substitute_url: str


@dataclass(frozen=True, kw_only=True)
class PlaceRow:
    """A place in the list of places."""

    code: str
    name: str
    url: str
    kind: str
    whose: str
    parts: int
    to_pick: int


@dataclass(frozen=True, kw_only=True)
class PlacesPage:
    """The places parts lie in."""

    now: datetime
    rows: Sequence[PlaceRow]


@dataclass(frozen=True, kw_only=True)
class PlacePage:
    """One place and what lies there."""

    now: datetime
    title: str
    detail: str
    stock: Sequence[StockRow]
    moved: Sequence[MovedRow]
    acts: Sequence[Link]
    more: Link | None
    close_url: str


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What lies somewhere before and after what a form says."""

    where: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class FormPage:
    """A form about parts, and what will be after it."""

    now: datetime
    title: str
    form: Form
    button: str
    links: Sequence[Link] = ()
    explains: str = ""
    pairs: Sequence[tuple[str, str]] = ()
    effects: Sequence[Effect] = ()
    has_preview: bool = False
    parts: Sequence[str] = ()  # numbers to choose from while typing
    held_back: str = ""


@dataclass(frozen=True, kw_only=True)
class PickRow:
    """Something to pick, or that is missing still."""

    part: str
    name: str
    amount: str
    place: str
    case: Link
    by_when: datetime | None
    promise: str
    clock: Face | None
    pieces: str
    is_picked: bool
    act: Link | None


@dataclass(frozen=True, kw_only=True)
class PicksPage:
    """What is to be picked, and what nobody has promised yet."""

    now: datetime
    places: Sequence[tuple[Link, bool]]
    rows: Sequence[PickRow]
    missing: Sequence[PickRow]


@dataclass(frozen=True, kw_only=True)
class HeldRow:
    """So much of a part that is promised to a case, and how far it has come."""

    part: str
    amount: str
    words: str
    state: str
    acts: Sequence[Link]


@dataclass(frozen=True, kw_only=True)
class ProposalRow:
    """A substitute that was proposed."""

    part: str
    evidence: str
    words: str
    state: str
    acts: Sequence[Link] = ()
    paper_url: str = ""  # begins the document by which the customer approves it


@dataclass(frozen=True, kw_only=True)
class RequestBlock:
    """What a case needs of a part, and all that was done about it."""

    pk: int
    part: str
    name: str
    amount: str
    words: str
    note: str
    clock: Face | None
    promise: str
    is_over: bool
    held: Sequence[HeldRow]
    proposals: Sequence[ProposalRow]
    acts: Sequence[Link]


@dataclass(frozen=True, kw_only=True)
class CasePartsPage:
    """The parts of a case."""

    now: datetime
    case: Link
    requests: Sequence[RequestBlock]
    found: Sequence[PartRow]
    asked: str
    family: str  # of the machine: its parts come first
    may_ask: bool
    consignment_url: str  # opens a place for our parts at this site


@dataclass(frozen=True, kw_only=True)
class OfferRow:
    """A place that can give what is needed."""

    place: str
    part: str
    nearness: str
    free: str
    is_substitute: bool
    form: Form


@dataclass(frozen=True, kw_only=True)
class SubstituteOffer:
    """A part of equal specification that can be proposed."""

    row: PartRow
    part: int


@dataclass(frozen=True, kw_only=True)
class RequestPage:
    """One request: where it can come from, and what may stand in for it."""

    now: datetime
    case: Link
    parts: Link
    block: RequestBlock
    missing: str
    offers: Sequence[OfferRow]
    substitutes: Sequence[SubstituteOffer]
    can_propose: bool
    problem: str
    instead: Sequence[Link]  # what can be done after a problem


@dataclass(frozen=True, kw_only=True)
class VanPage:
    """What is in somebody's van."""

    now: datetime
    title: str
    stock: Sequence[StockRow]
    held: Sequence[HeldRow]
    cases: Sequence[Link]
