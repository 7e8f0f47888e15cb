"""The way from a clause's number to its words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import quote

from django.urls import reverse

from kept.rules.assess import ClockLine
from kept.rules.policy.model import Policy
from kept.web.common.reading.clauses import texts_of
from kept.web.hotline.pages import ClauseRef, ClauseText


@dataclass(frozen=True)
class Clauses:
    """The clauses of one published version of a policy."""

    policy: Policy
    code: str
    number: int

    def ref(self, ids: Iterable[str]) -> ClauseRef | None:
        """Return some clauses, the first with the others beside it; None without any."""
        found = [self.one(one) for one in dict.fromkeys(ids)]
        return replace(found[0], more=tuple(found[1:])) if found else None

    def one(self, clause_id: str) -> ClauseRef:
        """Return a clause; what a contract says instead has words, but no page of its own."""
        known = self.policy.clauses.get(clause_id)
        is_printed = known is not None and known.place is not None
        return ClauseRef(label=clause_id, url=self.url(clause_id) if is_printed else "")

    def url(self, clause_id: str) -> str:
        """Return the address of a clause's page."""
        return f"{self._address}clauses/{quote(clause_id)}/?version={self.number}"

    @cached_property
    def _address(self) -> str:
        # Asked for once: a case's page names dozens of clauses.
        return reverse("hotline:policy", args=[self.code])

    @property
    def policy_url(self) -> str:
        """Return the address of the whole policy."""
        return f"{self._address}?version={self.number}"

    def of(self, line: ClockLine) -> tuple[str, ...]:
        """Return the clauses a promise rests on, its number's first.

        Where the paper has none, those that a reading reads so.
        """
        own = line.promises[-1].clauses if line.promises else ()
        if own or line.reason.clauses:
            return own or line.reason.clauses
        readings = (self.policy.readings.get(reading) for reading in line.assumed.values())
        return tuple(dict.fromkeys(c for one in readings if one for c in one.clauses))

    def texts(self, ids: Iterable[str], language: str) -> list[ClauseText]:
        """Return what clauses say, in the reader's language and then in the paper's others."""
        return [
            text
            for clause_id in ids
            if clause_id in self.policy.clauses
            for text in texts_of(self.policy.clauses[clause_id].text, language)
        ]
