"""Ready words with holes, for notes and answers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kept.records.constraints import named, paired
from kept.records.knowledge.models.article import KEY
from kept.records.people.models import Person


class ReadyText(models.Model):
    """A text module: typed as "/key", it becomes the text, its holes filled from the case."""

    key = models.CharField(max_length=30, unique=True)
    names = models.JSONField()
    texts = models.JSONField()  # by language, with holes such as {customer}
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True)
    retired_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(key__regex=KEY), name="ready_text_key_is_plain"),
            named("names", name="ready_text_has_a_name"),
            named("texts", name="ready_text_says_something"),
            paired("retired_at", "retired_by", name="ready_text_retired_by_someone"),
        ]

    def __str__(self) -> str:
        return self.key
