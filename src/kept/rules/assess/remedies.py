"""What somebody may choose: when it opened, what was chosen, and whether the choice stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

from kept.rules.assess.assessment import Reason
from kept.rules.assess.becoming import timeline
from kept.rules.assess.conditions import Answer, holds
from kept.rules.assess.moments import Moment, moment, occurrences
from kept.rules.assess.scene import Instant, RuleState, Scene
from kept.rules.assess.unchanging import unchanging
from kept.rules.facts.fact import Fact
from kept.rules.facts.values import Texts, Truth, all_of
from kept.rules.policy.model import Option, RemedyRule


class RemedyState(StrEnum):
    """Where a remedy stands."""

    CLOSED = "closed"
    POSSIBLE = "possible"  # what would open it is not known yet
    OPEN = "open"
    CHOSEN = "chosen"
    KEPT = "kept"  # chosen in good faith; by what is known now it was not open


@unchanging
class Offered:
    """An option: whether it can be chosen now, or could when it was chosen."""

    key: str
    name: Texts
    truth: Truth
    reason: Reason


@unchanging
class RemedyLine:
    """A right that is open, may be open, was chosen, or was open once.

    A closed one with `chosen_at` was chosen without being open.
    """

    rule: str
    name: Texts
    state: RemedyState
    options: tuple[Offered, ...]
    chooser: str
    chosen: str | None  # an option's key; None: nothing chosen, or nobody has said which
    chosen_at: datetime | None
    since: datetime | None  # when it opened, this time or last
    exclusive: bool
    reason: Reason

    @property
    def on_offer(self) -> tuple[Offered, ...]:
        """Return the options that can be chosen now for sure."""
        is_open = self.state is RemedyState.OPEN
        return tuple(one for one in self.options if is_open and one.truth is Truth.YES)


@unchanging
class _Spell:
    """A time during which the condition holds or may hold; `end` None: it still does."""

    start: datetime
    opened: datetime | None  # when it was sure
    end: datetime | None
    closed: Moment | None  # by `until`

    def truth(self, at: datetime) -> Truth:
        over = (self.end, self.closed.at if self.closed else None)
        if at < self.start or any(end is not None and at >= end for end in over):
            return Truth.NO
        return Truth.YES if self.opened is not None and self.opened <= at else Truth.UNKNOWN


@unchanging
class _Choice:
    fact: Fact
    state: RemedyState  # CLOSED: it does not stand


@unchanging
class _Known:
    """When a remedy was or may have been open, and what was chosen, the latest first."""

    spells: tuple[_Spell, ...] = ()
    choices: tuple[_Choice, ...] = ()


def remedy(scene: Scene, rule: RemedyRule) -> RemedyLine | None:
    """Return the remedy as it stands now; None: it never was open and was not chosen."""
    known = _known(scene, rule)
    state, choice = _standing(known, scene.at)
    opened = [s.opened for s in known.spells if s.opened is not None]
    if state is RemedyState.CLOSED and not opened and choice is None:
        return None
    asked = choice.fact.at if choice else scene.at
    options = tuple(_offered(scene, rule, option, asked) for option in rule.options)
    return RemedyLine(
        rule=rule.id,
        name=rule.name,
        state=state,
        options=options,
        chooser=rule.chooser,
        chosen=_option_of(rule, choice.fact) if choice else None,
        chosen_at=choice.fact.at if choice else None,
        since=max((at for at in opened if at <= asked), default=None),
        exclusive=rule.exclusive,
        reason=_reason(scene, rule, options, choice, asked),
    )


def remedy_at(scene: Scene, key: str, when: Instant) -> RuleState:
    """Return whether a remedy was closed, open or chosen at a moment."""
    state, choice = _standing(_known(scene, _rule(scene, key)), when.at)
    facts = (choice.fact.id,) if choice else ()
    if state is RemedyState.POSSIBLE:
        return RuleState(possible=("closed", "open"), facts=facts)
    return RuleState((_WORDS.get(state, state.value),), facts=facts)


def remedy_edges(scene: Scene, key: str) -> Iterator[datetime]:
    """Yield when a remedy opened, closed or was chosen."""
    known = _known(scene, _rule(scene, key))
    for spell in known.spells:
        closed = spell.closed.at if spell.closed else None
        yield from (at for at in (spell.start, spell.opened, spell.end, closed) if at is not None)
    yield from (choice.fact.at for choice in known.choices)


def chosen(scene: Scene, key: str) -> Moment | None:
    """Return when a remedy was first chosen, if a choice stands."""
    known = _known(scene, _rule(scene, key))
    stands = [c.fact for c in known.choices if c.state in (RemedyState.CHOSEN, RemedyState.KEPT)]
    return Moment(stands[-1].at, (stands[-1].id,)) if stands else None


_WORDS = {RemedyState.KEPT: "chosen"}


def _rule(scene: Scene, key: str) -> RemedyRule:
    rule = scene.policy.rules[key]
    assert isinstance(rule, RemedyRule)
    return rule


def _known(scene: Scene, rule: RemedyRule) -> _Known:
    return scene.worked_out(f"remedy.{rule.id}", lambda: _worked_out(scene, rule)) or _Known()


def _worked_out(scene: Scene, rule: RemedyRule) -> _Known:
    spells = tuple(_spells(scene, rule))
    facts = reversed(occurrences(scene, rule.choose))
    return _Known(spells, tuple(_Choice(f, _state_of(scene, rule, spells, f)) for f in facts))


def _spells(scene: Scene, rule: RemedyRule) -> Iterator[_Spell]:
    """Yield when the remedy was or may have been open, oldest first."""
    start: datetime | None = None
    opened: datetime | None = None
    for step in timeline(scene, rule.when):
        truth = step.answer.truth
        if truth is Truth.NO and start is not None:
            yield _spell(scene, rule, start, opened, step.at)
            start = opened = None
        elif truth is not Truth.NO:
            start = start or step.at
            opened = opened or (step.at if truth is Truth.YES else None)
    if start is not None:
        yield _spell(scene, rule, start, opened, None)


def _spell(
    scene: Scene, rule: RemedyRule, start: datetime, opened: datetime | None, end: datetime | None
) -> _Spell:
    closed = moment(scene, rule.until, since=start, upto=end or scene.at) if rule.until else None
    return _Spell(start, opened, end, closed)


def _standing(known: _Known, at: datetime) -> tuple[RemedyState, _Choice | None]:
    """Return how the remedy stands at `at`, and by which choice; it counts until it opens anew."""
    now = _truth(known.spells, at)
    opened = max((s.start for s in known.spells if s.truth(at) is not Truth.NO), default=None)
    made = [c for c in known.choices if c.fact.at <= at]
    stands = next((c for c in made if c.state is not RemedyState.CLOSED), None)
    if stands is not None and (opened is None or stands.fact.at >= opened):
        return stands.state, stands
    if now is not Truth.NO:
        return (RemedyState.OPEN if now is Truth.YES else RemedyState.POSSIBLE), None
    return RemedyState.CLOSED, next(iter(made), None)


def _state_of(
    scene: Scene, rule: RemedyRule, spells: tuple[_Spell, ...], fact: Fact
) -> RemedyState:
    open_then = _could(scene, rule, spells, fact)
    if open_then is Truth.YES:
        return RemedyState.CHOSEN
    if open_then is Truth.UNKNOWN:
        return RemedyState.POSSIBLE
    if rule.keeps and _in_good_faith(scene, rule, fact):
        return RemedyState.KEPT
    return RemedyState.CLOSED


def _in_good_faith(scene: Scene, rule: RemedyRule, fact: Fact) -> bool:
    """Whether the choice was open by what was known when it arrived."""
    known = scene.known.known_by(fact.known_at)
    then = type(scene)(scene.policy, known, fact.at, scene.ask)
    return _could(then, rule, tuple(_spells(then, rule)), fact) is Truth.YES


def _could(scene: Scene, rule: RemedyRule, spells: tuple[_Spell, ...], fact: Fact) -> Truth:
    """Return whether what was chosen was open at that moment."""
    key = _option_of(rule, fact)
    if key is None:
        return _truth(spells, fact.at)
    among = [_answer(scene, o, fact.at).truth for o in rule.options if o.key == key]
    return all_of((_truth(spells, fact.at), *(among or [Truth.NO])))


def _option_of(rule: RemedyRule, fact: Fact) -> str | None:
    """Return the option that a choice names; the only one need not be named."""
    said = fact.values.get("option")
    if said is None and len(rule.options) == 1:
        return rule.options[0].key
    return said if isinstance(said, str) else None


def _truth(spells: tuple[_Spell, ...], at: datetime) -> Truth:
    found = [t for s in spells if (t := s.truth(at)) is not Truth.NO]
    return found[0] if found else Truth.NO


def _answer(scene: Scene, option: Option, at: datetime) -> Answer:
    return holds(scene, option.when, Instant(at, scene.fault_began()))


def _offered(scene: Scene, rule: RemedyRule, option: Option, at: datetime) -> Offered:
    answer = _answer(scene, option, at)
    facts = tuple(f for b in answer.because for f in b.facts)
    return Offered(
        option.key,
        option.name,
        answer.truth,
        Reason(option.source or rule.source, answer.because, facts),
    )


def _reason(
    scene: Scene,
    rule: RemedyRule,
    options: tuple[Offered, ...],
    choice: _Choice | None,
    at: datetime,
) -> Reason:
    answer = holds(scene, rule.when, Instant(at, scene.fault_began()))
    left = (c for o in options if o.truth is not Truth.NO for c in o.reason.clauses)
    clauses = tuple(dict.fromkeys((*rule.source, *left, *rule.see)))
    facts = (*((choice.fact.id,) if choice else ()), *(f for b in answer.because for f in b.facts))
    readings = tuple(dict.fromkeys(rule.assumed.values()))
    return Reason(clauses, answer.because, tuple(dict.fromkeys(facts)), readings)
