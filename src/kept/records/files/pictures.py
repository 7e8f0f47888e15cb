"""Making what people see of a photo, in a child process with limits of its own.

To start a child takes twenty times as long as to draw a photo, so one child stays in each process.
Whoever finds it at work over somebody else's photo gets a child of their own.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from kept.records.refusal import Refused
from kept.records.standing import Answer, GaveUp, StandingChild

WALL_SECONDS: Final = 40  # for one photo, on a busy machine
_PROGRAM: Final = "from kept.records.files.drawing import child; child()"
_staying: Final = StandingChild(_PROGRAM, wall_seconds=WALL_SECONDS)
_at_work: Final = threading.Lock()


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
    """Lend the child that stays; while it is at work for others, one that is gone afterwards."""
    if _at_work.acquire(blocking=False):
        try:
            yield _staying
        finally:
            _at_work.release()
        return
    own = StandingChild(_PROGRAM, wall_seconds=WALL_SECONDS)
    try:
        yield own
    finally:
        own.close()


def _lengths(told: dict[str, Any]) -> list[int]:
    return list(told.get("lengths", ()))
