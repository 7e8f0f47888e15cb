"""Work that comes round again and again."""

from __future__ import annotations

from dataclasses import dataclass, field

from kept.rules.facts.values import Texts
from kept.rules.policy.model.expressions import Event, EventExpr
from kept.rules.policy.model.heads import RuleHead
from kept.rules.policy.model.measures import Window
from kept.rules.policy.model.terms import Length


@dataclass(frozen=True, slots=True)
class Phase:
    """A rhythm and how long it is kept; without `length` from then on."""

    every: Length
    length: Length | None = None


@dataclass(frozen=True, slots=True)
class Times:
    """How often in each period: at least `least`, at most `most` (None: no most)."""

    least: int
    most: int | None
    per: Window


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleRule(RuleHead):
    """Work that is due again and again: in a rhythm, so often a period, or before something.

    Without `phases`, `times` and `before` the paper gives no number ("regularly").
    """

    what: Texts = field(default_factory=dict)
    phases: tuple[Phase, ...] = ()
    times: Times | None = None
    start: EventExpr | None = None
    until: EventExpr | None = None
    before: EventExpr | None = None  # counted back from this moment
    lead: Length | None = None
    done: Event
    same: str = ""  # the value that has to be the same each time
    calendar: str | None = None  # a due on a day off moves to the next working day
    grace: Length | None = None  # what is done so long after its due still counts for it
