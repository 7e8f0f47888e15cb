"""What is covered, who pays which component, and at which price."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from kept.rules.assess.assessment import (
    SHARED,
    Charge,
    CostLine,
    CoverLine,
    Outcome,
    Passed,
    Reason,
)
from kept.rules.assess.cases import unbeaten
from kept.rules.assess.cited import readings_of
from kept.rules.assess.conditions import Answer, holds
from kept.rules.assess.hours_charged import hours_charged
from kept.rules.assess.numbers import NONE, Figure, figure
from kept.rules.assess.precedence import ranking
from kept.rules.assess.scene import Instant, RuleState, Scene
from kept.rules.assess.touches import changes, in_condition
from kept.rules.facts.values import Truth
from kept.rules.policy.model import CostCase, CostRule, CoverCase, CoverRule, Policy

ALL = "all"
USUAL = ("parts", "labour", "travel")
FREIGHT = ("freight_in", "freight_out")
COMES_BACK = {"rma.opened", "return.arranged", "goods.sent_in", "goods.received_for_repair"}

Judged = tuple[CostCase, Answer, Reason]


def passed_over(scene: Scene) -> tuple[Passed, ...]:
    """Return the cases of costs and covers that do not hold, or lose to another, in their order."""
    return scene.worked_out("passed over", lambda: _passed_over(scene)) or ()


def _passed_over(scene: Scene) -> tuple[Passed, ...]:
    return (*_passed_costs(_cautiously(scene)), *_passed_covers(scene))


def _cautiously(scene: Scene) -> Scene:
    """Return the case without what is provisional; what that finds, a later round may change."""
    if scene.cautiously is not scene:
        scene.guesses += 1
    return scene.cautiously


def _passed_costs(scene: Scene) -> Iterator[Passed]:
    taken: dict[tuple[str, str], tuple[str, ...]] = {}  # who or how much, component -> clauses
    for rule, number, (case, answer, reason) in _in_order(scene):
        wins = [key for key in _questions(scene.policy, case) if key not in taken]
        if answer.truth is Truth.NO:
            yield Passed(rule.id, number, case.name, reason)
        elif not wins:
            by = (c for key in _questions(scene.policy, case) for c in taken[key])
            yield Passed(rule.id, number, case.name, reason, tuple(dict.fromkeys(by)))
        elif answer.truth is Truth.YES:
            taken.update(dict.fromkeys(wins, case.source))


def _in_order(scene: Scene) -> tuple[tuple[CostRule, int, Judged], ...]:
    return scene.worked_out("cases of costs", lambda: tuple(_all_judged(scene))) or ()


def _all_judged(scene: Scene) -> Iterator[tuple[CostRule, int, Judged]]:
    rank = ranking(scene)
    for rule in sorted(scene.policy.costs, key=lambda rule: rank(rule.id)):
        for number, case in enumerate(rule.cases, 1):
            yield rule, number, _judged(scene, case)


def _questions(policy: Policy, case: CostCase) -> list[tuple[str, str]]:
    """Return what a case answers: who pays a component, and at which price."""
    every = components(policy)
    prices = (case.price, case.fee, case.at_least, case.increments)
    payers, priced = {*case.pays, *case.share}, {key for each in prices for key in each}
    asked = (("who", payers), ("how much", priced))
    return [(what, c) for what, named in asked for c in every if {c, ALL} & named]


def _passed_covers(scene: Scene) -> Iterator[Passed]:
    when = scene.now
    shown = cover_lines(scene)
    for rule in scene.policy.covers:
        for number, case in enumerate(rule.cases, 1):
            answer = holds(scene, case.when, when)
            reason = _reason(scene, case, answer)
            if answer.truth is Truth.NO:
                yield Passed(rule.id, number, case.name, reason)
            elif _cover(scene, rule.id, case, answer) not in shown:
                by = (c for line in shown if line.truth is Truth.YES for c in line.reason.clauses)
                yield Passed(rule.id, number, case.name, reason, tuple(dict.fromkeys(by)))


def cover_lines(scene: Scene) -> tuple[CoverLine, ...]:
    """Return the covers and exclusions that hold or may hold.

    A sure exclusion leaves no cover; what a precedence names first wins over both.
    """
    return scene.worked_out("covers", lambda: _cover_lines(scene)) or ()


def _cover_lines(scene: Scene) -> tuple[CoverLine, ...]:
    when = scene.now
    found: list[CoverLine] = []
    for rule in scene.policy.covers:
        for case in rule.cases:
            answer = holds(scene, case.when, when)
            if answer.truth is not Truth.NO:
                found.append(_cover(scene, rule.id, case, answer))
    rank = ranking(scene)
    return unbeaten(found, lambda line: (rank(line.rule), line.inside))


def cover_at(scene: Scene, key: str, when: Instant) -> RuleState:
    """Return on which side of a cover rule the case lies: in, out, or nowhere (silent)."""
    asked = [(case, holds(scene, case.when, when)) for case in _cover_rule(scene, key).cases]
    facts = tuple(f for _, answer in asked for b in answer.because for f in b.facts)
    left = [(case.inside, a.truth) for case, a in asked if a.truth is not Truth.NO]
    words = tuple(dict.fromkeys("in" if inside else "out" for inside, _ in left))
    sure = {"in" if inside else "out" for inside, truth in left if truth is Truth.YES}
    if "out" in sure:  # an exclusion wins
        return RuleState(("out",), facts=facts)
    if sure and "out" not in words:
        return RuleState(("in",), facts=facts)
    if words:
        return RuleState(possible=(*words, *(() if sure else ("silent",))), facts=facts)
    return RuleState(("silent",), facts=facts)


def cover_edges(scene: Scene, key: str) -> set[datetime]:
    """Return when something changed that a cover rule looks at."""
    cases = _cover_rule(scene, key).cases
    return {at for case in cases for at in changes(scene, in_condition(case.when), None)}


def _cover_rule(scene: Scene, key: str) -> CoverRule:
    rule = scene.policy.rules[key]
    assert isinstance(rule, CoverRule)
    return rule


def cost_lines(scene: Scene) -> tuple[CostLine, ...]:
    """Return a line for each component the policy speaks of, and for parts, labour and travel.

    While a finding is provisional every outcome that another finding would bring is possible; those
    that this one brings are marked.
    """
    return scene.worked_out("costs", lambda: _cost_lines(scene)) or ()


def _cost_lines(scene: Scene) -> tuple[CostLine, ...]:
    lines, cautious = _lines(scene), _cautiously(scene)
    if cautious is scene:
        return lines
    possible = _lines(cautious)
    scene.wakes |= cautious.wakes
    return tuple(_as_found(line, found) for line, found in zip(possible, lines, strict=True))


def _as_found(possible: CostLine, found: CostLine) -> CostLine:
    return replace(
        possible,
        payers=_marked(possible.payers, found.payers),
        prices=_marked(possible.prices, found.prices),
    )


def _marked(possible: tuple[Outcome, ...], found: tuple[Outcome, ...]) -> tuple[Outcome, ...]:
    now = {_what(outcome) for outcome in found if outcome.truth is Truth.YES}
    return tuple(
        replace(outcome, provisional=outcome.truth is not Truth.YES and _what(outcome) in now)
        for outcome in possible
    )


def _what(outcome: Outcome) -> tuple[object, ...]:
    return (outcome.value, outcome.shares, outcome.charge, outcome.reason.clauses)


def _lines(scene: Scene) -> tuple[CostLine, ...]:
    answers = [judged for _, _, judged in _in_order(scene)]
    return tuple(
        CostLine(
            component,
            tuple(_outcomes(scene, answers, component, _payer)),
            tuple(_outcomes(scene, answers, component, _price)),
            hours_charged(scene, component),
        )
        for component in _asked(scene)
    )


def _asked(scene: Scene) -> tuple[str, ...]:
    """Return the components of a case: where goods come back, whoever pays all pays their way."""
    named = components(scene.policy)
    cases = (case for rule in scene.policy.costs for case in rule.cases)
    says_all = any(ALL in {*case.pays, *case.share} for case in cases)
    if not says_all or all(fact.kind not in COMES_BACK for fact in scene.facts):
        return named
    return tuple(c for c in scene.policy.components if c in named or c in FREIGHT)


@lru_cache(maxsize=1024)
def components(policy: Policy) -> tuple[str, ...]:
    """Return the cost components of a policy in the standard order."""
    named = {c for rule in policy.costs for case in rule.cases for c in case.components}
    named.update(policy.work_time.components if policy.work_time else ())
    return tuple(c for c in policy.components if c in named or c in USUAL)


def _judged(scene: Scene, case: CostCase) -> Judged:
    answer = holds(scene, case.when, scene.now)
    return case, answer, _reason(scene, case, answer)


def _outcomes(
    scene: Scene,
    answers: list[Judged],
    component: str,
    said: Callable[[Scene, CostCase, str, Outcome], Outcome | None],
) -> Iterator[Outcome]:
    """The first case that holds decides; those before it that may hold stay possible."""
    for case, answer, reason in answers:
        if answer.truth is Truth.NO:
            continue
        outcome = said(
            scene, case, component, Outcome("", answer.truth, answer.provisional, reason)
        )
        if outcome is None:
            continue
        yield outcome
        if answer.truth is Truth.YES:
            return


def _payer(scene: Scene, case: CostCase, component: str, outcome: Outcome) -> Outcome | None:
    party = case.pays.get(component)
    shares = case.share.get(component) if party is None else None
    if party is None and shares is None:
        party, shares = case.pays.get(ALL), case.share.get(ALL)
    if party is not None:
        return replace(outcome, value=party)
    if shares is None:
        return None
    found = [(key, figure(scene, number, scene.now)) for key, number in shares.items()]
    reason = _resting_on(outcome.reason, [f for _, f in found])
    return replace(
        outcome, value=SHARED, reason=reason, shares=tuple((key, f.value) for key, f in found)
    )


def _price(scene: Scene, case: CostCase, component: str, outcome: Outcome) -> Outcome | None:
    basis = case.price.get(component, case.price.get(ALL))
    fee = case.fee.get(component, case.fee.get(ALL))
    least = case.at_least.get(component, case.at_least.get(ALL))
    steps = case.increments.get(component, case.increments.get(ALL))
    if fee is None and least is None and steps is None:
        return None if basis is None else replace(outcome, value=basis)
    fees, leasts = (NONE if n is None else figure(scene, n, scene.now) for n in (fee, least))
    missing = tuple(dict.fromkeys((*fees.missing, *leasts.missing)))
    word = fees.word.value if fees.word else ""
    return replace(
        outcome,
        value=basis or "",
        reason=_resting_on(outcome.reason, [fees, leasts]),
        charge=Charge(fees.value, leasts.value, steps, word, missing),
    )


def _resting_on(reason: Reason, figures: list[Figure]) -> Reason:
    clauses = dict.fromkeys((*reason.clauses, *(c for f in figures for c in f.clauses)))
    facts = dict.fromkeys((*reason.facts, *(fact for f in figures for fact in f.facts)))
    because = (*reason.because, *(b for f in figures for b in f.because))
    return replace(reason, clauses=tuple(clauses), because=because, facts=tuple(facts))


def _cover(scene: Scene, rule: str, case: CoverCase, answer: Answer) -> CoverLine:
    reason = _reason(scene, case, answer)
    return CoverLine(rule, case.name, case.inside, answer.truth, case.items, reason)


def _reason(scene: Scene, case: CoverCase | CostCase, answer: Answer) -> Reason:
    facts = tuple(dict.fromkeys(f for b in answer.because for f in b.facts))
    clauses = tuple(dict.fromkeys((*case.source, *case.see)))
    return Reason(clauses, answer.because, facts, readings_of(scene.policy, clauses))
