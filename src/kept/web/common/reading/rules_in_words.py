"""What a policy's rules do, in words, without a case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from kept.rules.assess.say.conditions import key_name, value_name
from kept.rules.hours import Duration
from kept.rules.policy.model import (
    AmountRule,
    AssignmentRule,
    Cell,
    CellState,
    ClockRule,
    CostRule,
    CounterRule,
    CoverRule,
    DutyRule,
    EscalationRule,
    GateRule,
    LadderRule,
    Length,
    LengthFrom,
    LengthRow,
    Lengths,
    LengthTable,
    LengthUntil,
    MeasureRule,
    NoLength,
    Policy,
    PrecedenceRule,
    ProvisionRule,
    RemedyRule,
    Rule,
    RuleHead,
    ScheduleRule,
    Table,
    TermRule,
)
from kept.rules.policy.walk import walk
from kept.web.common.reading.cases_in_words import cost_words, cover_words, scale_words
from kept.web.common.reading.conditions_in_words import wanted
from kept.web.common.reading.parts import RunLine
from kept.web.common.reading.reader import PageSpeaker
from kept.web.common.reading.wording import listed, pair
from kept.web.common.reading.words import cell_words, strength_words
from kept.web.common.reading.work_in_words import work_time_words


def runs_of(clause_id: str, policy: Policy, speaker: PageSpeaker) -> list[RunLine]:
    """Return what keeps a clause, in the order of the file."""
    found = [
        replace(_run(rule, clause_id, speaker), rule=rule.id)
        for rule in policy.rules.values()
        if clause_id in _sources(rule)
    ]
    scales = [
        scale_words(scale, clause_id, speaker)
        for scale in policy.scales.values()
        if clause_id in scale.source or any(clause_id in g.source for g in scale.grades)
    ]
    return [*found, *scales, *_named(clause_id, policy, speaker)]


def _sources(rule: Rule) -> set[str]:
    """Return every clause that a rule or a part of it comes from."""
    found: set[str] = set()
    for part in walk(rule):
        found.update(getattr(part, "source", ()))
    return found


def _run(rule: Rule, clause_id: str, speaker: PageSpeaker) -> RunLine:
    match rule:
        case ClockRule():
            return _clock(rule, speaker)
        case TermRule():
            return _term(rule, speaker)
        case CoverRule():
            return cover_words(rule, clause_id, speaker)
        case CostRule():
            return cost_words(rule, clause_id, speaker)
        case RuleHead():
            return _other(rule, speaker)


def _clock(rule: ClockRule, speaker: PageSpeaker) -> RunLine:
    calendar = speaker.policy.calendars[rule.calendar]
    words = _("A clock from “{start}” to “{stop}”; {calendar}. {strength}").format(
        start=speaker.moment_of(rule.start),
        stop=speaker.moment_of(rule.stop),
        calendar=speaker.text(calendar.name),
        strength=strength_words(rule.strength),
    )
    conditions = wanted(rule.when, speaker)
    if conditions:
        words = _("{sentence} It applies if {conditions}.").format(
            sentence=words, conditions=conditions
        )
    return RunLine(
        name=speaker.text(rule.name),
        words=words,
        rows=[*_rows(rule.limit, speaker), *_pauses(rule, speaker)],
        note=speaker.text(rule.note),
    )


def _other(rule: RuleHead, speaker: PageSpeaker) -> RunLine:
    """Return what kind of rule it is and when it applies; its lines say more for each case."""
    kinds: dict[type, str] = {
        RemedyRule: _("A choice that opens when something went wrong."),
        LadderRule: _("One way after the other, until one works."),
        ProvisionRule: _("What is allowed, refused, needs approval, or simply holds."),
        EscalationRule: _("Who is called in when a promise is in danger or broken."),
        PrecedenceRule: _("What comes first: of several sources, rules or versions."),
        AssignmentRule: _("Who does the work, and what they need for it."),
        DutyRule: _("Something that has to be done, by whom and for whom."),
        GateRule: _("A step that has to wait until what it needs is there."),
        AmountRule: _("An amount of money and how it comes about."),
        ScheduleRule: _("Visits or other work that comes round again and again."),
        MeasureRule: _("Measures something, in earlier cases too."),
        CounterRule: _("Counts how often something happened, in earlier cases too."),
    }
    words = kinds.get(type(rule), "")
    conditions = wanted(rule.when, speaker)
    if conditions:
        words = _("{sentence} It applies if {conditions}.").format(
            sentence=words, conditions=conditions
        )
    return RunLine(name=speaker.text(rule.name), words=words, note=speaker.text(rule.note))


def _rows(table: Table, speaker: PageSpeaker) -> Iterator[tuple[str, str]]:
    for row in table.rows:
        said = [
            pair(key_name(speaker, key), value_name(speaker, key, value))
            for key, value in zip(table.by, row.keys, strict=False)
            if value != "*"
        ]
        said += [words] if (words := wanted(row.when, speaker)) else []
        yield listed(said) or _("always"), limit_words(row.cell, speaker)


def _pauses(rule: ClockRule, speaker: PageSpeaker) -> Iterator[tuple[str, str]]:
    for pause in rule.pauses:
        name = speaker.text(pause.name) or wanted(pause.when, speaker)
        yield (
            _("stands still: {name}").format(name=name),
            _("until “{event}”").format(event=speaker.moment_of(pause.until)),
        )


def limit_words(cell: Cell, speaker: PageSpeaker) -> str:
    """Return how long a cell gives."""
    if cell.state is CellState.FROM:
        name = key_name(speaker, cell.attribute)
        return _("as “{name}” says").format(name=name)
    if cell.state is CellState.UNTIL and cell.event is not None:
        return _("until “{event}”").format(event=speaker.moment_of(cell.event))
    if cell.limit is None or cell.state in (CellState.IMMEDIATELY, CellState.ON_TIME):
        return cell_words(cell.state)
    said = speaker.short(str(cell.limit))
    if cell.target is None:
        return said
    target = speaker.short(str(cell.target))
    return _("{target} to {limit}").format(target=target, limit=said)


def _term(rule: TermRule, speaker: PageSpeaker) -> RunLine:
    words = _("A term from “{start}”, {length}.").format(
        start=speaker.moment_of(rule.start), length=length_words(rule.length, speaker)
    )
    gives = speaker.text(rule.gives)
    if gives:
        words = _("{sentence} It gives: {what}.").format(sentence=words, what=gives)
    return RunLine(name=speaker.text(rule.name), words=words, note=speaker.text(rule.note))


def length_words(length: Length, speaker: PageSpeaker) -> str:
    """Return how long a term lasts."""
    match length:
        case Duration():
            return length.wording(speaker.language)
        case LengthFrom():
            return _("as “{name}” says").format(name=key_name(speaker, length.attribute))
        case LengthUntil():
            return _("until “{event}”").format(event=speaker.moment_of(length.event))
        case Lengths():
            picks = {
                "longest_of": _("the longest of: {options}"),
                "shortest_of": _("the shortest of: {options}"),
                "first_known": _("the first that is known of: {options}"),
            }
            options = listed(length_words(option, speaker) for option in length.options)
            return picks[length.pick].format(options=options)
        case LengthTable():
            return listed(_row(length, row, speaker) for row in length.rows)
    words = {
        NoLength.LIFE: _("without end"),
        NoLength.NEGOTIATED: _("agreed case by case"),
        NoLength.REST: _("what was left"),
    }
    return words.get(length) or _("the paper gives no number")


def _row(table: LengthTable, row: LengthRow, speaker: PageSpeaker) -> str:
    """Return one length of several, with what it is for."""
    said = [
        pair(key_name(speaker, key), value_name(speaker, key, value))
        for key, value in zip(table.by, row.keys, strict=True)
        if value != "*"
    ]
    said += [words] if (words := wanted(row.when, speaker)) else []
    length = length_words(row.length, speaker)
    return pair(listed(said), length) if said else length


def _named(clause_id: str, policy: Policy, speaker: PageSpeaker) -> Iterator[RunLine]:
    """Yield the channels, case types, parties and calendars that a clause brings in."""
    lists = (
        (policy.channels, _("A way to reach us.")),
        (policy.case_types, _("A kind of request.")),
        (policy.parties, _("Somebody who promises or pays.")),
        (policy.components, _("A part of the cost.")),
        (policy.prices, _("A price basis.")),
    )
    for named, words in lists:
        for one in named.values():
            if clause_id in one.source:
                yield RunLine(name=speaker.text(one.name), words=words)
    for requirement in policy.required.values():
        if clause_id in requirement.source:
            yield RunLine(
                name=speaker.text(requirement.name),
                words=_("It has to be there before the policy is published."),
                rows=[(_("Said"), speaker.text(requirement.text))] if requirement.text else [],
                note=speaker.text(requirement.note),
            )
    yield from work_time_words(clause_id, policy.work_time, speaker)
    for calendar in policy.calendars.values():
        if clause_id in calendar.source:
            yield RunLine(
                name=speaker.text(calendar.name), words=_("A calendar: when time counts.")
            )
