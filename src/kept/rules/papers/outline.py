"""Where in a paper we are: the open numbers and headings, and the ids they give."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Final

from kept.rules.papers.numbering import DOTTED, NUMBER, Mark

_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
LEAD: Final = "lead"


@dataclass(slots=True)
class Level:
    """A number or an introduction that is open, and what stands under it."""

    style: str
    id: str
    value: str
    ordinal: int
    heading: str = ""
    lead: str = ""


class Outline:
    """The open levels. Numbers that begin again begin a section with a letter of its own."""

    def __init__(self) -> None:
        self.title = ""
        self.open: list[Level] = []
        self._lead = ""  # an introduction above all numbers
        self._section = ""
        self._sections = 0
        self._used: Counter[str] = Counter()
        self._places: Counter[str] = Counter()

    @property
    def heading(self) -> tuple[str, ...]:
        """Return the headings above, the highest first."""
        found = [self.title, *(level.heading for level in self.open)]
        return tuple(words for words in found if words)

    @property
    def lead(self) -> str:
        """Return the sentence that introduces the list we are in; "" outside a list."""
        return next((level.lead for level in reversed(self.open[:-1]) if level.lead), self._lead)

    def entitle(self, title: str, *, begins: bool) -> None:
        """Note an unnumbered heading; `begins`: the numbers after it start again."""
        self.title = title
        self._lead = ""
        self._close_leads()
        if begins or not self.open:
            self._begin_section()

    def unnumbered(self, *, apart: bool) -> str:
        """Return the id of a paragraph without a number, counted where it stands."""
        if apart:
            self._close_leads()
        if self.open:
            self._lead = ""  # its list had numbers, and is over
        return self._placed(self.open[-1].id if self.open else f"{self._section}0")

    def introduce(self, name: str, words: str, *, numbered: bool) -> None:
        """Note that a paragraph introduces the list that follows."""
        if numbered:
            self.open[-1].lead = words
        elif not self.open:
            self._lead = words
        else:
            self.open.append(Level(LEAD, name, "", 0, lead=words))

    def enter(self, mark: Mark, heading: str) -> str:
        """Open a number where it belongs and return its id."""
        mark = self._ranked(mark)
        place = self._sibling(mark)
        if place is not None:
            del self.open[place:]
        elif mark.style.startswith(DOTTED):
            self._close_to_parent(mark)
        elif mark.ordinal == 1 and any(level.style == mark.style for level in self.open):
            self._nest(mark)
        name = self._id(mark)
        self._used[name] += 1
        if self._used[name] > 1:  # the paper gives the same number twice
            name = f"{name}_{self._used[name]}"
        self.open.append(Level(mark.style, name, mark.value, mark.ordinal, heading))
        return name

    def _ranked(self, mark: Mark) -> Mark:
        """Return "2." as what follows "1." where 1.1 stood under that."""
        if mark.style != NUMBER:
            return mark
        top = f"{DOTTED}0"
        styles = [level.style for level in self.open if level.ordinal + 1 == mark.ordinal]
        return replace(mark, style=top) if top in styles and NUMBER not in styles else mark

    def _sibling(self, mark: Mark) -> int | None:
        """Return the open level after which `mark` is the next one; None without one."""
        same = [place for place, level in enumerate(self.open) if level.style == mark.style]
        inner_first = list(reversed(same))
        if mark.style.startswith(DOTTED):
            parent = mark.value.rpartition(".")[0]
            return next(
                (
                    p
                    for p in inner_first
                    if self._parent(p) == parent and self.open[p].ordinal < mark.ordinal
                ),
                None,
            )
        if not mark.value:
            return inner_first[0] if inner_first else None
        following = [p for p in inner_first if self.open[p].ordinal + 1 == mark.ordinal]
        later = [p for p in inner_first if self.open[p].ordinal < mark.ordinal]
        again = inner_first if mark.ordinal > 1 else []  # the paper gives a number twice
        return next(iter(following + later + again), None)

    def _parent(self, place: int) -> str:
        return self.open[place].value.rpartition(".")[0]

    def _close_to_parent(self, mark: Mark) -> None:
        """Keep open only what a number such as 2.1 stands under."""
        parent = mark.value.rpartition(".")[0]
        for place in range(len(self.open) - 1, -1, -1):
            if parent and self.open[place].value == parent:
                del self.open[place + 1 :]
                return
        if mark.ordinal == 1 and self.open:
            self._begin_section()
        del self.open[:]

    def _nest(self, mark: Mark) -> None:
        """Make room for a list that begins with 1 although such a list is open."""
        if self.open[-1].lead:
            return  # it stands under its introduction
        outermost = next(p for p, level in enumerate(self.open) if level.style == mark.style)
        del self.open[outermost:]
        if not self.open:
            self._begin_section()

    def _begin_section(self) -> None:
        del self.open[:]
        self._lead = ""
        if self._used or self._places:
            self._sections += 1
            self._section = f"{letters(self._sections).upper()}-"

    def _close_leads(self) -> None:
        while self.open and self.open[-1].style == LEAD:
            self.open.pop()

    def _id(self, mark: Mark) -> str:
        above = self.open[-1].id if self.open else ""
        if mark.style.startswith(DOTTED):
            return f"{self._section}{mark.value}"
        if not mark.value:
            return self._placed(above or f"{self._section}0")
        return f"{above}.{mark.value}" if above else f"{self._section}{mark.value}"

    def _placed(self, path: str) -> str:
        self._places[path] += 1
        return f"{path}-{self._places[path]}"


def letters(place: int) -> str:
    """Return a, b … z, aa, ab … for 0, 1 …"""
    more, rest = divmod(place, len(_LETTERS))
    return (letters(more - 1) if more else "") + _LETTERS[rest]
