"""Making what people see of a photo, in a child process with limits of its own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from kept.records.limited import NoAnswer, run_limited
from kept.records.refusal import Refused

CPU_SECONDS: Final = 10
_START_SECONDS: Final = 30  # wall time beyond it, for a busy machine
_PROGRAM: Final = "from kept.records.files.drawing import child; child(int(sys.argv[3]))"


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


def drawn(
    content: bytes, *, name: str, cpu_seconds: int = CPU_SECONDS, program: str = _PROGRAM
) -> Drawn:
    """Return the two pictures of a photo. Whatever the bytes do, they do to the child.

    Raises PictureBroken, PictureTooLarge; nothing is kept then.
    """
    limits = {"cpu_seconds": cpu_seconds, "seconds": cpu_seconds + _START_SECONDS}
    try:
        answer = run_limited(program, content, **limits, words=(str(len(content)),))
    except NoAnswer:
        raise PictureTooLarge(name=name) from None
    line, _rule, pictures = answer.partition(b"\n")
    told = json.loads(line)
    if "refused" in told:
        raise (PictureBroken if told["refused"] == "broken" else PictureTooLarge)(name=name)
    length = told["lengths"][0]
    return Drawn(pictures[:length], pictures[length:])
