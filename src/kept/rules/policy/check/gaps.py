"""Gaps and circles: combinations nobody thought of, rules that wait for one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice, product

from kept.rules.policy.check.findings import Finding, Kind, Severity
from kept.rules.policy.model import FactType, Policy, Scale
from kept.rules.policy.walk import FORM_OF_PREFIX, keys_in, looked_up

NO_ROW = Kind(
    "table-gap",
    Severity.WARNING,
    'The limit of {rule} has no row for {missing}; add one, or a last row "*".',
    "规则 {rule} 的时限表没有 {missing} 对应的行；请补充，或在末尾加“*”行。",
)
NO_GRADE = Kind(
    "grade-gap",
    Severity.WARNING,
    '{scale} gives no grade when {missing}; add a last one, “otherwise: yes” or "*".',
    "{scale} 在 {missing} 时没有等级；请在末尾加 otherwise: yes 或“*”。",
)
CIRCLE = Kind(
    "circle",
    Severity.WARNING,
    "These rules look at one another in a circle: {circle}; each sees the others as they were.",
    "以下规则相互引用，形成循环：{circle}；彼此只能看到对方先前的结果。",
)
KINDS = (NO_ROW, NO_GRADE, CIRCLE)

MOST_COMBINATIONS = 2_000


def tables_are_complete(policy: Policy) -> Iterator[Finding]:
    """Find combinations of levels, zones or choices that no row of a limit fits."""
    for rule in policy.clocks:
        missing = _missing(policy, rule.limit.by, [row.keys for row in rule.limit.rows])
        if missing:
            yield NO_ROW.at(rule.place, rule.source, rule=rule.id, missing=missing)


def every_case_has_a_grade(policy: Policy) -> Iterator[Finding]:
    """Find classifications that may end without a grade although everything is known."""
    for key, scale in policy.scales.items():
        missing = ""
        if scale.table_by:
            missing = _missing(policy, scale.table_by, list(scale.table))
        elif not scale.attribute and _only_criteria(scale):
            missing = "none of its criteria holds"
        if missing:
            yield NO_GRADE.at(scale.place, scale.source, scale=key, missing=missing)


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
