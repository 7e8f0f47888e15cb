"""One case under one policy at one moment: what everything else is worked out from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Set
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from kept.rules.assess.findings import FOUND, Standing, said_by, standing_of
from kept.rules.assess.seeing import NOT_SEEN, UNKNOWN_ANSWER, Seen, seen_in
from kept.rules.assess.unchanging import unchanging
from kept.rules.facts.fact import Fact, Facts, in_order
from kept.rules.facts.values import Value
from kept.rules.hours import Calendar, CalendarSpec, Duration, compiled, is_zone
from kept.rules.policy.model import CalendarRule, Condition, Length, Policy

if TYPE_CHECKING:
    from kept.rules.assess.assessment import TermLine
    from kept.rules.assess.grades import Graded
    from kept.rules.assess.moments import Moment

T = TypeVar("T")


@unchanging
class Instant:
    """The moment asked about; calendars are read at `anchor`, the start of the clock.

    `moving`: terms and calendars are read at the moment itself, and say when they change.
    """

    at: datetime
    anchor: datetime
    moving: bool = False


@unchanging
class RuleState:
    """How another rule stands, for conditions and tables.

    `values`: its words (several runs may stand differently) or its number in `unit`; empty:
    unknown, and then `possible` is what it may be. `changes_at`: when time alone may change it;
    `grows_to`: when time alone will have brought its number to another.
    """

    values: tuple[str, ...] = ()
    possible: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    changes_at: datetime | None = None
    unit: str = ""
    grows_to: Callable[[Decimal], datetime | None] | None = None


@unchanging
class UsedSpan:
    """While a part of a clock's time was used up and the clock open; `end` None: it still is.

    `certain` False: the promise is only possible.
    """

    start: datetime
    end: datetime | None
    certain: bool


class Asked(Protocol):
    """What conditions and events may ask about other rules; answered by the engine."""

    def term(self, scene: Scene, rule: str) -> TermLine | None:
        """Return the line of a term; None when it does not apply or asks for itself."""

    def grade(self, scene: Scene, scale: str, at: datetime) -> Graded:
        """Return the value of a level or zone at a moment."""

    def clock_states(self, scene: Scene, rule: str, at: datetime) -> tuple[str, ...]:
        """Return the states of another clock's runs at a moment; empty: it does not apply."""

    def used(self, scene: Scene, clock: str, fraction: float) -> tuple[UsedSpan, ...]:
        """Return when a part of a clock's time was used up while it was open."""

    def edges(self, scene: Scene, key: str) -> set[datetime]:
        """Return when a line ("clock.answer", "term.free", "level.fault") changed or will."""

    def chosen(self, scene: Scene, remedy: str) -> Moment | None:
        """Return the moment at which a remedy was chosen, if the choice stands."""

    def beginnings(self, scene: Scene, condition: Condition) -> tuple[Moment, ...]:
        """Return the moments at which a condition began to hold."""

    def state(self, scene: Scene, key: str, when: Instant) -> RuleState:
        """Return how the rule that a key such as "counter.failed_repairs" names stands."""

    def lasting(self, scene: Scene, length: Length, when: Instant) -> Duration | None:
        """Return how long something lasts; None: not known, or the paper gives no number."""

    def reached(self, scene: Scene, measure: str, bound: Decimal | Duration) -> Moment | None:
        """Return when a measure first was at least so much, or is deemed to be."""


@unchanging
class Found:
    """What was worked out for a key, with the later moments at which time alone changes it.

    `final`: it rests on nothing that asked for itself, so that every round finds the same.
    """

    value: Any
    wakes: Set[datetime]
    final: bool


class Scene:
    """The facts that count at `at`, indexed, with what has been worked out from them so far.

    Holds no state of its own beyond caches: the same policy, facts and moment give the same scene.
    """

    def __init__(
        self,
        policy: Policy,
        facts: Facts,
        at: datetime,
        ask: Asked,
        *,
        before: Scene | None = None,
    ) -> None:
        self.policy = policy
        self.at = at
        self.ask = ask
        self.before = before  # the round before, for rules that look at one another in a circle
        self.working: set[object] = set()  # keys of what is being worked out
        # Both only rise, so that a difference tells what happened in between. A circle is asked for
        # again in this scene; a guess is also what rests on one, and so is not final.
        self.circles = 0  # how often something was asked for while it was being worked out
        self.guesses = 0  # how often something was read that the next round may find otherwise
        self.own: Fact | None = None  # the fact whose values come first
        self.began: datetime | None = None  # when the fault began, where the facts do not say
        self.about = facts.about
        self.known = facts
        self.facts = tuple([f for f in facts.standing if f.at <= at])
        self.by_kind: dict[str, list[Fact]] = defaultdict(list)
        for fact in self.facts:
            self.by_kind[fact.kind].append(fact)
        self.said = said_by(policy, self.facts)
        self.history = self.said.history
        self.cautious = False  # what is found provisionally counts as unknown
        # later moments at which a condition changes by time alone
        self.wakes: set[datetime] = set()
        self.found: dict[Hashable, Found] = {}  # what rules were worked out to be, by their key
        self.fitting: dict[int, tuple[object, list[Fact]]] = {}  # the facts that are an event
        self._calendars: dict[str, Calendar] = {}
        self._beside: dict[tuple[str, str], Scene] = {}

    def next_round(self) -> Scene:
        """Return the same case for another round, which works out only what may change.

        What rests on nothing that asked for itself is carried over, and the facts as they stood.
        """
        scene = type(self)(self.policy, self.known, self.at, self.ask, before=self)
        scene.found = {key: found for key, found in self.found.items() if found.final}
        scene.fitting = self.fitting
        return scene

    def worked_out(self, key: Hashable, work: Callable[[], T]) -> T | None:
        """Return what `work` finds for `key`, worked out once.

        While it asks for itself, it is what the round before found, if there was one.
        """
        if key in self.working:
            self.circles += 1
            self.guesses += 1
            return self.before.known_as(key) if self.before else None
        found = self.found.get(key)
        return self._work(key, work) if found is None else self._again(found)

    def remembered(self, key: Hashable, work: Callable[[], T]) -> T:
        """Return what `work` finds for `key`, which nothing asks for while it is worked out.

        Not remembered is what met a rule still being worked out: later that rule is known.
        """
        found = self.found.get(key)
        if found is not None:
            again: T = self._again(found)
            return again
        circles = self.circles
        value = self._work(key, work)
        if self.circles != circles:
            self.found.pop(key, None)
        return value

    def _again(self, found: Found) -> Any:
        if found.wakes:
            self.wakes |= found.wakes
        if not found.final:
            self.guesses += 1
        return found.value

    @property
    def circular(self) -> bool:
        """Return whether something was asked for while it was being worked out."""
        return self.circles > 0

    def _work(self, key: Hashable, work: Callable[[], T]) -> T:
        guesses, wakes = self.guesses, self.wakes
        self.wakes = set()  # those of this work alone, to be added again by whoever asks next
        self.working.add(key)
        value = work()
        self.working.discard(key)
        woken = self.wakes
        self.found[key] = Found(value, woken, self.guesses == guesses)
        self.wakes = wakes | woken if woken else wakes
        return value

    def known_as(self, key: Hashable) -> Any:
        """Return what has been worked out for `key` in this round; None: nothing, or not yet."""
        found = self.found.get(key)
        return found.value if found else None

    def without_term(self, name: str) -> bool:
        """Return whether it is known, if only from the round before, that a term is not given."""
        key = f"term.{name}"
        found = self.found.get(key)
        if found is None and self.before is not None:
            found = self.before.found.get(key)
        return found is not None and found.value is None

    def seen(self, key: str, when: datetime) -> Seen:
        """Return the value of an attribute as it stood at `when`: the latest fact that says it."""
        if self.own is not None and key in self.own.values:
            return self._said(self.own, key)
        for fact in reversed(self.history.get(key, ())):
            if fact.at <= when:
                return self._said(fact, key)
        value = self.about.get(key)
        return NOT_SEEN if value is None or value == UNKNOWN_ANSWER else Seen(value)

    def _said(self, fact: Fact, key: str) -> Seen:
        return seen_in(fact, key, disputed=self.said.disputes(fact), cautious=self.cautious)

    @cached_property
    def cautiously(self) -> Scene:
        """Return this case as long as nothing found provisionally counts; itself, without such."""
        keys = {
            key
            for fact in self.by_kind.get(FOUND, ())
            for key in fact.values
            if standing_of(fact) is Standing.PROVISIONAL
        }
        if not any(self.seen(key, self.at).provisional for key in keys):
            return self
        scene = type(self)(self.policy, self.known, self.at, self.ask, before=self)
        scene.cautious = True
        return scene

    @cached_property
    def now(self) -> Instant:
        """Return the moment asked about; calendars are read at the start of the fault."""
        return Instant(self.at, self.fault_began())

    @cached_property
    def ever(self) -> dict[str, list[Fact]]:
        """Return the facts of this case and of the earlier ones by kind, in their order."""
        if not self.known.history:
            return self.by_kind
        found: dict[str, list[Fact]] = defaultdict(list)
        past = (f for f in self.known.past if f.at <= self.at)
        for fact in sorted((*self.facts, *past), key=in_order):
            found[fact.kind].append(fact)
        return found

    @cached_property
    def whole(self) -> Scene:
        """Return this case and the earlier ones as one, for terms: what ended one ended it."""
        if not self.known.history:
            return self
        facts = (*self.known.standing, *self.known.past)
        # Numbers of facts count within a case: what an earlier one corrects is no fact of this one.
        together = Facts(tuple(replace(fact, corrects=None) for fact in facts), self.about)
        scene = type(self)(self.policy, together, self.at, self.ask)
        scene.began = self.fault_began()
        return scene

    def beside(self, fact: Fact) -> Scene:
        """Return the case of `fact` as it stood when that happened; its own values come first.

        A fact of an earlier case that names no case stands alone.
        """
        if self.own is fact:
            return self
        key = (fact.case, fact.id)
        if key not in self._beside:
            same, others = self._split(fact)
            scene = type(self)(self.policy, Facts(same, self.about, others), fact.at, self.ask)
            scene.own = fact
            scene._beside = self._beside  # shared: each is worked out once
            self._beside[key] = scene
        return self._beside[key]

    def _split(self, fact: Fact) -> tuple[tuple[Fact, ...], tuple[Fact, ...]]:
        """Return the facts of one case, and those of all others."""
        if any(f is fact for f in self.facts):
            return self.facts, self.known.past
        everything = (*self.facts, *self.known.past)
        same = tuple(f for f in everything if f is fact or (f.case and f.case == fact.case))
        chosen = {id(f) for f in same}
        return same, tuple(f for f in everything if id(f) not in chosen)

    def wider(self, key: str, value: Value) -> set[Value]:
        """Return the value and the wider ones it is a kind of ("material" is "quality")."""
        found: set[Value] = {value}
        parents = self.policy.wider_choices.get(key, {})
        step = parents.get(value) if isinstance(value, str) else None
        while step is not None and step not in found:
            found.add(step)
            step = parents.get(step)
        return found

    def fault_began(self) -> datetime:
        """Return the moment that decides which term counts: fault's start, else the request."""
        if self.began is not None:
            return self.began
        for kind in ("fault.started", "request.received"):
            if kind in self.by_kind:
                return self.by_kind[kind][0].at
        return self.at

    def changes(
        self, keys: Iterable[str], kinds: Iterable[str], after: datetime | None
    ) -> set[datetime]:
        """Return the moments later than `after` (None: all) at which one of these got a fact.

        A moment that an attribute holds is one as well.
        """
        found = {f.at for key in keys for f in self.history.get(key, ())}
        for kind in kinds:
            found |= {f.at for f in self.by_kind.get(kind, ())}
            said = self.about.get(kind)
            if isinstance(said, datetime):
                found.add(said)
        return found if after is None else {at for at in found if at > after}

    def first_after(self, kinds: Iterable[str | None], after: datetime) -> Fact | None:
        """Return the first fact of one of these kinds later than `after`."""
        later = [f for kind in kinds if kind for f in self.by_kind.get(kind, ()) if f.at > after]
        return min(later, key=lambda f: f.at, default=None)

    def zone(self, calendar: CalendarRule) -> str:
        """Return the IANA zone a calendar runs in: its own, or that of the site or office."""
        return zone_in(self.policy, calendar, self.about)

    def calendar(self, key: str) -> Calendar:
        """Return the compiled calendar named `key` in the zone that counts for this case."""
        if key not in self._calendars:
            rule = self.policy.calendars[key]
            self._calendars[key] = compiled(in_zone(rule.spec, self.zone(rule)))
        return self._calendars[key]

    @property
    def every_hour(self) -> Calendar:
        """Return the calendar on which every hour counts, in the policy's zone."""
        return _every_hour(self.policy.zone)


@lru_cache(maxsize=64)
def _every_hour(zone: str) -> Calendar:
    return compiled(CalendarSpec.always(zone))


def zone_in(policy: Policy, calendar: CalendarRule, about: Mapping[str, Value]) -> str:
    """Return the zone a calendar runs in for a case; the policy's where none is known."""
    if calendar.zone not in ("site", "office"):
        return calendar.zone or policy.zone
    known = about.get(f"{calendar.zone}.zone")
    return known if isinstance(known, str) and is_zone(known) else policy.zone


def in_zone(spec: CalendarSpec, zone: str) -> CalendarSpec:
    """Return the same calendar in another time zone."""
    if spec.zone == zone:
        return spec
    return replace(spec, zone=zone)
