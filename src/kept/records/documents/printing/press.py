"""From a frozen document to the bytes of its PDF."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from kept.records.refusal import Refused

SECONDS: Final = 40  # for a busy machine; the child has less processor time
MOST_BYTES: Final = 2_000_000  # of words
CHILD: Final = Path(__file__).with_name("child.py")


class SignsMissing(Refused):
    """Our fonts lack a sign; a box in its place would be a lie on paper."""

    sentence = _(
        "These signs cannot be printed: %(signs)s. Please write them in another way; nothing was "
        "issued."
    )

    def __init__(self, signs: Iterable[str]) -> None:
        self.signs = frozenset(signs)
        super().__init__(signs=" ".join(sorted(self.signs)))


class NotPrinted(Refused):
    """Setting the page took too long or failed."""

    sentence = _("This document could not be printed. Please make it shorter and try again.")


def pdf_of(
    document: Mapping[str, Any],
    *,
    template: str = "page",
    child: Path = CHILD,
    seconds: int = SECONDS,
) -> bytes:
    """Return a document as PDF, set in a process with limits; the same words, the same bytes.

    Raises SignsMissing, NotPrinted.
    """
    told = json.dumps(document, ensure_ascii=False).encode()
    if len(told) > MOST_BYTES:
        raise NotPrinted
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter with our own program
            [sys.executable, "-I", str(child), template],
            input=told,
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NotPrinted from None
    if done.stdout.startswith(b"%PDF-"):
        return done.stdout
    raise _refusal(done.stdout)


def _refusal(answer: bytes) -> Refused:
    try:
        missing = json.loads(answer)["missing"]
    except (ValueError, KeyError):
        return NotPrinted()
    return SignsMissing(missing)
