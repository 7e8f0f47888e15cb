"""Hours of work that would be charged twice, or otherwise than meant."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from kept.rules.facts.texts import Named
from kept.rules.policy.check.findings import Finding, Kind, Severity
from kept.rules.policy.model import Constant, Policy, WorkBand, WorkTime
from kept.rules.said import Saying

MOST_TIMES: Final = Decimal(10)
EVERY_DAY: Final = frozenset(range(7))

STEPS_TWICE = Kind(
    Severity.ERROR,
    Saying(
        "increments-twice",
        "Begun steps of “{component}” are charged by “work_time” and by a case of {rule} as well, "
        "so that they would be rounded up twice. Leave “increments” at one of the two.",
    ),
)
FACTOR_OF_PER_CENT = Kind(
    Severity.ERROR,
    Saying(
        "factor-looks-like-per-cent",
        "An hour of “{band}” would cost {factor} times the normal price. Write a surcharge of 50 % "
        "as 1.5.",
    ),
)
DEARER_LATER = Kind(
    Severity.WARNING,
    Saying(
        "dearer-band-later",
        "“{later}” costs more than “{earlier}”, which stands before it: hours of both are charged "
        "as “{earlier}”. Move “{later}” up, or accept this with a reason.",
    ),
)
KINDS = (STEPS_TWICE, FACTOR_OF_PER_CENT, DEARER_LATER)


def hours_are_charged_once(policy: Policy) -> Iterator[Finding]:
    """Find components of which begun steps are charged by two rules."""
    said = policy.work_time
    if said is None or said.increments is None:
        return
    for rule in policy.costs:
        for case in rule.cases:
            both = [c for c in said.components if {c, "all"} & case.increments.keys()]
            for component in both:
                clauses = dict.fromkeys((*said.source, *case.source))
                named = Named(policy.components[component].name, component)
                yield STEPS_TWICE.at(said.place, clauses, component=named, rule=rule.id)


def factors_are_multiples(policy: Policy) -> Iterator[Finding]:
    """Find factors that were meant in per cent, and bands that a cheaper one hides."""
    said = policy.work_time
    for band in said.bands if said else ():
        if isinstance(band.factor, Constant) and band.factor.value > MOST_TIMES:
            name = Named(band.name, band.key)
            yield FACTOR_OF_PER_CENT.at(
                band.place, band.source, band=name, factor=band.factor.value
            )
    if said is not None:
        yield from _hidden(said)


def _hidden(said: WorkTime) -> Iterator[Finding]:
    for at, later in enumerate(said.bands):
        for earlier in said.bands[:at]:
            if _dearer(later, earlier) and _may_meet(later, earlier):
                clauses = dict.fromkeys((*earlier.source, *later.source))
                names = (Named(one.name, one.key) for one in (earlier, later))
                yield DEARER_LATER.at(
                    later.place, clauses, **dict(zip(("earlier", "later"), names, strict=True))
                )


def _dearer(one: WorkBand, other: WorkBand) -> bool:
    ours, theirs = one.factor, other.factor
    if not (isinstance(ours, Constant) and isinstance(theirs, Constant)):
        return False
    return ours.value > theirs.value


def _may_meet(one: WorkBand, other: WorkBand) -> bool:
    """Whether some hour may be of both; holidays and calendars may fall on any day."""
    bands = (one.hours, other.hours)
    if any(not band.weekdays or band.on_holidays or band.when_open for band in bands):
        return True
    return bool(one.hours.weekdays & other.hours.weekdays)
