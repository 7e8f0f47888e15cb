"""A paper, cut into its clauses, each with an id that stays."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from kept.rules.facts.values import Lang
from kept.rules.papers.languages import HAN, is_chinese, language_of
from kept.rules.papers.lines import LONGEST_HEADING, Block, blocks, width
from kept.rules.papers.numbering import DOTTED, NUMBER, Mark
from kept.rules.papers.outline import Outline, letters
from kept.rules.papers.passage import Passage
from kept.rules.papers.sentences import sentences

_PROMISING = re.compile(r"\b(?:will|shall|must|can|may|should|we|is|are)\b", re.IGNORECASE)
_SENTENCE_LIKE = re.compile(r"[，,。].*[，,。]|\d{5,}")
_SHORT_TITLE: Final = 32
_Pair = tuple[Block, Block | None]  # a paragraph, and its translation


def cut(text: str) -> tuple[Passage, ...]:
    """Return the clauses of a paper in their order.

    Ids come from the paper's own numbers; a paragraph without one is counted within its section,
    so that ids stay when something is added in another.
    """
    pairs = _paired(_ranked(blocks(text)))
    chinese = language_of(text) if HAN.search(text) else "zh-Hans"
    outline = Outline()
    passages: list[Passage] = []
    for place, pair in enumerate(pairs):
        passages += _passages(outline, pair, [block for block, _ in pairs[place + 1 :]], chinese)
    return tuple(passages)


def _ranked(found: list[Block]) -> list[Block]:
    """Return the paragraphs, with "1." marked as what "1.1" stands under where it follows."""
    marked = [place for place, block in enumerate(found) if block.mark]
    for place, after in pairwise(marked):
        mark, following = found[place].mark, found[after].mark
        if mark is None or following is None:
            continue
        under = following.style == f"{DOTTED}1" and following.value.startswith(f"{mark.value}.")
        if mark.style == NUMBER and under:
            found[place] = replace(found[place], mark=replace(mark, style=f"{DOTTED}0"))
    return found


def _paired(found: list[Block]) -> list[_Pair]:
    """Return each paragraph with its translation, where one follows it."""
    pairs: list[_Pair] = []
    for block in found:
        if pairs and pairs[-1][1] is None and _translates(pairs[-1][0], block):
            pairs[-1] = (pairs[-1][0], block)
        else:
            pairs.append((block, None))
    return pairs


def _translates(block: Block, after: Block) -> bool:
    """Tell whether `after` says in one script what `block` says in the other."""
    if is_chinese(block.text) == is_chinese(after.text):
        return False
    if after.mark and (not block.mark or after.mark.value != block.mark.value):
        return False
    if not re.search("[A-Za-z]{2}" if is_chinese(block.text) else HAN, after.text):
        return False
    chinese, western = (block, after) if is_chinese(block.text) else (after, block)
    return 1.2 <= len(western.text) / max(1, len(chinese.text)) <= 8


def _passages(
    outline: Outline, pair: _Pair, following: Sequence[Block], chinese: Lang
) -> list[Passage]:
    """Return the clauses of a paragraph, none for a heading; notes in `outline` where we are."""
    block, other = pair
    heading = _is_heading(block, other, following)
    if block.mark is None and heading:
        outline.entitle(block.text, begins=_begins(following))
        return []
    if block.mark is None:
        name = outline.unnumbered(apart=block.apart)
        lead = outline.lead or (outline.open[-1].lead if outline.open and not block.apart else "")
    else:
        name = outline.enter(block.mark, block.text.rstrip(":：") if heading else "")
        lead = outline.lead
    above = outline.heading
    if block.leads:
        outline.introduce(name, block.text, numbered=block.mark is not None)
    return [] if heading else _split(pair, name, (above, lead), chinese)


def _is_heading(block: Block, other: Block | None, following: Sequence[Block]) -> bool:
    """Tell whether a paragraph only names what follows."""
    shown = max(width(block.text), width(other.text) if other else 0)
    if not following or shown > LONGEST_HEADING:
        return False
    if block.mark is None:
        return not block.ends and not _SENTENCE_LIKE.search(block.text)
    if block.ends and not _may_end(block):
        return False
    after = following[0]
    if after.mark is None:
        return not _is_heading(after, None, following[1:])
    return after.mark.style != block.mark.style and _stands_above(block.mark, after.mark)


def _may_end(block: Block) -> bool:
    """Tell whether a heading may end as this one does."""
    if block.leads or is_chinese(block.text):
        return width(block.text) <= _SHORT_TITLE
    return block.text[-1] == "." and not _PROMISING.search(block.text)


def _stands_above(mark: Mark, after: Mark) -> bool:
    """Tell whether the next number begins a list under `mark`."""
    return after.ordinal == 1 or after.value.startswith(f"{mark.value}.")


def _begins(following: Sequence[Block]) -> bool:
    """Tell whether the numbers start again with the next one."""
    return next((b.mark.ordinal == 1 for b in following if b.mark and b.mark.value), False)


def _split(
    pair: _Pair, name: str, above: tuple[tuple[str, ...], str], chinese: Lang
) -> list[Passage]:
    """Return a clause for each sentence, in the languages that the paper gives."""
    block, other = pair
    texts = [block.text, other.text] if other else [block.text]
    parts = [sentences(text, chinese=is_chinese(text)) for text in texts]
    if len({len(part) for part in parts}) > 1:
        parts = [[text] for text in texts]
    last = (other or block).last_line
    found = []
    for place, said in enumerate(zip(*parts, strict=True)):
        letter = letters(place) if len(parts[0]) > 1 else ""
        spoken = {language_of(text, chinese=chinese): text for text in said}
        found.append(Passage(f"{name}{letter}", spoken, block.line, last, *above))
    return found
