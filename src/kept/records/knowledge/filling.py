"""Filling the holes of ready words."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final

HOLES: Final = ("customer", "contact", "number", "equipment", "serial", "due", "me")
HOLE: Final = re.compile(r"\{(\w+)\}")


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its holes filled; one without a value stays open to be seen: {due}.

    A value is put in as it is: braces within it are no holes.
    """
    return HOLE.sub(lambda hole: values.get(hole[1]) or hole[0], text)


def unknown_holes(texts: Collection[str]) -> list[str]:
    """Return the holes of texts that nothing fills, each once."""
    found = {name for text in texts for name in HOLE.findall(text)}
    return sorted(found - set(HOLES))
