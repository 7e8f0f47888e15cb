"""Amounts of money that come about in a case, and where each stands."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from kept.rules.assess.assessment import Reason
from kept.rules.assess.conditions import Answer, holds
from kept.rules.assess.moments import moment, occurrences
from kept.rules.assess.numbers import NONE, Figure, decimal_of, figure, named_edges, plainly
from kept.rules.assess.scene import Instant, RuleState, Scene
from kept.rules.assess.unchanging import unchanging
from kept.rules.facts.fact import Fact
from kept.rules.facts.values import Texts, Truth
from kept.rules.policy.model import AmountRule, Event, NoNumber, Number, What
from kept.rules.policy.walk import keys_in


class AmountState(StrEnum):
    """Where an amount stands."""

    POSSIBLE = "possible"  # its condition is not known yet
    DUE = "due"
    CLAIMABLE = "claimable"
    CLAIMED = "claimed"
    BARRED = "barred"  # nobody asked in time
    DECIDED = "decided"
    NONE = "none"  # it comes to nothing


@unchanging
class AmountLine:
    """An amount. `value` None: not known (`missing`), without number (`word`), or not claimed."""

    rule: str
    name: Texts
    what: What
    state: AmountState
    value: Decimal | None
    limited: str  # "at_most" or "at_least" where a limit decided, else ""
    payer: str
    payee: str
    claimant: str
    claim_by: datetime | None
    claimed_at: datetime | None
    decided_by: str
    decided_at: datetime | None
    payment: Texts
    exclusive: bool
    missing: tuple[str, ...]
    word: NoNumber | None
    reason: Reason


@unchanging
class _Worked:
    """What a formula comes to within its limits."""

    value: Decimal | None
    limited: str
    parts: tuple[Figure, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(m for part in self.parts for m in part.missing))


@unchanging
class _Standing:
    """Where a claim stands."""

    state: AmountState
    claim_by: datetime | None = None
    claimed: Fact | None = None
    decided: Fact | None = None


def amount(scene: Scene, rule: AmountRule) -> AmountLine | None:
    """Return the amount as it stands now; None: it does not come about."""
    when = scene.now
    answer = holds(scene, rule.when, when)
    if answer.truth is Truth.NO:
        return None
    worked = _worked(scene, rule, when)
    stands = _standing(scene, rule, answer, worked)
    value = worked.value
    for fact in (stands.claimed if rule.formula is None else None, stands.decided):
        said = decimal_of(fact.values.get("amount")) if fact else None
        value = said if said is not None else value
    return AmountLine(
        rule=rule.id,
        name=rule.name,
        what=rule.what,
        state=stands.state,
        value=value,
        limited=worked.limited if stands.decided is None else "",
        payer=rule.payer,
        payee=rule.payee,
        claimant=rule.claim.by if rule.claim else "",
        claim_by=stands.claim_by,
        claimed_at=stands.claimed.at if stands.claimed else None,
        decided_by=rule.decided_by,
        decided_at=stands.decided.at if stands.decided else None,
        payment=rule.payment,
        exclusive=rule.exclusive,
        missing=worked.missing,
        word=next((part.word for part in worked.parts if part.word), None),
        reason=_reason(rule, answer, worked, stands),
    )


def amount_state(scene: Scene, key: str, when: Instant) -> RuleState:
    """Return what amount `key` comes to: 0 where it does not come about or is barred."""
    rule = scene.policy.rules[key]
    assert isinstance(rule, AmountRule)
    line = scene.worked_out(f"amount.{key}", lambda: amount(scene, rule))
    if holds(scene, rule.when, when).truth is Truth.NO:
        return RuleState(("0",))
    if line is None or line.state is AmountState.POSSIBLE:
        return RuleState()
    if line.state in (AmountState.BARRED, AmountState.NONE):
        return RuleState(("0",), facts=line.reason.facts)
    return RuleState(
        (plainly(line.value),) if line.value is not None else (), facts=line.reason.facts
    )


def _worked(scene: Scene, rule: AmountRule, when: Instant) -> _Worked:
    if rule.formula is None:
        return _Worked(None, "", ())
    share = figure(scene, rule.formula, when)
    base = _figure(scene, rule.of, when)
    most, least = _figure(scene, rule.at_most, when), _figure(scene, rule.at_least, when)
    parts = (share, base, most, least)
    value = share.value
    if rule.of is not None:
        value = None if value is None or base.value is None else value * base.value
    if value is None or most.missing or least.missing:
        return _Worked(None, "", parts)
    if most.value is not None and value > most.value:
        return _Worked(most.value, "at_most", parts)
    if least.value is not None and value < least.value:
        return _Worked(least.value, "at_least", parts)
    return _Worked(value, "", parts)


def _figure(scene: Scene, number: Number | None, when: Instant) -> Figure:
    return NONE if number is None else figure(scene, number, when)


def _standing(scene: Scene, rule: AmountRule, answer: Answer, worked: _Worked) -> _Standing:
    claim_by = _claim_by(scene, rule)
    claimed = _first(scene, rule, rule.claim.event if rule.claim else Event("claim.made"))
    decided = _last(scene, rule, rule.decision)
    if answer.truth is Truth.UNKNOWN:
        state = AmountState.POSSIBLE
    elif decided is not None:
        state = AmountState.DECIDED
    elif rule.claim is not None or rule.formula is None:
        state = _of_claim(scene, claim_by, claimed)
    else:
        nothing = worked.value == 0 or (worked.value is None and not _open(worked))
        state = AmountState.NONE if nothing else AmountState.DUE
    return _Standing(state, claim_by, claimed, decided)


def _of_claim(scene: Scene, claim_by: datetime | None, claimed: Fact | None) -> AmountState:
    if claimed is not None:
        in_time = claim_by is None or claimed.at <= claim_by
        return AmountState.CLAIMED if in_time else AmountState.BARRED
    if claim_by is None:
        return AmountState.CLAIMABLE
    if claim_by < scene.at:
        return AmountState.BARRED
    scene.wakes.add(claim_by)
    return AmountState.CLAIMABLE


def _open(worked: _Worked) -> bool:
    """Whether a number may still come, or the paper owes one."""
    return bool(worked.missing) or any(part.word for part in worked.parts)


def _claim_by(scene: Scene, rule: AmountRule) -> datetime | None:
    claim = rule.claim
    if claim is None or claim.within is None or claim.of is None:
        return None
    since = moment(scene, claim.of, upto=scene.at)
    if since is None:
        return None
    calendar = scene.calendar(claim.calendar) if claim.calendar else scene.every_hour
    within = scene.ask.lasting(scene, claim.within, scene.now)
    return calendar.due(since.at, within) if within else None


def _belonging(scene: Scene, rule: AmountRule, event: Event) -> list[Fact]:
    """Return the facts of a kind that name this amount, or none at all."""
    found = occurrences(scene, event)
    return [fact for fact in found if fact.values.get("claim") in (None, rule.id)]


def _first(scene: Scene, rule: AmountRule, event: Event) -> Fact | None:
    return next(iter(_belonging(scene, rule, event)), None)


def _last(scene: Scene, rule: AmountRule, event: Event) -> Fact | None:
    return next(reversed(_belonging(scene, rule, event)), None)


def _reason(rule: AmountRule, answer: Answer, worked: _Worked, stands: _Standing) -> Reason:
    clauses = [*rule.source, *(c for part in worked.parts for c in part.clauses)]
    clauses += [*(rule.claim.source if rule.claim else ()), *rule.see]
    because = (*answer.because, *(b for part in worked.parts for b in part.because))
    facts = [f for b in answer.because for f in b.facts]
    facts += [f for part in worked.parts for f in part.facts]
    facts += [fact.id for fact in (stands.claimed, stands.decided) if fact]
    return Reason(
        tuple(dict.fromkeys(clauses)),
        because,
        tuple(dict.fromkeys(facts)),
        tuple(dict.fromkeys(rule.assumed.values())),
    )


def amount_edges(scene: Scene, key: str) -> set[datetime]:
    """Return when what amount `key` rests on changed."""
    return named_edges(scene, keys_in(scene.policy.rules[key], into_where=True))
