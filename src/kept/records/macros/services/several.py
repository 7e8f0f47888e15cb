"""Running a macro in several cases: each is a transaction of its own, none waits for another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kept.records.cases.queries.visible import visible_to
from kept.records.macros.services.running import Rehearsal, rehearse_macro, run_macro
from kept.records.people.models import Person
from kept.records.refusal import Refused

MOST: Final = 50  # cases at once: who pressed waits for all of them
NOWHERE: Final = 0  # the key of no case: what is not theirs is refused like what is not there


@dataclass(frozen=True, kw_only=True)
class InCase:
    """What became of a macro in one case: done, or the sentence with which it was refused."""

    number: str
    refused: str = ""
    repeated: bool = False

    @property
    def is_done(self) -> bool:
        """Say whether all its steps were taken."""
        return not self.refused


def run_in_cases(
    *, numbers: Sequence[str], macro: str, version: int, by: Person, now: datetime, key: str
) -> list[InCase]:
    """Run a macro in each of some cases, and return what became of it in each, in their order.

    Not in one transaction: what one case refuses, with its own policy, leaves the others as they
    are. Safe to repeat with the same key: where it was run, nothing changes again.
    """
    ids = _ids(numbers, by)
    done = []
    for number in dict.fromkeys(numbers):
        case_id = ids.get(number, NOWHERE)
        try:
            ran = run_macro(case_id=case_id, macro=macro, version=version, by=by, now=now, key=key)
        except Refused as refused:
            done.append(InCase(number=number, refused=str(refused)))
        else:
            done.append(InCase(number=number, repeated=ran.repeated))
    return done


def rehearse_in_cases(
    *, numbers: Sequence[str], macro: str, version: int, by: Person, now: datetime
) -> Mapping[str, Rehearsal]:
    """Return what a macro would come to in each of some cases, by number; nothing stays."""
    ids = _ids(numbers, by)
    return {
        number: rehearse_macro(
            case_id=ids.get(number, NOWHERE), macro=macro, version=version, by=by, now=now
        )
        for number in dict.fromkeys(numbers)
    }


def _ids(numbers: Sequence[str], by: Person) -> dict[str, int]:
    """Return the keys of those cases that a person may see."""
    return dict(visible_to(by).filter(number__in=numbers).values_list("number", "pk"))
