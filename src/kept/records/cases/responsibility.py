"""Which role leads in a case by its policy, and who that is."""

from __future__ import annotations

from collections.abc import Mapping

from kept.rules.assess import Assessment
from kept.rules.assess.assignments import AssignmentLine
from kept.rules.facts.values import Truth


def leads(assessment: Assessment) -> Mapping[str, AssignmentLine]:
    """Return the lines that say for sure who leads, by their rule."""
    return {
        line.rule: line for line in assessment.assignments if line.lead and line.truth is Truth.YES
    }


def handed_over(
    before: Assessment, after: Assessment
) -> list[tuple[AssignmentLine, AssignmentLine]]:
    """Return where another role leads than before: that line, and the one that holds now."""
    then, now = leads(before), leads(after)
    return [
        (then[rule], line)
        for rule, line in now.items()
        if rule in then and then[rule].lead != line.lead
    ]
