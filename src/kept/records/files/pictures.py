"""Making what people see of a photo, in a child process with limits of its own.

To start a child takes twenty times as long as to draw a photo, so some stay in each process.
Whoever finds all of them at work over others' photos gets one more.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from kept.records.refusal import Refused
from kept.records.standing import Answer, GaveUp, StandingChild

WALL_SECONDS: Final = 40  # for one photo, on a busy machine
_PROGRAM: Final = "from kept.records.files.drawing import child; child()"
MOST_STAYING: Final = 3
_idle: Final[list[StandingChild]] = []  # taking from a list and adding to it are one step each


class PictureBroken(Refused):
    """The photo is damaged."""

    sentence = _("The picture “%(name)s” is damaged and cannot be shown. Please send it again.")


class PictureTooLarge(Refused):
    """More pixels than any camera makes, or made to fill the memory."""

    sentence = _(
        "The picture “%(name)s” has too many pixels to be shown. Please send it in a smaller size."
    )


@dataclass(frozen=True)
class Drawn:
    """A photo as people see it: upright, without what else the file said."""

    picture: bytes
    small: bytes


def drawn(content: bytes, *, name: str, child: StandingChild | None = None) -> Drawn:
    """Return the two pictures of a photo. Whatever the bytes do, they do to the child.

    Raises PictureBroken, PictureTooLarge; nothing is kept then.
    """
    try:
        told, pictures = _ask(content, child)
    except GaveUp:
        raise PictureTooLarge(name=name) from None
    if "refused" in told:
        raise (PictureBroken if told["refused"] == "broken" else PictureTooLarge)(name=name)
    return Drawn(*pictures)


def _ask(content: bytes, child: StandingChild | None) -> Answer:
    if child is not None:
        return child.ask(content, _lengths)
    with _some_child() as found:
        return found.ask(content, _lengths)


@contextmanager
def _some_child() -> Iterator[StandingChild]:
    """Lend a child to nobody else meanwhile."""
    try:
        child = _idle.pop()
    except IndexError:
        child = StandingChild(_PROGRAM, wall_seconds=WALL_SECONDS)
    try:
        yield child
    except BaseException:  # who knows how far it came
        child.close()
        raise
    if len(_idle) < MOST_STAYING:
        _idle.append(child)
    else:
        child.close()


def _lengths(told: dict[str, Any]) -> list[int]:
    return list(told.get("lengths", ()))
