"""What has to be there before a policy can be published."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from kept.rules.facts.values import Texts
from kept.rules.policy.model.clauses import Place


class RequirementKind(StrEnum):
    """Where what is required is found: in the file itself, or beside it."""

    TEXT = "text"  # a statement in the file, such as an address
    RULES = "rules"  # rules of the file in which no value is left unset
    PRICE_LIST = "price_list"  # a list in use of a price basis
    DOCUMENT = "document"  # a file kept with the policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """Something without which the policy does not hold yet. An empty `text` is not filled in."""

    id: str
    name: Texts
    kind: RequirementKind
    text: Texts = field(default_factory=dict)
    rules: tuple[str, ...] = ()
    basis: str = ""
    source: tuple[str, ...] = ()
    note: Texts = field(default_factory=dict)
    place: Place | None = None
