"""What a customer said afterwards, and the call we promised when it was not good."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kept.records.archive.models import Customer
from kept.records.cases.models import Case
from kept.records.constraints import in_order, not_blank, paired
from kept.records.people.models import Person

LOW = 2  # of the scale's words: 1 very dissatisfied, 2 dissatisfied
SCORES = (1, 2, 3, 4, 5)


class Outcome(models.TextChoices):
    """How a follow-up call went."""

    REACHED = "reached"
    NOT_REACHED = "not_reached"
    DECLINED = "declined"  # reached, and does not want to be asked


class FollowUp(models.Model):
    """Somebody was called after the work: who was asked, what was said. Never changed."""

    # Of the same customer, as the case is: a foreign key over both columns says so.
    case = models.ForeignKey(Case, models.PROTECT, related_name="follow_ups", db_constraint=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)
    outcome = models.CharField(max_length=11, choices=Outcome.choices)
    asked = models.CharField(max_length=150, blank=True)  # whom, by name
    is_gone = models.BooleanField(null=True)  # the fault; None: not asked
    score = models.PositiveSmallIntegerField(null=True)
    words = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["case", "-at"], name="follow_up_of_case")]
        constraints = [
            models.UniqueConstraint(fields=["by", "key"], name="follow_up_once_per_key"),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(score__isnull=False),
                name="follow_up_satisfaction_asked_once",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="follow_up_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__in=SCORES), name="follow_up_score_of_five"
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.REACHED) | Q(score=None, is_gone=None),
                name="follow_up_answers_of_who_was_reached",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.REACHED) | Q(asked__regex=r"\S"),
                name="follow_up_says_who_was_asked",
            ),
            not_blank("key", name="follow_up_has_a_key"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.outcome}"


class PromisedCall(models.Model):
    """Who was not satisfied is called again: one of us owes it, by a moment."""

    # The rows meant can never go, nor may they be locked: a foreign key would do that.
    follow_up = models.OneToOneField(
        FollowUp, models.PROTECT, related_name="promised", db_constraint=False
    )
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+")
    promised_at = models.DateTimeField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    done_with = models.ForeignKey(
        FollowUp, models.PROTECT, null=True, related_name="+", db_constraint=False
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                name="promised_call_open",
                condition=Q(done_at__isnull=True),
            ),
        ]
        constraints = [
            paired("done_at", "done_by", name="promised_call_done_by_someone"),
            paired("done_at", "done_with", name="promised_call_done_with_a_call"),
            in_order("promised_at", "due_at", name="promised_call_due_after_the_promise"),
        ]

    def __str__(self) -> str:
        return f"{self.follow_up_id}"
