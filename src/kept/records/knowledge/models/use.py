"""What an article did for a case."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kept.records.archive.models import Customer
from kept.records.cases.models import Case
from kept.records.knowledge.models.article import ArticleVersion
from kept.records.people.models import Person


class Outcome(models.TextChoices):
    """What came of it."""

    USED = "used", _("Used")
    HELPED = "helped", _("Helped")
    DID_NOT_HELP = "did_not_help", _("Did not help")


class ArticleUse(models.Model):
    """An article was used in a case, and perhaps helped. Append-only: the last word counts."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_constraint=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+", db_constraint=False)
    version = models.ForeignKey(ArticleVersion, models.PROTECT, related_name="uses")
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="article_outcome_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.version_id} {self.outcome}"
