"""How texts are compared when searching: one form, cut into small pieces for the index.

A text is folded (traditional to simplified Chinese, full width to half, small letters, no
accents), then freed of everything but letters and digits. The index holds each line's pieces:
pairs of Chinese characters, threes of other letters, and how words begin.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from itertools import accumulate, groupby

from opencc import OpenCC

SIGNS = re.compile(r"[\W_]+")
IDEOGRAPH = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]")
START = "^"  # before the first one or two letters of a word


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """Return the one form in which texts are compared; words stay apart."""
    apart = unicodedata.normalize("NFKD", text)
    plain = "".join(sign for sign in apart if not unicodedata.combining(sign))
    simplified: str = _simplifier().convert(unicodedata.normalize("NFC", plain))
    return simplified.casefold()


def words(text: str) -> list[str]:
    """Return the folded words of a text, without signs."""
    return SIGNS.sub(" ", fold(text)).split()


def compact(text: str) -> str:
    """Return the folded letters and digits of a text, with nothing between them."""
    return "".join(words(text))


@lru_cache(maxsize=50_000)
def grams(text: str) -> frozenset[str]:
    """Return the pieces under which a text is found: what `wanted` gives is always among them."""
    parts = words(text)
    return frozenset(_starts(parts) | _pieces("".join(parts)))


def wanted(token: str) -> list[str]:
    """Return the pieces that a text holds if it holds the token; of a short one, its start."""
    whole = compact(token)
    return sorted(_pieces(whole)) or [START + run[:2] for run in _runs(whole)[:1]]


def _starts(parts: list[str]) -> set[str]:
    """Return how words begin, and ideographs after letters; across the end of a short word."""
    begins = set(accumulate(map(len, parts), initial=0))
    starts: set[str] = set()
    place = 0
    for run in _runs("".join(parts)):
        for offset in range(len(run)):
            if offset == 0 or place + offset in begins:
                starts |= {START + run[offset : offset + length] for length in (1, 2)}
        place += len(run)
    return starts


def _pieces(whole: str) -> set[str]:
    pieces: set[str] = set()
    for run in _runs(whole):
        length = 2 if IDEOGRAPH.match(run) else 3
        pieces.update(run[place : place + length] for place in range(len(run) - length + 1))
    return pieces


def _runs(word: str) -> list[str]:
    """Return the parts of a word that are of one kind: ideographs, or anything else."""
    kinds = groupby(word, key=lambda sign: IDEOGRAPH.match(sign) is not None)
    return ["".join(signs) for _, signs in kinds]
