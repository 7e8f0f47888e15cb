"""How a policy's own words are shown in sentences about them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from itertools import islice

LONGEST_SHOWN = 60
MOST_COMPARED = 1_000


def quoted(value: str) -> str:
    """Return `value` in quotes on one line, cut to what a person can take in."""
    shown = " ".join(value.split())
    if len(shown) > LONGEST_SHOWN:
        shown = f"{shown[:LONGEST_SHOWN]}…"
    return f"“{shown}”"


def near(word: str, among: Iterable[str]) -> str | None:
    """Return the word of `among` that was probably meant."""
    if len(word) > LONGEST_SHOWN:
        return None
    words = list(islice(among, MOST_COMPARED))
    folded = {candidate.lower(): candidate for candidate in words}
    plain = word.lower().replace(" ", "_").replace("-", "_")
    for same in (word.lower(), plain):
        if same in folded:
            return folded[same]
    # Of short words and ids, one letter is a third: only a near twin was meant.
    cutoff = 0.6 if len(word) > 4 else 0.75
    found = get_close_matches(word, words, n=1, cutoff=cutoff)
    return found[0] if found else None


def one_of(words: Sequence[str]) -> str:
    """Return "a, b or c", cut after a dozen."""
    shown = list(words[:12])
    if len(words) > 12:
        return f"{', '.join(shown)} …"
    return " or ".join(filter(None, [", ".join(shown[:-1]), shown[-1]])) if shown else "nothing"
