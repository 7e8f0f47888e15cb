"""Gaps and circles: combinations nobody thought of, rules that wait for one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, islice, product
from typing import Any, TypeAlias

from kept.rules.facts.texts import Named
from kept.rules.policy.check.findings import Finding, Kind, Severity
from kept.rules.policy.check.logic import Logic
from kept.rules.policy.check.parts import kinds_in, together
from kept.rules.policy.model import (
    ALWAYS,
    AllOf,
    ClockRule,
    Condition,
    FactType,
    Place,
    Policy,
    Scale,
    Test,
)
from kept.rules.policy.walk import FORM_OF_PREFIX, keys_in, looked_up, walk
from kept.rules.said import Listed, Saying, listed, noun

NO_ROW = Kind(
    Severity.WARNING,
    Saying(
        "table-gap", 'The limit of {rule} has no row for {missing}; add one, or a last row "*".'
    ),
)
NO_GRADE = Kind(
    Severity.WARNING,
    Saying(
        "grade-gap",
        '{scale} gives no grade when {missing}; add a last one, “otherwise: yes” or "*".',
    ),
)
CIRCLE = Kind(
    Severity.WARNING,
    Saying(
        "circle",
        "These rules look at one another in a circle: {circle}; each sees the others as they were.",
    ),
)
NO_PROMISE = Kind(
    Severity.NOTE,
    Saying("promise-gap", "When {missing}, no rule says until when {what} has to come."),
)
NO_PAYER = Kind(
    Severity.WARNING,
    Saying("payer-gap", "When {missing}, no rule says who pays {what}."),
)
NO_COVER = Kind(
    Severity.NOTE,
    Saying(
        "cover-gap", "When {missing}, {what} says neither that it is covered nor that it is not."
    ),
)
KINDS = (NO_ROW, NO_GRADE, CIRCLE, NO_PROMISE, NO_PAYER, NO_COVER)

_STATES: Mapping[str, Saying] = {
    "not_started": noun("not begun"),
    "active": noun("in force"),
    "ended": noun("over"),
    "none": noun("not given"),
    "yes": noun("yes"),
    "no": noun("no"),
}
MOST_COMBINATIONS = 2_000
MOST_DIMENSIONS = 3  # at a time
MOST_VALUES = 60


def tables_are_complete(policy: Policy) -> Iterator[Finding]:
    """Find combinations of levels, zones or choices that no row of a limit fits."""
    for rule in policy.clocks:
        missing = _missing(
            policy, rule.limit.by, [row.keys for row in rule.limit.rows if row.when is ALWAYS]
        )
        if missing:
            yield NO_ROW.at(rule.place, rule.source, rule=rule.id, missing=missing)


def every_case_has_a_grade(policy: Policy) -> Iterator[Finding]:
    """Find classifications that may end without a grade although everything is known."""
    for key, scale in policy.scales.items():
        missing: Saying | str = ""
        if scale.table_by:
            missing = _missing(policy, scale.table_by, list(scale.table))
        elif not scale.attribute and _only_criteria(scale):
            missing = noun("none of its criteria holds")
        if missing:
            yield NO_GRADE.at(scale.place, scale.source, scale=key, missing=missing)


def promises_leave_no_gap(policy: Policy) -> Iterator[Finding]:
    """Find combinations of levels, zones, channels … for which nobody promises a time."""
    logic = Logic(policy)
    groups: dict[tuple[str, frozenset[str]], list[ClockRule]] = defaultdict(list)
    for rule in policy.clocks:
        groups[rule.actor, kinds_in(rule.stop)].append(rule)
    for (_, kinds), rules in groups.items():
        missing = smallest_gap(logic, [rule.when for rule in rules])
        if missing:
            yield _gap(policy, NO_PROMISE, rules, missing, _names(policy, kinds))


def payers_leave_no_gap(policy: Policy) -> Iterator[Finding]:
    """Find combinations for which nobody is said to pay a component."""
    logic = Logic(policy)
    cases = [case for rule in policy.costs for case in rule.cases]
    named = dict.fromkeys(c for case in cases for c in (*case.pays, *case.share) if c != "all")
    alike: dict[tuple[tuple[str, str], ...], list[str]] = defaultdict(list)
    for component in named:
        its = [c for c in cases if {component, "all"} & {*c.pays, *c.share}]
        missing = smallest_gap(logic, [case.when for case in its])
        if missing:
            alike[tuple(missing.items())].append(component)
    for gap, components in alike.items():
        its = [c for c in cases if {*components, "all"} & {*c.pays, *c.share}]
        names = listed(Named(policy.components[key].name, key) for key in components)
        yield _gap(policy, NO_PAYER, its, dict(gap), names, policy.costs[0].place)


def covers_leave_no_gap(policy: Policy) -> Iterator[Finding]:
    """Find combinations for which a cover says neither in nor out."""
    logic = Logic(policy)
    for rule in policy.covers:
        missing = smallest_gap(logic, [case.when for case in rule.cases])
        if missing and any(case.inside for case in rule.cases):
            yield _gap(policy, NO_COVER, [rule], missing, Named(rule.name, rule.id))


def _gap(
    policy: Policy,
    kind: Kind,
    rules: Sequence[Any],
    missing: Known,
    what: object,
    place: Place | None = None,
) -> Finding:
    """Return a finding with the combination in the policy's own words."""
    values = listed(_value_words(policy, key, value) for key, value in missing.items())
    return kind.at(place or rules[0].place, together(*rules), missing=values, what=what)


def _value_words(policy: Policy, key: str, value: str) -> Saying:
    scale, attribute = policy.scales.get(key), policy.attributes.get(key)
    named = scale or attribute or looked_up(policy, key)
    grades = {grade.key: grade.name for grade in (scale.grades if scale else ())}
    choices = {choice.key: choice.name for choice in (attribute.choices if attribute else ())}
    own = {**grades, **choices}.get(value)
    said = Named(own, value) if own is not None else _STATES.get(value, value)
    return noun("{name} = {said}", name=Named(getattr(named, "name", {}), key), said=said)


def _names(policy: Policy, kinds: frozenset[str]) -> Listed:
    return listed(Named(policy.events[k].name, k) for k in sorted(kinds) if k in policy.events)


Known: TypeAlias = Mapping[str, str]


def smallest_gap(logic: Logic, conditions: Sequence[Condition]) -> Known:
    """Return the smallest combination of values for which no condition can hold; {} if none.

    Levels, zones, terms and facts with few values are looked at, as far as the conditions name
    them; the fewest at a time first, in the order of the file.
    """
    if not conditions or any(condition == AllOf(()) for condition in conditions):
        return {}
    keys = [k for k in _compared(conditions) if _is_dimension(logic, k)]
    tried = 0
    for count in range(1, MOST_DIMENSIONS + 1):
        for chosen in combinations(keys, count):
            for values in product(*(logic.values(key) for key in chosen)):
                tried += 1
                if tried > MOST_COMBINATIONS:
                    return {}
                known = {(k, None): frozenset((v,)) for k, v in zip(chosen, values, strict=True)}
                if all(logic.fails(condition, known) for condition in conditions):
                    return dict(zip(chosen, values, strict=True))
    return {}


def _compared(conditions: Sequence[Condition]) -> tuple[str, ...]:
    tests = (part for each in conditions for part in walk(each, into_where=False))
    return tuple(dict.fromkeys(t.key for t in tests if isinstance(t, Test) and t.at is None))


def _is_dimension(logic: Logic, key: str) -> bool:
    named = key in logic.policy.scales or key in logic.policy.attributes
    return (named or key.startswith("term.")) and 0 < len(logic.values(key)) <= MOST_VALUES


def no_circles(policy: Policy) -> Iterator[Finding]:
    """Find rules, levels and zones that look at one another."""
    graph = _graph(policy)
    told: set[str] = set()
    for key in graph:
        circle = _circle_from(key, graph)
        if circle and not _takes_time(circle) and not told.intersection(circle):
            told.update(circle)
            named = looked_up(policy, key)
            place = getattr(named, "place", None)
            yield CIRCLE.at(place, circle=" → ".join((*circle, key)))


def _takes_time(circle: tuple[str, ...]) -> bool:
    """Whether a level and a clock are in it: a breach that raises the level comes before that."""
    kinds = {key.partition(".")[0] for key in circle}
    return {"clock", "level"} <= kinds


def _only_criteria(scale: Scale) -> bool:
    """Whether every grade has something that must hold (a grade given by hand has nothing)."""
    return all(g.when is not None for g in scale.grades) and any(
        keys_in(g.when) for g in scale.grades
    )


def _missing(policy: Policy, by: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """Return the first combination that no row fits; "" when all are there or cannot be listed."""
    domains = [_domain(policy, key) for key in by]
    if not all(domains):
        return ""
    for values in islice(product(*domains), MOST_COMBINATIONS):
        if not any(_fits(policy, by, row, values) for row in rows):
            return " / ".join(values)
    return ""


def _domain(policy: Policy, key: str) -> tuple[str, ...]:
    scale = policy.scales.get(key)
    if scale is not None:
        return tuple(grade.key for grade in scale.grades)
    attribute = policy.attributes.get(key)
    if attribute is not None and attribute.type is FactType.ONE_OF:
        return tuple(choice.key for choice in attribute.choices)
    if attribute is not None and attribute.type is FactType.YES_NO:
        return ("yes", "no")
    return ()


def _fits(
    policy: Policy, by: tuple[str, ...], row: tuple[str, ...], values: tuple[str, ...]
) -> bool:
    return all(
        said == "*" or said in _wider(policy, key, value)
        for key, said, value in zip(by, row, values, strict=True)
    )


def _wider(policy: Policy, key: str, value: str) -> set[str]:
    """Return a value and the wider values it is a kind of."""
    attribute = policy.attributes.get(key)
    parents = {c.key: c.within for c in attribute.choices} if attribute else {}
    found = {value}
    step = parents.get(value)
    while step is not None and step not in found:
        found.add(step)
        step = parents.get(step)
    return found


def _graph(policy: Policy) -> dict[str, tuple[str, ...]]:
    nodes: dict[str, object] = {
        f"{prefix}.{key}": policy.rules[key]
        for prefix, form in FORM_OF_PREFIX.items()
        for key in policy.rules
        if key in policy.ids_of(form)
    }
    nodes |= policy.scales
    return {
        key: tuple(k for k in keys_in(value, into_where=True) if k in nodes)
        for key, value in nodes.items()
    }


def _circle_from(start: str, graph: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the way from `start` back to itself, without its end; () if there is none."""
    waiting: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while waiting:
        path = waiting.pop()
        for following in graph[path[-1]]:
            if following == start:
                return path
            if following not in seen:
                seen.add(following)
                waiting.append((*path, following))
    return ()
