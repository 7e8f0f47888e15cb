"""Gates, remedies, counters, duties and schedules that cannot do what they are for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kept.rules.policy.check.findings import Finding, Kind, Severity
from kept.rules.policy.check.logic import Logic
from kept.rules.policy.check.parts import clauses_of, kinds_in, together
from kept.rules.policy.model import (
    AllOf,
    ClockRule,
    Constant,
    CounterRule,
    DutyRule,
    GateRule,
    Happened,
    Policy,
    RemedyRule,
)
from kept.rules.policy.walk import walk
from kept.rules.said import Saying, noun

NEVER_OPENS = Kind(
    Severity.WARNING,
    Saying(
        "gate-never-opens",
        "The gate {rule} can never open: its needs contradict each other, or wait for the very "
        "step "
        "that it holds back.",
    ),
)
AGAINST_CLOCK = Kind(
    Severity.WARNING,
    Saying(
        "gate-against-clock",
        "The gate {rule} waits for {event}, which is up to the customer, while the clock {clock} "
        "for "
        "that step runs on; let the clock pause, or say in a reading who bears the wait.",
    ),
)
NO_CHOICE = Kind(
    Severity.WARNING,
    Saying(
        "remedy-without-choice",
        "Nobody can ever choose the remedy {rule}: none of its options can be open, or it closes "
        "with "
        "the event that opens it.",
    ),
)
NEVER_REACHED = Kind(
    Severity.WARNING,
    Saying(
        "counter-never-reached",
        "The counter {rule} can never be reached: what it counts also sets it back to nothing.",
    ),
)
AT_ONCE = Kind(
    Severity.WARNING,
    Saying(
        "counter-reached-at-once",
        "The counter {rule} is reached before anything has happened; its number must be 1 or more.",
    ),
)
NOBODY_CAN = Kind(
    Severity.WARNING,
    Saying("duty-cannot-be-done", "The duty {rule} can never be done: {why}."),
)
KINDS = (NEVER_OPENS, AGAINST_CLOCK, NO_CHOICE, NEVER_REACHED, AT_ONCE, NOBODY_CAN)

# Facts that only the customer brings about.
CUSTOMERS_DEEDS: Final = frozenset(
    ("payment.received", "quote.accepted", "quote.declined", "order.placed", "claim.made")
)
_WAITS: Final = frozenset(("waiting.began", "waiting.ended"))
# What stands in the master data and is no value of a fact.
_NOT_IN_A_FACT: Final = ("site", "office", "equipment", "customer", "contract")


def gates_can_open(policy: Policy) -> Iterator[Finding]:
    """Find gates whose needs can never hold, or wait for the step itself."""
    logic = Logic(policy)
    for rule in policy.gates:
        needs = AllOf(tuple(need.when for need in rule.needs))
        closed = {
            part: frozenset(("no",))
            for part in walk(needs)
            if isinstance(part, Happened) and part.event in rule.steps
        }
        shut = not logic.can_hold(needs) or (closed and logic.fails(needs, closed))
        if shut and rule.excused_by is None:
            yield NEVER_OPENS.at(rule.place, clauses_of(rule), rule=rule.id)


def gates_let_clocks_stop(policy: Policy) -> Iterator[Finding]:
    """Find gates that wait for the customer while the clock for their step runs."""
    logic = Logic(policy)
    for gate in policy.gates:
        for clock in policy.clocks:
            event = _held_up(gate, clock)
            if event and logic.overlap(gate.when, clock.when):
                holes = {"rule": gate.id, "clock": clock.id, "event": event}
                yield AGAINST_CLOCK.at(gate.place, together(gate, clock), **holes)


def _held_up(gate: GateRule, clock: ClockRule) -> str:
    """Return what the customer has to do before the step of a clock; "" if the clock pauses."""
    steps = frozenset(step.kind for step in gate.steps)
    if clock.lead_before is not None or not steps & kinds_in(clock.stop):
        return ""
    theirs = (k for k in kinds_in(gate.needs) if k in CUSTOMERS_DEEDS or k.startswith("customer."))
    waits = kinds_in(clock.pauses) | kinds_in(clock.start)
    return next((kind for kind in sorted(theirs) if kind not in waits and not waits & _WAITS), "")


def remedies_can_be_chosen(policy: Policy) -> Iterator[Finding]:
    """Find remedies without an option that can ever be chosen."""
    logic = Logic(policy)
    for rule in policy.remedies:
        if not logic.can_hold(rule.when):
            continue  # told as a condition
        options = any(logic.can_hold(rule.when, option.when) for option in rule.options)
        if not options or _closes_at_once(rule):
            yield NO_CHOICE.at(rule.place, clauses_of(rule), rule=rule.id)


def _closes_at_once(rule: RemedyRule) -> bool:
    opening = rule.when.parts if isinstance(rule.when, AllOf) else (rule.when,)
    events = [part.event for part in opening if isinstance(part, Happened)]
    return rule.until is not None and (rule.until in events or rule.until == rule.choose)


def counters_can_be_reached(policy: Policy) -> Iterator[Finding]:
    """Find counters that are never reached, and those that need nothing to be."""
    for rule in policy.counters:
        if rule.counts and all(event in rule.consecutive for event in rule.counts):
            yield NEVER_REACHED.at(rule.place, clauses_of(rule), rule=rule.id)
        elif _needs_nothing(rule):
            yield AT_ONCE.at(rule.place, clauses_of(rule), rule=rule.id)


def _needs_nothing(rule: CounterRule) -> bool:
    return isinstance(rule.reach, Constant) and rule.reach.value < 1


def duties_can_be_done(policy: Policy) -> Iterator[Finding]:
    """Find duties whose end takes them away, or that ask for what no fact carries."""
    for rule in policy.duties:
        why = _undoable(rule)
        if why is not None:
            yield NOBODY_CAN.at(rule.place, clauses_of(rule), rule=rule.id, why=why)


def _undoable(rule: DutyRule) -> Saying | None:
    if rule.lapses is not None and rule.lapses in (rule.done, rule.opens):
        return noun("it lapses with the event that opens it or should fulfil it")
    held = [key for key in rule.contents if key.partition(".")[0] in _NOT_IN_A_FACT and "." in key]
    if held:
        return noun("no fact carries {key}", key=held[0])
    return None
