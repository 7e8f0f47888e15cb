"""Telling of what presses in a case: the customer reminds us, somebody is called in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kept.records.cases.models import Case, News, NewsKind
from kept.records.cases.services.holding import Held
from kept.records.ledger.actor import Actor
from kept.records.ledger.services import Line


@dataclass(frozen=True)
class Pressure:
    """How often the customer reminded us, and who is called in and has not answered."""

    reminders: int
    called_in: tuple[str, ...]

    @classmethod
    def of(cls, case: Case) -> Pressure:
        """Return what presses in a case, as its row says."""
        return cls(case.reminders, tuple(_name(one) for one in case.called_in))


NO_PRESSURE = Pressure(0, ())


def tell_pressure(held: Held, before: Pressure, *, now: datetime, by: Actor) -> None:
    """Tell who is responsible of a new reminder, and who is called in that they are.

    Who wrote the reminder down knows of it.
    """
    case = held.case
    if case.reminders > before.reminders and by.actor_id != case.responsible.actor_id:
        data: dict[str, Any] = {"by": by.actor_name, "count": case.reminders}
        _keep(case, NewsKind.REMINDED, f"reminded/{case.reminders}/{now.isoformat()}", now, data)
    for one in case.called_in:
        if _name(one) in before.called_in:
            continue
        data = {**one, "roles": one["to"]}
        at = datetime.fromisoformat(one["since"])
        _keep(case, NewsKind.CALLED_IN, _name(one), now, data, at=at)
        said = {key: one[key] for key in ("rule", "step", "to", "since", "clauses")}
        held.lines.append(Line(stream=case.stream, verb="case.called_in", by=by, at=now, data=said))


def _name(one: dict[str, Any]) -> str:
    """Return what tells a call for somebody from all others of its case."""
    return f"called/{one['rule']}/{one['step']}/{one['since']}/{','.join(one['to'])}"


def _keep(
    case: Case,
    kind: NewsKind,
    name: str,
    now: datetime,
    data: dict[str, Any],
    *,
    at: datetime | None = None,
) -> None:
    row = News(
        case=case,
        customer_id=case.customer_id,
        kind=kind,
        dedup=f"{case.pk}/{name}"[:200],
        at=at or now,
        noted_at=now,
        data=data,
    )
    News.objects.bulk_create([row], ignore_conflicts=True)
