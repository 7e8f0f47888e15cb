"""A whole policy version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, TypeAlias

from kept.rules.facts.values import Texts
from kept.rules.hours import CalendarSpec
from kept.rules.policy.model.amounts import AmountRule
from kept.rules.policy.model.assignments import AssignmentRule
from kept.rules.policy.model.clauses import Acceptance, Clause, Reading
from kept.rules.policy.model.clocks import ClockRule
from kept.rules.policy.model.costs import CostRule, CoverRule
from kept.rules.policy.model.counters import CounterRule
from kept.rules.policy.model.duties import DutyRule
from kept.rules.policy.model.escalations import EscalationRule
from kept.rules.policy.model.gates import GateRule
from kept.rules.policy.model.ladders import LadderRule
from kept.rules.policy.model.measures import MeasureRule
from kept.rules.policy.model.precedence import PrecedenceRule
from kept.rules.policy.model.provisions import ProvisionRule
from kept.rules.policy.model.remedies import RemedyRule
from kept.rules.policy.model.requirements import Requirement
from kept.rules.policy.model.scales import ANY_CAUSE, CauseRule, Scale
from kept.rules.policy.model.schedules import ScheduleRule
from kept.rules.policy.model.terms import TermRule
from kept.rules.policy.model.vocabulary import Attribute, EventKind, Named
from kept.rules.policy.model.work_time import WorkTime

Rule: TypeAlias = (
    ClockRule
    | TermRule
    | CoverRule
    | CostRule
    | GateRule
    | CounterRule
    | RemedyRule
    | LadderRule
    | DutyRule
    | MeasureRule
    | ProvisionRule
    | AssignmentRule
    | EscalationRule
    | PrecedenceRule
    | AmountRule
    | ScheduleRule
)


# The word under `form:` of each rule.
FORM_OF: Final[Mapping[type, str]] = {
    ClockRule: "clock",
    TermRule: "term",
    CoverRule: "cover",
    CostRule: "cost",
    GateRule: "gate",
    DutyRule: "duty",
    ProvisionRule: "provision",
    AssignmentRule: "assignment",
    EscalationRule: "escalation",
    PrecedenceRule: "precedence",
    RemedyRule: "remedy",
    LadderRule: "ladder",
    CounterRule: "counter",
    MeasureRule: "measure",
    AmountRule: "amount",
    ScheduleRule: "schedule",
}


@dataclass(frozen=True, slots=True)
class CalendarRule:
    """A named calendar; `zone` is an IANA name or "site" / "office" (taken from the case)."""

    id: str
    name: Texts
    spec: CalendarSpec  # with the policy's own time zone where `zone` depends on the case
    zone: str
    source: tuple[str, ...] = ()
    assumed: str = ""


@dataclass(frozen=True, eq=False)
class Policy:
    """A whole policy version. Immutable; compared by identity, `sha256` tells which text it is."""

    id: str
    title: Texts
    version: str
    language_version: int
    zone: str
    paper: str
    clauses: Mapping[str, Clause]
    readings: Mapping[str, Reading]
    events: Mapping[str, EventKind]  # the standard ones and the policy's own
    attributes: Mapping[str, Attribute]
    parties: Mapping[str, Named]
    roles: Mapping[str, Named]
    channels: Mapping[str, Named]
    case_types: Mapping[str, Named]
    components: Mapping[str, Named]
    prices: Mapping[str, Named]
    calendars: Mapping[str, CalendarRule]
    scales: Mapping[str, Scale]  # by "level.<id>" / "zone.<id>"
    rules: Mapping[str, Rule]
    cause: CauseRule = ANY_CAUSE
    work_time: WorkTime | None = None
    currency: str = ""  # of the sums that it writes out
    sha256: str = ""
    required: Mapping[str, Requirement] = field(default_factory=dict)  # before it is published
    accepted: tuple[Acceptance, ...] = ()  # findings that somebody accepts

    def ids_of(self, form: str) -> frozenset[str]:
        """Return the ids of the rules of a form, by its word."""
        return frozenset(key for key, rule in self.rules.items() if FORM_OF[type(rule)] == form)

    @cached_property
    def wider_choices(self) -> Mapping[str, Mapping[str, str | None]]:
        """Return the attributes of which some choices are kinds of others: choice -> the wider."""
        return {
            key: {choice.key: choice.within for choice in attribute.choices}
            for key, attribute in self.attributes.items()
            if any(choice.within for choice in attribute.choices)
        }

    @cached_property
    def undoing(self) -> Mapping[str, str]:
        """Return the kinds of facts that something undoes: kind -> the kind that undoes it."""
        return {key: kind.undone_by for key, kind in self.events.items() if kind.undone_by}

    @cached_property
    def clocks(self) -> tuple[ClockRule, ...]:
        """Return the clock rules in the order of the file."""
        return tuple(r for r in self.rules.values() if isinstance(r, ClockRule))

    @cached_property
    def terms(self) -> tuple[TermRule, ...]:
        """Return the terms in the order of the file."""
        return tuple(r for r in self.rules.values() if isinstance(r, TermRule))

    @cached_property
    def covers(self) -> tuple[CoverRule, ...]:
        """Return the coverage rules in the order of the file."""
        return tuple(r for r in self.rules.values() if isinstance(r, CoverRule))

    @cached_property
    def costs(self) -> tuple[CostRule, ...]:
        """Return the cost rules in the order of the file."""
        return tuple(r for r in self.rules.values() if isinstance(r, CostRule))

    @cached_property
    def counters(self) -> tuple[CounterRule, ...]:
        """Return the counters in the order of the file."""
        return tuple(r for r in self.rules.values() if isinstance(r, CounterRule))

    @cached_property
    def measures(self) -> tuple[MeasureRule, ...]:
        """Return the measures in the order of the file."""
        return tuple(r for r in self.rules.values() if isinstance(r, MeasureRule))

    @cached_property
    def amounts(self) -> tuple[AmountRule, ...]:
        """Return the amounts in the order of the file."""
        return tuple(r for r in self.rules.values() if isinstance(r, AmountRule))

    @cached_property
    def schedules(self) -> tuple[ScheduleRule, ...]:
        """Return the schedules in the order of the file."""
        return tuple(r for r in self.rules.values() if isinstance(r, ScheduleRule))

    @cached_property
    def gates(self) -> tuple[GateRule, ...]:
        """Return the gates in the order of the file."""
        return tuple(r for r in self.rules.values() if isinstance(r, GateRule))

    @cached_property
    def remedies(self) -> tuple[RemedyRule, ...]:
        """Return the remedies in the order of the file."""
        return tuple(r for r in self.rules.values() if isinstance(r, RemedyRule))

    @cached_property
    def ladders(self) -> tuple[LadderRule, ...]:
        """Return the ladders in the order of the file."""
        return tuple(r for r in self.rules.values() if isinstance(r, LadderRule))

    @cached_property
    def duties(self) -> tuple[DutyRule, ...]:
        """Return the duties in the order of the file."""
        return tuple(r for r in self.rules.values() if isinstance(r, DutyRule))

    @cached_property
    def provisions(self) -> tuple[ProvisionRule, ...]:
        """Return the provisions in the order of the file."""
        return tuple(r for r in self.rules.values() if isinstance(r, ProvisionRule))

    @cached_property
    def assignments(self) -> tuple[AssignmentRule, ...]:
        """Return the assignments in the order of the file."""
        return tuple(r for r in self.rules.values() if isinstance(r, AssignmentRule))

    @cached_property
    def escalations(self) -> tuple[EscalationRule, ...]:
        """Return the escalations in the order of the file."""
        return tuple(r for r in self.rules.values() if isinstance(r, EscalationRule))

    @cached_property
    def precedences(self) -> tuple[PrecedenceRule, ...]:
        """Return the rules of precedence in the order of the file."""
        return tuple(r for r in self.rules.values() if isinstance(r, PrecedenceRule))
