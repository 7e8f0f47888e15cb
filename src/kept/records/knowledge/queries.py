"""Reading what is known: articles, ready words, codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from kept.records.cases.models import CaseFact
from kept.records.knowledge.body import Block, blocks, steps
from kept.records.knowledge.models import (
    Article,
    ArticleKind,
    ArticleRow,
    ArticleUse,
    ArticleVersion,
    Audience,
    Code,
    CodeChoice,
    CodeKind,
    Outcome,
    Publication,
    ReadyText,
    Review,
)
from kept.records.knowledge.searching import PEOPLE, Situation, found, outcome_of, proposed
from kept.records.naming import name_in
from kept.records.people.models import Person, Role

__all__ = ["Situation"]


@dataclass(frozen=True, kw_only=True)
class VersionCard:
    """One version of an article. `reviewed_by` and `published_at` say how far it came."""

    key: str
    number: int
    kind: ArticleKind
    audience: Audience
    families: tuple[str, ...]
    codes: tuple[str, ...]
    titles: Mapping[str, str]
    bodies: Mapping[str, str]
    symptoms: Mapping[str, list[str]]
    paths: list[list[int | str]]
    written_at: datetime
    written_by: str
    writer_id: int
    reviewed_by: str = ""
    reviewed_at: datetime | None = None
    published_at: datetime | None = None

    def title(self, language: str) -> str:
        """Return the title in a language, else in the nearest."""
        return name_in(self.titles, language)

    def blocks(self, language: str) -> tuple[Block, ...]:
        """Return what the text consists of."""
        return blocks(name_in(self.bodies, language))

    def steps(self, language: str) -> tuple[str, ...]:
        """Return the questions of a self-check."""
        return steps(name_in(self.bodies, language))


@dataclass(frozen=True, kw_only=True)
class ArticleCard:
    """An article with its versions, the newest first, and what it did for cases."""

    key: str
    withdrawn_at: datetime | None
    versions: tuple[VersionCard, ...]
    used: int
    helped: int
    did_not_help: int

    @property
    def published(self) -> VersionCard | None:
        """Return what everyone reads, if there is anything."""
        if self.withdrawn_at is not None:
            return None
        return next((one for one in self.versions if one.published_at), None)

    @property
    def newest(self) -> VersionCard:
        """Return what was written last."""
        return self.versions[0]


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """An article that may help in a case, and what came of it there."""

    version: VersionCard
    outcome: Outcome | None


def articles(text: str = "", *, viewer: Person | None) -> list[VersionCard]:
    """Return the published articles that hold a text, best first; without a text all, by key.

    Customers find only what is for them, and so does whoever has no account (None).
    """
    rows = _readable(viewer)
    if text.strip():
        return [_card(row.version) for row in found(text, rows)]
    return [_card(row.version) for row in _rows(**rows).order_by("article__key")]


def unpublished() -> list[VersionCard]:
    """Return the newest versions that are not what everyone reads, the newest written first."""
    newest = ArticleVersion.objects.order_by("article_id", "-number").distinct("article_id")
    rows = ArticleVersion.objects.filter(pk__in=newest.values("pk"), review__publication=None)
    return [_card(row) for row in _with_people(rows).order_by("-written_at", "-pk")]


def article(key: str, *, viewer: Person) -> ArticleCard | None:
    """Return an article with all its versions, for those who work here; None if there is none."""
    if Role.CUSTOMER in viewer.roles:
        return None
    row = Article.objects.filter(key=key).first()
    if row is None:
        return None
    versions = _with_people(row.versions.all()).order_by("-number")
    last = ArticleUse.objects.filter(version__article=row)
    last = last.order_by("case_id", "-pk").distinct("case_id")
    told = [use.outcome for use in last]
    return ArticleCard(
        key=row.key,
        withdrawn_at=row.withdrawn_at,
        versions=tuple(_card(version) for version in versions),
        used=len(told),
        helped=told.count(Outcome.HELPED),
        did_not_help=told.count(Outcome.DID_NOT_HELP),
    )


def proposals(
    situation: Situation, *, viewer: Person, case_id: int | None = None, most: int = 5
) -> list[Proposal]:
    """Return the published articles that fit a problem, those used in the case first."""
    rows = proposed(situation, _readable(viewer), case_id=case_id, most=most)
    fits = [Proposal(version=_card(row.version), outcome=outcome_of(row)) for row in rows]
    return sorted(fits, key=lambda one: one.outcome is None)


def published(key: str, *, viewer: Person | None) -> VersionCard | None:
    """Return what everyone reads under a key; None if there is nothing the viewer may read."""
    row = _rows(article__key=key, **_readable(viewer)).first()
    return _card(row.version) if row else None


def _readable(viewer: Person | None) -> dict[str, object]:
    is_staff = viewer is not None and Role.CUSTOMER not in viewer.roles
    return {} if is_staff else {"audience": Audience.CUSTOMERS}


def _with_people(rows: QuerySet[ArticleVersion]) -> QuerySet[ArticleVersion]:
    return rows.select_related(*(name.removeprefix("version__") for name in PEOPLE))


def _rows(**wanted: object) -> QuerySet[ArticleRow]:
    return ArticleRow.objects.filter(**wanted).select_related("article", *PEOPLE)


@dataclass(frozen=True)
class ReadyWords:
    """Words to be put into a note, by language, with their holes open."""

    key: str
    names: Mapping[str, str]
    texts: Mapping[str, str]


def ready_texts() -> list[ReadyWords]:
    """Return all ready words that are offered, by key."""
    rows = ReadyText.objects.filter(retired_at=None).order_by("key")
    return [ReadyWords(row.key, row.names, row.texts) for row in rows]


@dataclass(frozen=True, kw_only=True)
class CodeLine:
    """A code, and how deep it stands in its tree."""

    code: str
    kind: CodeKind
    family: str
    names: Mapping[str, str]
    depth: int
    parent: str
    policy_cause: str


def codes() -> list[CodeLine]:
    """Return the codes that are offered, as trees."""
    return _trees(Code.objects.filter(retired_at=None))


@dataclass(frozen=True)
class CaseCodes:
    """The codes that are offered in a case, as trees, and the last chosen of each kind."""

    offered: list[CodeLine]
    chosen: Mapping[CodeKind, CodeLine]


def codes_of_case(case_id: int, *, family: str) -> CaseCodes:
    """Return the codes of a case: those of its machine's family and of every family are offered.

    What was chosen and not taken back is told although it may not be offered any more.
    """
    choices = _standing().filter(case_id=case_id, code=OuterRef("pk")).order_by("-pk")
    is_offered = Q(retired_at=None, family__in=["", family])
    rows = list(
        Code.objects.annotate(chosen=Subquery(choices.values("pk")[:1]))
        .filter(is_offered | Q(chosen__isnull=False))
        .order_by("chosen")
    )
    offered = [row for row in rows if row.retired_at is None and row.family in ("", family)]
    chosen = {CodeKind(row.kind): _line(row) for row in rows if row.chosen}
    return CaseCodes(offered=_trees(offered), chosen=chosen)


def _trees(rows: Iterable[Code]) -> list[CodeLine]:
    below: dict[int | None, list[Code]] = {}
    kinds = list(CodeKind)
    known = sorted(rows, key=lambda row: (row.family, kinds.index(CodeKind(row.kind)), row.code))
    there = {row.pk for row in known}
    for row in known:
        below.setdefault(row.parent_id if row.parent_id in there else None, []).append(row)
    return list(_tree(below, None, 0))


def _tree(
    below: dict[int | None, list[Code]], parent: Code | None, depth: int
) -> Iterable[CodeLine]:
    for row in below.get(parent.pk if parent else None, []):
        yield CodeLine(
            code=row.code,
            kind=CodeKind(row.kind),
            family=row.family,
            names=row.names,
            depth=depth,
            parent=parent.code if parent else "",
            policy_cause=row.policy_cause,
        )
        yield from _tree(below, row, depth + 1)


def cases_per_code() -> Counter[str]:
    """Return in how many cases a code is the last word of its kind."""
    last = _standing().order_by("case_id", "code__kind", "-pk").distinct("case_id", "code__kind")
    return Counter(last.values_list("code__code", flat=True))


def _standing() -> QuerySet[CodeChoice]:
    """Return the choices whose fact was not withdrawn."""
    gone = CaseFact.objects.filter(
        case_id=OuterRef("case_id"), corrects=OuterRef("fact_seq"), kind="fact.withdrawn"
    )
    return CodeChoice.objects.exclude(Exists(gone))


def _line(row: Code) -> CodeLine:
    return CodeLine(
        code=row.code,
        kind=CodeKind(row.kind),
        family=row.family,
        names=row.names,
        depth=0,
        parent="",
        policy_cause=row.policy_cause,
    )


def _card(row: ArticleVersion) -> VersionCard:
    review: Review | None = getattr(row, "review", None)  # a relation that may not be there
    publication: Publication | None = getattr(review, "publication", None)
    return VersionCard(
        key=row.article.key,
        number=row.number,
        kind=ArticleKind(row.kind),
        audience=Audience(row.audience),
        families=tuple(row.families),
        codes=tuple(row.codes),
        titles=row.titles,
        bodies=row.bodies,
        symptoms=row.symptoms,
        paths=row.paths,
        written_at=row.written_at,
        written_by=row.written_by.display_name,
        writer_id=row.written_by_id,
        reviewed_by=review.reviewed_by.display_name if review else "",
        reviewed_at=review.reviewed_at if review else None,
        published_at=publication.published_at if publication else None,
    )
