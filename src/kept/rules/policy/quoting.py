"""Which word was probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from itertools import islice

from kept.rules.said import LONGEST_SHOWN, Saying

MOST_COMPARED = 1_000


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


def did_you_mean(word: str, among: Iterable[str]) -> Saying | None:
    """Return "Did you mean …?", or None when nothing is near."""
    found = near(word, among)
    if found is None:
        return None
    return Saying("did-you-mean", "Did you mean “{found}”?", found=found)
