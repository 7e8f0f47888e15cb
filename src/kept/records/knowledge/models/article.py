"""Articles: what is known about a problem, in versions that are written once."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kept.records.constraints import named, paired
from kept.records.people.models import Person

KEY = r"^[a-z0-9]+(-[a-z0-9]+)*$"


class Audience(models.TextChoices):
    """For whom an article is."""

    STAFF = "staff", _("Staff only")
    CUSTOMERS = "customers", _("Customers as well")


class ArticleKind(models.TextChoices):
    """What an article is: to be read, or to be walked through."""

    TEXT = "text", _("Text")
    STEPS = "steps", _("Steps with yes or no")


class Article(models.Model):
    """One piece of knowledge, known by its key for ever. What it says stands in its versions."""

    key = models.CharField(max_length=60, unique=True)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(key__regex=KEY), name="article_key_is_plain"),
            paired("withdrawn_at", "withdrawn_by", name="article_withdrawn_by_someone"),
        ]

    def __str__(self) -> str:
        return self.key


class ArticleVersion(models.Model):
    """What an article says, as one person wrote it. Append-only."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=ArticleKind.choices)
    audience = models.CharField(max_length=10, choices=Audience.choices)
    families = ArrayField(models.CharField(max_length=80), default=list)  # none: any machine
    codes = ArrayField(models.CharField(max_length=40), default=list)  # of symptoms and causes
    titles = models.JSONField()  # by language
    bodies = models.JSONField()
    symptoms = models.JSONField(default=dict)  # by language: phrases that customers use
    # Of steps: for each step where "yes" and "no" lead, a step's number or how it ends.
    paths = models.JSONField(default=list)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="article_version_once"),
            models.UniqueConstraint(fields=["id", "written_by"], name="article_version_writer"),
            models.CheckConstraint(
                condition=Q(kind__in=ArticleKind.values), name="article_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(audience__in=Audience.values), name="article_audience_known"
            ),
            named("titles", name="article_has_a_title"),
            named("bodies", name="article_has_a_body"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} v{self.number}"


class Review(models.Model):
    """A second person read a version and found it right. Append-only.

    Version and writer are kept by one foreign key over both, so that nobody reviews their own.
    """

    version = models.OneToOneField(
        ArticleVersion, models.PROTECT, related_name="review", db_constraint=False
    )
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    reviewed_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(reviewed_by=F("written_by")), name="article_reviewed_by_another"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version_id}"


class Publication(models.Model):
    """A reviewed version became what everyone reads. Append-only."""

    review = models.OneToOneField(Review, models.PROTECT, related_name="publication")
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)

    def __str__(self) -> str:
        return f"{self.review_id}"


class ArticleRow(models.Model):
    """What can be found and proposed: a projection of the newest publication of each article."""

    article = models.OneToOneField(Article, models.CASCADE, related_name="row")
    version = models.ForeignKey(ArticleVersion, models.CASCADE, related_name="+", db_index=False)
    audience = models.CharField(max_length=10)
    families = ArrayField(models.CharField(max_length=80))
    codes = ArrayField(models.CharField(max_length=40))
    titles = models.TextField()  # folded, a line each
    symptoms = models.TextField()
    folded = models.TextField()  # everything, folded
    grams = ArrayField(models.TextField())

    class Meta:
        indexes = [GinIndex(fields=["grams"], name="article_grams")]

    def __str__(self) -> str:
        return f"{self.article_id}"
