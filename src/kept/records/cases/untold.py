"""Which turns of a case's clocks its history does not tell yet, as values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kept.records.cases.models import Flip, FlipKind
from kept.records.cases.turns import Turn

# Of each matter, the last turn that is on record says how it stands.
MATTERS = {
    kind: kinds[0]
    for kinds in (
        (FlipKind.WARNED,),
        (FlipKind.BROKEN, FlipKind.UNDONE),
        (FlipKind.MET, FlipKind.LATE, FlipKind.REOPENED),
        (FlipKind.MOVED, FlipKind.CHANGED),
        (FlipKind.ENDED,),
    )
    for kind in kinds
}
TAKEN_BACK = {FlipKind.UNDONE, FlipKind.REOPENED}


def untold(found: Sequence[Turn], history: Iterable[Flip]) -> list[Turn]:
    """Return those turns that are news; `history` is the case's, oldest first.

    Stored clocks that were wrong or lost, and are put right, turn in their rows only. What people
    were told of them once is not told again.
    """
    last = {(flip.clock, MATTERS[FlipKind(flip.kind)]): flip for flip in history}
    return [
        turn for turn in found if not _is_told(turn, last.get((turn.clock.key, MATTERS[turn.kind])))
    ]


def _is_told(turn: Turn, last: Flip | None) -> bool:
    if turn.kind in TAKEN_BACK:  # what nobody was told of is not taken back
        return last is None or last.kind == turn.kind
    if turn.kind is FlipKind.WARNED or last is None:
        return False  # warnings have numbers, so none is given twice
    if MATTERS[turn.kind] is FlipKind.MOVED:
        return last.due_after == turn.due_after
    return last.kind == turn.kind and last.at == turn.at
