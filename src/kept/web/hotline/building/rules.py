"""The lines of every form beside clocks and costs: gates, duties, remedies and the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from kept.records.cases.queries import CaseCard
from kept.records.cases.rows_as_facts import fact_id
from kept.rules.assess import Assessment, DutyLine, GateLine, LadderLine
from kept.rules.assess.assessment import CLOSED, ClockLine, ClockState, Reason
from kept.rules.assess.ladders import ENDED
from kept.rules.assess.say.ladders import skipped_words
from kept.rules.assess.say.sentences import LINES
from kept.rules.facts.values import Truth
from kept.web.common.reading.clauses import reading_name
from kept.web.common.reading.reader import PageSpeaker
from kept.web.common.reading.wording import listed, pair
from kept.web.hotline import pages
from kept.web.hotline.building.awaited import DESCRIBED, awaited
from kept.web.hotline.building.clauses import Clauses
from kept.web.hotline.building.clocks import Telling
from kept.web.hotline.building.next_facts import label, owed_kinds
from kept.web.hotline.building.rule_parts import parts_of
from kept.web.hotline.building.steps import steps_of

SHOWN = 3
MOST_ACTS = 3
MUCH = 4  # more lines of a form that asks nothing now are folded
# The fields of an assessment whose lines are shown alike, in the order of the side column.
FIELDS: Final = (
    "gates",
    "duties",
    "remedies",
    "ladders",
    "counters",
    "measures",
    "amounts",
    "schedules",
    "assignments",
    "escalations",
    "provisions",
    "precedence",
)
STATES: Final[Mapping[str, Mapping[str, pages.State]]] = {
    "gates": {"closed": "paused", "open": "met", "possible": "possible"},
    "duties": {
        "not_open": "not_started",
        "possible": "possible",
        "owed": "running",
        "done": "met",
        "lapsed": "stopped",
    },
    "remedies": {
        "closed": "stopped",
        "possible": "possible",
        "open": "running",
        "chosen": "met",
        "kept": "met",
    },
    "ladders": {"solved": "met", "exhausted": "stopped"},
    "counters": {"reached": "running", "below": "not_started", "possible": "possible"},
    "amounts": {
        "possible": "possible",
        "due": "running",
        "claimable": "running",
        "claimed": "paused",
        "barred": "stopped",
        "decided": "met",
        "none": "stopped",
    },
    "schedules": {
        "on_track": "met",
        "due": "running",
        "missed": "breached",
        "unset": "unset",
        "unknown": "possible",
    },
}


def titles() -> dict[str, str]:
    """Return what each form is called above its lines."""
    return {
        "gates": _("What has to wait"),
        "duties": _("Duties and documents"),
        "remedies": _("Rights and remedies"),
        "ladders": _("Step by step"),
        "counters": _("Counted"),
        "measures": _("Measured"),
        "amounts": _("Amounts"),
        "schedules": _("Planned visits and checks"),
        "assignments": _("Who does it"),
        "escalations": _("Called in"),
        "provisions": _("Allowed, refused, agreed"),
        "precedence": _("What comes first"),
    }


def build_asks(telling: Telling) -> pages.Asks:
    """Return what the policy asks now, what matters most first; of a closed case what is owed."""
    rules = [
        build_line(line, field, telling)
        for field in FIELDS
        for line in getattr(telling.card.assessment, field)
        if _asks(line, field, telling.card)
    ]
    rules.sort(key=lambda rule: rule.rank)
    return pages.Asks(first=rules[:SHOWN], rest=rules[SHOWN:])


def build_rule_groups(telling: Telling) -> list[pages.RuleGroup]:
    """Return the lines of each form, all of them."""
    names = titles()
    found = []
    for field in FIELDS:
        lines = getattr(telling.card.assessment, field)
        rules = [build_line(line, field, telling) for line in lines]
        asks = any(_asks(line, field, telling.card) for line in lines)
        folded = len(rules) > MUCH and not asks
        if rules:
            found.append(
                pages.RuleGroup(key=field, title=names[field], rules=rules, is_folded=folded)
            )
    return found


def build_line(line: Any, field: str, telling: Telling) -> pages.Rule:
    """Return one line with what it waits for, and why it is there."""
    card, speaker = telling.card, telling.speaker
    clock = _clock_of(line, card.assessment)
    return pages.Rule(
        key=f"{field}-{getattr(line, 'key', line.rule)}",
        state=_state(line, field, clock),
        name=_name(line, speaker),
        words=_words(line, field, speaker),
        when=_when(line, clock, speaker),
        clause=telling.clauses.ref(line.reason.clauses),
        parts=parts_of(line, speaker),
        acts=_acts(line, telling) if telling.may_record and card.state == "open" else (),
        passed=list(_passed(line, telling)),
        rank=_rank(line, field, clock, card),
        **_why(line.reason, telling),
    )


def build_rule(
    line: GateLine | DutyLine | LadderLine, speaker: PageSpeaker, clauses: Clauses
) -> pages.Rule:
    """Return what holds a step back, without a case around it."""
    field = "gates" if isinstance(line, GateLine) else "duties"
    if isinstance(line, LadderLine):
        state: pages.State = "unset"
        said = skipped_words(speaker, line)
    else:
        state, said = _state(line, field, None), LINES[field](speaker, line)
    return pages.Rule(
        key=f"{field}-{line.rule}",
        state=state,
        name=_name(line, speaker),
        words=_without_name(said, line, speaker),
        clause=clauses.ref(line.reason.clauses),
    )


def _name(line: Any, speaker: PageSpeaker) -> str:
    return speaker.rule(line.rule)


def _words(line: Any, field: str, speaker: PageSpeaker) -> str:
    """Return the sentence without the name before it, which stands above already."""
    return _without_name(LINES[field](speaker, line), line, speaker)


def _without_name(said: str, line: Any, speaker: PageSpeaker) -> str:
    for joint in (": ", "："):
        before = f"{_name(line, speaker)}{joint}"
        if said.startswith(before):
            rest = said.removeprefix(before)
            return rest[:1].upper() + rest[1:]
    return said


def _state(line: Any, field: str, clock: ClockLine | None) -> pages.State:
    if getattr(line, "possible", False) is True or getattr(line, "certain", True) is False:
        return "possible"
    if clock is not None and clock.state is ClockState.BROKEN:
        return "breached"
    if field in STATES:
        return STATES[field].get(line.state if isinstance(line.state, str) else "", "running")
    if field == "measures":
        return _measured(line)
    if line.truth is not Truth.YES:
        return "possible"
    return "running" if field == "escalations" and line.accepted_at is None else "met"


def _measured(line: Any) -> pages.State:
    if line.value is not None:
        return "met"
    return "possible" if line.missing or line.between else "unset"


def _clock_of(line: Any, assessment: Assessment) -> ClockLine | None:
    """Return the clock that runs for a duty that is owed."""
    if not isinstance(line, DutyLine) or line.state.value != "owed" or not line.clock:
        return None
    runs = [clock for clock in assessment.clocks if clock.rule == line.clock]
    return next((clock for clock in runs if clock.open), next(iter(runs), None))


def _when(line: Any, clock: ClockLine | None, speaker: PageSpeaker) -> str:
    due = clock.due_at if clock else None
    due = due or getattr(line, "next_due_at", None) or getattr(line, "claim_by", None)
    return _("by {moment}").format(moment=speaker.at(due)) if due else ""


def _acts(line: Any, telling: Telling) -> list[pages.Link]:
    found: dict[str, pages.Link] = {}
    for one in awaited(line, telling.card):
        said = _act_label(one.kind, one.values, telling)
        found.setdefault(said, pages.Link(label=said, url=one.url(telling.card.number)))
    return list(found.values())[:MOST_ACTS]


def _act_label(kind: str, values: Mapping[str, Any], telling: Telling) -> str:
    speaker = telling.speaker
    if kind == DESCRIBED and values:
        return listed(speaker.text(speaker.policy.attributes[key].name) for key in values)
    if kind == ENDED:
        return _("left out, with a reason") if values.get("result") else _("how it went")
    said = label(kind, speaker)
    party = values.get("party")
    return pair(said, speaker.party(party)) if isinstance(party, str) else said


def _passed(line: Any, telling: Telling) -> Iterator[str]:
    """Yield what did not wait although it had to, by whom, and why it was let pass."""
    let_pass = [passed.fact for passed in getattr(line, "passed", ())]
    if isinstance(line, LadderLine):
        let_pass = [step.skipped_by for step in line.steps if step.skipped_by]
    if not let_pass:
        return
    facts = {fact_id(fact.seq): fact for fact in telling.card.timeline}
    for passed in dict.fromkeys(let_pass):
        fact = facts.get(passed)
        if fact is not None and fact.despite:
            yield _("fact {number}, let pass by {person}: {reason}").format(
                number=fact.seq, person=fact.by, reason=fact.despite
            )
        elif fact is not None:
            yield _("fact {number}, without a reason on record").format(number=fact.seq)


def _why(reason: Reason, telling: Telling) -> dict[str, Any]:
    speaker, clauses = telling.speaker, telling.clauses
    readings = speaker.policy.readings
    return {
        "texts": clauses.texts(reason.clauses[:MUCH], speaker.language),
        "grounds": list(dict.fromkeys(_grounds(reason, speaker))),
        "readings": [
            pair(reading_name(key, readings[key].decided_by), speaker.text(readings[key].text))
            for key in reason.readings
            if key in readings
        ],
        "cites": [
            telling.fact(number)
            for number in sorted({int(fact) for fact in reason.facts if fact.isdigit()})
        ],
        "earlier": [
            pages.Link(label=number, url=reverse("hotline:case", args=[number]))
            for number in sorted({f.partition("#")[0] for f in reason.facts if "#" in f})
        ],
    }


def _grounds(reason: Reason, speaker: PageSpeaker) -> Iterator[str]:
    phrases = {
        Truth.YES: _("because {condition}"),
        Truth.NO: _("not: {condition}"),
        Truth.UNKNOWN: _("possibly, if {condition}"),
    }
    for because in reason.because:
        said = speaker.because(because)
        if said:
            yield phrases[because.truth].format(condition=said)


def _asks(line: Any, field: str, card: CaseCard) -> bool:
    """Say whether somebody should act on a line now, or must not act yet."""
    if card.state == "closed":
        return field == "duties" and line.state.value == "owed"
    if field == "gates" and not line.passed and not set(line.steps) & likely_steps(card):
        return False
    return field in _NOW and _NOW[field](line)


def likely_steps(card: CaseCard) -> set[str]:
    """Return what may well happen next: a gate before anything else says nothing now."""
    return {CLOSED, *steps_of(card.case_type), *owed_kinds(card)}


_NOW: Final[Mapping[str, Callable[[Any], bool]]] = {
    "gates": lambda line: line.state.value == "closed" or bool(line.passed),
    "duties": lambda line: line.state.value == "owed",
    "remedies": lambda line: line.state.value == "open",
    "ladders": lambda line: line.certain and line.current is not None,
    "counters": lambda line: line.state.value == "reached",
    "amounts": lambda line: line.state.value in ("due", "claimable", "claimed"),
    "schedules": lambda line: line.state.value in ("due", "missed") and not line.possible,
    "escalations": lambda line: line.truth is Truth.YES and line.accepted_at is None,
}
_RANKS: Final = {
    "escalations": 0,
    "remedies": 2,
    "ladders": 6,
    "schedules": 7,
    "amounts": 8,
    "counters": 9,
}


def _rank(line: Any, field: str, clock: ClockLine | None, card: CaseCard) -> tuple[int, float]:
    due = clock.due_at if clock else None
    return _place(line, field, clock, card), due.timestamp() if due else float("inf")


def _place(line: Any, field: str, clock: ClockLine | None, card: CaseCard) -> int:
    if isinstance(line, DutyLine):
        if clock is None:
            # What is owed since long before the request is no news to whoever works on it.
            is_old = line.opened_at is not None and line.opened_at < card.requested_at
            return 9 if is_old and not line.blocks_closing else 4
        return 1 if clock.state is ClockState.BROKEN else 3
    if isinstance(line, GateLine):
        return 10 if set(line.steps) == {CLOSED} else 5
    return _RANKS.get(field, 99)
