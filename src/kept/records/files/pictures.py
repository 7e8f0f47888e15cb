"""Making what people see of a photo, in a child process with limits of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.utils.translation import gettext_lazy as _

from kept.records.refusal import Refused

CPU_SECONDS: Final = 10
_START_SECONDS: Final = 30  # wall time beyond it, for a busy machine
_SOURCES: Final = Path(__file__).resolve().parents[3]
_LIMITED: Final = (
    "import sys; sys.path.insert(0, sys.argv[1])\n"
    "from kept.records.files.drawing import child\n"
    "from kept.rules.policy.untrusted import limit; limit(int(sys.argv[2]))"
)
_PROGRAM: Final = "child(int(sys.argv[3]))"


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
    limits = [str(_SOURCES), str(cpu_seconds), str(len(content))]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter with our own words
            [sys.executable, "-I", "-c", f"{_LIMITED}\n{program}", *limits],
            input=content,
            capture_output=True,
            timeout=cpu_seconds + _START_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise PictureTooLarge(name=name) from None
    if done.returncode != 0:
        raise PictureTooLarge(name=name)
    line, _rule, pictures = done.stdout.partition(b"\n")
    told = json.loads(line)
    if "refused" in told:
        raise (PictureBroken if told["refused"] == "broken" else PictureTooLarge)(name=name)
    length = told["lengths"][0]
    return Drawn(pictures[:length], pictures[length:])
