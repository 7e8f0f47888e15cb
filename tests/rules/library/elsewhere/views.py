"""What a scenario can look at: lines of an assessment, and in words what they say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from kept.rules.assess import Assessment
from kept.rules.facts import Truth
from kept.rules.policy.model import Policy

View = Callable[[Policy, Assessment, list[str]], tuple[Any, tuple[str, ...]]]


def _when(policy: Policy, moment: datetime | None) -> str:
    if moment is None:
        return "none"
    local = moment.astimezone(ZoneInfo(policy.zone)).replace(tzinfo=None)
    return local.isoformat(timespec="minutes").removesuffix("T00:00")


def _number(value: Decimal | None) -> str:
    return "none" if value is None else f"{value:.4f}".rstrip("0").rstrip(".")


def _named(texts: Any) -> str:
    return texts.get("en", "")


def _of(kind: str, said: Callable[[Policy, Any], tuple[str, ...]]) -> View:
    """Return a view of the lines of one form: the rule, then what `said` makes of its line."""

    def view(policy: Policy, result: Assessment, words: list[str]) -> tuple[Any, tuple[str, ...]]:
        rule, _, number = words[0].partition("#")
        lines = [one for one in getattr(result, kind) if one.rule == rule]
        if not lines:
            return [one for one in result.absent if one.rule == rule], (words[0], "none")
        line = lines[int(number or 1) - 1]
        return line, (words[0], *said(policy, line))

    return view


def _clock(policy: Policy, result: Assessment, words: list[str]) -> tuple[Any, tuple[str, ...]]:
    """Show the state, the due moment, who promises and how strongly."""
    lines = [one for one in result.clocks if one.key == words[0]]
    if not lines:
        rule = [one for one in result.absent if one.rule == words[0]]
        return rule, (words[0], "none")
    line = lines[0]
    due, target = _when(policy, line.due_at), _when(policy, line.target_at)
    calendar = policy.calendars[line.calendar]
    return (line, calendar), (words[0], line.state, due, line.actor, line.strength, target)


def _grade(scale: str) -> View:
    def view(policy: Policy, result: Assessment, words: list[str]) -> tuple[Any, tuple[str, ...]]:
        line = next(one for one in result.grades if one.scale == f"{scale}.{words[0]}")
        return line, (words[0], str(line.value))

    return view


def _cover(inside: bool) -> View:
    """Show the names of the covers or exclusions that surely hold, or none."""

    def view(policy: Policy, result: Assessment, words: list[str]) -> tuple[Any, tuple[str, ...]]:
        sure = [c for c in result.cover if c.inside is inside and c.truth is Truth.YES]
        return sure, tuple(_named(one.name) for one in sure) or ("none",)

    return view


def _payer(policy: Policy, result: Assessment, words: list[str]) -> tuple[Any, tuple[str, ...]]:
    """Show who pays a component, the price basis, the fee and the least."""
    line = next((one for one in result.costs if one.component == words[0]), None)
    if line is None:
        return (), (words[0], "none")
    price = line.prices[-1] if line.prices else None
    charge = price and price.charge
    figures = (_number(charge.fee), _number(charge.at_least)) if charge else ()
    return line, (
        words[0],
        line.payer or "none",
        (price.value if price else "") or "none",
        *figures,
    )


def _shares(policy: Policy, result: Assessment, words: list[str]) -> tuple[Any, tuple[str, ...]]:
    line = result.cost(words[0])
    shares = [f"{party}={_number(part)}" for party, part in line.payers[0].shares]
    return line, (words[0], *shares)


def _says(policy: Policy, result: Assessment, words: list[str]) -> tuple[Any, tuple[str, ...]]:
    """Show what a provision says: the effect, its name and the party, one after the other."""
    lines = [p for p in result.provisions if p.rule == words[0] and p.truth is Truth.YES]
    shown = [word for p in lines for word in (str(p.effect), _named(p.name), p.party)]
    return lines, (words[0], *(shown or ("nothing",)))


def _calls(policy: Policy, result: Assessment, words: list[str]) -> tuple[Any, tuple[str, ...]]:
    """Show who is called in, by which clause: 07:expert."""
    sure = [one for one in result.escalations if one.truth is Truth.YES]
    shown = [f"{one.reason.clauses[0][-2:]}:{','.join(one.to)}" for one in sure]
    return sure, tuple(sorted(shown)) or ("nobody",)


def _channel(policy: Policy, result: Assessment, words: list[str]) -> tuple[Any, tuple[str, ...]]:
    """Show that the channel is there, and when it is open."""
    channel = policy.channels[words[0]]
    return (channel, policy.calendars.get(channel.calendar)), (words[0], channel.calendar)


def _blocked(policy: Policy, result: Assessment, words: list[str]) -> tuple[Any, tuple[str, ...]]:
    lines = result.holding_back(words[0])
    return lines, (words[0], *(sorted({one.rule for one in lines}) or ("nothing",)))


def _options(policy: Policy, line: Any) -> tuple[str, ...]:
    return tuple(one.key for one in line.options if one.truth is Truth.YES)


def _assigned(policy: Policy, line: Any) -> tuple[str, ...]:
    parts = (line.lead, ",".join(line.of), ",".join(line.needs), line.same_person)
    return (*(part or "none" for part in parts), "valid" if line.licence_valid else "none")


def _duty(policy: Policy, line: Any) -> tuple[str, ...]:
    lacks = ",".join((*line.lacks, *(s.party for s in line.signatures if s.outcome is None)))
    return line.state, line.by, ",".join(line.to) or "none", lacks or "none"


def _measure(policy: Policy, line: Any) -> tuple[str, ...]:
    states = line.target.states if line.target else ()
    return _number(line.value), *(str(state) for state in states)


def _amount(policy: Policy, line: Any) -> tuple[str, ...]:
    parties = (line.payer, line.payee)
    return (
        _number(line.value),
        line.state,
        *parties,
        _when(policy, line.claim_by),
        str(line.exclusive),
    )


def _periods(policy: Policy, line: Any) -> tuple[str, ...]:
    return tuple(f"{_when(policy, one.due_at)}:{one.state}" for one in line.periods)


VIEWS: dict[str, View] = {
    "clock": _clock,
    "term": _of("terms", lambda policy, t: (t.state, _when(policy, t.end), t.guarantor)),
    "level": _grade("level"),
    "zone": _grade("zone"),
    "in": _cover(inside=True),
    "out": _cover(inside=False),
    "payer": _payer,
    "shares": _shares,
    "remedy": _of("remedies", lambda policy, r: (r.state, r.chooser)),
    "options": _of("remedies", _options),
    "ladder": _of("ladders", lambda policy, one: (one.state,)),
    "gate": _of("gates", lambda policy, one: (one.state,)),
    "duty": _of("duties", _duty),
    "counter": _of("counters", lambda policy, one: (one.state, str(one.count))),
    "measure": _of("measures", _measure),
    "amount": _of("amounts", _amount),
    "schedule": _of("schedules", lambda policy, one: (one.state,)),
    "periods": _of("schedules", _periods),
    "says": _says,
    "assigned": _of("assignments", _assigned),
    "calls": _calls,
    "first": _of("precedence", lambda policy, p: tuple(_named(rank) for rank in p.ranks)),
    "version": _of("precedence", lambda policy, p: (_when(policy, p.version_at),)),
    "channel": _channel,
    "payment": _of("amounts", lambda policy, one: (_named(one.payment),)),
    "holders": _of("duties", lambda policy, one: (*one.to, *one.copies)),
    "blocked": _blocked,
}
WHOLE = ("in", "out", "calls", "options", "shares")  # everything that is there has to be named
