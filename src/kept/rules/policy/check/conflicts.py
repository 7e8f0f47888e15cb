"""Rules and cases that answer the same question differently, or the same one twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import fields
from itertools import combinations, islice

from kept.rules.facts.texts import Named
from kept.rules.policy.check.findings import Finding, Kind, Severity
from kept.rules.policy.check.logic import Logic
from kept.rules.policy.check.parts import called, clauses_of, read_together, together
from kept.rules.policy.check.reach import BY_A_PERSON
from kept.rules.policy.model import CostCase, CoverCase, Policy, TermEdge, TermRule
from kept.rules.said import Saying, listed

PAYERS_BY_ORDER = Kind(
    Severity.NOTE,
    Saying(
        "two-payers-by-order",
        "In {rule} the cases {one} and {other} can hold together and say different things about "
        "who "
        "pays {component} and how much; {one} stands first and wins.",
    ),
)
TWO_PAYERS = Kind(
    Severity.WARNING,
    Saying(
        "two-payers",
        "The rules {rule} and {second} can hold together and say different things about who pays "
        "{component} and how much ({one} and {other}); {rule} wins only because it stands first. "
        "Say "
        "so with a precedence.",
    ),
)
IN_AND_OUT = Kind(
    Severity.NOTE,
    Saying(
        "cover-in-and-out", "{one} (in) and {other} (out) can hold together; the exclusion wins."
    ),
)
NEVER_IN = Kind(
    Severity.WARNING,
    Saying(
        "cover-never-in",
        "{one} is never covered: whenever it holds, the exclusion {other} holds as well.",
    ),
)
TWO_TERMS = Kind(
    Severity.WARNING,
    Saying(
        "two-terms",
        "The terms {rule} and {other} give the same thing from different starts or for different "
        "lengths; a reading should say which clause counts.",
    ),
)
TWICE = Kind(
    Severity.WARNING,
    Saying(
        "rule-twice",
        "The rules {rule} and {other} say the same thing; keep one of them and let it name both "
        "clauses.",
    ),
)
TWO_CHOOSERS = Kind(
    Severity.WARNING,
    Saying(
        "two-choosers",
        "The remedies {rule} and {other} can be open together, and different parties choose; a "
        "reading "
        "should say whose choice counts.",
    ),
)
OVERLAP = Kind(
    Severity.NOTE,
    Saying(
        "grades-overlap",
        "Grades of {scale} can hold together ({grades}); of each pair the first one counts.",
    ),
)
KINDS = (
    PAYERS_BY_ORDER,
    TWO_PAYERS,
    IN_AND_OUT,
    NEVER_IN,
    TWO_TERMS,
    TWICE,
    TWO_CHOOSERS,
    OVERLAP,
)

_MOST_PAIRS = 4_000
_NOT_ITS_CONTENT = frozenset(("id", "name", "source", "see", "note", "place", "assumed", "gives"))


def one_payer(policy: Policy) -> Iterator[Finding]:
    """Find cases that can hold together and let different parties pay for the same thing.

    An exception above the general case is the usual way to write costs, and is not told.
    """
    logic = Logic(policy)
    cases = [(r.id, n, c) for r in policy.costs for n, c in enumerate(r.cases, 1)]
    ranked = {rule for each in policy.precedences for rule in each.rules}
    pairs = ((a, b) for at, b in enumerate(cases) for a in cases[:at])
    told: set[tuple[str, int]] = set()
    for (rule, first, one), (second, number, other) in islice(pairs, _MOST_PAIRS):
        component = _disagree(one, other)
        if not component or (second, number) in told or _settled(policy, one, other):
            continue
        same = rule == second
        meet = logic.cross if same else logic.overlap
        if {rule, second} <= ranked or not meet(one.when, other.when):
            continue
        told.add((second, number))
        kind = PAYERS_BY_ORDER if same else TWO_PAYERS
        names = {"one": called(one, first), "other": called(other, number)}
        yield kind.at(
            policy.rules[second].place,
            together(one, other),
            rule=rule,
            second=second,
            component=_component(policy, component),
            **names,
        )


def _component(policy: Policy, key: str) -> Named:
    named = policy.components.get(key)
    return Named(named.name if named else {}, key)


def _disagree(one: CostCase, other: CostCase) -> str:
    """Return a component for which two cases name different payers or prices; "" without any."""
    for first, second in ((one.pays, other.pays), (one.price, other.price)):
        for component in dict.fromkeys((*first, *second)):
            said = first.get(component) or first.get("all")
            against = second.get(component) or second.get("all")
            if said and against and said != against:
                return component
    return ""


def one_chooser(policy: Policy) -> Iterator[Finding]:
    """Find remedies that can be open together and are chosen by different parties."""
    logic = Logic(policy)
    pairs = ((a, b) for at, b in enumerate(policy.remedies) for a in policy.remedies[:at])
    told: set[str] = set()
    for rule, other in islice(pairs, _MOST_PAIRS):
        differ = rule.chooser != other.chooser and other.id not in told
        if differ and not _settled(policy, rule, other) and logic.overlap(rule.when, other.when):
            told.add(other.id)
            yield TWO_CHOOSERS.at(other.place, together(rule, other), rule=rule.id, other=other.id)


def _settled(policy: Policy, one: object, other: object) -> bool:
    return read_together(policy, clauses_of(one), clauses_of(other))


def one_side_of_the_cover(policy: Policy) -> Iterator[Finding]:
    """Find what may be covered and excluded at once."""
    logic = Logic(policy)
    cases = [(r, n, c) for r in policy.covers for n, c in enumerate(r.cases, 1)]
    outside = [entry for entry in cases if not entry[2].inside]
    pairs = ((i, o) for i in cases if i[2].inside for o in outside)
    told: set[int] = set()
    for (rule, first, one), (_, number, other) in islice(pairs, _MOST_PAIRS):
        apart = one.items and other.items and not set(one.items) & set(other.items)
        if apart or id(one) in told or _settled(policy, one, other):
            continue
        kind = _sides(logic, one, other)
        if kind is not None:
            told.add(id(one))
            names = {"one": called(one, first), "other": called(other, number)}
            yield kind.at(rule.place, together(one, other), **names)


def _sides(logic: Logic, one: CoverCase, other: CoverCase) -> Kind | None:
    everything = not other.items or set(one.items) <= set(other.items)
    if everything and logic.overlap(one.when, other.when) and logic.implies(one.when, other.when):
        return NEVER_IN
    return IN_AND_OUT if logic.cross(one.when, other.when) else None


def one_term(policy: Policy) -> Iterator[Finding]:
    """Find terms that give the same thing but begin or end differently."""
    logic = Logic(policy)
    alike: dict[object, list[TermRule]] = defaultdict(list)
    for other in policy.terms:
        before = alike[(other.guarantor, repr(other.gives or other.name))]
        rule = next((r for r in before if _two_terms(policy, logic, r, other)), None)
        if rule is not None:
            yield TWO_TERMS.at(other.place, together(rule, other), rule=rule.id, other=other.id)
        before.append(other)


def _two_terms(policy: Policy, logic: Logic, one: TermRule, other: TermRule) -> bool:
    if (one.start, one.length) == (other.start, other.length):
        return False
    follows = any(isinstance(term.start, TermEdge) for term in (one, other))
    return not follows and not _settled(policy, one, other) and logic.overlap(one.when, other.when)


def grades_stand_apart(policy: Policy) -> Iterator[Finding]:
    """Find classifications in which two grades can hold at once, so that their order decides."""
    logic = Logic(policy)
    for key, scale in policy.scales.items():
        given = [grade for grade in scale.grades if grade.when not in (None, BY_A_PERSON)]
        both = [
            (one, other)
            for one, other in islice(combinations(given, 2), _MOST_PAIRS)
            if one.when and other.when and logic.cross(one.when, other.when)
        ]
        if both and not _settled(policy, both[0][0], both[0][1]):
            said = listed(f"{one.key} / {other.key}" for one, other in both)
            parts = [grade for pair in both for grade in pair]
            yield OVERLAP.at(scale.place, together(*parts) or scale.source, scale=key, grades=said)


def nothing_twice(policy: Policy) -> Iterator[Finding]:
    """Find rules that are alike in everything but their name and clauses."""
    first: dict[str, str] = {}
    for key, rule in policy.rules.items():
        content = [getattr(rule, f.name) for f in fields(rule) if f.name not in _NOT_ITS_CONTENT]
        said = f"{type(rule).__name__} {content!r}"
        if said in first:
            other = policy.rules[first[said]]
            yield TWICE.at(rule.place, together(other, rule), rule=other.id, other=key)
        first.setdefault(said, key)
