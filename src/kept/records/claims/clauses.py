"""The words of the clauses that decisions rest on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kept.records.cases.running import running_policy
from kept.records.policies.queries import version_cards


@dataclass(frozen=True)
class ClauseText:
    """A clause with its words by language; none where a contract says it.

    `code` and `version` are the policy in which it is printed; empty where it is in none.
    """

    id: str
    text: Mapping[str, str]
    code: str = ""
    version: int = 0


def clause_texts(wanted: Iterable[tuple[int, str]]) -> dict[tuple[int, str], ClauseText]:
    """Return clauses by the policy version that they are of, and their number."""
    asked = set(wanted)
    cards = version_cards({version for version, _clause in asked})
    found: dict[tuple[int, str], ClauseText] = {}
    for version, clause in asked:
        known = running_policy(version, []).policy.clauses.get(clause)
        if known is None or known.place is None:
            found[version, clause] = ClauseText(clause, known.text if known else {})
        else:
            card = cards[version]
            found[version, clause] = ClauseText(clause, known.text, card.policy_code, card.number)
    return found
