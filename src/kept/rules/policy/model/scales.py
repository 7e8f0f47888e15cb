"""Classifications: levels and zones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kept.rules.facts.values import Texts
from kept.rules.policy.model.clauses import Place
from kept.rules.policy.model.expressions import Condition
from kept.rules.policy.model.terms import Length


@dataclass(frozen=True, slots=True)
class Grade:
    """One value of a classification and when it is given; `when` None: otherwise."""

    key: str
    name: Texts
    when: Condition | None
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One cell of the matrix of a classification: the grade it gives."""

    grade: str
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ContestRule:
    """Who may say that a level or a cause is not right, until when, and who then decides.

    Nothing in `by`: anybody. Nothing in `decided_by`: whose word it was, else the manager.
    """

    by: tuple[str, ...] = ()  # parties
    decided_by: tuple[str, ...] = ()  # parties or roles, any of whom decides
    within: Length | None = None  # after it was set; later is barred
    calendar: str | None = None
    asked_counts: bool = False  # a stricter grade that is asked for counts until the decision
    source: tuple[str, ...] = ()


ANYBODY = ContestRule()


@dataclass(frozen=True, slots=True)
class CauseRule:
    """What a policy says about findings of the cause beside what follows from them."""

    contest: ContestRule = ANYBODY
    source: tuple[str, ...] = ()
    place: Place | None = None


ANY_CAUSE = CauseRule()


@dataclass(frozen=True, slots=True)
class Scale:
    """A classification: severity level, service tier or zone. Worst (or nearest) grades first.

    The first grade that holds counts. `attribute`: the value is read from there instead.
    """

    id: str
    kind: str  # "level" | "zone"
    name: Texts
    grades: tuple[Grade, ...]
    source: tuple[str, ...] = ()
    attribute: str = ""
    graders: tuple[str, ...] = ()  # whose word sets it; of several: all of them together
    contest: ContestRule = ANYBODY
    table: Mapping[tuple[str, ...], MatrixCell] = field(
        default_factory=dict
    )  # a matrix, e.g. impact x urgency
    table_by: tuple[str, ...] = ()
    see: tuple[str, ...] = ()
    note: Texts = field(default_factory=dict)
    place: Place | None = None
