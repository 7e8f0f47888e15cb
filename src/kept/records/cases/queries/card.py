"""Everything a case's page shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kept.records.cases.earlier import earlier_facts
from kept.records.cases.models import CaseFact
from kept.records.cases.queries.things import Belonging, Thing, things_of
from kept.records.cases.queries.timeline import FactLine, FlipLine, fact_lines, flip_lines
from kept.records.cases.queries.visible import visible_to
from kept.records.cases.rows_as_facts import facts_of
from kept.records.cases.running import running_policy
from kept.records.people.models import Person
from kept.rules.assess import Assessment, ClockLine, assess
from kept.rules.facts import Facts
from kept.rules.policy.model import Policy

JUST_BEFORE = timedelta(microseconds=1)
MOST_HINDSIGHTS = 3
PLAIN = (
    *("pk", "number", "title", "description", "state", "case_type", "channel", "level"),
    *("caller", "requested_at", "logged_at", "closed_at", "version_id", "change"),
)


@dataclass(frozen=True)
class ClockThenNow:
    """One clock as it was known before a late fact, and as it is known now (None: not there)."""

    key: str
    then: ClockLine | None
    now: ClockLine | None


@dataclass(frozen=True)
class Hindsight:
    """What a fact that was entered late changed. `known_at` is when it was entered."""

    fact: FactLine
    known_at: datetime
    clocks: tuple[ClockThenNow, ...]


@dataclass(frozen=True)
class CaseCard:
    """One case, as it stands at `at`. `policy` and `facts` are what `assessment` rests on."""

    pk: int
    number: str
    title: str
    description: str
    state: str
    case_type: str
    channel: str
    level: str
    caller: str
    language: str  # of the contact who asked, else of the customer
    is_key: bool  # of the customer
    customer: Thing
    contact: Thing | None
    site: Thing | None
    equipment: Thing | None
    contract: Thing | None
    office: Thing
    responsible: Thing
    logged_by: Thing
    belongs: tuple[Belonging, ...]  # cases it is linked with, the last linked first
    about: frozenset[int]  # the people whom this complaint is about
    requested_at: datetime
    logged_at: datetime
    closed_at: datetime | None
    version_id: int
    policy_code: str
    policy_number: int
    change: int
    at: datetime
    policy: Policy
    facts: Facts
    assessment: Assessment
    timeline: tuple[FactLine, ...]  # the last that happened first
    flips: tuple[FlipLine, ...]  # in the order they were noted
    hindsights: tuple[Hindsight, ...]  # the last entered first

    @property
    def zone(self) -> str:
        """Return the time zone in which the equipment stands."""
        return str(self.facts.about.get("site.zone") or self.facts.about["office.zone"])


def case_card(number: str, *, viewer: Person, at: datetime) -> CaseCard | None:
    """Return a case as it stands at a moment; None if there is none that the viewer may see."""
    row = visible_to(viewer).with_version().filter(number=number).first()
    if row is None:
        return None
    told = list(CaseFact.objects.filter(case_id=row.pk).order_by("seq"))
    running = running_policy(row.version_id, row.overrides, sha256=row.version.sha256)
    earlier = earlier_facts(running.policy, row.equipment_id, before=row.pk)
    facts = facts_of(row, told, earlier)
    assessment = assess(running.policy, facts, at)
    timeline = fact_lines(running.policy, told)
    return CaseCard(
        **{name: getattr(row, name) for name in PLAIN},
        **vars(things_of(row)),
        at=at,
        policy=running.policy,
        facts=facts,
        assessment=assessment,
        timeline=timeline,
        flips=flip_lines(row.pk),
        hindsights=tuple(_hindsights(running.policy, facts, timeline, assessment)),
    )


def open_clocks(card: CaseCard) -> list[ClockLine]:
    """Return the clocks that are still owed, the next to run out first."""
    found = [line for line in card.assessment.clocks if line.open]
    return sorted(found, key=_soonest)


def _soonest(line: ClockLine) -> tuple[bool, bool, float, str]:
    moment = line.due_at or line.started_at
    return (line.due_at is None, not line.certain, moment.timestamp() if moment else 0, line.key)


def case_version(number: str, *, viewer: Person) -> str | None:
    """Return a token that differs once a case has changed; None if the viewer sees no such case."""
    change = visible_to(viewer).filter(number=number).values_list("change", flat=True).first()
    return None if change is None else str(change)


def case_key(number: str, *, viewer: Person) -> int | None:
    """Return the key of a case; None if the viewer sees no such case."""
    return visible_to(viewer).filter(number=number).values_list("pk", flat=True).first()


def _hindsights(
    policy: Policy, facts: Facts, timeline: Sequence[FactLine], now: Assessment
) -> Iterator[Hindsight]:
    """Yield what late facts changed, as far as they did, the last entered first."""
    late = [line for line in timeline if line.stands and line.entered_late]
    late.sort(key=lambda line: line.received_at, reverse=True)
    for line in late[:MOST_HINDSIGHTS]:
        then = assess(policy, facts.known_by(line.received_at - JUST_BEFORE), line.received_at)
        clocks = tuple(_different(then, now))
        if clocks:
            yield Hindsight(line, line.received_at, clocks)


def _different(then: Assessment, now: Assessment) -> Iterator[ClockThenNow]:
    before = {line.key: line for line in then.clocks}
    after = {line.key: line for line in now.clocks}
    for key in dict.fromkeys([*before, *after]):
        old, new = before.get(key), after.get(key)
        if _gist(old) != _gist(new):
            yield ClockThenNow(key, old, new)


def _gist(line: ClockLine | None) -> tuple[object, ...] | None:
    return (line.state, line.broken_at, line.done_at) if line else None
