"""Writing an article: every saved text is a version of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.knowledge.body import steps
from kept.records.knowledge.models import Article, ArticleKind, ArticleVersion, Audience
from kept.records.knowledge.models.article import KEY
from kept.records.knowledge.walking import Paths, read_paths
from kept.records.ledger.services import write
from kept.records.naming import LANGUAGES, clean_names
from kept.records.people.models import Person
from kept.records.refusal import Refused
from kept.records.repeats import one_at_a_time

SAID = ("kind", "audience", "families", "codes", "titles", "bodies", "symptoms", "paths")


class ArticleNotFound(Refused):
    """There is no such article, or no such version of it."""

    sentence = _("There is no such article.")


class ArticleEmpty(Refused):
    """A language has a title without a text, or the other way round, or there is none at all."""

    sentence = _("Please give a title and a text in one language at least, and both in each.")


class ArticleChanged(Refused):
    """Somebody saved a version meanwhile."""

    sentence = _("Somebody else saved this article meanwhile. Please look at their text first.")


class KeyUnclear(Refused):
    """A key is small letters, digits and hyphens."""

    sentence = _("“%(key)s” cannot be a key. Use small letters, digits and single hyphens.")


@dataclass(frozen=True, kw_only=True)
class ArticleDetails:
    """What an article says. `paths` of steps: lines such as "1: yes 2, no open"."""

    titles: Mapping[str, str]
    bodies: Mapping[str, str]
    kind: ArticleKind = ArticleKind.TEXT
    audience: Audience = Audience.STAFF
    families: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    symptoms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    paths: str = ""


@transaction.atomic
def write_article(
    *, key: str, details: ArticleDetails, after: int, by: Person, now: datetime
) -> int:
    """Save an article as a new version, which nobody reads before it is published.

    `after` is the version that was looked at, 0 for a new article. Returns the version's number;
    a text that is saved already gives no new one. Raises KeyUnclear, ArticleEmpty, PathUnclear,
    ArticleChanged.
    """
    check_key(key, most=60)
    said = _said(details)
    one_at_a_time(f"article {key}")
    article, _made = Article.objects.get_or_create(
        key=key, defaults={"begun_at": now, "begun_by": by}
    )
    last = article.versions.order_by("-number").first()
    if last is not None and {name: getattr(last, name) for name in SAID} == said:
        return last.number
    if after != (last.number if last else 0):
        raise ArticleChanged
    version = ArticleVersion(article=article, number=after + 1, written_at=now, written_by=by)
    for name, value in said.items():
        setattr(version, name, value)
    version.save(force_insert=True)
    write(stream=f"article:{key}", verb="article.written", by=by, at=now, data=_told(version))
    return version.number


def check_key(key: str, *, most: int) -> None:
    """Raise KeyUnclear for what cannot be a key."""
    if not re.fullmatch(KEY, key) or len(key) > most:
        raise KeyUnclear(key=key)


def _said(details: ArticleDetails) -> dict[str, object]:
    titles = clean_names(details.titles)
    bodies = {
        code: details.bodies[code].strip()
        for code in LANGUAGES
        if details.bodies.get(code, "").strip()
    }
    if not titles or set(titles) != set(bodies):
        raise ArticleEmpty
    return {
        "kind": details.kind.value,
        "audience": details.audience.value,
        "families": _each(details.families),
        "codes": _each(details.codes),
        "titles": titles,
        "bodies": bodies,
        "symptoms": {code: _each(said) for code, said in details.symptoms.items() if _each(said)},
        "paths": _paths(details, bodies),
    }


def _paths(details: ArticleDetails, bodies: Mapping[str, str]) -> Paths:
    """Return the paths of steps. Every language asks as many questions as the first."""
    if details.kind != ArticleKind.STEPS:
        return []
    counts = {len(steps(body)) for body in bodies.values()}
    if len(counts) != 1 or counts == {0}:
        raise StepsDiffer
    return read_paths(details.paths, steps=counts.pop())


class StepsDiffer(Refused):
    """Steps are numbered lines, as many in each language."""

    sentence = _("Write each question as a numbered line, and as many in every language.")


def _each(words: tuple[str, ...]) -> list[str]:
    return list(dict.fromkeys(tidy for word in words if (tidy := " ".join(word.split()))))


def _told(version: ArticleVersion) -> dict[str, object]:
    return {"version": version.number, **{name: getattr(version, name) for name in SAID}}
