"""How often each clause of a policy was kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

RATES = """
    SELECT clause,
        count(*) FILTER (WHERE clock.state = 'met'),
        count(*) FILTER (WHERE clock.state IN ('late', 'broken'))
    FROM cases_clock clock
    JOIN cases_case found ON found.id = clock.case_id
    JOIN policies_policyversion version ON version.id = found.version_id
    JOIN policies_policy policy ON policy.id = version.policy_id,
    unnest(clock.clauses) clause
    WHERE policy.code = %s AND found.requested_at >= %s AND clock.certain
        AND clock.strength <> 'aim' AND clock.state IN ('met', 'late', 'broken')
    GROUP BY clause
"""


@dataclass(frozen=True)
class KeptRate:
    """Promises of a clause that came to an end."""

    kept: int
    missed: int

    @property
    def percent(self) -> int:
        """Return the part that was kept, rounded down: 100 means every one."""
        return 100 * self.kept // (self.kept + self.missed)


def kept_rates(code: str, *, since: datetime) -> dict[str, KeptRate]:
    """Return by clause how often it was kept in requests made since then; none without promises."""
    with connection.cursor() as cursor:
        cursor.execute(RATES, [code, since])
        return {clause: KeptRate(kept, missed) for clause, kept, missed in cursor.fetchall()}
