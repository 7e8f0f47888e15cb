"""Says each line of an assessment in one sentence of the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from kept.rules.assess.assessment import (
    SHARED,
    Absent,
    Because,
    ClockLine,
    ClockState,
    CostLine,
    CoverLine,
    GradeLine,
    Outcome,
    TermLine,
)
from kept.rules.assess.say import phrases
from kept.rules.assess.say.charges import payer_words, price_words
from kept.rules.assess.say.conditions import condition_words, joined, key_name
from kept.rules.assess.say.events import event_words
from kept.rules.assess.say.lengths import length_words
from kept.rules.assess.say.spans import span_words
from kept.rules.assess.say.terms import term_words
from kept.rules.facts.names import CUSTOMERS
from kept.rules.facts.texts import in_language
from kept.rules.facts.values import Lang, Texts, Truth
from kept.rules.facts.vocabulary import WORK_BANDS
from kept.rules.hours import parse_limit
from kept.rules.policy.model import CellState, ClockRule, EventExpr, Length, Policy, Strength

# Their missed clocks are time-bars: nobody broke a promise.
BARRED = {ClockState.BROKEN: "barred", ClockState.LATE: "barred_late"}


@dataclass(frozen=True, slots=True)
class Speaker:
    """Speaks about one policy in one language; times are shown in `zone`."""

    policy: Policy
    language: Lang
    zone: ZoneInfo

    def text(self, texts: Texts) -> str:
        """Return a text of the policy or of Kept in the reader's language."""
        return in_language(texts, self.language)

    def fill(self, phrase: Texts, **holes: str) -> str:
        """Return a whole sentence with its holes filled."""
        return self.text(phrase).format(**holes)

    def at(self, moment: datetime | None) -> str:
        """Return date and time of day, as people of that language write them."""
        if moment is None:
            return ""
        local = moment.astimezone(self.zone)
        return f"{self.date(moment)} {local:%H:%M}"

    def date(self, moment: datetime | None) -> str:
        """Return the date of a moment."""
        if moment is None:
            return ""
        local = moment.astimezone(self.zone)
        month = phrases.MONTHS[local.month - 1]
        return self.fill(
            phrases.DATE, d=str(local.day), m=str(local.month), y=str(local.year), month=month
        )

    def until(self, moment: datetime | None) -> str:
        """Return the last day before a moment at which a day begins; else date and time of day."""
        if moment is None:
            return ""
        local = moment.astimezone(self.zone)
        is_midnight = local.time() == time()
        return self.date(local - timedelta(days=1)) if is_midnight else self.at(moment)

    def since(self, moment: datetime | None) -> str:
        """Return the day that begins at a moment; else date and time of day."""
        is_day = moment is not None and moment.astimezone(self.zone).time() == time()
        return self.date(moment) if is_day else self.at(moment)

    def event(self, kinds: set[str] | frozenset[str]) -> str:
        """Return the names of kinds of facts or dated attributes."""
        names = []
        for kind in sorted(kinds):
            known = self.policy.events.get(kind) or self.policy.attributes.get(kind)
            names.append(self.text(known.name) if known else kind)
        return self.text(phrases.OR).join(names)

    def moment_of(self, expr: EventExpr) -> str:
        """Return what an event expression waits for, by its names."""
        return event_words(self, expr)

    def rule(self, key: str) -> str:
        """Return the name of a rule."""
        named = self.policy.rules.get(key)
        return self.text(named.name) if named else key

    def limit(self, line: ClockLine) -> str:
        """Return how long was promised, or why there is no number."""
        promise = line.promises[-1]
        if promise.cell in (CellState.IMMEDIATELY, CellState.ON_TIME) or not promise.limit:
            return self.text(phrases.CELL.get(promise.cell.value, phrases.CELL["unset"]))
        return parse_limit(promise.limit).wording(self.language)

    def calendar(self, line: ClockLine) -> str:
        """Return the calendar's name, with the reading that assumed it."""
        rule = self.policy.calendars[line.calendar]
        name = self.text(rule.name)
        if reading := line.assumed.get("calendar"):
            return self.fill(phrases.CALENDAR_ASSUMED, calendar=name, reading=reading)
        if rule.assumed:
            return self.fill(phrases.CALENDAR_READ, calendar=name, reading=rule.assumed)
        return name

    def start(self, line: ClockLine) -> str:
        """Return the event a clock began with; before it has begun, those that begin it."""
        rule = self.policy.rules[line.rule]
        if line.start_kind:
            return self.event({line.start_kind})
        return self.moment_of(rule.start) if isinstance(rule, ClockRule) else ""

    def clock(self, line: ClockLine) -> str:
        """Return what is promised and where it stands."""
        open_stop = next((s for s in line.stops if s.end is None), None)
        sentence = self.fill(
            phrases.CLOCK[_phrase(line)],
            name=self.text(line.name),
            actor=self.party(line.actor),
            due=self.at(line.due_at),
            limit=self._promised(line),
            start=self.start(line),
            started=self.at(line.started_at),
            calendar=self.calendar(line),
            paused=self.at(open_stop.start if open_stop else None),
            done=self.at(line.done_at),
            broken=self.at(line.broken_at),
            ended=self.at(line.ended_at),
            because=self._why_ended(line) if line.state is ClockState.ENDED else "",
            cell=self.limit(line),
        )
        return (
            sentence
            if line.certain or line.state is ClockState.ENDED
            else self._perhaps(line, sentence)
        )

    def _promised(self, line: ClockLine) -> str:
        promise, said = line.promises[-1], self.limit(line)
        if promise.cell is not CellState.IMMEDIATELY or not promise.limit:
            return said
        tolerance = parse_limit(promise.limit).wording(self.language)
        return self.fill(phrases.AT_ONCE, tolerance=tolerance)

    def _perhaps(self, line: ClockLine, sentence: str) -> str:
        """Return a possible promise with what must turn out, or with what nobody knows yet."""
        if any(b.truth is Truth.UNKNOWN for b in line.reason.because):
            phrase, reasons = "if", self.reasons(line.reason.because)
        else:
            unread = [key_name(self, key) for key, seen in line.promises[-1].keys if seen is None]
            said = [self.fill(phrases.TEST["unknown"], key=key) for key in unread]
            phrase, reasons = "while" if said else "open", self.text(phrases.AND).join(said)
        return self.fill(phrases.POSSIBLE[phrase], reasons=reasons, sentence=sentence)

    def _why_ended(self, line: ClockLine) -> str:
        """Return what ended a promise: a condition that holds no more, or the event that waives."""
        failing = tuple(b for b in line.reason.because if b.truth is Truth.NO)
        rule = self.policy.rules[line.rule]
        waived = isinstance(rule, ClockRule) and (rule.waived_by or rule.repeat_until)
        if failing or not waived:
            reasons = self.reasons(failing)
        else:
            event, at = self.moment_of(waived), self.at(line.ended_at)
            reasons = self.fill(phrases.TEST["happened"], event=event, at=at)
        return self.fill(phrases.BECAUSE, reasons=reasons) if reasons else ""

    def because(self, because: Because) -> str:
        """Return one condition with the value it saw."""
        return condition_words(self, because)

    def reasons(self, because: tuple[Because, ...]) -> str:
        """Return the conditions of a reason, joined; of an open one, what is still unknown.

        What an earlier case gave is always told: it is not to be seen in this one.
        """
        if any(b.truth is Truth.UNKNOWN for b in because):
            because = tuple(b for b in because if b.truth is Truth.UNKNOWN or b.case)
        return joined(self, phrases.AND, because)

    def absent(self, line: Absent) -> str:
        """Return why a rule gives nothing here."""
        failing = tuple(b for b in line.reason.because if b.truth is Truth.NO)
        because = self.reasons(failing) or self.text(phrases.NO_CONDITION)
        return self.fill(phrases.ABSENT, name=self.text(line.name), because=because)

    def term(self, line: TermLine) -> str:
        """Return from when to when a term runs, and what made it longer or shorter."""
        return term_words(self, line)

    def length(self, length: Length) -> str:
        """Return how long something lasts; of several lengths, each of them."""
        return length_words(self, length)

    def span(self, seconds: int) -> str:
        """Return a length of time in days, hours and minutes, without those that are none."""
        return span_words(seconds, self.language)

    def grade(self, line: GradeLine) -> str:
        """Return the value of a level or zone, or what it may be."""
        name = self.text(line.name)
        if line.value is not None:
            value = self.text(line.value_name) or line.value
            return self.fill(phrases.GRADE, name=name, value=value)
        if not line.possible:
            return self.fill(phrases.GRADE_NONE, name=name)
        scale = self.policy.scales[line.scale]
        names = [self.text(g.name) for g in scale.grades if g.key in line.possible]
        return self.fill(phrases.GRADE_OPEN, name=name, values=self.text(phrases.OR).join(names))

    def cover(self, line: CoverLine) -> str:
        """Return what is covered or not."""
        phrase = phrases.COVER[(line.inside, line.truth is Truth.YES)]
        return self.fill(phrase, name=self.text(line.name))

    def cost(self, line: CostLine) -> tuple[str, ...]:
        """Return one sentence for each payer still possible, or that the paper is silent."""
        component = self.component(line.component)
        if not line.payers:
            return (self.fill(phrases.SILENT, component=_capital(component)),)
        return tuple(self.payer(line.component, outcome) for outcome in line.payers)

    def component(self, key: str) -> str:
        """Return the name of a cost component."""
        named = self.policy.components.get(key)
        return self.text(named.name) if named else key

    def band(self, key: str) -> str:
        """Return the name of a band of hours: the policy's own, else the standard one."""
        said = self.policy.work_time
        own = {band.key: band.name for band in said.bands} if said else {}
        name = own.get(key) or WORK_BANDS.get(key)
        return self.text(name) if name else key

    def party(self, key: str) -> str:
        """Return the name of a party or role."""
        named = self.policy.parties.get(key) or self.policy.roles.get(key)
        return self.text(named.name) if named else key

    def price_basis(self, key: str) -> str:
        """Return the name of a price basis."""
        named = self.policy.prices.get(key)
        return self.text(named.name) if named else key

    def payer(self, component: str, outcome: Outcome) -> str:
        """Return who pays a component and why (or under which condition)."""
        return self.fill(
            phrases.PAYS[_how_sure(outcome)],
            component=_capital(self.component(component)),
            payer=payer_words(self, outcome),
            pay="pay" if outcome.value in ("provider", SHARED) else "pays",
            because=self._why(outcome),
        )

    def price(self, component: str, outcome: Outcome) -> str:
        """Return the price basis of a component and why."""
        return self.fill(
            phrases.PRICED[_how_sure(outcome)],
            component=_capital(self.component(component)),
            price=price_words(self, outcome),
            because=self._why(outcome),
        )

    def _why(self, outcome: Outcome) -> str:
        reasons = self.reasons(outcome.reason.because)
        if not reasons:
            return ""
        phrase = phrases.BECAUSE if outcome.truth is Truth.YES else phrases.IF
        return self.fill(phrase, reasons=reasons)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _how_sure(outcome: Outcome) -> str:
    if outcome.truth is Truth.YES:
        return "sure"
    return "found" if outcome.provisional else "possible"


def _phrase(line: ClockLine) -> str:
    if line.state is ClockState.UNSET and line.done_at is not None:
        return "unset_done" if line.due_at is None else "perhaps_late"
    if line.actor in CUSTOMERS and line.broken_at is not None and line.state in BARRED:
        return BARRED[line.state]
    if line.state is ClockState.NOT_STARTED and line.due_at is not None:
        return "agreed"
    missed = line.state in (ClockState.BROKEN, ClockState.LATE)
    if missed and line.strength is not Strength.GUARANTEE:
        return f"{line.state.value}_target"
    return line.state.value
