"""What can be known and what can happen: attributes, kinds of events, names."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from kept.rules.facts.values import Texts


class FactType(StrEnum):
    """What kind of value an attribute holds."""

    YES_NO = "yes_no"
    ONE_OF = "one_of"
    TEXT = "text"
    NUMBER = "number"
    MOMENT = "moment"
    DURATION = "duration"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a `one_of` attribute; `within` names the wider value it is a kind of."""

    key: str
    name: Texts
    within: str | None = None


@dataclass(frozen=True, slots=True)
class Attribute:
    """Something that can be known about a case, its equipment, site or contract."""

    key: str
    name: Texts
    type: FactType
    choices: tuple[Choice, ...] = ()
    ask: Texts = field(default_factory=dict)  # the question put to the caller
    asked_at: str = ""  # "intake", "finding" or "" (not asked)


@dataclass(frozen=True, slots=True)
class EventKind:
    """A kind of fact that can start or stop something; `undone_by` opens it again (reopening)."""

    key: str
    name: Texts
    undone_by: str | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """A channel, case type, party or cost component, and where the paper says so."""

    key: str
    name: Texts
    source: tuple[str, ...] = ()
    calendar: str | None = None
