"""What was done about a duty: which facts do it, what they leave out, and who signed."""

from __future__ import annotations

from datetime import datetime

from kept.rules.assess.moments import Moment, moment, occurrences
from kept.rules.assess.scene import Scene
from kept.rules.assess.seeing import UNKNOWN_ANSWER
from kept.rules.assess.unchanging import unchanging
from kept.rules.facts.fact import Fact
from kept.rules.facts.values import Value
from kept.rules.policy.model import DutyRule, EventExpr, alternatives

SIGNED = "signed"


@unchanging
class Signature:
    """How a party signed: signed, refused or absent. None: not yet."""

    party: str
    outcome: str | None
    at: datetime | None = None
    fact: str | None = None


@unchanging
class Deed:
    """What was done about one duty; `done_at` once nothing is missing any more."""

    done_at: datetime | None = None
    facts: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()


NOTHING_DONE = Deed()


class Deeds:
    """Finds what was done about each opening of one rule; a fact does one duty only."""

    def __init__(self, scene: Scene, rule: DutyRule) -> None:
        self.scene = scene
        self.rule = rule
        self.used: set[str] = set()
        self._found: dict[int, list[Fact]] = {}  # by the identity of an expression of the rule
        self.opened_by = {fact.id: fact for fact in self.openings()} if rule.each else {}

    def openings(self) -> list[Fact]:
        """Return the facts that open a duty each, oldest first."""
        return self._facts(self.rule.opens)

    def values(self, opening: Moment) -> tuple[tuple[str, Value | None], ...]:
        """Return what tells the duty of this opening apart from its like."""
        fact = self._opener(opening)
        return tuple((key, self._value(fact, key)) for key in self.rule.same) if fact else ()

    def take(self, opening: Moment) -> Deed:
        """Return what was done about the duty of this opening."""
        tried = [f for f in self._of(opening, self.rule.done) if f.id not in self.used]
        whole = next((f for f in tried if not self._lacks(f)), None)
        if whole is not None:
            self.used.add(whole.id)
        done = Moment(whole.at, (whole.id,)) if whole else self._otherwise(opening)
        signatures = tuple(self._signature(opening, party) for party in self.rule.signed_by)
        lacks = self._lacks(tried[-1]) if tried and done is None else ()
        facts = [*(done.facts if done else ()), *(s.fact for s in signatures if s.fact)]
        signed = [s.at for s in signatures if s.at is not None]
        complete = done is not None and len(signed) == len(signatures)
        done_at = max([done.at, *signed]) if done and complete else None
        return Deed(done_at, tuple(facts), lacks, signatures)

    def lapsed(self, opening: Moment, done_at: datetime | None) -> Moment | None:
        """Return when the duty of this opening lapsed, unless it was done before."""
        lapses = self.rule.lapses
        if lapses is None:
            return None
        facts = self._of(opening, lapses)
        found = Moment(facts[0].at, (facts[0].id,)) if facts else None
        if not alternatives(lapses):
            found = moment(self.scene, lapses, since=opening.at, upto=self.scene.at)
        return found if found and (done_at is None or found.at < done_at) else None

    def _otherwise(self, opening: Moment) -> Moment | None:
        """What is more than a plain event, or an attribute that holds a moment."""
        if self.rule.each or self.rule.contents:
            return None
        facts = {fact.id for fact in self._facts(self.rule.done)}
        found = moment(self.scene, self.rule.done, since=opening.at, upto=self.scene.at)
        if found is None or found.at > self.scene.at:
            return None
        undone = bool(alternatives(self.rule.done)) and bool(set(found.facts) - facts)
        return None if undone else found

    def _of(self, opening: Moment, expr: EventExpr) -> list[Fact]:
        """The facts since an opening that belong to it."""
        fact = self._opener(opening)
        return [
            f
            for f in self._facts(expr)
            if f.at >= opening.at and (fact is None or self._alike(fact, f))
        ]

    def _facts(self, expr: EventExpr | None) -> list[Fact]:
        """The facts of plain events, oldest first, without those that were undone."""
        if id(expr) not in self._found:
            self._found[id(expr)] = self._search(expr)
        return self._found[id(expr)]

    def _search(self, expr: EventExpr | None) -> list[Fact]:
        events = alternatives(expr) if expr is not None else ()
        found = {f.id: f for event in events for f in occurrences(self.scene, event)}
        undoing = self.scene.policy.undoing
        lasting = (
            f for f in found.values() if not self.scene.first_after([undoing.get(f.kind)], f.at)
        )
        return sorted(lasting, key=lambda f: f.at)

    def _opener(self, opening: Moment) -> Fact | None:
        return self.opened_by.get(opening.facts[0]) if opening.facts else None

    def _alike(self, opening: Fact, fact: Fact) -> bool:
        return all(self._value(opening, k) == self._value(fact, k) for k in self.rule.same)

    def _value(self, fact: Fact, key: str) -> Value | None:
        return fact.values.get(key, self.scene.seen(key, fact.at).value)

    def _lacks(self, fact: Fact) -> tuple[str, ...]:
        said = {k for k, v in fact.values.items() if v not in ("", UNKNOWN_ANSWER, ())}
        return tuple(key for key in self.rule.contents if key not in said)

    def _signature(self, opening: Moment, party: str) -> Signature:
        """The last word of a party counts; with one to sign, no party need be named."""
        alone = len(self.rule.signed_by) == 1
        until = self._next(opening)
        found = [
            f
            for f in self._of(opening, self.rule.signature)
            if f.values.get("party", party if alone else None) == party
            and (until is None or f.at < until)
        ]
        if not found:
            return Signature(party, None)
        last = found[-1]
        return Signature(party, str(last.values.get("signature", SIGNED)), last.at, last.id)

    def _next(self, opening: Moment) -> datetime | None:
        """The next opening, where nothing but their order tells the duties apart."""
        if not self.rule.each or self.rule.same:
            return None
        later = (f.at for f in self.opened_by.values() if f.at > opening.at)
        return min(later, default=None)
