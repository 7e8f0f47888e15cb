"""What happened in a case, for reading."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from kept.records.cases.queries import CaseCard, FactLine
from kept.rules.assess.say.conditions import key_name, value_name
from kept.rules.facts import Value
from kept.web.hotline import pages
from kept.web.hotline.building.clocks import Telling, told_clocks

# Said by the fact's own words, or by the page elsewhere.
UNSAID = {"text", "reason", "level", "grade"}


def build_facts(telling: Telling) -> list[pages.FactLine]:
    """Return the facts of a case, the last that happened first."""
    turning = {
        int(fact)
        for line in telling.card.assessment.clocks
        for fact in (line.start_fact, line.stop_fact)
        if fact is not None and fact.isdigit()
    }
    late = {found.fact.seq: found for found in telling.card.hindsights}
    shown = [line for line in telling.card.timeline if line.kind != "fact.withdrawn"]
    return [
        _line(line, telling, line.seq in turning, _late(late.get(line.seq), telling))
        for line in shown
    ]


def _late(found: object, telling: Telling) -> pages.LateFact | None:
    from kept.records.cases.queries import Hindsight

    if not isinstance(found, Hindsight):
        return None
    then, now = told_clocks(found, telling.speaker)
    return pages.LateFact(received_at=found.known_at, known_then=then, known_now=now)
