"""A self-check: questions with yes or no, one after the other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from kept.records.refusal import Refused

FIXED, OPEN = "fixed", "open"
ENDS: Final = (FIXED, OPEN)
LINE: Final = re.compile(r"\s*(\d{1,3})\s*:\s*yes\s+(\w+)\s*,\s*no\s+(\w+)\s*", re.IGNORECASE)

Paths = list[list[int | str]]


class PathUnclear(Refused):
    """A line of the paths cannot be read, or leads nowhere."""

    sentence = _(
        "“%(line)s” does not say where to go. Write one line for each step, such as "
        "“1: yes 2, no open”; the last ones lead to “fixed” or “open”, and never back."
    )


@dataclass(frozen=True)
class Place:
    """Where a walk stands: at a step (counted from 1), or at its end."""

    step: int
    end: str  # "", or fixed, or open
    taken: tuple[tuple[int, bool], ...]


def read_paths(text: str, *, steps: int) -> Paths:
    """Return where "yes" and "no" lead from each step. Raises PathUnclear."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) != steps:
        raise PathUnclear(line=lines[-1] if len(lines) > steps else str(len(lines) + 1))
    return [_path(line, place, steps) for place, line in enumerate(lines, start=1)]


def _path(line: str, place: int, steps: int) -> list[int | str]:
    hit = LINE.fullmatch(line)
    if hit is None or int(hit[1]) != place:
        raise PathUnclear(line=line.strip())
    return [_goal(word.lower(), line, place, steps) for word in (hit[2], hit[3])]


def _goal(word: str, line: str, place: int, steps: int) -> int | str:
    if word in ENDS:
        return word
    is_number = word.isascii() and word.isdigit()
    if is_number and place < int(word) <= steps:  # only forward: every walk ends
        return int(word)
    raise PathUnclear(line=line.strip())


def written(paths: Sequence[Sequence[int | str]]) -> str:
    """Return paths as they are typed."""
    return "\n".join(f"{n}: yes {yes}, no {no}" for n, (yes, no) in enumerate(paths, start=1))


def walk(paths: Sequence[Sequence[int | str]], said: str) -> Place:
    """Return where answers lead, "y" and "n" in their order; nothing comes after the end."""
    step, taken = 1, list[tuple[int, bool]]()
    for answer in said:
        taken.append((step, answer == "y"))
        goal = paths[step - 1][0 if answer == "y" else 1]
        if isinstance(goal, str):
            return Place(step, goal, tuple(taken))
        step = goal
    return Place(step, "", tuple(taken))
