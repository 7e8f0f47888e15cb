"""From a text that one person wrote to what everyone reads."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.knowledge.models import Article, ArticleRow, ArticleVersion, Publication, Review
from kept.records.knowledge.searching import row_of
from kept.records.knowledge.services.writing import ArticleNotFound
from kept.records.ledger.services import write
from kept.records.people.models import Person
from kept.records.refusal import Refused


class OwnWriting(Refused):
    """Nobody reviews what they wrote."""

    sentence = _("You wrote this version. Please let a second person review it.")


class NotReviewed(Refused):
    """Nothing is published before a second person found it right."""

    sentence = _("A second person has to review this version before it is published.")


class VersionOutdated(Refused):
    """A newer version was written or published meanwhile."""

    sentence = _("There is a newer version of this article. Please look at that one.")


@transaction.atomic
def review_article(*, key: str, number: int, by: Person, now: datetime) -> bool:
    """Find a version right. Returns whether anything changed; safe to repeat.

    Raises ArticleNotFound, OwnWriting, VersionOutdated.
    """
    version = _version(key, number)
    if Review.objects.filter(version=version).exists():
        return False
    if version.written_by_id == by.pk:
        raise OwnWriting
    if version.article.versions.filter(number__gt=number).exists():
        raise VersionOutdated
    Review.objects.create(
        version=version, written_by_id=version.written_by_id, reviewed_at=now, reviewed_by=by
    )
    _tell(key, "article.reviewed", number, by, now)
    return True


@transaction.atomic
def publish_article(*, key: str, number: int, by: Person, now: datetime) -> bool:
    """Let everyone read a reviewed version. Returns whether anything changed; safe to repeat.

    An article that was withdrawn is there again. Raises ArticleNotFound, NotReviewed,
    VersionOutdated.
    """
    version = _version(key, number)
    review = Review.objects.filter(version=version).first()
    if review is None:
        raise NotReviewed
    newer = Publication.objects.filter(
        review__version__article=version.article, review__version__number__gt=number
    )
    if newer.exists():
        raise VersionOutdated
    row = ArticleRow.objects.filter(article=version.article).first()
    if row is not None and row.version_id == version.pk:
        return False
    Publication.objects.get_or_create(
        review=review, defaults={"published_at": now, "published_by": by}
    )
    Article.objects.filter(pk=version.article_id).update(withdrawn_at=None, withdrawn_by=None)
    ArticleRow.objects.update_or_create(article=version.article, defaults=row_of(version))
    _tell(key, "article.published", number, by, now)
    return True


@transaction.atomic
def withdraw_article(*, key: str, by: Person, now: datetime) -> bool:
    """Let nobody find an article any more; its versions stay. Returns whether anything changed.

    Raises ArticleNotFound.
    """
    article = _article(key)
    if article.withdrawn_at is not None:
        return False
    Article.objects.filter(pk=article.pk).update(withdrawn_at=now, withdrawn_by=by)
    ArticleRow.objects.filter(article=article).delete()
    write(stream=f"article:{key}", verb="article.withdrawn", by=by, at=now)
    return True


def _article(key: str) -> Article:
    """Return an article, locked until the transaction ends. Raises ArticleNotFound."""
    article = Article.objects.select_for_update().filter(key=key).first()
    if article is None:
        raise ArticleNotFound
    return article


def _version(key: str, number: int) -> ArticleVersion:
    version = ArticleVersion.objects.filter(article=_article(key), number=number).first()
    if version is None:
        raise ArticleNotFound
    return version


def _tell(key: str, verb: str, number: int, by: Person, now: datetime) -> None:
    write(stream=f"article:{key}", verb=verb, by=by, at=now, data={"version": number})
