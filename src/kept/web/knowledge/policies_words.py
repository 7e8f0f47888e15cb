"""The words of the policies as they are now, for choosing: what happens, what can be said."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from kept.records.cases.running import running_policy
from kept.records.cases.services.facts import OWN_SERVICE
from kept.records.cases.vocabulary import is_known_elsewhere
from kept.records.policies.queries import policies
from kept.rules.facts.vocabulary import CASE_TYPES, EVENTS
from kept.rules.policy.model import Attribute, Policy
from kept.web.common.reading.reader import Reader
from kept.web.common.reading.wording import capital

OURS = "us"


@dataclass(frozen=True)
class PolicyWords:
    """What the newest versions of all policies know, in the reader's language."""

    reader: Reader

    @cached_property
    def _policies(self) -> list[Policy]:
        return [
            running_policy(version.pk, [], sha256=version.sha256).policy
            for card in policies()
            for version in card.versions[:1]
        ]

    def case_types(self) -> list[tuple[str, str]]:
        """Return the types of cases: the standard ones, then the policies' own."""
        found = {key: self.reader.text(names) for key, names in CASE_TYPES.items()}
        for policy in self._policies:
            for key, named in policy.case_types.items():
                found.setdefault(key, self.reader.text(named.name))
        return [(key, capital(name)) for key, name in found.items()]

    def facts(self) -> list[tuple[str, str]]:
        """Return the kinds of facts that need no form of their own, by name."""
        found = {key: self.reader.text(names) for key, (names, _undone) in EVENTS.items()}
        for policy in self._policies:
            for key, event in policy.events.items():
                found.setdefault(key, self.reader.text(event.name))
        named = [(key, capital(name)) for key, name in found.items() if key not in OWN_SERVICE]
        return sorted(named, key=lambda one: one[1])

    def waits(self) -> list[tuple[str, str]]:
        """Return for whom a case can wait, without ourselves."""
        choices = self.attributes()["waiting_for"].choices if self._policies else ()
        named = [(one.key, self.reader.text(one.name)) for one in choices]
        return [(key, name) for key, name in named if key != OURS]

    def attributes(self) -> dict[str, Attribute]:
        """Return what facts can say, by key."""
        found: dict[str, Attribute] = {}
        for policy in self._policies:
            for key, attribute in policy.attributes.items():
                if not is_known_elsewhere(policy, key):
                    found.setdefault(key, attribute)
        return found

    def ways(self) -> list[str]:
        """Return the ways of helping: the steps of the policies' ladders, each once."""
        steps = (s.key for policy in self._policies for rule in policy.ladders for s in rule.steps)
        return list(dict.fromkeys(steps))
