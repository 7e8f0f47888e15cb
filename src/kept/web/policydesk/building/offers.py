"""What a policy itself defines and a form may offer: events, calendars, clauses, people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from kept.rules.facts.values import Texts
from kept.rules.policy.model import ClockRule, Policy
from kept.web.common.reading.reader import Reader

Offers: TypeAlias = Mapping[str, list[tuple[str, str]]]  # by kind: word and name


def offers_of(policy: Policy | None, reader: Reader) -> Offers:
    """Return what may be named; nothing of a text that cannot be read yet."""

    def named(*lists: Mapping[str, Texts]) -> list[tuple[str, str]]:
        found = {key: reader.text(name) for one in lists for key, name in one.items()}
        return sorted(found.items())

    if policy is None:
        return {}
    moments = {k: one.name for k, one in policy.attributes.items() if one.type == "moment"}
    clocks = {k: one.name for k, one in policy.rules.items() if isinstance(one, ClockRule)}
    return {
        "events": named(_names(policy.events), moments),
        "people": named(_names(policy.parties), _names(policy.roles)),
        "components": named(_names(policy.components)),
        "channels": named(_names(policy.channels)),
        "facts": named(_names(policy.attributes)),
        "calendars": named(_names(policy.calendars)),
        "clocks": named(clocks),
        "rules": named(_names(policy.rules)),
        "clauses": [(key, reader.text(one.text)[:80]) for key, one in policy.clauses.items()],
        "values": list(_values(policy, reader)),
    }


def _names(entries: Mapping[str, object]) -> dict[str, Texts]:
    return {key: getattr(one, "name", {}) or {"en": key} for key, one in entries.items()}


def _values(policy: Policy, reader: Reader) -> Iterable[tuple[str, str]]:
    """Yield what conditions can look at, each with the values that it may have."""
    for key, one in policy.attributes.items():
        if one.choices:
            said = ", ".join(f"{c.key} ({reader.text(c.name)})" for c in one.choices)
            yield key, said
        elif one.type == "yes_no":
            yield key, "yes, no"
    for key, scale in policy.scales.items():
        yield key, ", ".join(f"{g.key} ({reader.text(g.name)})" for g in scale.grades)
