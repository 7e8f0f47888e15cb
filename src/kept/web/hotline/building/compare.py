"""The same request under every policy, as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.forms import Form
from django.urls import reverse
from django.utils.translation import gettext as _

from kept.records.cases.running import running_policy
from kept.records.policies.queries import policies
from kept.rules.assess import ClockLine, ClockState, assess
from kept.rules.assess.moments import kinds_in
from kept.rules.facts import Facts
from kept.rules.policy.model import ClockRule, Policy
from kept.web.common.reading.reader import Reader
from kept.web.common.reading.wording import capital, side_by_side
from kept.web.hotline import pages
from kept.web.hotline.building.clauses import Clauses
from kept.web.hotline.building.clocks import open_conditions, page_state
from kept.web.hotline.building.compared import Answered, other_rows, pay_rows

# Which row a clock stands in: the first of these kinds of facts that stops it.
ROWS = (
    "contact.answered_live",
    "response.given",
    "answer.given",
    "support.started",
    "reply.given",
    "solution.proposed",
    "spare.received",
    "visit.arrived",
    "service.restored",
    "repair.finished",
)


def published() -> list[tuple[str, int, Policy]]:
    """Return the newest version of every policy, by code."""
    return [
        (card.code, newest.number, running_policy(newest.pk, [], sha256=newest.sha256).policy)
        for card in policies()
        for newest in card.versions[:1]
    ]


def answers(
    known: Sequence[tuple[str, int, Policy]], facts: Facts, reader: Reader
) -> list[Answered]:
    """Return what follows under each policy."""
    return [
        Answered(
            code,
            number,
            policy,
            assess(policy, facts, reader.now),
            reader.speaker(policy),
            Clauses(policy, code, number),
        )
        for code, number, policy in known
    ]


def build_compare(
    known: Sequence[tuple[str, int, Policy]],
    facts: Facts | None,
    *,
    request: str,
    reader: Reader,
    form: Form | None,
) -> pages.ComparePage:
    """Return the table; without facts (the form makes no sense) an empty one."""
    found = answers(known, facts, reader) if facts else []
    groups = [
        pages.CompareGroup(title=_("By when"), rows=list(_clock_rows(found))),
        pages.CompareGroup(title=_("Who pays"), rows=list(pay_rows(found))),
        pages.CompareGroup(title=_("And also"), rows=list(other_rows(found))),
    ]
    return pages.ComparePage(
        now=reader.now,
        request=request,
        columns=[_column(one, reader) for one in found],
        groups=[group for group in groups if group.rows],
        form=form,
    )


def _column(one: Answered, reader: Reader) -> pages.PolicyColumn:
    return pages.PolicyColumn(
        name=one.code,
        detail=reader.text(one.policy.title),
        url=f"{reverse('hotline:policy', args=[one.code])}?version={one.number}",
    )


# --- clocks ---------------------------------------------------------------------------------


def row_of(line: ClockLine, policy: Policy) -> str:
    """Return the kind of fact by which clocks of different policies are compared."""
    rule = policy.rules[line.rule]
    kinds = kinds_in(rule.stop) if isinstance(rule, ClockRule) else set()
    return next((kind for kind in ROWS if kind in kinds), min(kinds, default=line.rule))


def _clock_rows(found: Sequence[Answered]) -> Iterator[pages.CompareRow]:
    placed = [_placed(one) for one in found]
    kinds = dict.fromkeys([*ROWS, *(kind for rows in placed for kind in rows)])
    for kind in kinds:
        if not any(kind in rows for rows in placed):
            continue
        cells = [
            _clock_cell(rows.get(kind, []), one) for rows, one in zip(placed, found, strict=True)
        ]
        first = next(one for one, rows in zip(found, placed, strict=True) if kind in rows)
        yield pages.CompareRow(
            label=capital(first.speaker.event({kind})), cells=_marked(cells, placed, kind)
        )


def _placed(one: Answered) -> dict[str, list[ClockLine]]:
    rows: dict[str, list[ClockLine]] = {}
    for line in sorted(one.assessment.clocks, key=_soonest):
        rows.setdefault(row_of(line, one.policy), []).append(line)
    return rows


def _soonest(line: ClockLine) -> tuple[bool, bool, float]:
    due = line.due_at
    return (not line.certain, due is None, due.timestamp() if due else 0.0)


def _clock_cell(lines: Sequence[ClockLine], one: Answered) -> pages.Cell:
    if not lines:
        return pages.Cell()
    line, others = lines[0], lines[1:]
    state = page_state(line)
    details = [_due_words(line, state, one), *(_also(other, one) for other in others)]
    return pages.Cell(
        words=_("no number") if state == "unset" else one.speaker.limit(line),
        detail=side_by_side(details),
        clause=one.clauses.ref(one.clauses.of(line)),
        state=state if state in ("unset", "possible", "not_started") else None,
    )


def _due_words(line: ClockLine, state: pages.State, one: Answered) -> str:
    if line.state in (ClockState.MET, ClockState.LATE):
        return _("kept already")
    if state == "possible":
        conditions = open_conditions(line, one.speaker)
        return f"{one.speaker.at(line.due_at)} {conditions}".strip()
    if line.started_at is None:
        return one.speaker.start_words(line)
    return one.speaker.at(line.due_at)


def _also(line: ClockLine, one: Answered) -> str:
    return _("also {name}: {limit}").format(
        name=one.speaker.text(line.name), limit=one.speaker.limit(line)
    )


def _marked(
    cells: list[pages.Cell], placed: Sequence[dict[str, list[ClockLine]]], kind: str
) -> list[pages.Cell]:
    """Return the cells with the earliest certain one marked, if there is more than one."""
    dues = [
        rows[kind][0].due_at if kind in rows and rows[kind][0].certain else None for rows in placed
    ]
    known = [due for due in dues if due is not None]
    if len(set(known)) < 2:
        return cells
    first = min(known)
    return [
        replace(cell, mark=_("earliest")) if due == first else cell
        for cell, due in zip(cells, dues, strict=True)
    ]
