"""Taking hold of a case before changing it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kept.records.cases.earlier import earlier_facts, earlier_facts_of
from kept.records.cases.models import Case, CaseFact, CaseLink, Clock, LinkKind
from kept.records.cases.projection import ClockRow, Planned
from kept.records.cases.rows_as_facts import facts_of
from kept.records.cases.running import RunningPolicy, running_policy
from kept.records.ledger.services import Line
from kept.records.refusal import Refused
from kept.rules.facts import Fact, Facts
from kept.rules.policy.model import Policy

DUPLICATES = Q(kind=LinkKind.DUPLICATE, undone_at=None)
# A case, its duplicates, and the later cases of their machines, which are woken: locks run from
# earlier to later cases everywhere, so that nobody waits for somebody who waits for them.
IN_ORDER = """
    SELECT FROM cases_case WHERE id = ANY(ARRAY(
        WITH RECURSIVE told AS (
            SELECT id, equipment_id FROM cases_case
            WHERE id = %(case)s OR id IN (
                SELECT case_id FROM cases_caselink
                WHERE other_id = %(case)s AND kind = %(kind)s AND undone_at IS NULL
            )
        ), chain (since, id) AS (
            SELECT id, equipment_id FROM told WHERE equipment_id IS NOT NULL
            UNION
            SELECT chain.since, newer.id FROM archive_equipment AS newer
            JOIN chain ON newer.replaces_id = chain.id
        )
        SELECT id FROM told
        UNION
        SELECT kase.id FROM chain CROSS JOIN LATERAL (
            SELECT id FROM cases_case WHERE equipment_id = chain.id AND id > chain.since OFFSET 0
        ) AS kase
    ))
    ORDER BY id FOR UPDATE
"""


class CaseNotFound(Refused):
    """No such case."""

    sentence = _("There is no such case.")


@dataclass
class Held:
    """A case that nobody else can change until the transaction ends, with all that belongs to it.

    `lines` is what the ledger shall say at the end of the service; `sha256` is of the text of the
    policy version under which it was read.
    """

    case: Case
    facts: list[CaseFact]
    clocks: dict[str, ClockRow]
    sha256: str = ""
    history: tuple[Fact, ...] = ()  # of earlier cases of the same equipment
    lines: list[Line] = field(default_factory=list)

    @property
    def running(self) -> RunningPolicy:
        """Return the policy under which the case runs."""
        return running_policy(self.case.version_id, self.case.overrides, sha256=self.sha256)

    def as_facts(self) -> Facts:
        """Return the facts as the rules know them."""
        return facts_of(self.case, self.facts, self.history)

    def look_back(self) -> None:
        """Read what the policy's rules look at in earlier cases."""
        policy, case = self.running.policy, self.case
        self.history = earlier_facts(policy, case.equipment_id, before=case.pk)

    def standing(self, seq: int) -> CaseFact | None:
        """Return a fact that counts: neither corrected nor withdrawn."""
        replaced = {fact.corrects for fact in self.facts}
        return next((f for f in self.facts if f.seq == seq and f.seq not in replaced), None)

    def next_look_at(self) -> datetime | None:
        """Return the first moment at which time alone changes something."""
        looks = [row.look_at for row in self.clocks.values()] + [self.case.reassess_at]
        return min((look for look in looks if look is not None), default=None)


def look_back_on(several: Iterable[Held]) -> None:
    """Read the same for several cases, in one statement for each policy."""
    under: dict[Policy, list[Held]] = {}
    for held in several:
        under.setdefault(held.running.policy, []).append(held)
    for policy, these in under.items():
        past = earlier_facts_of(policy, {held.case.pk: held.case.equipment_id for held in these})
        for held in these:
            held.history = past.get(held.case.pk, ())


def hold(case_id: int) -> Held:
    """Lock a case until the transaction ends and return it. Raises CaseNotFound.

    Whoever changes a case, its clocks or its stream in the ledger holds its row first. Where what
    happens in it happens in duplicates too, all that will be touched is locked in one order.
    """
    if CaseLink.objects.filter(DUPLICATES, other_id=case_id).exists():
        with connection.cursor() as cursor:
            cursor.execute(IN_ORDER, {"case": case_id, "kind": LinkKind.DUPLICATE.value})
    rows = Case.objects.with_version().select_for_update(of=("self",))
    case = rows.filter(pk=case_id).first()
    if case is None:
        raise CaseNotFound
    facts = list(CaseFact.objects.filter(case_id=case_id).order_by("seq"))
    clocks = {row.key: clock_row(row) for row in Clock.objects.filter(case_id=case_id)}
    held = Held(case, facts, clocks, case.version.sha256)
    held.look_back()
    return held


def clock_row(row: Clock) -> ClockRow:
    """Return a clock as a value."""
    names: Mapping[str, str] = row.names
    return ClockRow(
        key=row.key,
        rule=row.rule,
        run=row.run,
        names=names,
        clauses=tuple(row.clauses),
        strength=row.strength,
        state=row.state,
        certain=row.certain,
        started_at=row.started_at,
        due_at=row.due_at,
        target_at=row.target_at,
        done_at=row.done_at,
        broken_at=row.broken_at,
        ended_at=row.ended_at,
        limit=row.limit,
        promise_version=row.promise_version,
        plan=tuple(Planned.from_json(one) for one in row.plan),
    )
