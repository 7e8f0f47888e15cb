"""How articles are found by words, and proposed by what a customer says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Final

from django.db.models import OuterRef, Q, Subquery

from kept.records.archive.search.asking import Reading, question
from kept.records.archive.search.folding import compact, grams
from kept.records.archive.search.lines import Line, distinct, text_lines
from kept.records.knowledge.models import ArticleRow, ArticleUse, ArticleVersion, Outcome

CANDIDATES: Final = 200
LONGEST: Final = 2_000  # characters of what a customer says that are looked at
PHRASE, CODE, TITLE, FAMILY = 10, 40, 12, 2  # what each counts when articles are put in order
ENOUGH: Final = 5
PEOPLE: Final = tuple(
    f"version__{name}"
    for name in ("article", "written_by", "review__reviewed_by", "review__publication")
)


@dataclass(frozen=True, kw_only=True)
class Situation:
    """What is known of a problem: the words, the machine's family, codes already chosen."""

    words: str
    family: str = ""
    codes: tuple[str, ...] = ()


def row_of(version: ArticleVersion) -> dict[str, object]:
    """Return how a version can be found."""
    titles = _lines(version.titles.values())
    symptoms = _lines(phrase for said in version.symptoms.values() for phrase in said)
    bodies = [Line(text, text) for text in version.bodies.values()]
    tags = [Line(tag, tag) for tag in (*version.codes, *version.families)]
    lines = [*titles, *symptoms, *tags, *bodies]
    return {
        "version": version,
        "audience": version.audience,
        "families": version.families,
        "codes": version.codes,
        "titles": _folded(titles),
        "symptoms": _folded(symptoms),
        "folded": _folded(lines),
        "grams": sorted(frozenset[str]().union(*(line.grams() for line in lines))),
    }


def _lines(texts: Iterable[str]) -> list[Line]:
    return distinct(line for text in texts for line in text_lines(text))


def _folded(lines: Iterable[Line]) -> str:
    return "\n".join(line.folded for line in lines)


def found(text: str, rows: Mapping[str, object]) -> list[ArticleRow]:
    """Return the articles that hold all words of a text, those that say it in the title first."""
    asked = question(text)
    if not asked.readings:
        return []
    fits = reduce(or_, (_fits(reading) for reading in asked.readings))
    hits = ArticleRow.objects.filter(fits, **rows).select_related("article", *PEOPLE)
    return sorted(hits[:CANDIDATES], key=lambda row: (_place(row, asked.whole), row.article.key))


def _fits(reading: Reading) -> Q:
    texts = (Q(folded__contains=token) for token in reading.tokens)
    return reduce(and_, texts, Q(grams__contains=list(reading.grams)))


def _place(row: ArticleRow, whole: str) -> int:
    if whole in row.titles:
        return 0
    return 1 if whole in row.symptoms else 2


def proposed(
    situation: Situation, rows: Mapping[str, object], *, case_id: int | None, most: int
) -> list[ArticleRow]:
    """Return the articles that fit a problem best, best first; none that only fits the machine.

    `outcome_of` says what came of each in the case.
    """
    words = compact(situation.words[:LONGEST])
    said = grams(situation.words[:LONGEST])
    wanted = Q(grams__overlap=sorted(said)) | Q(codes__overlap=list(situation.codes))
    if situation.family:
        wanted &= Q(families=[]) | Q(families__contains=[situation.family])
    hits = ArticleRow.objects.filter(wanted, **rows).select_related("article", *PEOPLE)
    uses = ArticleUse.objects.filter(case_id=case_id or 0, version__article=OuterRef("article"))
    hits = hits.annotate(outcome=Subquery(uses.order_by("-pk").values("outcome")[:1]))
    scored = [(_score(row, words, said, situation), row) for row in hits[:CANDIDATES]]
    best = sorted((one for one in scored if one[0] >= ENOUGH), key=_order)
    return [row for _points, row in best[:most]]


def outcome_of(row: ArticleRow) -> Outcome | None:
    """Return the last word on an article that was proposed; None where it was not used."""
    said = vars(row)["outcome"]
    return Outcome(said) if said else None


def _order(scored: tuple[float, ArticleRow]) -> tuple[float, str]:
    return (-scored[0], scored[1].article.key)


def _score(row: ArticleRow, words: str, said: frozenset[str], situation: Situation) -> float:
    """Return how well an article fits: phrases that were said, codes, the title's own words."""
    phrases = sum(len(line) > 1 and line in words for line in row.symptoms.split("\n"))
    codes = len(set(row.codes) & set(situation.codes))
    title = max((_share(line, said) for line in row.titles.split("\n")), default=0.0)
    points = PHRASE * phrases + CODE * codes + TITLE * title
    if points < ENOUGH:  # the machine alone is no reason
        return 0.0
    return points + (FAMILY if situation.family in row.families else 0)


def _share(line: str, said: frozenset[str]) -> float:
    """Return how much of a line was said, in pieces."""
    pieces = grams(line)
    return len(pieces & said) / len(pieces) if pieces else 0.0
